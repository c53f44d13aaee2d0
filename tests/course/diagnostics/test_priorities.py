from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from collectif.course.diagnostics.result import Explanation
from collectif.course.diagnostics.scoring import score

from .samples import NAMES, VARIANT, answered, everywhere, full_answers, partial_answers, patient

if TYPE_CHECKING:
    from collectif.course.diagnostics.answers import Answers


def test_a_priority_weighs_the_gap_by_the_importance() -> None:
    answers = everywhere(
        2,
        targets=dict.fromkeys(NAMES, 2) | {"D2": 5, "D4": 3, "D7": 4},
        importance={"D2": 1, "D4": 3, "D7": 3},
    )
    found = score(VARIANT, answers).priorities
    assert [(one.dimension, one.weight) for one in found] == [("D7", 6), ("D2", 3), ("D4", 3)]
    assert found[0].explanation == (
        Explanation("priority", {"target": 4, "level": 2, "importance": 3, "weight": 6}),
    )


def test_among_equals_the_lowest_score_comes_first() -> None:
    levels = dict.fromkeys(NAMES, (2, 2, 2)) | {"D8": (2, 2, 3), "D6": (2, 2, 1)}
    targets = dict.fromkeys(NAMES, 1) | {"D8": 3, "D6": 2, "D3": 3}
    found = score(VARIANT, answered(levels, targets=targets)).priorities
    assert [one.dimension for one in found] == ["D6", "D3", "D8"]


def test_without_a_target_the_next_level_is_aimed_at() -> None:
    found = score(VARIANT, everywhere(3)).priorities
    assert [(one.dimension, one.target) for one in found] == [("D1", 4), ("D2", 4), ("D3", 4)]
    assert found[0].explanation == (
        Explanation("target_next", {"level": 3, "target": 4}),
        Explanation("importance_default", {"importance": 2}),
        Explanation("priority", {"target": 4, "level": 3, "importance": 2, "weight": 2}),
    )


def test_a_target_reached_or_passed_is_no_priority() -> None:
    assert score(VARIANT, everywhere(4, targets=dict.fromkeys(NAMES, 3))).priorities == ()
    assert score(VARIANT, everywhere(5)).priorities == ()


def test_a_dimension_without_a_score_is_neither_priority_nor_strength() -> None:
    levels = dict.fromkeys(NAMES, (4, 4, 4)) | {"D1": ("unknown", "unknown", "unknown")}
    result = score(VARIANT, answered(levels, targets={"D1": 5}))
    assert "D1" not in {one.dimension for one in result.priorities}
    assert "D1" not in result.strengths


def test_strengths_are_the_two_highest() -> None:
    levels = dict.fromkeys(NAMES, (2, 2, 2)) | {"D4": (4, 4, 4), "D7": (3, 4, 4)}
    targets = dict.fromkeys(NAMES, 2)
    assert score(VARIANT, answered(levels, targets=targets)).strengths == ("D4", "D7")


def test_among_equal_strengths_the_more_important_comes_first() -> None:
    answers = everywhere(3, targets=dict.fromkeys(NAMES, 3), importance={"D5": 3})
    assert score(VARIANT, answers).strengths == ("D5", "D1")


@patient
@given(partial_answers())
def test_there_are_at_most_three_priorities_heaviest_first_and_all_below_target(
    answers: Answers,
) -> None:
    found = score(VARIANT, answers).priorities
    weights = [one.weight for one in found]
    assert len(found) <= 3
    assert weights == sorted(weights, reverse=True)
    assert all(one.weight == (one.target - one.level) * one.importance > 0 for one in found)


@patient
@given(full_answers())
def test_nothing_left_out_weighs_more_than_a_priority(answers: Answers) -> None:
    result = score(VARIANT, answers)
    chosen = {one.dimension for one in result.priorities}
    least = min((one.weight for one in result.priorities), default=0)
    for name in set(NAMES) - chosen:
        level = result.dimensions[name].level or 0
        target = answers.targets.get(name, min(level + 1, 5))
        assert (target - level) * answers.importance.get(name, 2) <= max(least, 0)


@patient
@given(partial_answers())
def test_strengths_are_two_at_most_and_never_priorities(answers: Answers) -> None:
    result = score(VARIANT, answers)
    assert len(result.strengths) <= 2
    assert not set(result.strengths) & {one.dimension for one in result.priorities}


@patient
@given(full_answers())
def test_a_full_questionnaire_always_has_two_strengths(answers: Answers) -> None:
    assert len(score(VARIANT, answers).strengths) == 2
