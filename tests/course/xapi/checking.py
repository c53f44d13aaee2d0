"""A small profile server: does a statement follow the templates of a profile (xAPI Profiles 3, 2.1)?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectif.course.xapi import vocabulary as say

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

_STEP = re.compile(r"\.(\w+)|\['([^']+)'\]")


def values(statement: Json, path: str) -> list[Any]:
    """What stands at a JSONPath of names only."""
    found: Any = statement
    for dotted, quoted in _STEP.findall(path.removeprefix("$")):
        if not isinstance(found, dict) or (dotted or quoted) not in found:
            return []
        found = found[dotted or quoted]
    return [found]


def determines(template: Json, statement: Json) -> bool:
    """Whether verb and object are those the template is for."""
    kind = template.get("objectActivityType")
    return template["verb"] == statement["verb"]["id"] and (
        kind is None or values(statement, "$.object.definition.type") == [kind]
    )


def faults(template: Json, statement: Json) -> list[str]:
    """The rules of the template that the statement does not keep."""
    broken = []
    for rule in template["rules"]:
        found = values(statement, rule["location"])
        missing = rule.get("presence") == "included" and not found
        other = "any" in rule and not set(found) & set(rule["any"])
        if missing or other:
            broken.append(f"{template['prefLabel']['en']}: {rule['location']}")
    return broken


def check(statement: Json, document: Json) -> list[str]:
    """Everything that is wrong with a statement that names the profile; [“no template”] counts."""
    found = [one for one in document["templates"] if determines(one, statement)]
    if not found:
        return [f"no template for {statement['verb']['id']}"]
    return [fault for one in found for fault in faults(one, statement)]


# -- the Video Profile, 2.5 and 2.6 --------------------------------------------------------

_MEDIA = {say.VIDEO_LENGTH, say.VIDEO_THRESHOLD}
_SO_FAR = {say.VIDEO_TIME, say.VIDEO_PROGRESS, say.VIDEO_SEGMENTS}
VIDEO: dict[str, tuple[set[str], set[str]]] = {
    say.INITIALIZED: (_MEDIA, set()),
    say.PLAYED: (set(), {say.VIDEO_TIME}),
    say.PAUSED: (_MEDIA, _SO_FAR),
    say.SEEKED: (set(), {say.VIDEO_FROM, say.VIDEO_TO}),
    say.COMPLETED: (_MEDIA, _SO_FAR),
    say.TERMINATED: (_MEDIA, _SO_FAR),
}
"""Verb → what its context and its result must carry."""


def check_video(statement: Json) -> list[str]:
    """What the Video Profile demands and a statement about a video lacks."""
    in_context, in_result = VIDEO[statement["verb"]["id"]]
    context = statement["context"]["extensions"]
    result = statement.get("result", {}).get("extensions", {})
    broken = sorted(({say.VIDEO_SESSION} | in_context) - context.keys())
    broken += sorted(in_result - result.keys())
    numbers = [one for one in (*context.values(), *result.values()) if isinstance(one, float)]
    broken += [f"{one} has more than three decimals" for one in numbers if round(one, 3) != one]
    is_end = statement["verb"]["id"] == say.COMPLETED
    if statement.get("result", {}).get("completion", False) is not is_end:
        broken.append("completion is said by completed and by it alone")
    if is_end and "duration" not in statement["result"]:
        broken.append("duration")
    return broken


# -- IRIs -----------------------------------------------------------------------------------


def iris(value: Any) -> Iterator[str]:
    """Every IRI in a statement: whatever has a scheme and no blank, keys included."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from iris(name)
            yield from iris(part)
    elif isinstance(value, list):
        for part in value:
            yield from iris(part)
    elif isinstance(value, str) and re.match(r"https?://\S+$", value):
        yield value
