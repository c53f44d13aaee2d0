"""Home, sessions, and the pages about the course."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Literal

from flask import abort, redirect, request, session, url_for

from ..errors import BadInput, NotFound
from ..i18n import LANGUAGES, current_language
from ..i18n import gettext as _
from ..services import accounts, answering
from . import forms, pages
from .access import LANGUAGE, house, me, public, signed_in, visitor
from .presenting import (
    current_progress,
    diagnostic_lock,
    frame,
    number_of,
    say_next,
    session_card,
    session_lock,
    share,
    step,
)
from .rendering import render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..content.model import Question, Session
    from ..learning.progress import Progress


# A path; two slashes would name another host, as would a backslash, or a slash after characters
# that browsers leave out.
_OF_THIS_SITE = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


@public
def home() -> Response:
    """Where I am and what is next; for a visitor, what this is."""
    progress = current_progress()
    return render(_landing() if progress is None else _home(progress))


def _landing() -> pages.LandingPage:
    catalogue = house().catalogue
    return pages.LandingPage(
        frame=frame("home"),
        course=catalogue.course,
        minutes=sum(module.minutes for module in catalogue.modules),
        modules=len(catalogue.modules),
    )


def _home(progress: Progress) -> pages.HomePage:
    catalogue = house().catalogue
    return pages.HomePage(
        frame=frame("home"),
        resume=_resume(progress),
        progress=pages.Progress(progress.done, progress.total, progress.minutes_left),
        sessions=tuple(session_card(one, progress) for one in catalogue.course.sessions),
        lock=diagnostic_lock(progress),
        entry_check=_entry_check(progress),
    )


def _entry_check(progress: Progress) -> Literal["offered", "done", "past"]:
    if not house().catalogue.course.entry_check:
        return "past"
    if answering.entry_answers(house(), me()):
        return "done"
    return "past" if progress.done else "offered"


def _resume(progress: Progress) -> pages.Resume | None:
    if progress.next is None:
        return None
    module = house().catalogue.module(progress.next)
    return pages.Resume(
        module=module,
        number=number_of(module.session),
        url=url_for("collectif.module", module_id=module.id),
        started=module.id in progress.record,
        minutes=module.minutes,
    )


def _find_session(session_id: str) -> Session:
    for one in house().catalogue.course.sessions:
        if one.id == session_id:
            return one
    raise NotFound(session_id)


@signed_in
def session_page(session_id: str) -> Response:
    """One session and its modules."""
    one = _find_session(session_id)
    progress = current_progress()
    assert progress is not None
    card = session_card(one, progress)
    sessions = house().catalogue.course.sessions
    place = card.number - 1
    page = pages.SessionPage(
        frame=frame("sessions"),
        session=one,
        number=card.number,
        progress=share(one.modules, progress.record),
        steps=tuple(step(module, progress) for module in one.modules),
        lock=session_lock(one, progress) if card.state == "locked" else None,
        previous=sessions[place - 1] if place else None,
        next=sessions[place + 1] if place + 1 < len(sessions) else None,
    )
    return render(page)


@signed_in
def sheet(session_id: str) -> Response:
    """A session on one page, to print."""
    one = _find_session(session_id)
    page = pages.SheetPage(frame=frame("sessions"), session=one, number=number_of(one.id))
    return render(page)


@public
def about() -> Response:
    """What this course is and who made what."""
    catalogue = house().catalogue
    minutes = sum(module.minutes for module in catalogue.modules)
    return render(pages.AboutPage(frame=frame(), course=catalogue.course, minutes=minutes))


@public
def sources() -> Response:
    """Every source of a fact of the course."""
    known = house().catalogue.course.sources.values()
    return render(pages.SourcesPage(frame=frame("resources"), sources=tuple(known)))


@signed_in
def resources() -> Response:
    """The resource centre: tools, testimonies, sheets, glossary."""
    catalogue = house().catalogue
    progress = current_progress()
    assert progress is not None
    language = current_language()
    page = pages.ResourcesPage(
        frame=frame("resources"),
        tools=tuple(step(module, progress) for module in catalogue.modules if module.worksheet),
        testimonies=tuple(step(one, progress) for one in catalogue.modules if one.testimony),
        sheets=tuple(session_card(one, progress) for one in catalogue.course.sessions),
        glossary=tuple(
            sorted(catalogue.course.glossary, key=lambda term: term.term[language].casefold())
        ),
    )
    return render(page)


@public
def language() -> Answer:
    """Change the language of the interface and the course, and stay where one is."""
    wanted = request.form.get("lang", "")
    if wanted not in LANGUAGES or wanted not in house().settings.languages:
        abort(400)
    session[LANGUAGE] = wanted
    person = visitor()
    if person is not None and person.language != wanted:
        accounts.choose_language(house(), person, wanted)
    return redirect(local(request.form.get("next")), 303)


def local(address: str | None) -> str:
    """`address` when it is a page of this site, else home: nobody is sent elsewhere by a link."""
    if address and _OF_THIS_SITE.fullmatch(address):
        return address
    return url_for("collectif.home")


# -- the entry check ----------------------------------------------------------


@signed_in
def entry_check() -> Response | Answer:
    """Where do I stand before I start: ungraded."""
    questions = house().catalogue.course.entry_check
    if not questions:
        raise NotFound("entry-check")
    if request.method == "GET":
        return render(_entry_page({}))
    given, errors = {}, {}
    for question in questions:
        try:
            given[question.id] = forms.given(question, request.form, f"{question.id}.")
        except BadInput:
            errors[question.id] = _("Choisissez une réponse.")
    if errors:
        return render(_entry_page(errors), 422)
    answering.check_in(house(), me(), given)
    say_next(_("Vos réponses sont gardées : vous les retrouverez à la fin du parcours."), "good")
    return redirect(url_for("collectif.home"), 303)


def _entry_page(errors: dict[str, str]) -> pages.EntryCheckPage:
    known = answering.entry_answers(house(), me())
    asked = tuple(
        _entry_question(question, known.get(question.id), errors.get(question.id, ""))
        for question in house().catalogue.course.entry_check
    )
    return pages.EntryCheckPage(frame=frame("home"), questions=asked, done=bool(known))


def _entry_question(question: Question, known: str | None, error: str) -> pages.Asked:
    prefix = f"{question.id}."
    typed: dict[str, tuple[str, ...]] = {"response": (known,)} if known else {}
    if request.method == "POST":
        typed = dict(forms.typed_in(request.form, prefix))
    return pages.Asked(
        question=question,
        action=url_for("collectif.entry_check"),
        answer_id=str(uuid.uuid4()),
        typed=typed,
        error=error,
        prefix=prefix,
    )
