"""Statements without people: every agent becomes an account that only this destination knows.

    {"home_page": IRI, "drop_responses": bool, "drop_extensions": [IRI …], "keep_attachments": bool}

A pseudonym is HMAC-SHA256 of the agent's identifier with a key of the destination: the same person
is the same account there, another one elsewhere, and nobody without the key finds back. Names go;
agents inside extensions are changed alike; identifiers are also taken out of all free texts
(`scrubbing.py`). Attachments are files that nobody can look into here, so they go too, unless the
rules say otherwise; signatures always go, for what is changed is no longer what was signed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..spec.agents import IDENTIFYING, own_identifier
from ..spec.attachments import SIGNATURE_USAGE
from ..spec.scalars import check_boolean, check_iri
from ..spec.structure import array_of, check_object
from .scrubbing import scrubber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..spec.structure import Check

_RELATED = {"contextAgents": "agent", "contextGroups": "group"}
_ACCOUNT = frozenset(("homePage", "name"))
_OF_AGENTS = frozenset((*IDENTIFYING, "name", "member"))
_EXACT = frozenset(
    {
        "objectType",
        "version",
        "timestamp",
        "usageType",
        "contentType",
        "sha2",
        "length",
        "language",
        "registration",
        "interactionType",
        "duration",
    }
)
"""Properties whose values are words of the standard, never free text."""


def check_pseudonyms(value: object, path: str = "$") -> None:
    """Rules that can be followed. Raises `Invalid` with the JSON path of the first fault."""
    check_object(value, path, _RULES, ("home_page",))


def pseudonym(key: bytes, identifier: str) -> str:
    """64 hexadecimal digits for a canonical identifier."""
    return hmac.digest(key, identifier.encode(), "sha256").hex()


def pseudonymised(
    statement: Mapping[str, Any], chosen: Mapping[str, Any], key: bytes
) -> dict[str, Any]:
    """A valid statement in which no agent can be recognised, by valid rules."""
    changed = _fewer_attachments(statement, keep=chosen.get("keep_attachments", False))
    known = {identifier: pseudonym(key, identifier) for identifier in _identifiers(statement)}
    veil = _Veil(
        home_page=chosen["home_page"],
        known=known,
        scrub=scrubber(known),
        keeps_responses=not chosen.get("drop_responses"),
        dropped=frozenset(chosen.get("drop_extensions", ())),
    )
    return veil.statement(changed)


@dataclass(frozen=True)
class _Veil:
    """Copies the parts of a statement, changing agents and free texts; all else stays."""

    home_page: str
    known: Mapping[str, str]
    scrub: Callable[[str], str]
    keeps_responses: bool
    dropped: frozenset[str]

    def statement(self, statement: Mapping[str, Any]) -> dict[str, Any]:
        """A statement or sub-statement."""
        changed: dict[str, Any] = {}
        for name, value in statement.items():
            if name in ("actor", "authority"):
                changed[name] = self._agent(value)
            elif name == "object":
                changed[name] = self._object(value)
            elif name == "verb":
                changed[name] = {**self._texts(value), "id": value["id"]}
            elif name == "context":
                changed[name] = self._context(value)
            elif name == "result":
                changed[name] = self._result(value)
            else:
                changed[name] = value if name in ("id", *_EXACT) else self._texts(value)
        return changed

    def _object(self, value: Mapping[str, Any]) -> Any:
        kind = value.get("objectType", "Activity")
        if kind == "SubStatement":
            return self.statement(value)
        if kind == "StatementRef":
            return value
        return self._texts(value) if kind == "Activity" else self._agent(value)

    def _result(self, value: Mapping[str, Any]) -> Any:
        kept = dict(value)
        if not self.keeps_responses:
            kept.pop("response", None)
        return self._texts(kept)

    def _context(self, value: Mapping[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name, inner in value.items():
            if name in ("instructor", "team"):
                changed[name] = self._agent(inner)
            elif name in _RELATED:
                whom = _RELATED[name]
                changed[name] = [{**one, whom: self._agent(one[whom])} for one in inner]
            elif name in ("statement", *_EXACT):
                changed[name] = inner
            elif name == "extensions":
                changed[name] = self._extensions(inner)
            else:
                changed[name] = self._texts(inner)
        return changed

    def _texts(self, value: Any) -> Any:
        """A copy of some part whose properties the standard fixes, its free texts scrubbed."""
        if isinstance(value, str):
            return self.scrub(value)
        if isinstance(value, list):
            return [self._texts(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        return {
            name: self._extensions(inner)
            if name == "extensions"
            else inner
            if name in _EXACT
            else self._texts(inner)
            for name, inner in value.items()
        }

    def _extensions(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            self.scrub(name): self._free(inner)
            for name, inner in value.items()
            if name not in self.dropped
        }

    def _free(self, value: Any) -> Any:
        """A copy of any JSON, with its texts scrubbed and those who look like agents changed."""
        if isinstance(value, str):
            return self.scrub(value)
        if isinstance(value, list):
            return [self._free(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if _is_account(value):
            return self._account(own_identifier({"account": value}))
        identified = _is_agent(value)
        changed = {
            self.scrub(name): self._free(inner)
            for name, inner in value.items()
            if not (identified and name in _OF_AGENTS and name != "member")
        }
        if identified:
            changed["account"] = self._account(own_identifier(value))
        return changed

    def _agent(self, actor: Mapping[str, Any]) -> dict[str, Any]:
        """An Agent or Group of which only what kind it is can be told."""
        hidden: dict[str, Any] = {}
        if "objectType" in actor:
            hidden["objectType"] = actor["objectType"]
        identifier = own_identifier(actor)
        if identifier is not None:
            hidden["account"] = self._account(identifier)
        if "member" in actor:
            hidden["member"] = [self._agent(member) for member in actor["member"]]
        return hidden

    def _account(self, identifier: str | None) -> dict[str, str]:
        assert identifier is not None
        return {"homePage": self.home_page, "name": self.known[identifier]}


def _identifiers(value: Any) -> Iterator[str]:
    """The identifier of everybody who stands anywhere, in extensions too."""
    if isinstance(value, list):
        for inner in value:
            yield from _identifiers(inner)
    elif isinstance(value, dict):
        found = {"account": value} if _is_account(value) else value
        if _is_agent(found):
            identifier = own_identifier(found)
            assert identifier is not None
            yield identifier
        for inner in value.values():
            yield from _identifiers(inner)


def _is_account(value: Mapping[str, Any]) -> bool:
    return value.keys() == _ACCOUNT and all(isinstance(inner, str) for inner in value.values())


def _is_agent(value: Mapping[str, Any]) -> bool:
    """Has it exactly one identifying property, of the right shape?"""
    found = [name for name in IDENTIFYING if name in value]
    if len(found) != 1:
        return False
    held = value[found[0]]
    if found[0] == "account":
        return isinstance(held, dict) and _is_account(held)
    return isinstance(held, str)


def _fewer_attachments(statement: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    """Without attachments, or without those that sign; in a sub-statement too."""
    fewer = {name: value for name, value in statement.items() if name != "attachments"}
    if keep and "attachments" in statement:
        attached = statement["attachments"]
        fewer["attachments"] = [one for one in attached if one["usageType"] != SIGNATURE_USAGE]
    if fewer["object"].get("objectType") == "SubStatement":
        fewer["object"] = _fewer_attachments(fewer["object"], keep=keep)
    return fewer


_RULES: dict[str, Check] = {
    "home_page": check_iri,
    "drop_responses": check_boolean,
    "drop_extensions": array_of(check_iri),
    "keep_attachments": check_boolean,
}
