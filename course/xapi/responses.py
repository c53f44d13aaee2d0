"""What was answered to an interaction, in the words of its definition (Data 2.4.4.1, appendix C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .wording import one_line, words

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 1_000
"""Characters of a response that are shown."""

_LISTS = {
    "choice": ("choices", " · "),
    "sequencing": ("choices", " → "),
    "likert": ("scale", " · "),
}


def said(response: str, definition: Mapping[str, Any], language: str) -> str:
    """A response as who gave it saw it; what the definition does not explain is shown as it came."""
    kind = definition.get("interactionType")
    if kind in _LISTS:
        parts, between = _LISTS[kind]
        names = _names(definition, parts, language)
        text = between.join(names.get(one, one) for one in response.split("[,]"))
    elif kind == "matching":
        source, target = (_names(definition, part, language) for part in ("source", "target"))
        text = _couples(response, source, target)
    elif kind == "performance":
        text = _couples(response, _names(definition, "steps", language), {})
    else:
        text = response.replace("[,]", " · ").replace("[.]", " → ").replace("[:]", " – ")
    return one_line(text, LONGEST)


def _names(definition: Mapping[str, Any], part: str, language: str) -> dict[str, str]:
    """Id → text of the components of an interaction; those without text keep their id."""
    return {
        one["id"]: words(one.get("description") or {}, language) or one["id"]
        for one in definition.get(part) or ()
    }


def _couples(response: str, left: Mapping[str, str], right: Mapping[str, str]) -> str:
    found = []
    for couple in response.split("[,]"):
        one, sign, two = couple.partition("[.]")
        arrow = " → " if sign else ""
        found.append(f"{left.get(one, one)}{arrow}{right.get(two, two)}")
    return " · ".join(found)
