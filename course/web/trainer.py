"""The trainer: their cohorts, the grid of one, one learner's answers and statements, waivers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from flask import redirect, request, session, url_for

from ..errors import BadInput
from ..i18n import gettext as _
from ..i18n import written_day
from ..services import teaching
from . import cohort_table as grids
from . import learner_words as words
from . import pages_trainer as pages
from . import trainer_forms as forms
from .access import house, me, role
from .exporting import csv_response
from .learner_sheet import learner_page
from .pages import Frame
from .presenting import frame, say_next
from .rendering import is_fragment, render
from .security import csrf_token

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..learning.progress import State
    from ..services.teaching import Grid, Row
    from ..store.cohorts import Cohort
    from .pages_trainer import Table, Wish


# -- cohorts ----------------------------------------------------------------------


@role("trainer")
def trainer() -> Response:
    """The cohorts I accompany."""
    cards = tuple(
        pages.CohortCard(cohort, learners, _dates(cohort))
        for cohort, learners in teaching.my_cohorts(house(), me())
    )
    return render(pages.TrainerPage(frame=frame("trainer"), cohorts=cards))


def _dates(cohort: Cohort) -> str:
    """From when to when, in the page's language."""
    if cohort.starts and cohort.ends:
        return _("du %(start)s au %(end)s", start=_day(cohort.starts), end=_day(cohort.ends))
    if cohort.starts:
        return _("à partir du %(day)s", day=_day(cohort.starts))
    return _("jusqu’au %(day)s", day=_day(cohort.ends)) if cohort.ends else ""


def _day(day: date) -> str:
    return written_day(day)


@role("trainer")
def create_cohort() -> Response | Answer:
    """Make a cohort."""
    form = forms.CohortForm(request.form)
    if request.method == "GET":
        return render(_form_page(None, forms.values_of(form), {}))
    try:
        forms.check(form)
        starts, ends = forms.dates_of(form)
        made = teaching.create_cohort(house(), me(), form.name.data, starts, ends)
    except BadInput as refusal:
        return render(_form_page(None, forms.values_of(form), forms.refused(refusal)), 422)
    say_next(_("Le groupe est créé. Il ne reste qu’à inviter vos apprenants."), "good")
    return redirect(url_for("collectif.cohort", cohort_id=made), 303)


@role("trainer")
def edit_cohort(cohort_id: int) -> Response | Answer:
    """Change a cohort's name and dates, open or close it."""
    known = teaching.my_cohort(house(), me(), cohort_id)
    form = forms.CohortForm(request.form)
    if request.method == "GET":
        return render(_form_page(known, _kept(known), {}))
    try:
        forms.check(form)
        starts, ends = forms.dates_of(form)
        teaching.change_cohort(
            house(), me(), cohort_id, form.name.data, starts, ends, is_open=form.open.data
        )
    except BadInput as refusal:
        return render(_form_page(known, forms.values_of(form), forms.refused(refusal)), 422)
    say_next(_("Le groupe est modifié."), "good")
    return redirect(url_for("collectif.cohort", cohort_id=cohort_id), 303)


def _form_page(
    known: Cohort | None, values: Mapping[str, str], errors: Mapping[str, str]
) -> pages.CohortFormPage:
    return pages.CohortFormPage(frame=frame("trainer"), cohort=known, values=values, errors=errors)


def _kept(known: Cohort) -> dict[str, str]:
    return {
        "name": known.name,
        "starts": known.starts.isoformat() if known.starts else "",
        "ends": known.ends.isoformat() if known.ends else "",
        "open": "1" if known.open else "",
    }


@role("trainer")
def renew_code(cohort_id: int) -> Answer:
    """A new invitation code; the old one opens nothing any more."""
    teaching.renew_code(house(), me(), cohort_id)
    say_next(_("Le code est changé : l’ancien lien n’ouvre plus rien."), "good")
    return redirect(url_for("collectif.cohort", cohort_id=cohort_id, _anchor="invite"), 303)


# -- the grid ---------------------------------------------------------------------


@role("trainer")
def cohort(cohort_id: int) -> Response:
    """Learners × modules; an unchanged grid is a 304."""
    grid = teaching.grid(house(), me(), cohort_id)
    return unless_unchanged(render(_grid_page(grid, grids.read_wish(request.args))))


