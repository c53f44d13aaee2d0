"""The form in which a statement leaves (Communication 3.3, LRS 4.1.7).

`stored` and `authority` stay here: the destination sets its own. For a destination that speaks
1.0.3, what that version has no place for moves into context extensions, so nothing is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..spec.attachments import SIGNATURE_USAGE
from ..spec.versions import STATEMENT_DEFAULT, V1

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT_AGENTS: Final = "https://w3id.org/xapi/collectif/extensions/context-agents"
CONTEXT_GROUPS: Final = "https://w3id.org/xapi/collectif/extensions/context-groups"
REMOVED_SIGNATURES: Final = "https://w3id.org/xapi/collectif/extensions/removed-signatures"

_ASSIGNED = ("stored", "authority")
_MOVED = {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS}
_pieces = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def outgoing(statement: Mapping[str, Any], version: str) -> dict[str, Any]:
    """A valid stored statement as a request of `version` may carry it."""
    kept = {name: value for name, value in statement.items() if name not in _ASSIGNED}
    return _for_1_0_3(kept) if version == V1 else kept


def text(leaving: Mapping[str, Any], raw: str) -> bytes:
    """The JSON of a statement that leaves. What is as it was read from `raw` stays byte for byte."""
    pieces = _pieces(raw)
    before = msgspec.json.decode(raw)
    members = (
        msgspec.json.encode(name)
        + b":"
        + (bytes(pieces[name]) if name in before and before[name] == value else _json(value))
        for name, value in leaving.items()
    )
    return b"{" + b",".join(members) + b"}"


def _without_signatures(statement: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The statement without attachments that sign it, and these: what is changed is not signed."""
    attached = statement.get("attachments", [])
    signatures = [one for one in attached if one["usageType"] == SIGNATURE_USAGE]
    if not signatures:
        return dict(statement), []
    others = [one for one in attached if one["usageType"] != SIGNATURE_USAGE]
    kept = {name: value for name, value in statement.items() if name != "attachments"}
    return (kept | {"attachments": others} if others else kept), signatures


def _for_1_0_3(statement: dict[str, Any]) -> dict[str, Any]:
    changed = _moved(statement)
    if changed is not statement:
        changed, signatures = _without_signatures(changed)
        if signatures:
            extensions = {REMOVED_SIGNATURES: signatures}
            changed["context"] = _extended(changed.get("context", {}), extensions)
    if not changed.get("version", "1.0.0").startswith("1.0"):
        changed = {**changed, "version": STATEMENT_DEFAULT[V1]}
    return changed


def _moved(statement: dict[str, Any]) -> dict[str, Any]:
    """The very same object when there is nothing that 1.0.3 has no place for."""
    context = statement.get("context", {})
    found = {_MOVED[name]: value for name, value in context.items() if name in _MOVED}
    inner = statement["object"]
    if inner.get("objectType") == "SubStatement":
        inner = _moved(inner)
    if not found and inner is statement["object"]:
        return statement
    changed = {**statement, "object": inner}
    if found:
        kept = {name: value for name, value in context.items() if name not in _MOVED}
        changed["context"] = _extended(kept, found)
    return changed


def _extended(context: Mapping[str, Any], extensions: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The context with these lists as extensions, behind what already stands there."""
    known = context.get("extensions", {})
    joined = {
        iri: [*_listed(known[iri]), *values] if iri in known else values
        for iri, values in extensions.items()
    }
    return {**context, "extensions": {**known, **joined}}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


_json = msgspec.json.encode
