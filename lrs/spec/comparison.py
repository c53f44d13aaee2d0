"""When are two Statements the same (Data 2.3.1, LRS 4.2)? For a second sending, for signatures.

Not compared: id, authority, stored, timestamp, version and attachments, a Verb's display, Activity
definitions. Made alike first: the order of Group members, durations beyond 0.01 s, time zones,
a single context Activity and an array of one, the case of what has none. All else counts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .contexts import activities_of
from .results import comparable_duration
from .scalars import microseconds

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_COMPARED = frozenset({"id", "authority", "stored", "timestamp", "version", "attachments"})


def equivalent(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Do two valid Statements say the same?"""
    return _same(_statement(a), _statement(b))


def _same(a: object, b: object) -> bool:
    """Equality of JSON: numbers by value, and `true` is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return a == b


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared of a Statement, in one form."""
    kept = {key: value for key, value in statement.items() if key not in _NOT_COMPARED}
    kept["actor"] = _actor(statement["actor"])
    kept["verb"] = {"id": statement["verb"]["id"]}
    kept["object"] = _object(statement["object"])
    if "context" in statement:
        kept["context"] = _context(statement["context"])
    if "duration" in statement.get("result", ()):
        duration = comparable_duration(statement["result"]["duration"])
        kept["result"] = {**statement["result"], "duration": duration}
    return kept


def _object(target: Mapping[str, Any]) -> dict[str, Any]:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        return _activity(target)
    if kind == "StatementRef":
        return _reference(target)
    if kind == "SubStatement":
        inner = _statement(target)
        if "timestamp" in target:  # no LRS sets this one
            inner["timestamp"] = microseconds(target["timestamp"])
        return inner
    return _actor(target)


def _activity(activity: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in activity.items() if key != "definition"}


def _reference(reference: Mapping[str, Any]) -> dict[str, Any]:
    return {**reference, "id": reference["id"].lower()}


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    """An Agent or Group; the domain of an address and the digits of a hash have no case."""
    compared = dict(actor)
    if "mbox" in actor:
        local, at, domain = actor["mbox"].rpartition("@")
        compared["mbox"] = f"{local}{at}{domain.lower()}"
    if "mbox_sha1sum" in actor:
        compared["mbox_sha1sum"] = actor["mbox_sha1sum"].lower()
    if "member" in actor:
        members = (_actor(member) for member in actor["member"])
        compared["member"] = sorted(members, key=lambda member: json.dumps(member, sort_keys=True))
    return compared


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    compared = dict(context)
    for key in ("registration", "language"):
        if key in context:
            compared[key] = context[key].lower()
    for key in ("instructor", "team"):
        if key in context:
            compared[key] = _actor(context[key])
    for key, whom in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in context:
            compared[key] = [{**entry, whom: _actor(entry[whom])} for entry in context[key]]
    if "statement" in context:
        compared["statement"] = _reference(context["statement"])
    if "contextActivities" in context:
        compared["contextActivities"] = {
            role: [_activity(activity) for activity in activities_of(context, role)]
            for role in context["contextActivities"]
        }
    return compared
