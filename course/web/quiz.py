"""The quiz of a session: start, question by question, result."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from flask import redirect, request, url_for

from ..errors import BadInput
from ..services import quizzing
from ..services.reading import Opened
from . import forms, pages
from .access import house, me, signed_in
from .module import around, verdict, what_is_wrong
from .pages_module import FragmentPage, QuizDot, QuizPage, QuizResultPage, QuizStartPage
from .presenting import percent, remember
from .rendering import is_fragment, render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..services.quizzing import Sitting


def _sit(module_id: str) -> Sitting:
    return quizzing.sit(house(), me(), module_id)


def _opened(sitting: Sitting) -> Opened:
    found = Opened.after(house(), sitting.step)
    remember(found.progress)
    return found


@signed_in
def quiz(module_id: str) -> Answer | Response:
    """The quiz as it stands: before a try, within one, or after it."""
    sitting = _sit(module_id)
    if sitting.attempt is None:
        return render(_start_page(sitting))
    if sitting.finished:
        return redirect(url_for("collectif.quiz_result", module_id=module_id), 303)
    return redirect(
        url_for("collectif.quiz_question", module_id=module_id, position=sitting.position), 303
    )


def _start_page(sitting: Sitting) -> QuizStartPage:
    known = sitting.step.record.get(sitting.step.module.id)
    return QuizStartPage(
        **around(_opened(sitting)),  # type: ignore[arg-type]  # the fields all module pages share
        tries=_finished_tries(sitting),
        best=percent(known.best) if known else None,
        wrong=len(sitting.wrong) if sitting.finished else 0,
    )


def _finished_tries(sitting: Sitting) -> int:
    return len({fact.attempt for fact in sitting.step.answers if fact.attempt}) - (
        0 if sitting.finished or not sitting.answers else 1
    )


@signed_in
def quiz_start(module_id: str) -> Answer:
    """Draw a try: a new one, or only what was wrong."""
    only_wrong = request.form.get("only") == "wrong"
    sitting = quizzing.start(house(), me(), module_id, only_wrong=only_wrong)
    return redirect(
        url_for("collectif.quiz_question", module_id=module_id, position=sitting.position), 303
    )


@signed_in
def quiz_question(module_id: str, position: int) -> Answer | Response:
    """One question of the try under way."""
    sitting = _sit(module_id)
    if sitting.attempt is None:
        return redirect(url_for("collectif.quiz", module_id=module_id), 303)
    return render(_question_page(sitting, position))


def _question_page(sitting: Sitting, position: int, error: str = "") -> QuizPage:
    assert sitting.attempt is not None
    module = sitting.step.module
    names = sitting.attempt.questions
    onward = url_for("collectif.quiz_result", module_id=module.id)
    if not sitting.finished:
        place = sitting.position
        onward = url_for("collectif.quiz_question", module_id=module.id, position=place)
    return QuizPage(
        **around(_opened(sitting)),  # type: ignore[arg-type]  # the fields all module pages share
        asked=_ask(sitting, position, error),
        position=position,
        dots=tuple(QuizDot(place, _outcome(sitting, name)) for place, name in enumerate(names, 1)),
        attempt=_try_number(sitting),
        onward=onward,
        last=sitting.finished,
    )


def _try_number(sitting: Sitting) -> int:
    assert sitting.attempt is not None
    earlier = {fact.attempt for fact in sitting.step.answers if fact.attempt}
    return len(earlier - {sitting.attempt.id}) + 1


def _outcome(sitting: Sitting, name: str) -> Literal["waiting", "right", "wrong", "answered"]:
    if name not in sitting.answers:
        return "waiting"
    correct = sitting.answers[name].mark.correct
    return "answered" if correct is None else ("right" if correct else "wrong")


def _ask(sitting: Sitting, position: int, error: str = "") -> pages.Asked:
    question = quizzing.question_at(house(), sitting, position)
    given = sitting.answers.get(question.id)
    assert sitting.attempt is not None
    typed = forms.typed(question, given.response) if given else {}
    return pages.Asked(
        question=question,
        action=url_for(
            "collectif.quiz_answer", module_id=sitting.step.module.id, position=position
        ),
        answer_id=str(uuid.uuid4()),
        order=sitting.attempt.orders.get(question.id, ()),
        typed=forms.typed_in(request.form) if error else typed,
        verdict=verdict(question, given.mark, 3) if given else None,
        again=given is None,
        tries=1 if given else 0,
        error=error,
    )


def _answered(sitting: Sitting, position: int) -> pages.Asked:
    """One of several on a page: radio buttons of one name would leave one chosen among all."""
    asked = _ask(sitting, position)
    return replace(asked, prefix=f"{asked.question.id}.")


@signed_in
def quiz_answer(module_id: str, position: int) -> Answer | Response:
    """An answer within the try."""
    try:
        sitting, _outcome = quizzing.answer(
            house(), me(), module_id, position, lambda asked: forms.given(asked, request.form)
        )
    except BadInput as refusal:
        page = _question_page(_sit(module_id), position, what_is_wrong(refusal))
        return _show(page, 422)
    if is_fragment():
        return _show(_question_page(sitting, position))
    return redirect(url_for("collectif.quiz_question", module_id=module_id, position=position), 303)


def _show(page: QuizPage, status: int = 200) -> Response:
    if not is_fragment():
        return render(page, status)
    fragment = FragmentPage(
        frame=page.frame,
        module=page.module,
        completion=page.completion,
        follow=page.follow,
        asked=page.asked,
        quiz=page,
    )
    return render(fragment, status)


@signed_in
def quiz_result(module_id: str) -> Answer | Response:
    """The score of the last try, what was right and what was not."""
    sitting = _sit(module_id)
    if sitting.attempt is None or not sitting.finished:
        return redirect(url_for("collectif.quiz", module_id=module_id), 303)
    module = sitting.step.module
    assert module.quiz is not None
    known = sitting.step.record[module.id]
    score = percent(sitting.score) or 0
    page = QuizResultPage(
        **around(_opened(sitting)),  # type: ignore[arg-type]  # the fields all module pages share
        percent=score,
        passed=sitting.passed,
        pass_percent=round(module.quiz.pass_mark * 100),
        band=sitting.band.text,
        answers=tuple(_answered(sitting, n + 1) for n in range(len(sitting.attempt.questions))),
        wrong=len(sitting.wrong),
        attempt=_try_number(sitting),
        best=max(score, percent(known.best) or 0),
    )
    return render(page)
