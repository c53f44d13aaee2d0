"""The weekly review: what waits, question by question, and the switch."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for

from ..content.reading_time import SECONDS_A_QUESTION
from ..errors import BadInput, NotFound
from ..i18n import gettext as _
from ..i18n import written_day
from ..services import reviewing
from . import forms, pages
from .access import house, me, signed_in
from .home import local
from .module import verdict, what_is_wrong
from .pages_review import ReviewDot, ReviewFragmentPage, ReviewPage, ReviewQuestionPage
from .presenting import frame, number_of, say_next
from .rendering import is_fragment, render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..learning.review import Key, Plan
    from ..services.reviewing import Shown


@signed_in
def review() -> Response:
    """The review as it stands this week."""
    plan = reviewing.plan(house(), me())
    if not me().review:
        return render(ReviewPage(frame=frame("home"), state="off"))
    page = ReviewPage(
        frame=frame("home"),
        state="waiting" if plan.waiting else _state(plan),
        waiting=len(plan.waiting),
        answered=len(plan.answered),
        right=sum(plan.answered.values()),
        minutes=-(-len(plan.waiting) * SECONDS_A_QUESTION // 60),
        missed=plan.missed,
        fresh=plan.fresh,
        onward=_address(plan.waiting[0]) if plan.waiting else "",
        next=written_day(plan.next, "full") if plan.next else "",
    )
    return render(page)


def _state(plan: Plan) -> Any:
    if plan.answered:
        return "done"
    return "later" if plan.next else "nothing"


def _address(key: Key, view: str = "review_question") -> str:
    return url_for(f"collectif.{view}", card=".".join(key))


def _key(card: str) -> Key:
    """Module and question of an address; ids have no full stop."""
    module, stop, question = card.partition(".")
    if not stop:
        raise NotFound(card)
    return module, question


@signed_in
def review_question(card: str) -> Answer | Response:
    """One question of this week; one that is no part of it leads to what is."""
    shown = reviewing.show(house(), me(), *_key(card))
    if not (me().review and shown.is_part):
        return redirect(url_for("collectif.review"), 303)
    return render(ReviewQuestionPage(**_parts(shown)))


def _parts(shown: Shown, error: str = "") -> dict[str, Any]:
    plan, key = shown.plan, (shown.module.id, shown.question.id)
    others = [one for one in plan.waiting if one != key]
    keys = plan.keys if key in plan.keys else (*plan.keys, key)
    return {
        "frame": frame("home"),
        "module": shown.module,
        "number": number_of(shown.module.session),
        "asked": _ask(shown, error),
        "position": keys.index(key) + 1,
        "dots": tuple(_dot(plan, one, place) for place, one in enumerate(keys, 1)),
        "onward": _address(_following(others, plan, key))
        if others
        else url_for("collectif.review"),
        "last": not others,
    }


def _following(others: list[Key], plan: Plan, key: Key) -> Key:
    """The question that waits after this one, else the first that waits."""
    place = plan.waiting.index(key) if key in plan.waiting else 0
    after = [one for one in plan.waiting[place:] if one != key]
    return after[0] if after else others[0]


def _dot(plan: Plan, key: Key, place: int) -> ReviewDot:
    if key not in plan.answered:
        return ReviewDot(place, _address(key), "waiting")
    return ReviewDot(place, _address(key), "right" if plan.answered[key] else "wrong")


def _ask(shown: Shown, error: str) -> pages.Asked:
    question, given = shown.question, shown.answered
    typed = forms.typed(question, given.response) if given else {}
    return pages.Asked(
        question=question,
        action=_address((shown.module.id, question.id), "review_answer"),
        answer_id=str(uuid.uuid4()),
        order=shown.order,
        typed=forms.typed_in(request.form) if error else typed,
        verdict=verdict(question, given.mark, 3) if given else None,
        again=given is None,
        tries=1 if given else 0,
        error=error,
    )


@signed_in
def review_answer(card: str) -> Answer | Response:
    """An answer in the review."""
    key = _key(card)
    try:
        shown = reviewing.answer(
            house(), me(), *key, lambda asked: forms.given(asked, request.form)
        )
    except BadInput as refusal:
        return _show(reviewing.show(house(), me(), *key), what_is_wrong(refusal), 422)
    return _show(shown) if is_fragment() else redirect(_address(key), 303)


def _show(shown: Shown, error: str = "", status: int = 200) -> Response:
    page = ReviewFragmentPage if is_fragment() else ReviewQuestionPage
    return render(page(**_parts(shown, error)), status)


@signed_in
def review_switch() -> Answer:
    """Turn the review on or off, and stay where one is."""
    wanted = request.form.get("wanted") == "1"
    reviewing.switch(house(), me(), wanted=wanted)
    if wanted:
        say_next(_("La révision de la semaine est activée."), "good")
    else:
        say_next(_("La révision de la semaine est désactivée."), "good")
    return redirect(local(request.form.get("next")), 303)
