"""Testimonies by what they are: who takes part, where, which category, which dimension, when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .model import Module

Facet = Literal["kind", "territory", "category", "dimension", "period"]
FACETS: tuple[Facet, ...] = ("kind", "territory", "category", "dimension", "period")

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")


def values_of(module: Module) -> Mapping[Facet, tuple[str, ...]]:
    """What a testimony is, facet by facet. A territory goes by its name in the course's first language,
    a period by the first year of each decade that its figures touch."""
    told = module.testimony
    if told is None:
        return dict.fromkeys(FACETS, ())
    years = [int(year) for year in _YEAR.findall(" ".join(told.period.values()))]
    decades = range(min(years) // 10 * 10, max(years) + 1, 10) if years else ()
    return {
        "kind": tuple(dict.fromkeys(one.kind for one in told.organisations)),
        "territory": tuple(told.territory.values())[:1],
        "category": (told.category,),
        "dimension": module.dimensions,
        "period": tuple(str(decade) for decade in decades),
    }


def choices(modules: Iterable[Module]) -> Mapping[Facet, tuple[str, ...]]:
    """Every value there is to choose, facet by facet; dimensions and decades sorted."""
    found: dict[Facet, dict[str, None]] = {facet: {} for facet in FACETS}
    for module in modules:
        for facet, values in values_of(module).items():
            found[facet].update(dict.fromkeys(values))
    return {
        facet: tuple(sorted(values) if facet in ("dimension", "period") else values)
        for facet, values in found.items()
    }


def matching(modules: Iterable[Module], wanted: Mapping[Facet, str]) -> tuple[Module, ...]:
    """The testimonies that have every wanted value; an empty value leaves its facet open."""
    return tuple(
        module
        for module in modules
        if module.testimony is not None
        and all(not value or value in values_of(module)[facet] for facet, value in wanted.items())
    )
