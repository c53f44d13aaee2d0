"""The entry check, before the course and again at its end: ungraded, never required."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

from flask import redirect, request, url_for

from ..content.catalogue import AGAIN
from ..errors import BadInput, NotFound
from ..i18n import gettext as _
from ..learning import progress as rules
from ..learning.distance import distance, may_ask_again, second_asking_rule
from ..services import answering
from . import forms, pages
from .access import house, me, signed_in
from .pages_entry import EntryAgainPage
from .presenting import current_progress, frame, lock, say_next
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..content.model import Question
    from ..learning.progress import Progress
    from ..services.answering import Given

SecondAsking = Literal["", "offered", "done"]
"""How the second asking stands: not yet (or never), open, or answered."""


def second_asking(progress: Progress) -> SecondAsking:
    """Whether the questions may be asked again, and whether they were answered; no query."""
    course = house().catalogue.course
    if not course.entry_check:
        return ""
    if AGAIN in progress.record:
        return "done"
    open_now = progress.course_completed or may_ask_again(course, progress.record, house().today())
    return "offered" if open_now else ""


def _questions() -> tuple[Question, ...]:
    found = house().catalogue.course.entry_check
    if not found:
        raise NotFound("entry-check")
    return found


# -- before the course --------------------------------------------------------


@signed_in
def entry_check() -> Response | Answer:
    """Where do I stand before I start: ungraded."""
    questions = _questions()
    if request.method == "GET":
        return render(_entry_page({}))
    given, errors = _given(questions)
    if errors:
        return render(_entry_page(errors), 422)
    answering.check_in(house(), me(), given)
    say_next(_("Vos réponses sont gardées : vous les retrouverez à la fin du parcours."), "good")
    return redirect(url_for("collectif.home"), 303)


def _entry_page(errors: Mapping[str, str]) -> pages.EntryCheckPage:
    known = answering.entry_answers(house(), me())
    asked = _asked(known, errors, url_for("collectif.entry_check"))
    return pages.EntryCheckPage(frame=frame("home"), questions=asked, done=bool(known))


# -- and at its end -----------------------------------------------------------


@signed_in
def entry_check_again() -> Response | Answer:
    """Where do I stand now: the same questions, and the distance travelled."""
    questions, progress = _questions(), current_progress()
    assert progress is not None
    if not second_asking(progress):
        return render(_closed_page(progress), 200 if request.method == "GET" else 403)
    if request.method == "GET":
        return render(_again_page({}))
    given, errors = _given(questions)
    if errors:
        return render(_again_page(errors), 422)
    answering.check_in(house(), me(), given, again=True)
    return redirect(url_for("collectif.entry_check_again"), 303)


def _closed_page(progress: Progress) -> EntryAgainPage:
    catalogue = house().catalogue
    left = second_asking_rule(catalogue.course)
    found = rules.lock_of((left,), catalogue, progress.record, house().today())
    return EntryAgainPage(frame=frame("home"), questions=(), lock=lock(found, progress))


def _again_page(errors: Mapping[str, str]) -> EntryAgainPage:
    now = answering.entry_answers(house(), me(), again=True)
    before = answering.entry_answers(house(), me())
    return EntryAgainPage(
        frame=frame("home"),
        questions=_asked(now, errors, url_for("collectif.entry_check_again")),
        travelled=distance(_questions(), before, now) if now else (),
    )


# -- the form -----------------------------------------------------------------


def _given(questions: tuple[Question, ...]) -> tuple[dict[str, Given], dict[str, str]]:
    """What the form answers, and what is wrong with it, by question."""
    given, errors = {}, {}
    for question in questions:
        try:
            given[question.id] = forms.given(question, request.form, f"{question.id}.")
        except BadInput:
            errors[question.id] = _("Choisissez une réponse.")
    return given, errors


def _asked(
    known: Mapping[str, str], errors: Mapping[str, str], action: str
) -> tuple[pages.Asked, ...]:
    return tuple(
        _entry_question(question, known.get(question.id), errors.get(question.id, ""), action)
        for question in _questions()
    )


def _entry_question(question: Question, known: str | None, error: str, action: str) -> pages.Asked:
    prefix = f"{question.id}."
    typed: dict[str, tuple[str, ...]] = {"response": (known,)} if known else {}
    if request.method == "POST":
        typed = dict(forms.typed_in(request.form, prefix))
    return pages.Asked(
        question=question,
        action=action,
        answer_id=str(uuid.uuid4()),
        typed=typed,
        error=error,
        prefix=prefix,
    )
