"""A cohort's grid → the table that the page shows and the export writes: one object, the same cells."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..collation import folded
from ..content.links import plain
from ..i18n import current_language
from ..i18n import gettext as _
from .pages_trainer import Table, TableCell, TableGroup, TableHead, TableRow, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..content.model import Course, Module, Session, Text
    from ..learning.progress import State
    from ..services.teaching import Cell, Row

ROWS_A_PAGE = 100
WEEK = 7 * 24 * 3600 * 1_000_000
STATES: tuple[State, ...] = ("needs_help", "started", "not_started", "completed")
"""The four states, those who need a word first."""

_PERCENTS = {"none": (0, 0), "low": (1, 49), "high": (50, 99), "all": (100, 100)}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "state": STATES,
    "progress": tuple(_PERCENTS),
    "last": ("week", "silent", "never"),
    "sort": ("name", "state", "progress", "last"),
    "order": ("ascending", "descending"),
}


# -- what the address asks for --------------------------------------------------


def read_wish(fields: Mapping[str, str]) -> Wish:
    """What an address asks for; a value that means nothing is as if it were not there."""
    known = {name: value for name in _CHOICES if (value := fields.get(name)) in _CHOICES[name]}
    page = fields.get("page", "")
    return Wish(
        name=fields.get("name", "").strip()[:120],
        session=fields.get("session", "")[:80],
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
        **known,  # type: ignore[arg-type]  # each is one of its field's values
    )


def fields_of(wish: Wish) -> dict[str, str]:
    """The fields of an address that asks for `wish`, those left as they are by default left out."""
    default = asdict(Wish())
    return {name: str(value) for name, value in asdict(wish).items() if value != default[name]}


# -- which lines, in which order --------------------------------------------------


def arrange(rows: Sequence[Row], wish: Wish, now: int) -> list[Row]:
    """The lines that match, sorted; lines that are equal by the chosen column stay in order of names.

    `now` is in microseconds UTC.
    """
    found = sorted((row for row in rows if _matches(row, wish, now)), key=_name)
    return sorted(found, key=_ORDERS[wish.sort], reverse=wish.order == "descending")


def _name(row: Row) -> tuple[str, int]:
    return folded(row.member.name), row.member.id


_ORDERS: Mapping[str, Callable[[Row], tuple[object, ...]]] = {
    "name": _name,
    "state": lambda row: (STATES.index(row.state),),
    "progress": lambda row: (row.percent,),
    "last": lambda row: (row.last or 0,),
}


def _matches(row: Row, wish: Wish, now: int) -> bool:
    low, high = _PERCENTS.get(wish.progress, (0, 100))
    return (
        folded(wish.name) in folded(row.member.name)
        and wish.state in ("", row.state)
        and low <= row.percent <= high
        and wish.last in ("", _silence(row, now))
    )


def _silence(row: Row, now: int) -> str:
    if row.last is None:
        return "never"
    return "week" if now - row.last < WEEK else "silent"


# -- the table --------------------------------------------------------------------


def make_table(
    course: Course,
    everybody: Sequence[Row],
    shown: Sequence[Row],
    wish: Wish,
    address: Callable[[Wish], str],
) -> Table:
    """The lines `shown` as a table. A module has a second column, its score, when it is a quiz or when
    anybody of the cohort has a score in it; `address` answers the address that asks for a wish."""
    scored = _scored(course, everybody)
    sessions = [
        (number, one)
        for number, one in enumerate(course.sessions, start=1)
        if not _is_known(course, wish.session) or one.id == wish.session
    ]
    heads = _module_heads(sessions, scored)
    return Table(
        heads=(*_leading_heads(wish, address), *heads),
        groups=tuple(
            TableGroup(number, one.title, sum(head.session == number for head in heads))
            for number, one in sessions
        ),
        rows=tuple(_line(row, sessions, scored) for row in shown),
    )


def _is_known(course: Course, session: str) -> bool:
    return session in {one.id for one in course.sessions}


def _scored(course: Course, rows: Sequence[Row]) -> set[str]:
    quizzes = {module.id for one in course.sessions for module in one.modules if module.quiz}
    return quizzes | {cell.module for row in rows for cell in row.cells if cell.percent is not None}


def _leading_heads(wish: Wish, address: Callable[[Wish], str]) -> list[TableHead]:
    texts = {
        "name": _("Nom"),
        "state": _("État"),
        "progress": _("Progression (%)"),
        "last": _("Dernière activité (UTC)"),
    }
    heads = []
    for sort, text in texts.items():
        current = wish.sort == sort
        turned = "descending" if current and wish.order == "ascending" else "ascending"
        wanted = replace(wish, sort=sort, order=turned, page=1)  # type: ignore[arg-type]
        heads.append(
            TableHead(
                text=text,
                shown=text,
                kind="name" if sort == "name" else "plain",
                sort=address(wanted),
                order=wish.order if current else "",
            )
        )
    return heads


def _module_heads(sessions: Sequence[tuple[int, Session]], scored: set[str]) -> list[TableHead]:
    heads = []
    for number, one in sessions:
        for place, module in enumerate(one.modules, start=1):
            title = f"{number}.{place} {in_words(module.title)}"
            heads.append(TableHead(title, title, "module", number))
            if module.id in scored:
                shown = _("note sur 100")
                heads.append(TableHead(f"{title} — {shown}", shown, "score", number))
    return heads


def _line(row: Row, sessions: Sequence[tuple[int, Session]], scored: set[str]) -> TableRow:
    known = {cell.module: cell for cell in row.cells}
    cells = [
        TableCell(row.member.name, "name"),
        TableCell(state_name(row.state), "state", row.state, worded=True),
        TableCell(row.percent, "number"),
        TableCell(_("Jamais") if row.last is None else minute(row.last), "moment"),
    ]
    for _number, one in sessions:
        for module in one.modules:
            cells += _module_cells(module, known[module.id], scored)
    return TableRow(row.member.id, tuple(cells))


def _module_cells(module: Module, cell: Cell, scored: set[str]) -> list[TableCell]:
    cells = [TableCell(cell_name(cell), "state", cell.state, cell.waived)]
    if module.id in scored:
        cells.append(TableCell("" if cell.percent is None else cell.percent, "number"))
    return cells


# -- words ------------------------------------------------------------------------


def state_name(state: State) -> str:
    """One of the four states in the page's language."""
    return {
        "not_started": _("Pas commencé"),
        "started": _("En cours"),
        "needs_help": _("À aider"),
        "completed": _("Terminé"),
    }[state]


def cell_name(cell: Cell) -> str:
    """A module's state in words, which say so when it was a trainer who completed it."""
    return _("Terminé (dispense)") if cell.waived else state_name(cell.state)


def in_words(text: Text) -> str:
    """A text of the course without markup, in the page's language or in the first there is."""
    return plain(text.get(current_language()) or next(iter(text.values()), ""))


def minute(at: int) -> str:
    """Microseconds UTC as date and time to the minute, in a form that spreadsheets read as a date."""
    form = "%d/%m/%Y %H:%M" if current_language() == "fr" else "%Y-%m-%d %H:%M"
    return datetime.fromtimestamp(at / 1_000_000, UTC).strftime(form)
