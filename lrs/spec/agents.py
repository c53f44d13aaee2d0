"""Agents and Groups (Data 2.4.2, LRS 4.2.2.1): who did it, who it is about, who vouches for it.

Everybody is known by one *identifier*, a string made of the inverse functional identifier:
`account|<homePage>|<name>`, `mbox|mailto:…`, `mbox_sha1sum|…` (in lower case, for a hash in
hexadecimal has no case), `openid|…`. No IRI holds a `|`, so no two actors share one string. All
else is compared as it was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from . import rules, strict_json
from .scalars import check_iri, check_mailto, check_name, check_sha1
from .structure import array_of, check_object, constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .structure import Check

IDENTIFYING = ("mbox", "mbox_sha1sum", "openid", "account")

_IDENTIFYING = frozenset(IDENTIFYING)
_LONGEST_PARAMETER = 1 << 20


def _check_account(value: object, path: str) -> None:
    check_object(value, path, _ACCOUNT, ("homePage", "name"))


def validate_agent(value: object, path: str) -> dict[str, Any]:
    """The Agent itself, when it has exactly one identifying property. Raises `Invalid`."""
    agent = check_object(value, path, _AGENT)
    _check_identified(agent, path)
    return agent


def validate_group(value: object, path: str) -> dict[str, Any]:
    """The Group itself, when exactly one property identifies it, or when it has members only.

    Members are Agents, never Groups. Raises `Invalid`.
    """
    group = check_object(value, path, _GROUP, ("objectType",))
    if group.keys() & _IDENTIFYING:
        _check_identified(group, path)
    elif "member" not in group:
        raise Invalid(f"{path}.member", rules.MEMBERS)
    return group


def validate_actor(value: object, path: str) -> dict[str, Any]:
    """The Agent itself, or the Group where `objectType` says so. Raises `Invalid`."""
    if isinstance(value, dict) and value.get("objectType", "Agent") is None:
        raise Invalid(f"{path}.objectType", rules.NULL)  # else members would be blamed for it
    if isinstance(value, dict) and value.get("objectType") == "Group":
        return validate_group(value, path)
    return validate_agent(value, path)


def validate_authority(value: object, path: str) -> None:
    """Who vouches for a Statement: an Agent, or an anonymous Group of application and user.

    The rule of 1.0.3 (Data 2.4.9) serves both versions. Raises `Invalid`.
    """
    actor = validate_actor(value, path)
    if actor.get("objectType") != "Group":
        return
    if actor.keys() & _IDENTIFYING:
        raise Invalid(path, rules.AUTHORITY, "an identified Group")
    if len(actor["member"]) != 2:
        raise Invalid(f"{path}.member", rules.AUTHORITY, f"{len(actor['member'])} members")


def identifier(agent: Mapping[str, Any]) -> str:
    """The string by which this Agent or identified Group is known. Raises `Invalid` without one."""
    known = own_identifier(agent)
    if known is None:
        raise Invalid("$", rules.ONE_IDENTIFIER, "none")
    return known


def own_identifier(actor: Mapping[str, Any]) -> str | None:
    """The same, and None for an anonymous Group."""
    account = actor.get("account")
    if account is not None:
        return f"account|{account['homePage']}|{account['name']}"
    if "mbox" in actor:
        return f"mbox|{actor['mbox']}"
    if "mbox_sha1sum" in actor:
        return f"mbox_sha1sum|{actor['mbox_sha1sum'].lower()}"
    if "openid" in actor:
        return f"openid|{actor['openid']}"
    return None


def identifiers(actor: Mapping[str, Any]) -> frozenset[str]:
    """Every identifier by which a filter finds this actor: its own and those of its members."""
    return frozenset(_identifiers(actor))


def _identifiers(actor: Mapping[str, Any]) -> Iterator[str]:
    own = own_identifier(actor)
    if own is not None:
        yield own
    for member in actor.get("member", ()):
        yield identifier(member)


def identifying(known: str) -> dict[str, Any]:
    """The identifying property that an identifier was made of: `{"mbox": "mailto:…"}`.

    Raises ValueError for a string that `identifier` never makes.
    """
    kind, _, value = known.partition("|")
    if kind == "account" and "|" in value:
        home_page, _, name = value.partition("|")
        return {"account": {"homePage": home_page, "name": name}}
    if kind in _IDENTIFYING and kind != "account":
        return {kind: value}
    raise ValueError(known)


def person(agents: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The Person of the Agents Resource (Communication 2.4): all that `agents` say, once each.

    `agents` are Agents that are one and the same person; the first is the one that was asked for.
    """
    found: dict[str, Any] = {"objectType": "Person"}
    for agent in agents:
        for key in ("name", *IDENTIFYING):
            if key in agent and agent[key] not in found.setdefault(key, []):
                found[key].append(agent[key])
    return found


def parse_agent_parameter(text: str, path: str = "agent") -> dict[str, Any]:
    """The Agent or identified Group in a request parameter. Raises `Malformed` or `Invalid`."""
    value = strict_json.loads(text, max_bytes=_LONGEST_PARAMETER, path=path)
    actor = validate_actor(value, path)
    if not actor.keys() & _IDENTIFYING:
        raise Invalid(path, rules.ONE_IDENTIFIER, "an anonymous Group")
    return actor


def _check_identified(actor: Mapping[str, Any], path: str) -> None:
    found = actor.keys() & _IDENTIFYING
    if len(found) != 1:
        raise Invalid(path, rules.ONE_IDENTIFIER, ", ".join(sorted(found)) or "none")


_ACCOUNT: dict[str, Check] = {"homePage": check_iri, "name": check_name}
_IDENTIFIED: dict[str, Check] = {
    "name": check_name,
    "mbox": check_mailto,
    "mbox_sha1sum": check_sha1,
    "openid": check_iri,
    "account": _check_account,
}
_AGENT: dict[str, Check] = {"objectType": constant("Agent"), **_IDENTIFIED}
_GROUP: dict[str, Check] = {
    "objectType": constant("Group"),
    "member": array_of(validate_agent),
    **_IDENTIFIED,
}
