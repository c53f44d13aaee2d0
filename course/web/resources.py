"""The resource centre: its front, the sheets of the kit, and testimonies by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from ..content.testimonies import FACETS, choices, matching
from ..errors import NotFound
from ..i18n import current_language
from .access import house, signed_in
from .glossary import alphabetical
from .marking import marked_sheet
from .pages_resources import KitSheetPage, ResourcesPage, TestimoniesPage
from .presenting import current_progress, frame, session_card, step
from .rendering import render
from .sources import cited

if TYPE_CHECKING:
    from flask import Response

    from ..learning.progress import Progress


def _progress() -> Progress:
    progress = current_progress()
    assert progress is not None  # these pages are for people who are signed in
    return progress


@signed_in
def resources() -> Response:
    """The resource centre: search, the kit, tools, testimonies, sheets, glossary."""
    catalogue = house().catalogue
    progress = _progress()
    page = ResourcesPage(
        frame=frame("resources"),
        kit=catalogue.course.kit,
        tools=tuple(step(module, progress) for module in catalogue.modules if module.worksheet),
        testimonies=tuple(step(one, progress) for one in catalogue.modules if one.testimony),
        sheets=tuple(session_card(one, progress) for one in catalogue.course.sessions),
        glossary=alphabetical(catalogue.course.glossary),
    )
    return render(page)


@signed_in
def kit_sheet(sheet_id: str) -> Response:
    """One sheet of the kit, to read and to print."""
    catalogue = house().catalogue
    kit = catalogue.course.kit
    place = next((place for place, one in enumerate(kit) if one.id == sheet_id), None)
    if place is None:
        raise NotFound(sheet_id)
    sheet, progress = kit[place], _progress()
    page = KitSheetPage(
        frame=frame("resources"),
        sheet=marked_sheet(sheet),
        number=place + 1,
        total=len(kit),
        steps=tuple(step(catalogue.module(name), progress) for name in sheet.modules),
        sources=cited(part.body for part in sheet.parts),
    )
    return render(page)


@signed_in
def testimonies() -> Response:
    """The testimonies, by who takes part, where, which category, which dimension, when."""
    catalogue = house().catalogue
    told = [module for module in catalogue.modules if module.testimony is not None]
    known = choices(told)
    asked = {facet: request.args.get(facet, "") for facet in FACETS}
    chosen = {facet: value if value in known[facet] else "" for facet, value in asked.items()}
    territories = [module.testimony.territory for module in told if module.testimony]
    page = TestimoniesPage(
        frame=frame("resources"),
        testimonies=tuple(step(module, _progress()) for module in matching(told, chosen)),
        total=len(told),
        choices=known,
        chosen=chosen,
        dimensions=catalogue.course.dimensions,
        territories={
            next(iter(names.values())): names.get(current_language(), "") for names in territories
        },
    )
    return render(page)
