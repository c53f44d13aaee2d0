"""Home, sessions, and the pages about the course."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from flask import abort, redirect, request, session, url_for

from ..errors import NotFound
from ..i18n import LANGUAGES
from ..services import accounts, answering, reviewing
from . import pages
from .access import LANGUAGE, house, me, public, signed_in, visitor
from .entry_check import second_asking
from .presenting import (
    current_progress,
    diagnostic_lock,
    frame,
    number_of,
    session_card,
    session_lock,
    share,
    step,
)
from .rendering import render
from .sheets import sheet_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..content.model import Module, Session
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
        span=_span(catalogue.modules),
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
        again=second_asking(progress),
        review=reviewing.waiting(house(), me(), progress.record),
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
        again=second_asking(progress) if one == sessions[-1] else "",
    )
    return render(page)


@signed_in
def sheet(session_id: str) -> Response:
    """A session on one page, to print."""
    one = _find_session(session_id)
    return render(sheet_page(one))


@public
def about() -> Response:
    """What this course is and who made what."""
    catalogue = house().catalogue
    page = pages.AboutPage(
        frame=frame(),
        course=catalogue.course,
        minutes=sum(module.minutes for module in catalogue.modules),
        span=_span(catalogue.modules),
    )
    return render(page)


def _span(modules: Sequence[Module]) -> tuple[int, int]:
    minutes = [module.minutes for module in modules]
    return min(minutes), max(minutes)


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
