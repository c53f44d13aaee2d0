"""Inside a module: its screens, their questions, and where to go from there."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask import redirect, request, send_file, url_for

from ..content.questions import right_response, targets, untold
from ..errors import BadInput, NotFound
from ..i18n import current_language
from ..i18n import gettext as _
from ..learning.progress import asked as asked_in
from ..services import answering, reading
from ..services.reading import Opened
from . import forms, pages
from .access import house, me, signed_in
from .glossary import linked_terms
from .marking import marked_screen
from .pages_module import Dot, FragmentPage, ReadingPage
from .presenting import completion, follow, frame, number_of, remember, state_of
from .quantities import with_unit
from .rendering import is_fragment, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..content.model import Module, Question, Screen
    from ..content.questions import Mark
    from ..services.answering import Answered
    from ..services.following import Step


def opened(module_id: str) -> Opened:
    """The module, open for who asks; the progress read with it serves the whole page."""
    found = reading.open_module(house(), me(), module_id)
    remember(found.progress)
    return found


def around(found: Opened) -> dict[str, object]:
    """What every page inside a module has."""
    module = found.step.module
    catalogue = house().catalogue
    return {
        "frame": frame("sessions"),
        "module": module,
        "session": catalogue.session(module.session),
        "number": number_of(module.session),
        "completion": completion_of(found),
        "follow": follow(module, found.progress),
    }


def completion_of(found: Opened) -> pages.Completion:
    """What completes the module, ticked for who asks."""
    module = found.step.module
    return completion(module, state_of(found.progress.standings[module.id]), found.ticks)


@signed_in
def module(module_id: str) -> Answer:
    """Open a module where one left it."""
    found = opened(module_id)
    return redirect(_place(found), 303)


def _place(found: Opened) -> str:
    step, one = found.step, found.step.module
    screen = reading.screen_to_resume(step)
    unread = screen is not None and screen.id not in step.details.screens
    if one.screens and (unread or not _after_screens(one)):
        assert screen is not None
        return url_for("collectif.screen", module_id=one.id, screen_id=screen.id)
    return _after_screens(one) or url_for("collectif.session", session_id=one.session)


def _after_screens(one: Module) -> str:
    """Where a module leads after its screens: the player, the worksheet or the quiz."""
    if one.storyboard:
        return url_for("collectif.synthesis", module_id=one.id)
    if one.worksheet:
        return url_for("collectif.worksheet", module_id=one.id)
    if one.quiz:
        return url_for("collectif.quiz", module_id=one.id)
    return ""


@signed_in
def screen(module_id: str, screen_id: str) -> Response:
    """One screen with its questions."""
    return render(reading_page(opened(module_id), screen_id, {}))


def reading_page(found: Opened, screen_id: str, errors: Mapping[str, str]) -> ReadingPage:
    """One screen of an open module, with what is wrong with its answers."""
    step = found.step
    screens = step.module.screens
    shown = next((one for one in screens if one.id == screen_id), None)
    if shown is None:
        raise NotFound(screen_id)
    answers = answering.latest_answers(house(), step)
    return ReadingPage(
        **around(found),  # type: ignore[arg-type]  # the fields that all module pages share
        screen=marked_screen(shown),
        index=screens.index(shown),
        dots=tuple(Dot(one, one.id in step.details.screens) for one in screens),
        questions=_questions(step.module, shown, answers, errors),
        terms=linked_terms(shown),
        onward=_after_screens(step.module),
        recurring=_recurs(step.module),
    )


def _recurs(one: Module) -> bool:
    return one.testimony is not None and one.testimony.pair in house().catalogue.recurring_pairs


def _questions(
    one: Module, shown: Screen, answers: Mapping[str, Answered], errors: Mapping[str, str]
) -> tuple[pages.Asked, ...]:
    return tuple(
        ask(one, name, answers.get(name), errors.get(name, "")) for name in shown.questions
    )


def ask(one: Module, name: str, given: Answered | None, error: str = "") -> pages.Asked:
    """A question of a screen or scene as it is asked now, with what was last answered."""
    question = house().catalogue.question(one.id, name)
    typed = forms.typed(question, given.response) if given else {}
    if error:
        typed = forms.typed_in(request.form)
    return pages.Asked(
        question=question,
        action=url_for("collectif.answer", module_id=one.id, question_id=name),
        answer_id=str(uuid.uuid4()),
        order=_mixed(question),
        typed=typed,
        verdict=verdict(question, given.mark, given.tries) if given and not error else None,
        tries=given.tries if given else 0,
        error=error,
    )


def _mixed(question: Question) -> tuple[str, ...]:
    """Things to match or put in order, mixed in one way that is the same for everybody: sorted by a
    digest of their ids, and turned by one where that would show the right order."""
    things = tuple(part.id for part in (*question.items, *targets(question)))

    def scattered(name: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{question.id}/{name}")

    return untold(sorted(things, key=scattered), things)


def verdict(question: Question, mark: Mark, tries: int) -> pages.Verdict:
    """What is said to an answer. The solution is shown once right, or after three tries."""
    language = current_language()
    shown = question.scored and (mark.correct or tries >= 3)
    return pages.Verdict(
        correct=mark.correct,
        percent=int(mark.score * 100 + 1e-6),
        remarks=tuple(
            pages.Remark(line.text, line.about or "", line.good)
            for line in mark.feedback
            if line.about != "model_answer"
        ),
        model_answer=question.model_answer,
        solution=solution(question, language) if shown and not mark.correct else "",
    )


def solution(question: Question, language: str) -> str:
    """The right answer in words, for kinds whose feedback does not give it."""
    match question.kind:
        case "ordering":
            return " → ".join(str(item.text[language]) for item in question.items)
        case "fill_in":
            return question.accepted[language][0]
        case "numeric":
            unit = question.unit[language] if question.unit else ""
            return with_unit(_number(question, language), unit, language)
        case _:
            return ""


_GROUPED_FROM = 10_000  # below it may be a year
_GROUPED_WITH_UNIT = 1_000


def _number(question: Question, language: str) -> str:
    """The number that is right, as it is written in the language."""
    value = question.value or 0.0
    if abs(value) >= (_GROUPED_WITH_UNIT if question.unit else _GROUPED_FROM):
        return format_decimal(value, locale=language)
    return str(right_response(question, language))


@signed_in
def seen(module_id: str, screen_id: str) -> Answer | Response:
    """A screen was read: remember it and go on."""
    outcome = reading.see_screen(house(), me(), module_id, screen_id)
    if is_fragment():
        return fragment(outcome.step)
    one = outcome.step.module
    place = [s.id for s in one.screens].index(screen_id)
    if place + 1 < len(one.screens):
        return redirect(
            url_for("collectif.screen", module_id=module_id, screen_id=one.screens[place + 1].id),
            303,
        )
    onward = _after_screens(one)
    if not onward and not outcome.completed:
        onward = _unfinished(outcome.step)
    return redirect(onward or url_for("collectif.session", session_id=one.session), 303)


def _unfinished(step: Step) -> str:
    """The screen where something still waits."""
    waiting = reading.screen_to_resume(step)
    questions = asked_in(step.module) - step.details.answered
    if waiting is None or (waiting.id in step.details.screens and not questions):
        return ""
    return url_for("collectif.screen", module_id=step.module.id, screen_id=waiting.id)


def fragment(step: Step, asked: pages.Asked | None = None, status: int = 200) -> Response:
    """What a step in a module changes on its page, for scripts."""
    found = Opened.after(house(), step)
    remember(found.progress)
    page = FragmentPage(
        frame=frame("sessions"),
        module=step.module,
        completion=completion_of(found),
        follow=follow(step.module, found.progress),
        asked=asked,
    )
    return render(page, status)


def what_is_wrong(refusal: BadInput) -> str:
    """The sentence for a refused answer."""
    sentences = {
        "missing": _("Choisissez ou écrivez une réponse."),
        "incomplete": _("Il manque une partie de la réponse."),
        "same_place": _("Deux lignes ont la même place."),
        "not_a_number": _("Écrivez un nombre, par exemple 12 ou 1,5."),
        "repeated": _("Une même réponse est donnée deux fois."),
        "too_long": _("Cette réponse est trop longue."),
    }
    for key in refusal.problems.values():
        if key in sentences:
            return sentences[key]
    return _("Cette réponse n’a pas pu être lue. Essayez encore.")


@signed_in
def mark(module_id: str) -> Answer | Response:
    """Mark a module as done by hand, where its rule allows it."""
    outcome = reading.mark_done(house(), me(), module_id)
    if is_fragment():
        return fragment(outcome.step)
    return redirect(url_for("collectif.module", module_id=module_id), 303)


@signed_in
def media(module_id: str, name: str) -> Response:
    """A file of the module's `media/`, behind the same gate as its pages."""
    found = opened(module_id)
    path = found.step.module.media.get(name)
    if path is None:
        raise NotFound(name)
    response = send_file(Path(path), conditional=True, max_age=3600)
    del response.cache_control.public  # a shared cache knows no gate
    response.cache_control.private = True
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
