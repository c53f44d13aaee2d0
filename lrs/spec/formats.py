"""The formats of returned Statements (Communication 2.1.3, LRS 4.1.6.1); `exact` needs no work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .activities import COMPONENT_LISTS
from .agents import IDENTIFYING
from .contexts import activities_of
from .languages import accept_languages, one_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Change = Callable[[Mapping[str, Any]], dict[str, Any]]

__all__ = ["accept_languages", "canonical", "canonical_activity", "ids"]

_ACTORS = ("Agent", "Group")


def ids(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A Statement whose Agents, Groups, Activities and Verb are reduced to what identifies them."""
    return _changed(statement, actor=_actor_id, activity=_id, verb=_id)


def canonical(
    statement: Mapping[str, Any],
    definitions: Mapping[str, Mapping[str, Any]],
    verbs: Mapping[str, Mapping[str, str]],
    languages: Sequence[str],
) -> dict[str, Any]:
    """A Statement with canonical definitions and displays, one language in each of their maps.

    `definitions` are by Activity id, `verbs` displays by Verb id; where one is missing, what the
    Statement says itself is reduced in the same way. `languages` come from `accept_languages`.
    """

    def activity(found: Mapping[str, Any]) -> dict[str, Any]:
        definition = definitions.get(found["id"], found.get("definition"))
        return canonical_activity(found, definition, languages)

    def verb(found: Mapping[str, Any]) -> dict[str, Any]:
        display = verbs.get(found["id"], found.get("display"))
        return (
            dict(found)
            if display is None
            else {**found, "display": one_language(display, languages)}
        )

    return _changed(statement, actor=dict, activity=activity, verb=verb)


def canonical_activity(
    activity: Mapping[str, Any], definition: Mapping[str, Any] | None, languages: Sequence[str]
) -> dict[str, Any]:
    """An Activity with this definition, in one language."""
    if definition is None:
        return dict(activity)
    single = dict(definition)
    for key in ("name", "description"):
        if key in single:
            single[key] = one_language(single[key], languages)
    for key in COMPONENT_LISTS:
        if key in single:
            single[key] = [_component(component, languages) for component in single[key]]
    return {**activity, "definition": single}


def _component(component: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    if "description" not in component:
        return dict(component)
    return {**component, "description": one_language(component["description"], languages)}


def _id(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": found["id"]}


def _actor_id(actor: Mapping[str, Any]) -> dict[str, Any]:
    """Type and identifier; of an anonymous Group its members, each reduced."""
    kept = {key: actor[key] for key in ("objectType", *IDENTIFYING) if key in actor}
    if kept.keys() <= {"objectType"}:
        kept["member"] = [_actor_id(member) for member in actor.get("member", ())]
    return kept


def _changed(
    statement: Mapping[str, Any], *, actor: Change, activity: Change, verb: Change
) -> dict[str, Any]:
    """A copy of a Statement or SubStatement with each of these things changed, wherever it is."""
    copy = dict(statement)
    copy["actor"] = actor(copy["actor"])
    copy["verb"] = verb(copy["verb"])
    if "authority" in copy:
        copy["authority"] = actor(copy["authority"])
    kind = copy["object"].get("objectType", "Activity")
    if kind == "SubStatement":
        copy["object"] = _changed(copy["object"], actor=actor, activity=activity, verb=verb)
    elif kind in _ACTORS:
        copy["object"] = actor(copy["object"])
    elif kind == "Activity":
        copy["object"] = activity(copy["object"])
    if "context" in copy:
        copy["context"] = _changed_context(copy["context"], actor, activity)
    return copy


def _changed_context(context: Mapping[str, Any], actor: Change, activity: Change) -> dict[str, Any]:
    copy = dict(context)
    for key in ("instructor", "team"):
        if key in copy:
            copy[key] = actor(copy[key])
    for key, whom in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in copy:
            copy[key] = [{**entry, whom: actor(entry[whom])} for entry in copy[key]]
    if "contextActivities" in copy:
        copy["contextActivities"] = {
            role: [activity(found) for found in activities_of(copy, role)]
            for role in copy["contextActivities"]
        }
    return copy
