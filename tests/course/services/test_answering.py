"""Answers: kept at once, marked, recognised when they come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.questions import right_response
from collectif.course.errors import BadInput, NotFound
from collectif.course.services import answering, reading
from collectif.course.services.answering import Given
from collectif.course.xapi import vocabulary as say
from tests.actors import wrong_response
from tests.houses import catalogue
from tests.pupils import Pupil, new_id

if TYPE_CHECKING:
    from collectif.course.services.answering import Answered
    from tests.conftest import Clock

LESSON = catalogue().module("s1-lesson")
QUESTIONS = tuple(question.id for question in LESSON.questions)
SCORED = tuple(question.id for question in LESSON.questions if question.scored)


def latest(pupil: Pupil) -> dict[str, Answered]:
    """The last answers as the lesson's page shows them."""
    step = reading.open_module(pupil.house, pupil.person, "s1-lesson").step
    return answering.latest_answers(pupil.house, step)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_of_every_kind_is_kept_and_shown_again(pupil: Pupil, name: str) -> None:
    question = catalogue().question("s1-lesson", name)
    given = pupil.answers("s1-lesson", name)
    assert given.mark.correct is (True if question.scored else None)
    assert latest(pupil)[name].mark == given.mark
    assert pupil.given("s1-lesson") == [(name, given.mark.correct)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SCORED)
def test_what_was_right_or_wrong_stays_so_in_another_language(
    pupil: Pupil, name: str, language: str
) -> None:
    question = catalogue().question("s1-lesson", name)
    other = {"fr": "en", "en": "fr"}[language]
    for response in (wrong_response(question), right_response(question, language)):
        given = pupil.speaks(language).answers("s1-lesson", name, response)
        shown = latest(pupil.speaks(other))[name]
        assert (shown.mark.correct, shown.mark.score) == (given.mark.correct, given.mark.score)


def test_the_same_answer_sent_again_changes_nothing(pupil: Pupil, clock: Clock) -> None:
    sent = new_id()
    first = pupil.answers("s1-lesson", "vrai-faux", "true", sent=sent)
    clock.passes(days=1)
    again = pupil.speaks("en").answers("s1-lesson", "vrai-faux", "false", sent=sent.upper())
    assert first.mark.correct is False
    assert (again.mark.correct, again.response, again.tries) == (False, "true", 1)
    assert pupil.given("s1-lesson") == [("vrai-faux", False)]
    assert pupil.record("s1-lesson").wrong == 1


def test_the_same_id_for_another_question_is_another_answer(pupil: Pupil) -> None:
    sent = new_id()
    pupil.answers("s1-lesson", "vrai-faux", sent=sent)
    pupil.answers("s1-lesson", "mot", sent=sent)
    assert pupil.given("s1-lesson") == [("vrai-faux", True), ("mot", True)]


def test_a_second_answer_counts_as_another_try_and_is_the_one_shown(pupil: Pupil) -> None:
    assert pupil.answers("s1-lesson", "vrai-faux", "true").tries == 1
    assert pupil.answers("s1-lesson", "vrai-faux", "true").tries == 2
    assert pupil.answers("s1-lesson", "vrai-faux", "false").tries == 3
    shown = latest(pupil)["vrai-faux"]
    assert (shown.mark.correct, shown.tries) == (True, 3)
    assert pupil.record("s1-lesson").wrong == 2


def test_four_wrong_answers_ask_for_help_until_the_module_is_completed(pupil: Pupil) -> None:
    for _ in range(4):
        pupil.answers_wrongly("s1-lesson", "mot")
    assert pupil.standing("s1-lesson").state == "needs_help"
    pupil.takes("s1-lesson")
    assert pupil.standing("s1-lesson").state == "completed"


def test_a_late_answer_still_counts(pupil: Pupil, clock: Clock) -> None:
    pupil.reads("s1-testimony")
    clock.passes(days=400)
    pupil.answers_wrongly("s1-testimony", "duree")
    assert pupil.standing("s1-testimony").completed


