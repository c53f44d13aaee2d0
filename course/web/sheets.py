"""A session on one page, to print and hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .access import house
from .pages import SheetPage
from .presenting import frame, number_of
from .sources import cited

if TYPE_CHECKING:
    from ..content.model import Session


def sheet_page(one: Session) -> SheetPage:
    """The sheet of a session: what its author wrote for it, or else its modules in brief."""
    course = house().catalogue.course
    sheet = course.sheets.get(one.id)
    terms = {term.id: term for term in course.glossary}
    return SheetPage(
        frame=frame("sessions"),
        session=one,
        number=number_of(one.id),
        sheet=sheet,
        modules={module.id: module for module in one.modules},
        terms=tuple(terms[name] for name in sheet.terms) if sheet else (),
        sources=cited(sheet.messages) if sheet else (),
    )
