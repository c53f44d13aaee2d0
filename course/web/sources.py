"""The sources: their page, by tag or by date, and how a printed sheet names them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from flask import request

from ..i18n import current_language
from ..i18n import gettext as _
from .access import house, public
from .pages_resources import DatedSource, SourceGroup, SourcesPage
from .presenting import frame
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Response

    from ..content.model import Source, Text

_CITED = re.compile(r'href="source:([^"]+)"')
_UNDATED, _SEVERAL = 0, -1
"""Where years would stand, for sources without one: they come after all years, in this order."""


@public
def sources() -> Response:
    """Every source of a fact of the course, in the order of the tags or of the dates."""
    course = house().catalogue.course
    known = tuple(course.sources.values())
    by_date = request.args.get("order") == "date"
    page = SourcesPage(
        frame=frame("resources"),
        groups=_by_year(known) if by_date else (SourceGroup("", _dated(known)),),
        by_date=by_date,
        as_of=course.as_of.in_words(current_language()) if course.as_of else "",
    )
    return render(page)


def _by_year(known: Iterable[Source]) -> tuple[SourceGroup, ...]:
    """The youngest first; of several dates the last counts. Sources of one day keep their order."""
    ranked = sorted(known, key=_age, reverse=True)
    return tuple(
        SourceGroup(_title(year), _dated(tuple(rows)))
        for year, rows in groupby(ranked, key=lambda one: _age(one)[0])
    )


def _age(source: Source) -> tuple[int, int, int]:
    known = [date for date in source.dates if date is not None]
    if not known:
        return (_UNDATED if source.dates else _SEVERAL, 0, 0)
    last = max(known)
    return (last.year, last.month, last.day)


def _title(year: int) -> str:
    if year > 0:
        return str(year)
    return _("Sans date") if year == _UNDATED else _("Plusieurs dates")


def _dated(known: Sequence[Source]) -> tuple[DatedSource, ...]:
    return tuple(DatedSource(source, _dates(source)) for source in known)


def _dates(source: Source) -> tuple[tuple[str, str], ...]:
    language = current_language()
    if not source.dates:
        return (("", _("plusieurs dates")),)
    return tuple(
        (str(date), date.in_words(language)) if date is not None else ("", _("sans date"))
        for date in source.dates
    )


# -- on printed sheets --------------------------------------------------------


def cited(texts: Iterable[Text]) -> tuple[str, ...]:
    """The sources that texts cite, in any language, as a sheet prints them one after the other: `S01 (2020)`,
    `S53 (2021)`, and last all those without a date (`undated: S02, S04`). Each in the order of sources.yaml."""
    html = " ".join(value for text in texts for value in text.values())
    names = set(_CITED.findall(html))
    known = [one for one in house().catalogue.course.sources.values() if one.id in names]
    dated = tuple(_with_years(one) for one in known if not _is_undated(one))
    undated = ", ".join(one.id for one in known if _is_undated(one))
    return (*dated, _("sans date\u00a0: %(names)s", names=undated)) if undated else dated


def _is_undated(source: Source) -> bool:
    return bool(source.dates) and not any(source.dates)


def _with_years(source: Source) -> str:
    """The tag and its years; a collection has none."""
    years = ", ".join(dict.fromkeys(str(date.year) for date in source.dates if date is not None))
    return f"{source.id}\u00a0({years})" if years else source.id
