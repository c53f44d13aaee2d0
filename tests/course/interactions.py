"""The interactions of the standard, read as another program would read them (xAPI 1.0.3, Data
2.4.4.1 and appendix C): from the statement alone, with nothing of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
}
"""The component lists that each interaction has; the others have none."""

ALL_LISTS = frozenset(("choices", "scale", "source", "target", "steps"))
TYPES = frozenset((*LISTS, "true-false", "fill-in", "long-fill-in", "numeric", "other"))
PARAMETER = re.compile(r"\{(?:lang=[A-Za-z]{2,3}|(?:case|order)_matters=(?:true|false))\}")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def faults(definition: Mapping[str, Any], response: str) -> list[str]:
    """What the standard would not find in its place, in the definition and in the response."""
    kind = definition.get("interactionType")
    if kind not in TYPES:
        return [f"no interaction: {kind}"]
    found = [f"a list of {kind}: {name}" for name in ALL_LISTS & definition.keys()]
    found = [one for one in found if one.rpartition(" ")[2] not in LISTS.get(kind, ())]
    for name in LISTS.get(kind, ()):
        found += _list_faults(name, definition.get(name))
    patterns = definition.get("correctResponsesPattern", [])
    if not all(isinstance(pattern, str) and pattern for pattern in patterns):
        found.append(f"a pattern that is none: {patterns}")
    for said, what in ((response, "response"), *((one, "pattern") for one in patterns)):
        found += [f"{what} {said!r}: {fault}" for fault in _format_faults(definition, said, what)]
    return found


def _list_faults(name: str, parts: Any) -> list[str]:
    if not isinstance(parts, list) or not parts:
        return [f"no {name}"]
    ids = [part.get("id") for part in parts]
    found = [f"{name}: the id {one!r}" for one in ids if not one or re.search(r"\s|\[", one)]
    return found + ([f"{name}: an id twice"] if len(set(ids)) < len(ids) else [])


def _ids(definition: Mapping[str, Any], name: str) -> set[str]:
    return {part["id"] for part in definition.get(name) or ()}


def _format_faults(definition: Mapping[str, Any], said: str, what: str) -> list[str]:
    kind = definition["interactionType"]
    if kind == "true-false":
        return [] if said in ("true", "false") else ["neither true nor false"]
    if kind in ("choice", "sequencing", "likert"):
        unknown = set(said.split("[,]")) - _ids(definition, LISTS[kind][0])
        return [f"names what is not there: {unknown}"] if unknown else []
    if kind == "matching":
        return _couple_faults(definition, said)
    if kind == "performance":
        names = {step.partition("[.]")[0] for step in said.split("[,]")}
        unknown = names - _ids(definition, "steps")
        return [f"names steps that are not there: {unknown}"] if unknown else []
    if kind == "numeric":
        ends = [end for end in said.split("[:]") if end] if what == "pattern" else [said]
        return [] if ends and all(map(NUMBER.fullmatch, ends)) else ["no number"]
    return [] if PARAMETER.sub("", said).strip() else ["nothing is said"]


def _couple_faults(definition: Mapping[str, Any], said: str) -> list[str]:
    source, target = _ids(definition, "source"), _ids(definition, "target")
    found = []
    for couple in said.split("[,]"):
        left, sign, right = couple.partition("[.]")
        if not sign or left not in source or right not in target:
            found.append(f"no couple of theirs: {couple}")
    return found


def counts_as_right(definition: Mapping[str, Any], response: str) -> bool | None:
    """Whether the response meets one of the patterns; None where there are none."""
    patterns: Sequence[str] = definition.get("correctResponsesPattern", ())
    if not patterns:
        return None
    return any(_meets(definition["interactionType"], response, one) for one in patterns)


def _meets(kind: str, response: str, pattern: str) -> bool:
    if kind == "numeric":
        low, _, high = pattern.partition("[:]")
        return float(low) <= float(response) <= float(high or low)
    if kind in ("choice", "matching"):
        return set(response.split("[,]")) == set(pattern.split("[,]"))
    if kind == "fill-in":
        return _bare(response) == _bare(pattern)
    return response == pattern


def _bare(text: str) -> str:
    return PARAMETER.sub("", text).casefold()
