"""The quiz: drawn, answered question by question, judged, tried again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.catalogue import Catalogue
from collectif.course.content.model import Item, Quiz
from collectif.course.errors import NotFound, Outdated
from collectif.course.services import quizzing
from collectif.course.xapi import vocabulary as say
from tests.houses import build, catalogue
from tests.pupils import Pupil, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectif.course.content.model import Module, Question
    from collectif.course.services.quizzing import Sitting
    from tests.conftest import Clock
    from tests.houses import Built

QUIZ = "s1-quiz"
POOL = tuple(question.id for question in catalogue().module(QUIZ).questions)


def drawn(sitting: Sitting) -> tuple[str, ...]:
    assert sitting.attempt is not None
    return sitting.attempt.questions


def changed(built: Built, **parts: Any) -> Built:
    """The same house after the author has changed the first quiz."""
    course = catalogue().course

    def change(module: Module) -> Module:
        return replace(module, **parts) if module.id == QUIZ else module

    first = course.sessions[0]
    sessions = (replace(first, modules=tuple(map(change, first.modules))), *course.sessions[1:])
    other = Catalogue(replace(course, sessions=sessions, version="another"))
    return build(built.database, built.house.clock, course=lambda: other)


def moved(pupil: Pupil, built: Built) -> Pupil:
    pupil.built, pupil.house = built, built.house
    return pupil


# -- drawing ------------------------------------------------------------------------


def test_a_try_is_drawn_from_the_pool_and_kept(pupil: Pupil) -> None:
    started = pupil.starts(QUIZ)
    assert len(set(drawn(started))) == 4
    assert set(drawn(started)) <= set(POOL)
    found = pupil.sits(QUIZ)
    assert (found.attempt, found.position, found.finished) == (started.attempt, 1, False)
    (told,) = pupil.statements(say.ATTEMPTED)
    assert told["context"]["extensions"][say.ATTEMPT] == started.attempt.id  # type: ignore[union-attr]


def test_choices_are_shuffled_in_an_order_that_is_kept(pupil: Pupil) -> None:
    attempt = pupil.starts(QUIZ).attempt
    assert attempt is not None
    assert set(attempt.orders) == set(attempt.questions)
    assert all(set(order) == {"juste", "fausse"} for order in attempt.orders.values())
    assert pupil.sits(QUIZ).attempt == attempt


def test_what_is_to_be_put_in_order_is_never_shown_in_order(pupil: Pupil, built: Built) -> None:
    first = catalogue().module(QUIZ).questions[0]
    items = tuple(Item(name, {"fr": name}) for name in ("un", "deux"))
    ordering = replace(first, kind="ordering", choices=(), items=items)
    moved_in = changed(built, questions=(ordering, *catalogue().module(QUIZ).questions[1:]))
    for _ in range(8):
        attempt = moved(pupil, moved_in).starts(QUIZ).attempt
        assert attempt is not None
        assert attempt.orders.get(first.id, ("deux", "un")) == ("deux", "un")
        pupil = Pupil(built)


def test_different_learners_get_different_questions(built: Built) -> None:
    tries = {drawn(Pupil(built).starts(QUIZ)) for _ in range(12)}
    assert len(tries) > 3


def test_starting_again_in_the_middle_goes_on_with_the_same_try(pupil: Pupil) -> None:
    started = pupil.starts(QUIZ)
    pupil.answers_at(QUIZ, 1)
    again = pupil.starts(QUIZ)
    assert (again.attempt, again.position) == (started.attempt, 2)
    assert len(pupil.statements(say.ATTEMPTED)) == 1


def test_a_pool_smaller_than_the_draw_is_asked_whole(pupil: Pupil) -> None:
    known = catalogue().module(QUIZ).quiz
    assert known is not None
    built = changed(pupil.built, quiz=replace(known, draw=50))
    assert set(drawn(moved(pupil, built).starts(QUIZ))) == set(POOL)


# -- answering ----------------------------------------------------------------------


def test_a_closed_tab_in_the_middle_loses_nothing(pupil: Pupil, clock: Clock) -> None:
    pupil.starts(QUIZ)
    pupil.answers_at(QUIZ, 1)
    pupil.answers_at(QUIZ, 2, right=False)
    clock.passes(days=14)
    pupil.comes_back()
    found = pupil.speaks("en").sits(QUIZ)
    assert (found.position, len(found.answers), found.wrong) == (3, 2, drawn(found)[1:2])


def test_an_answer_sent_again_changes_nothing(pupil: Pupil) -> None:
    pupil.starts(QUIZ)
    sent = new_id()
    pupil.answers_at(QUIZ, 1, right=False, sent=sent)
    sitting, outcome = pupil.answers_at(QUIZ, 1, right=True, sent=sent)
    assert outcome is None
    assert sitting.wrong == drawn(sitting)[:1]
    assert len(pupil.given(QUIZ)) == 1


def test_one_question_of_a_try_takes_one_answer(pupil: Pupil) -> None:
    pupil.starts(QUIZ)
    pupil.answers_at(QUIZ, 1, right=False)
    with pytest.raises(Outdated):
        pupil.answers_at(QUIZ, 1, right=True)
    assert pupil.given(QUIZ) == [(drawn(pupil.sits(QUIZ))[0], False)]


@pytest.mark.parametrize("position", [0, -1, 5])
def test_there_is_nothing_to_answer_beyond_the_try(pupil: Pupil, position: int) -> None:
    pupil.starts(QUIZ)
    with pytest.raises(NotFound):
        pupil.answers_at(QUIZ, position)


def test_without_a_try_there_is_nothing_to_answer(pupil: Pupil) -> None:
    with pytest.raises(Outdated):
        pupil.answers_at(QUIZ, 1)
    with pytest.raises(NotFound):
        pupil.starts("s1-lesson")


def test_questions_are_answered_in_any_order(pupil: Pupil) -> None:
    pupil.starts(QUIZ)
    for position in (4, 2, 1):
        assert not pupil.answers_at(QUIZ, position)[0].finished
    assert pupil.sits(QUIZ).position == 3
    sitting, outcome = pupil.answers_at(QUIZ, 3)
    assert sitting.passed and outcome is not None and outcome.completed_now


# -- judging -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "score", "verb", "band"),
    [
        (4, 1.0, say.PASSED, 90),
        (3, 0.75, say.PASSED, 70),
        (2, 0.5, say.FAILED, 50),
        (0, 0.0, say.FAILED, 0),
    ],
)
def test_a_finished_try_is_passed_or_failed(
    pupil: Pupil, right: int, score: float, verb: str, band: int
) -> None:
    sitting = pupil.tries(QUIZ, right)
    assert (sitting.score, sitting.passed) == (score, verb == say.PASSED)
    assert sitting.band.start == band
    told = [one for one in pupil.statements() if one["verb"]["id"] in (say.PASSED, say.FAILED)]
    assert [(one["verb"]["id"], one["result"]["score"]["scaled"]) for one in told] == [
        (verb, score)
    ]
    standing = pupil.standing(QUIZ)
    assert (standing.passed, standing.completed, standing.score) == (
        sitting.passed,
        sitting.passed,
        score,
    )


@pytest.mark.parametrize(
    ("pass_mark", "right", "passes"),
    [(0.75, 3, True), (0.7501, 3, False), (0.5, 2, True), (1.0, 4, True), (1.0, 3, False)],
)
def test_the_pass_mark_exactly_reached_passes(
    pupil: Pupil, pass_mark: float, right: int, passes: bool
) -> None:
    known = catalogue().module(QUIZ).quiz
    assert isinstance(known, Quiz)
    moved(pupil, changed(pupil.built, quiz=replace(known, pass_mark=pass_mark)))
    assert pupil.tries(QUIZ, right).passed is passes
    assert pupil.standing(QUIZ).passed is passes


def test_seven_of_ten_is_seventy_per_cent_whatever_floats_say(pupil: Pupil) -> None:
    pool = catalogue().module(QUIZ).questions
    ten = tuple(replace(pool[0], id=f"q{number}") for number in range(10))
    known = catalogue().module(QUIZ).quiz
    assert known is not None
    moved(pupil, changed(pupil.built, questions=ten, quiz=replace(known, draw=10)))
    assert pupil.tries(QUIZ, 7).passed


def test_a_better_score_is_kept_and_a_pass_is_not_lost(pupil: Pupil) -> None:
    pupil.tries(QUIZ, 1)
    pupil.tries(QUIZ, 4)
    pupil.tries(QUIZ, 0)
    standing = pupil.standing(QUIZ)
    assert (standing.score, standing.passed, standing.completed) == (1.0, True, True)
    assert pupil.record(QUIZ).failures == 2
    assert len(pupil.statements(say.COMPLETED, QUIZ)) == 1


def test_two_failed_tries_ask_for_help(pupil: Pupil) -> None:
    pupil.tries(QUIZ, 3 - 1)
    assert pupil.standing(QUIZ).state == "started"
    pupil.tries(QUIZ, 3 - 1)
    assert pupil.standing(QUIZ).state == "needs_help"


# -- trying again what was wrong -----------------------------------------------------------


def test_only_what_was_wrong_is_asked_again_and_the_rest_is_carried(pupil: Pupil) -> None:
    first = pupil.tries(QUIZ, 2)
    again = pupil.starts(QUIZ, only_wrong=True)
    assert again.attempt is not None
    assert set(again.attempt.questions) == set(first.wrong) == set(drawn(first)[2:])
    assert set(again.attempt.carried) == set(drawn(first)[:2])
    sitting, _outcome = pupil.answers_at(QUIZ, 1)
    assert not sitting.finished
    sitting, _outcome = pupil.answers_at(QUIZ, 2, right=False)
    assert (sitting.finished, sitting.score, sitting.passed) == (True, 0.75, True)


def test_what_was_carried_once_is_carried_on(pupil: Pupil) -> None:
    pupil.tries(QUIZ, 1)
    second = pupil.tries(QUIZ, 1, only_wrong=True)
    assert (len(drawn(second)), second.score) == (3, 0.5)
    third = pupil.tries(QUIZ, 2, only_wrong=True)
    assert (len(drawn(third)), third.score, third.passed) == (2, 1.0, True)


def test_with_nothing_wrong_a_whole_new_try_is_drawn(pupil: Pupil) -> None:
    pupil.tries(QUIZ, 4)
    again = pupil.starts(QUIZ, only_wrong=True)
    assert again.attempt is not None
    assert (len(again.attempt.questions), again.attempt.carried) == (4, ())


# -- the author changes the pool meanwhile ---------------------------------------------------


def without(names: Sequence[str]) -> tuple[Question, ...]:
    kept = [one for one in catalogue().module(QUIZ).questions if one.id not in names]
    return tuple(kept)


def test_a_try_with_a_question_that_is_gone_is_drawn_anew(pupil: Pupil) -> None:
    before = pupil.starts(QUIZ)
    pupil.answers_at(QUIZ, 1)
    moved(pupil, changed(pupil.built, questions=without(drawn(before)[-1:])))
    assert pupil.sits(QUIZ).attempt is None
    with pytest.raises(Outdated):
        pupil.answers_at(QUIZ, 2)
    after = pupil.tries(QUIZ, 4)
    assert set(drawn(after)).isdisjoint(drawn(before)[-1:])
    assert after.passed


def test_a_question_removed_from_the_rest_of_the_pool_disturbs_nobody(pupil: Pupil) -> None:
    before = pupil.starts(QUIZ)
    others = [name for name in POOL if name not in drawn(before)]
    moved(pupil, changed(pupil.built, questions=without(others)))
    assert pupil.sits(QUIZ).attempt == before.attempt


def test_an_answer_that_no_longer_fits_is_asked_for_again(pupil: Pupil) -> None:
    pupil.starts(QUIZ)
    pupil.answers_at(QUIZ, 1)
    pool = catalogue().module(QUIZ).questions
    renamed = tuple(
        replace(one, choices=tuple(replace(c, id=f"new-{c.id}") for c in one.choices))
        for one in pool
    )
    moved(pupil, changed(pupil.built, questions=renamed))
    assert (pupil.sits(QUIZ).position, pupil.sits(QUIZ).finished) == (1, False)
    for position in range(1, 5):
        sitting, _outcome = pupil.answers_at(QUIZ, position)
    assert sitting.passed


def test_a_kept_try_that_cannot_be_read_is_no_try(pupil: Pupil) -> None:
    pupil.starts(QUIZ)
    iri = pupil.house.catalogue.activity(QUIZ)
    for content in (b"{}", b"[1]", b"not json", b'{"id": 1, "questions": [], "orders": {}}'):
        with pupil.house.database.writing() as connection:
            pupil.built.recorder.put_state(
                connection,
                iri,
                pupil.actor,
                "attempt",
                content,
                registration=pupil.person.registration,
            )
        assert quizzing.sit(pupil.house, pupil.person, QUIZ).attempt is None
