"""What a Statement points at: what the filters of the Statement Resource look for
(Communication 2.1.3, LRS 4.1.6.1), and what it tells about agents, activities and verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .agents import identifier, identifiers, identifying
from .attachments import described
from .contexts import activities_of
from .verbs import VOIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ACTORS = ("Agent", "Group")


@dataclass(frozen=True, slots=True)
class NamedAgent:
    """An Agent sent with a name; `ifi` is its identifying property (`{"mbox": "mailto:…"}`)."""

    identifier: str
    name: str
    ifi: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class References:
    """What one Statement points at, or a part of it.

    UUIDs are in lower case. `agents` and `activities` are what the plain filters match,
    `related_agents` and `related_activities` hold these too. `definitions` are pairs of an
    Activity's id and a definition, `displays` of a Verb's id and how to say it; `named_agents` are
    Agents (not Groups) sent with a name.
    """

    verb: str = ""
    registration: str | None = None
    target: str | None = None
    voids: bool = False
    agents: frozenset[str] = frozenset()
    related_agents: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    related_activities: frozenset[str] = frozenset()
    definitions: tuple[tuple[str, dict[str, Any]], ...] = ()
    displays: tuple[tuple[str, dict[str, str]], ...] = ()
    named_agents: tuple[NamedAgent, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()


def references(statement: Mapping[str, Any]) -> References:
    """All that a valid Statement points at; best a completed one: its authority is related."""
    actors = list(_actors(statement))
    activities = list(_activities(statement))
    verbs = list(_verbs(statement))
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    registration = statement.get("context", {}).get("registration")
    found = identifiers(statement["actor"])
    return References(
        verb=statement["verb"]["id"],
        registration=registration and registration.lower(),
        target=target["id"].lower() if kind == "StatementRef" else None,
        voids=statement["verb"]["id"] == VOIDED,
        agents=found | identifiers(target) if kind in _ACTORS else found,
        related_agents=frozenset().union(*map(identifiers, actors)),
        activities=frozenset((target["id"],)) if kind == "Activity" else frozenset(),
        related_activities=frozenset(activity["id"] for activity in activities),
        definitions=tuple((a["id"], a["definition"]) for a in activities if "definition" in a),
        displays=tuple((verb["id"], verb["display"]) for verb in verbs if "display" in verb),
        named_agents=tuple(_named(actors)),
        attachments=tuple(attachment for _, attachment in described(statement)),
    )


def references_of(part: str, value: Any) -> References:
    """What one valid part of a Statement points at: `actor`, `authority`, `verb`, `object` (no
    SubStatement) or `contextActivities`. All parts together point at what the whole does."""
    if part == "verb":
        displays = ((value["id"], value["display"]),) if "display" in value else ()
        return References(verb=value["id"], voids=value["id"] == VOIDED, displays=displays)
    if part == "contextActivities":
        return _around([one for role in value for one in activities_of({part: value}, role)])
    kind = value.get("objectType", "Activity")
    if part == "object" and kind == "StatementRef":
        return References(target=value["id"].lower())
    if part == "object" and kind == "Activity":
        return replace(_around([value]), activities=frozenset((value["id"],)))
    found = identifiers(value)
    return References(
        agents=frozenset() if part == "authority" else found,
        related_agents=found,
        named_agents=tuple(_named([value])),
    )


def _around(activities: Sequence[Mapping[str, Any]]) -> References:
    return References(
        related_activities=frozenset(activity["id"] for activity in activities),
        definitions=tuple((a["id"], a["definition"]) for a in activities if "definition" in a),
    )


def _actors(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every Agent and Group that the broad agent filter looks at."""
    yield statement["actor"]
    if "authority" in statement:
        yield statement["authority"]
    target = statement["object"]
    kind = target.get("objectType")
    if kind in _ACTORS:
        yield target
    elif kind == "SubStatement":
        yield from _actors(target)
    context = statement.get("context")
    if context:
        yield from (context[role] for role in ("instructor", "team") if role in context)
        yield from (entry["agent"] for entry in context.get("contextAgents", ()))
        yield from (entry["group"] for entry in context.get("contextGroups", ()))


def _activities(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every Activity that the broad activity filter looks at."""
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        yield target
    elif kind == "SubStatement":
        yield from _activities(target)
    context = statement.get("context")
    if context and "contextActivities" in context:
        for role in context["contextActivities"]:
            yield from activities_of(context, role)


def _verbs(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield statement["verb"]
    if statement["object"].get("objectType") == "SubStatement":
        yield statement["object"]["verb"]


def _named(actors: Iterable[Mapping[str, Any]]) -> Iterator[NamedAgent]:
    """The Agents among these actors and their members that come with a name, each pair once."""
    seen = set()
    for actor in actors:
        agents = actor.get("member", ()) if actor.get("objectType") == "Group" else (actor,)
        for agent in agents:
            known = agent.get("name") and identifier(agent)
            if known and (known, agent["name"]) not in seen:
                seen.add((known, agent["name"]))
                yield NamedAgent(known, agent["name"], identifying(known))
