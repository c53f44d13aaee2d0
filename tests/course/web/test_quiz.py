"""The quiz of a session, question by question, as a browser without script goes through it."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from tests.actors import Learner, Page, Program

if TYPE_CHECKING:
    from flask import Flask

QUIZ = "/module/s1-quiz/quiz"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def path(page: Page) -> str:
    return page.response.request.path


def starts(learner: Learner, quiz: str = QUIZ) -> Page:
    learner.opens(quiz)
    return learner.sends(f"{quiz}/start")


def replies(learner: Learner, position: int, response: str, **headers: str) -> Page:
    """Answer the question at a position, from its own page."""
    page = learner.opens(f"{QUIZ}/{position}")
    action = f"{QUIZ}/{position}/answer"
    fields = [*page.form(action).fields, ("response", response)]
    return learner.posts(action, fields, **headers)


def asked(page: Page) -> str:
    """The id of the question on a page."""
    return re.findall(r'id="question-([\w-]+)"', page.html)[0]


def choices(page: Page) -> list[str]:
    return re.findall(r'name="response" value="(\w+)"', page.html)


# -- a try ---------------------------------------------------------------------------------


def test_before_the_first_try_the_rules_are_told(learner: Learner) -> None:
    page = learner.opens(QUIZ)
    assert "4 questions tirées d’une réserve de 6" in page.words
    assert "70 % de réponses justes pour réussir" in page.words
    assert "Commencer le quiz" in page.words
    assert "au mieux" not in page.words.replace("le meilleur", "")


def test_a_try_asks_four_different_questions_and_ends_with_the_score(learner: Learner) -> None:
    page = starts(learner)
    assert path(page) == f"{QUIZ}/1"
    seen = set()
    for position in range(1, 5):
        seen.add(asked(learner.opens(f"{QUIZ}/{position}")))
        page = replies(learner, position, "juste" if position < 4 else "fausse")
        assert path(page) == f"{QUIZ}/{position}", "the feedback is on the question’s own page"
    assert len(seen) == 4
    assert "Voir mon résultat" in page.words
    result = learner.opens(f"{QUIZ}/result")
    assert "Quiz réussi : 75 %" in result.words
    assert "Réussi." in result.words, "what is said to this range of scores"
    assert result.words.count("Cette question vérifie :") == 4
    assert "Reprendre la question manquée" in result.words
    assert path(learner.opens(QUIZ)) == f"{QUIZ}/result"


def test_the_result_shows_what_was_chosen_for_each_question(learner: Learner) -> None:
    starts(learner)
    for position in range(1, 5):
        replies(learner, position, "juste" if position % 2 else "fausse")
    html = learner.opens(f"{QUIZ}/result").html
    chosen = re.findall(r'<input type="radio" name="([^"]+)" value="(\w+)" checked', html)
    assert [value for _, value in chosen] == ["juste", "fausse", "juste", "fausse"]
    assert len({name for name, _ in chosen}) == 4, "a browser keeps one radio of each name"


def test_every_answer_gets_the_feedback_of_its_choice(learner: Learner) -> None:
    starts(learner)
    number = asked(learner.opens(f"{QUIZ}/1"))[1:]
    assert f"Oui, point {number}." in replies(learner, 1, "juste").words
    number = asked(learner.opens(f"{QUIZ}/2"))[1:]
    page = replies(learner, 2, "fausse")
    assert f"Non, revoyez le point {number}." in page.words
    assert "(à revoir)" in page.words
    assert "Question suivante" in page.words


def test_loading_a_question_again_changes_nothing(learner: Learner) -> None:
    first = starts(learner)
    for _ in range(3):
        again = learner.opens(f"{QUIZ}/1")
        assert (asked(again), choices(again)) == (asked(first), choices(first))
    assert path(learner.opens(QUIZ)) == f"{QUIZ}/1"


def test_starting_again_within_a_try_goes_on_with_it(learner: Learner) -> None:
    first = asked(starts(learner))
    replies(learner, 1, "juste")
    token = learner.token()
    page = learner.posts(f"{QUIZ}/start", [("csrf_token", token)])
    assert path(page) == f"{QUIZ}/2"
    assert asked(learner.opens(f"{QUIZ}/1")) == first


def test_going_back_shows_the_answer_and_takes_no_other(learner: Learner) -> None:
    page = starts(learner)
    form = page.form(f"{QUIZ}/1/answer")
    replies(learner, 1, "fausse")
    replies(learner, 2, "juste")
    back = learner.opens(f"{QUIZ}/1")
    assert re.search(r'value="fausse" checked disabled', back.html)
    assert "Valider ma réponse" not in back.words
    stale = [*form.fields, ("response", "juste")]
    refused = learner.posts(f"{QUIZ}/1/answer", stale)
    assert refused.status == 409
    assert "Cela a changé entre-temps" in refused.words
    assert re.search(r'value="fausse" checked', learner.opens(f"{QUIZ}/1").html)


def test_the_same_answer_twice_counts_once(app: Flask) -> None:
    learner = Learner(app).signs_up()
    page = starts(learner)
    fields = [*page.form(f"{QUIZ}/1/answer").fields, ("response", "juste")]
    for _ in range(2):
        assert path(learner.posts(f"{QUIZ}/1/answer", fields)) == f"{QUIZ}/1"
    assert len(answers(app)) == 1
    assert path(learner.opens(QUIZ)) == f"{QUIZ}/2"


def test_a_question_may_be_left_for_later(learner: Learner) -> None:
    page = starts(learner)
    assert "Passer pour l’instant" in page.words
    for position in (2, 3, 4):
        replies(learner, position, "juste")
    assert path(learner.opens(f"{QUIZ}/result")) == f"{QUIZ}/1", "one question still waits"
    replies(learner, 1, "juste")
    assert "Quiz réussi : 100 %" in learner.opens(f"{QUIZ}/result").words


@pytest.mark.parametrize("address", [f"{QUIZ}/result", f"{QUIZ}/1", f"{QUIZ}/4"])
def test_without_a_try_one_is_led_to_the_start(learner: Learner, address: str) -> None:
    assert path(learner.opens(address)) == QUIZ


def test_an_answer_without_a_try_changes_nothing(learner: Learner) -> None:
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    assert learner.posts(f"{QUIZ}/1/answer", [*fields, ("response", "juste")]).status == 409


# -- what cannot be taken ----------------------------------------------------------------------


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Choisissez ou écrivez une réponse."),
        ([("response", "peut-être")], "n’a pas pu être lue"),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again(
    learner: Learner, values: list[tuple[str, str]], said: str, *, by_script: bool
) -> None:
    page = starts(learner)
    fields = [*page.form(f"{QUIZ}/1/answer").fields, *values]
    again = learner.posts(f"{QUIZ}/1/answer", fields, **(FRAGMENT if by_script else {}))
    assert again.status == 422
    assert said in again.words
    assert "Valider ma réponse" in again.words
    assert ("<html" in again.html) is not by_script


def test_a_script_gets_question_knots_and_pager(learner: Learner) -> None:
    starts(learner)
    part = replies(learner, 1, "fausse", **FRAGMENT)
    assert part.status == 200
    assert "<html" not in part.html
    for name in ('id="quiz-dots"', 'id="quiz-pager"', 'class="feedback wrong"'):
        assert name in part.html
    assert f'href="{QUIZ}/2"' in part.html
    assert "Question 1 sur 4" in part.words, "still the same place among the questions"


# -- trying again ------------------------------------------------------------------------------


def test_only_what_was_wrong_may_be_tried_again(learner: Learner) -> None:
    result = learner.passes("s1-quiz", right=2)
    assert "50 % : pas encore" in result.words
    assert "Vous y êtes presque." in result.words
    again = next(one for one in result.forms if ("only", "wrong") in one.fields)
    page = learner.posts(again.action, again.fields)
    assert path(page) == f"{QUIZ}/1"
    assert f'href="{QUIZ}/2"' in page.html
    assert f'href="{QUIZ}/3"' not in page.html
    for position in (1, 2):
        replies(learner, position, "juste")
    result = learner.opens(f"{QUIZ}/result")
    assert "Quiz réussi : 100 %" in result.words, "what was right before counts"
    assert "Essai n° 2" in result.words


def test_the_best_try_counts_however_later_ones_end(learner: Learner) -> None:
    learner.passes("s1-quiz")
    learner.sends(f"{QUIZ}/start")
    worse = learner.passes("s1-quiz", right=1)
    assert "25 % : pas encore" in worse.words
    assert "100 % au mieux" in worse.words
    page = learner.opens("/session/s1")
    assert "100 % au mieux" in page.words
    assert "Module réussi" in worse.words


def test_another_device_goes_on_with_the_same_questions(
    shared_app: Flask, learner: Learner
) -> None:
    starts(learner)
    replies(learner, 1, "juste")
    here = learner.opens(QUIZ)
    phone = Learner(shared_app)
    phone.signs_in(learner.email)
    there = phone.opens(QUIZ)
    assert path(there) == f"{QUIZ}/2"
    assert (asked(there), choices(there)) == (asked(here), choices(here))


# -- an ended session ----------------------------------------------------------------------------


def answers(app: Flask) -> list[dict[str, Any]]:
    return [one for one in Program(app).asks() if one["verb"]["id"].endswith("/answered")]


def test_a_session_that_ends_in_the_middle_loses_no_answer(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    starts(learner)
    replies(learner, 1, "juste")
    page = learner.opens(f"{QUIZ}/2")
    fields = [*page.form(f"{QUIZ}/2/answer").fields, ("response", "juste")]
    clock.passes(days=40)
    late = learner.posts(f"{QUIZ}/2/answer", fields)
    assert late.status == 401
    assert "Rien n’est perdu" in late.words
    assert len(answers(app)) == 1
    kept = late.form(f"{QUIZ}/2/answer")
    assert ("response", "juste") in kept.fields

    tab = Learner(app)
    tab.client = learner.client
    tab.signs_in(learner.email)
    sent = learner.posts(kept.action, kept.fields)
    assert sent.status == 200
    assert path(sent) == f"{QUIZ}/2"
    assert len(answers(app)) == 2
    assert path(learner.opens(QUIZ)) == f"{QUIZ}/3", "and the try goes on where it was"
    for position in (3, 4):
        replies(learner, position, "juste")
    assert "Quiz réussi : 100 %" in learner.opens(f"{QUIZ}/result").words


def test_who_returns_through_a_link_signs_in_and_is_at_the_question(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    starts(learner)
    replies(learner, 1, "juste")
    clock.passes(days=40)
    page = learner.opens(f"{QUIZ}/2")
    assert path(page) == "/account/sign-in"
    page = learner.sends(
        "/account/sign-in", email=learner.email, password="une phrase assez longue"
    )
    assert path(page) == f"{QUIZ}/2"
