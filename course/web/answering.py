"""An answer to a question of a screen or of a scene, wherever it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from ..errors import BadInput, NotFound
from ..learning.progress import asked as asked_in
from ..services import answering, reading
from . import forms
from .access import house, me, signed_in
from .module import ask, fragment, opened, reading_page, what_is_wrong
from .play import synthesis_page
from .rendering import is_fragment, render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer


@signed_in
def answer(module_id: str, question_id: str) -> Answer | Response:
    """An answer to a question of a screen or scene."""
    if question_id not in asked_in(reading.find_module(house(), module_id)):
        raise NotFound(question_id)
    question = house().catalogue.question(module_id, question_id)
    try:
        given = forms.given(question, request.form)
        answered, step = answering.answer(house(), me(), module_id, question_id, given)
    except BadInput as refusal:
        return _ask_again(module_id, question_id, refusal)
    if is_fragment():
        return fragment(step, ask(step.module, question_id, answered))
    return redirect(_screen_of(module_id, question_id), 303)


def _ask_again(module_id: str, question_id: str, refusal: BadInput) -> Response:
    """The same page with what was typed and what is missing."""
    error = what_is_wrong(refusal)
    found = opened(module_id)
    one = found.step.module
    if is_fragment():
        return fragment(found.step, ask(one, question_id, None, error), 422)
    for shown in one.screens:
        if question_id in shown.questions:
            return render(reading_page(found, shown.id, {question_id: error}), 422)
    return render(synthesis_page(module_id, {question_id: error}), 422)


def _screen_of(module_id: str, question_id: str) -> str:
    one = reading.find_module(house(), module_id)
    anchor = f"question-{question_id}"
    for shown in one.screens:
        if question_id in shown.questions:
            return url_for(
                "collectif.screen", module_id=module_id, screen_id=shown.id, _anchor=anchor
            )
    return url_for("collectif.synthesis", module_id=module_id, _anchor=anchor)