def test_certainty_and_criteria_are_said_with_the_answer(pupil: Pupil) -> None:
    pupil.answers("s1-lesson", "nombre-de-cibles", certainty=66)
    pupil.answers("s1-lesson", "convaincre", {"text": "Nous voulons…", "met": ["autre"]})
    certain, own = (one["result"] for one in pupil.statements(say.ANSWERED))
    assert certain["extensions"] == {say.CERTAINTY: 66}
    assert own["extensions"] == {say.CRITERIA: ["autre"]}
    assert "success" not in own and "score" not in own


def test_an_answer_that_todays_question_does_not_understand_is_not_shown(pupil: Pupil) -> None:
    pupil.answers("s1-lesson", "vrai-faux")
    statement = {**pupil.statements(say.ANSWERED)[0], "id": new_id()}
    del statement["timestamp"]
    statement["result"] = {"response": "an option of last year"}
    with pupil.house.database.writing() as connection:
        pupil.house.recording.record(connection, [statement])
    assert "vrai-faux" not in latest(pupil)


@pytest.mark.parametrize(
    ("question", "response", "key"),
    [
        ("vrai-faux", "perhaps", "unknown_choice"),
        ("formes", [], "missing"),
        ("formes", ["don", "don"], "repeated"),
        ("calcul", "un peu", "not_a_number"),
        ("mot", "x" * 20_001, "too_long"),
        ("mot", {"a": 1}, "shape"),
        ("associer", ["asso"], "shape"),
    ],
)
def test_a_response_that_cannot_be_taken_is_refused_and_not_kept(
    pupil: Pupil, question: str, response: Any, key: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        pupil.answers("s1-lesson", question, response)
    assert refusal.value.problems == {"response": key}
    assert pupil.given("s1-lesson") == []


def test_an_id_that_is_none_is_refused(pupil: Pupil) -> None:
    with pytest.raises(BadInput, match="answer_id"):
        pupil.answers("s1-lesson", "mot", sent="1; DROP TABLE")


@pytest.mark.parametrize(
    ("module", "question"),
    [("unknown", "mot"), ("s1-lesson", "unknown"), ("s1-quiz", "q1")],
)
def test_only_questions_of_screens_are_answered_here(
    pupil: Pupil, module: str, question: str
) -> None:
    """A quiz's pool is not: who could answer there outside a try would know the answers before."""
    given = Given(new_id(), "juste")
    with pytest.raises(NotFound):
        answering.answer(pupil.house, pupil.person, module, question, given)


# -- the entry check ------------------------------------------------------------------


def checks_in(pupil: Pupil, **responses: Any) -> None:
    given = {name: Given(SENT, response) for name, response in responses.items()}
    answering.check_in(pupil.house, pupil.person, given)


SENT = new_id()
FIRST = catalogue().course.entry_check[0]
ANSWER = right_response(FIRST, "fr")


def test_the_entry_check_is_kept_and_scores_nothing(pupil: Pupil) -> None:
    checks_in(pupil, **{FIRST.id: ANSWER})
    assert set(answering.entry_answers(pupil.house, pupil.person)) == {FIRST.id}
    (told,) = pupil.statements(say.ANSWERED)
    assert told["result"].keys() == {"response", "completion"}
    assert pupil.progress.percent == 0


def test_the_entry_check_sent_twice_is_told_once(pupil: Pupil) -> None:
    checks_in(pupil, **{FIRST.id: ANSWER})
    checks_in(pupil.speaks("en"), **{FIRST.id: ANSWER})
    assert len(pupil.statements(say.ANSWERED)) == 1


def test_a_fault_in_the_entry_check_names_its_question_and_keeps_nothing(pupil: Pupil) -> None:
    with pytest.raises(BadInput) as refusal:
        checks_in(pupil, **{FIRST.id: "no such choice"})
    assert set(refusal.value.problems) == {FIRST.id}
    with pytest.raises(NotFound):
        checks_in(pupil, unknown="a")
    assert answering.entry_answers(pupil.house, pupil.person) == {}
