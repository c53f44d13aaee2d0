"""Upkeep: erase a person, keep records only for a while; counted, confirmed, done in bounded steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from ..errors import BadInput
from ..i18n import gettext as _
from ..services import erasing
from ..services.erasing import Age
from . import pages_upkeep as pages
from . import upkeep_words as words
from .access import house, me, role, rooms
from .account import moment
from .pages_account import PersonLine
from .presenting import frame
from .rendering import render

if TYPE_CHECKING:
    from flask import Response

    from collectif.lrs import AuditEntry, Upkeep

    from ..services.erasing import Outcome, Subject

SECONDS = 5.0
"""How long one request erases, or counts; then it says how far it has come."""

_LARGEST = 2**62


@role("admin")
def upkeep() -> Response:
    """The two forms and the log."""
    return render(_page())


def _page(
    values: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> pages.UpkeepPage:
    search = request.args.get("search", "").strip()[:100]
    found = erasing.search(house(), search) if search else ()
    return pages.UpkeepPage(
        frame=frame("admin"),
        values=values or {},
        errors=errors or {},
        search=search,
        people=tuple(
            PersonLine(one.id, one.name, one.email or "", one.role, moment(one.created))
            for one in found
        ),
        log=tuple(_logged(one) for one in erasing.log(house(), _upkeep())),
    )


def _upkeep() -> Upkeep:
    return rooms().lrs.upkeep


def _logged(one: AuditEntry) -> pages.Logged:
    return pages.Logged(
        at=moment(one.started),
        action=words.action(one.action),
        who=words.who(one.who),
        detail=one.detail,
        finished=one.finished is not None,
        counts=words.counted(one.counts),
    )


# -- erasing ------------------------------------------------------------------


@role("admin")
def erase_person() -> Response:
    """Count what is known about a person; with the word typed, erase it."""
    try:
        subject = _subject()
    except BadInput as refusal:
        values = {"who": request.form.get("who", "")}
        return render(_page(values, words.wrong(refusal.problems)), 422)
    if not _is_confirmed():
        found = erasing.look(house(), _upkeep(), subject, SECONDS)
        return _erasing(subject, found, "counted")
    done = erasing.erase(
        house(),
        _upkeep(),
        subject,
        me(),
        detail=request.form.get("reference", "").strip()[:200],
        seconds=SECONDS,
        entry=_number("entry"),
    )
    return _erasing(subject, done, "done" if done.finished else "unfinished")


def _subject() -> Subject:
    person = _number("person")
    if person is not None:
        return erasing.by_id(house(), _upkeep(), person)
    return erasing.by_agent(house(), _upkeep(), request.form.get("who", "")[:2000])


def _erasing(subject: Subject, found: Outcome, stage: pages.Stage) -> Response:
    errors = _word_errors() if stage == "counted" else {}
    fields = [(name, request.form[name]) for name in ("who", "person") if name in request.form]
    page = pages.UpkeepRunPage(
        frame=frame("admin"),
        errors=errors,
        values={"reference": request.form.get("reference", "")},
        action="erase",
        stage=stage,
        names=tuple(one.name for one in subject.people) if stage != "done" else (),
        identifiers=tuple(sorted(subject.identifiers)) if stage != "done" else (),
        counts=words.counted(found.counts, found.rows),
        exact=found.finished,
        lasting=found.lasting,
        oneself=me().id in {one.id for one in subject.people},
        word=_word(),
        fields=(*fields, *_going_on(found, stage)),
    )
    return render(page, 422 if errors else 200)


# -- retention ----------------------------------------------------------------


@role("admin")
def retain_records() -> Response:
    """Count what is older than its age; with the word typed, remove it."""
    age = _age()
    try:
        before = _number("before") or erasing.moment_of(house(), age)
    except BadInput:
        wrong = words.wrong({"number": "not_an_age"})
        return render(_page(_typed(), wrong), 422)
    confirmed = _is_confirmed()
    found = erasing.retain(
        house(),
        _upkeep(),
        age,
        me(),
        before=before,
        dry_run=not confirmed,
        seconds=SECONDS,
        entry=_number("entry"),
    )
    stage: pages.Stage = "counted"
    if confirmed:
        stage = "done" if found.finished else "unfinished"
    errors = {} if confirmed else _word_errors()
    page = pages.UpkeepRunPage(
        frame=frame("admin"),
        errors=errors,
        action="retain",
        stage=stage,
        rule=words.rule(age),
        counts=words.counted(found.counts),
        exact=found.finished,
        word=_word(),
        fields=(*_typed().items(), ("before", str(before)), *_going_on(found, stage)),
    )
    return render(page, 422 if errors else 200)


def _age() -> Age:
    """The rule that the form says. What is not filled narrows nothing."""
    typed = _typed()
    return Age(
        f"{typed['number'].strip()}{typed['unit']}",
        tuple(typed["activity"].split()),
        tuple(typed["verb"].split()),
        silent=bool(typed["silent"]),
    )


def _typed() -> dict[str, str]:
    names = ("number", "unit", "silent", "activity", "verb")
    return {name: request.form.get(name, "")[:2000] for name in names}


# -- both ---------------------------------------------------------------------


def _word() -> str:
    return _("EFFACER")


def _is_confirmed() -> bool:
    return request.form.get("word", "").strip().casefold() == _word().casefold()


def _word_errors() -> dict[str, str]:
    """What to say when a word was typed and it was another one."""
    return words.wrong({"word": "word"}) if "word" in request.form else {}


def _going_on(found: Outcome, stage: pages.Stage) -> tuple[tuple[str, str], ...]:
    if stage != "unfinished":
        return ()
    reference = request.form.get("reference", "")
    return (("word", _word()), ("entry", str(found.entry)), ("reference", reference))


def _number(name: str) -> int | None:
    """A whole number that the form carries along; None where there is none."""
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        return None
    return min(int(text), _LARGEST)