def _grid_page(grid: Grid, wish: Wish) -> pages.CohortPage:
    found = grids.arrange(grid.rows, wish, house().clock())
    last = max(1, -(-len(found) // grids.ROWS_A_PAGE))
    wish = replace(wish, page=min(wish.page, last))
    start = (wish.page - 1) * grids.ROWS_A_PAGE
    kind = pages.CohortFragment if is_fragment() else pages.CohortPage
    return kind(
        frame=Frame(house().catalogue.course.title) if is_fragment() else frame("trainer"),
        cohort=grid.cohort,
        dates=_dates(grid.cohort),
        learners=len(grid.rows),
        table=_table(grid, found[start : start + grids.ROWS_A_PAGE], wish),
        counts=_counts(grid, wish),
        states=tuple((state, grids.state_name(state)) for state in grids.STATES),
        wish=wish,
        sessions=house().catalogue.course.sessions,
        found=len(found),
        pages=tuple(
            _address(grid.cohort.id, replace(wish, page=number)) for number in range(1, last + 1)
        ),
        csv=_address(grid.cohort.id, replace(wish, page=1), "collectif.cohort_csv"),
        link=_invitation(grid.cohort),
    )


def _table(grid: Grid, shown: list[Row], wish: Wish) -> Table:
    return grids.make_table(
        house().catalogue.course,
        grid.rows,
        shown,
        wish,
        lambda other: _address(grid.cohort.id, other),
    )


def _address(cohort_id: int, wish: Wish, endpoint: str = "collectif.cohort") -> str:
    return url_for(endpoint, cohort_id=cohort_id, **grids.fields_of(wish))  # type: ignore[arg-type]


def _counts(grid: Grid, wish: Wish) -> tuple[pages.StateCount, ...]:
    states = [row.state for row in grid.rows]

    def count(state: State | Literal[""], name: str, number: int) -> pages.StateCount:
        url = _address(grid.cohort.id, replace(wish, state=state, page=1))
        return pages.StateCount(state, name, number, url, wish.state == state)

    each = (count(state, grids.state_name(state), states.count(state)) for state in grids.STATES)
    return (count("", _("Tous"), len(states)), *each)


def _invitation(found: Cohort) -> str:
    """The whole address that invites to a cohort."""
    base = house().settings.base_url
    if base:
        return base + url_for("collectif.join_by_link", code=found.code)
    return url_for("collectif.join_by_link", code=found.code, _external=True)


def unless_unchanged(response: Response) -> Response:
    """The page with an ETag of what it says, so that asking again for the same costs a 304.

    The CSRF token is signed anew each time: for the ETag its session's own secret stands for it.
    """
    body = response.get_data().replace(csrf_token().encode(), b"")
    kept = f"{session.get('csrf_token')}".encode()
    response.set_etag(hashlib.sha256(body + kept).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("X-Fragment")
    response.make_conditional(request)
    return response


@role("trainer")
def cohort_csv(cohort_id: int) -> Response:
    """The grid as a file: the cells of the page, of all its pages."""
    grid = teaching.grid(house(), me(), cohort_id)
    wish = grids.read_wish(request.args)
    table = _table(grid, grids.arrange(grid.rows, wish, house().clock()), wish)
    lines = [[cell.value for cell in row.cells] for row in table.rows]
    heads = [head.text for head in table.heads]
    return csv_response([heads, *lines], [grid.cohort.name], house().today())


# -- one learner ------------------------------------------------------------------


@role("trainer")
def cohort_learner(cohort_id: int, person_id: int) -> Response:
    """One learner: progress, answers, waivers, statements."""
    before = request.args.get("before", "")
    after = int(before) if before.isdecimal() and len(before) < 19 else None
    view = teaching.learner(house(), me(), cohort_id, person_id, after)
    return render(learner_page(view, newest=after is None))


@role("trainer")
def learner_csv(cohort_id: int, person_id: int) -> Response:
    """Every answer of one learner as a file, the lines of the page."""
    view = teaching.learner(house(), me(), cohort_id, person_id)
    groups = words.answer_groups(house().catalogue, view.answers)
    lines = [words.cells_of(line) for group in groups for line in group.lines]
    names = [view.cohort.name, view.member.name]
    return csv_response([words.answer_heads(), *lines], names, house().today())


@role("trainer")
def waive(cohort_id: int, person_id: int) -> Response | Answer:
    """Let a learner off a module, or off the whole course, with a reason."""
    form = forms.WaiverForm(request.form)
    try:
        forms.check(form)
        teaching.waive(house(), me(), cohort_id, person_id, form.module.data, form.reason.data)
    except BadInput as refusal:
        view = teaching.learner(house(), me(), cohort_id, person_id)
        page = learner_page(view, values=forms.values_of(form), errors=forms.refused(refusal))
        return render(page, 422)
    say_next(_("La dispense est donnée."), "good")
    return _back_to(cohort_id, person_id, "waivers")


@role("trainer")
def take_back_waiver(cohort_id: int, person_id: int) -> Answer:
    """Take a waiver back."""
    statement = request.form.get("statement", "")
    teaching.take_back_waiver(house(), me(), cohort_id, person_id, statement)
    say_next(_("La dispense est reprise."), "good")
    return _back_to(cohort_id, person_id, "waivers")


def _back_to(cohort_id: int, person_id: int, anchor: str) -> Answer:
    address = url_for(
        "collectif.cohort_learner", cohort_id=cohort_id, person_id=person_id, _anchor=anchor
    )
    return redirect(address, 303)


@role("trainer")
def remove_member(cohort_id: int, person_id: int) -> Answer:
    """Take a learner out of the cohort."""
    teaching.remove_member(house(), me(), cohort_id, person_id)
    say_next(_("Cette personne ne fait plus partie du groupe. Son parcours reste à elle."), "good")
    return redirect(url_for("collectif.cohort", cohort_id=cohort_id), 303)
