"""One learner as their trainer sees them: what the service answers → the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..content.catalogue import AGAIN
from ..i18n import gettext as _
from ..learning.distance import distance
from ..learning.record import COURSE
from . import pages_trainer as pages
from .access import house
from .cohort_table import cell_name, in_words, minute, state_name
from .learner_words import answer_groups, number_of, statement_line
from .pages import Progress
from .presenting import frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..content.model import Module
    from ..learning.distance import Travelled
    from ..services.teaching import Cell, LearnerView, Row


def learner_page(
    view: LearnerView,
    *,
    newest: bool = True,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> pages.CohortLearnerPage:
    """The page; `values` and `errors` are those of a waiver that could not be given."""
    catalogue, row = house().catalogue, view.row
    parts = _parts(row)
    return pages.CohortLearnerPage(
        frame=frame("trainer"),
        values=values or {},
        errors=errors or {},
        cohort=view.cohort,
        member=view.member,
        row=row,
        state=state_name(row.state),
        progress=_share([line for part in parts for line in part.lines]),
        joined=minute(view.member.joined),
        last="" if row.last is None else minute(row.last),
        minutes=_minutes(row.milliseconds),
        parts=parts,
        answers=answer_groups(catalogue, view.answers),
        travelled=_travelled(view),
        waivers=tuple(_waivers(view)),
        waivable=tuple(_waivable(view)),
        statements=tuple(
            statement_line(catalogue, one, view.member.name) for one in view.statements
        ),
        older=view.older,
        newest=newest,
    )


def _travelled(view: LearnerView) -> tuple[Travelled, ...]:
    """Where they placed themselves before the course and at its end; empty before the second time."""
    given: dict[str, dict[str, str]] = {COURSE: {}, AGAIN: {}}
    for fact in view.answers:
        given.setdefault(fact.module, {})[fact.question] = fact.response
    if not given[AGAIN]:
        return ()
    return distance(house().catalogue.course.entry_check, given[COURSE], given[AGAIN])


def _minutes(milliseconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-milliseconds // 60_000)


def _parts(row: Row) -> tuple[pages.SessionPart, ...]:
    known = {cell.module: cell for cell in row.cells}
    parts = []
    for number, session in enumerate(house().catalogue.course.sessions, start=1):
        lines = tuple(_line(module, known[module.id]) for module in session.modules)
        parts.append(pages.SessionPart(session, number, _share(lines), lines))
    return tuple(parts)


def _line(module: Module, cell: Cell) -> pages.ModuleLine:
    completed = "" if cell.at is None else minute(cell.at)
    return pages.ModuleLine(module, cell, cell_name(cell), completed, _minutes(cell.milliseconds))


def _share(lines: Sequence[pages.ModuleLine]) -> Progress:
    """How much of the required modules among `lines` is done."""
    needed = [line.module for line in lines if line.module.required]
    left = [
        line.module for line in lines if line.module.required and line.cell.state != "completed"
    ]
    return Progress(len(needed) - len(left), len(needed), sum(module.minutes for module in left))


def _waivers(view: LearnerView) -> Iterator[pages.WaiverLine]:
    for fact in view.waivers:
        yield pages.WaiverLine(
            statement=fact.statement,
            title=_title(fact.module),
            reason=fact.reason,
            trainer=view.trainers.get(fact.trainer, ""),
            at=minute(fact.at),
        )


def _title(module: str) -> str:
    """A module as the trainer finds it in the grid, or the course as a whole."""
    if module == COURSE:
        return _("Tout le parcours")
    found = house().catalogue.find_module(module)
    return f"{number_of(house().catalogue, found)} {in_words(found.title)}" if found else module


def _waivable(view: LearnerView) -> Iterator[tuple[str, str]]:
    """What the learner is not let off yet and still lacks."""
    if not view.row.course_completed:
        yield COURSE, _title(COURSE)
    for module, cell in zip(house().catalogue.modules, view.row.cells, strict=True):
        lacks = cell.state != "completed" or (module.quiz is not None and not cell.passed)
        if lacks and not cell.waived:
            yield module.id, _title(module.id)
