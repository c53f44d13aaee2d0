from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collectif.course.diagnostics.answers import Answer, Answers, Evidence
from collectif.course.diagnostics.result import EXPLANATIONS, Explanation, Result
from collectif.course.diagnostics.scoring import EVIDENCE_CAP, score, score_dimension

from .samples import (
    EVERY_ITEM,
    NAMES,
    VARIANT,
    answered,
    everywhere,
    full_answers,
    partial_answers,
    patient,
    spec,
    variant,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def keys(explanation: Sequence[Explanation]) -> list[str]:
    return [step.key for step in explanation]


def values(explanation: Sequence[Explanation], key: str) -> dict[str, Any]:
    return dict(next(step.values for step in explanation if step.key == key))


# -- one dimension, by hand ---------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "grade", "number", "level", "capped"),
    [
        ((1, 1, 1), "document", 1.0, 1, False),
        ((5, 5, 5), "data", 5.0, 5, False),
        ((2, 3, 4), "document", 3.0, 3, False),
        ((3, 4, 4), "document", 3.7, 4, False),  # 11 / 3 = 3.67
        ((1, 2, 2), "example", 1.7, 1, False),  # 5 / 3 = 1.67
        ((2, 3, None), "document", 2.5, 2, False),  # two of three are enough
        ((2, 3, "unknown"), "document", 2.5, 2, False),
        ((4, 5, "not_applicable"), "document", 4.5, 5, False),
        ((3, 4, 4), "none", 2.5, 2, True),  # no evidence: 2.5 at most
        ((3, 4, 4), None, 2.5, 2, True),  # nothing said of evidence counts as none
        ((3, 4, 4), "example", 3.7, 4, False),  # one example is some evidence
        ((2, 2, 2), "none", 2.0, 2, False),  # below the cap nothing changes
        ((2, 3, None), "none", 2.5, 2, False),  # exactly at the cap, nothing was lowered
    ],
)
def test_a_dimension_scores_the_mean_of_its_items_and_2_5_at_most_without_evidence(
    levels: Any, grade: Any, number: float, level: int, capped: bool
) -> None:
    one = score_dimension(spec("D1"), answered({"D1": levels}, {"D1": grade}))
    assert (one.score, one.level, one.capped) == (number, level, capped)


@pytest.mark.parametrize(
    "levels",
    [
        (None, None, None),
        (4, None, None),
        (4, "unknown", "unknown"),
        (4, "not_applicable", "unknown"),
        ("not_applicable", "not_applicable", "not_applicable"),
    ],
)
def test_fewer_than_two_answered_items_give_no_score(levels: Any) -> None:
    one = score_dimension(spec("D1"), answered({"D1": levels}))
    assert (one.exact, one.score, one.level) == (None, None, None)
    count = sum(isinstance(level, int) for level in levels)
    assert values(one.explanation, "too_few") == {"count": count, "needed": 2}


def test_a_dimension_of_six_items_needs_four_answers() -> None:
    six = spec("D1", items="abcdef")
    few = Answers({f"d1-{letter}": Answer(3) for letter in "abc"})
    enough = Answers({f"d1-{letter}": Answer(3) for letter in "abcd"})
    assert score_dimension(six, few).score is None
    assert score_dimension(six, enough).score == 2.5


def test_not_knowing_and_not_applying_are_told_apart() -> None:
    one = score_dimension(spec("D1"), answered({"D1": ("unknown", "not_applicable", None)}))
    assert one.unknown == ("d1-a",)
    assert one.not_applicable == ("d1-b",)
    assert keys(one.explanation) == ["not_applicable", "unknown", "unanswered", "too_few"]
    assert values(one.explanation, "unanswered") == {"items": ("d1-c",)}


def test_a_score_says_how_it_was_made() -> None:
    one = score_dimension(spec("D1"), answered({"D1": (3, 4, 4)}, {"D1": "none"}))
    assert one.explanation == (
        Explanation("mean", {"sum": 11.0, "count": 3, "mean": 3.67}),
        Explanation("evidence", {"grade": "none"}),
        Explanation("evidence_cap", {"mean": 3.67, "cap": 2.5}),
        Explanation("level", {"score": 2.5, "level": 2, "low": 1.8, "high": 2.5}),
    )


# -- the whole, by hand -------------------------------------------------------


def test_the_overall_score_is_the_mean_of_the_eight_dimensions() -> None:
    levels = dict(zip(NAMES, [(3, 3, 3)] * 4 + [(4, 4, 4)] * 3 + [(2, 2, 3)], strict=True))
    overall = score(VARIANT, answered(levels)).overall
    assert overall.exact == Fraction(79, 24)  # (4 × 3 + 3 × 4 + 7/3) / 8 = 3.29
    assert (overall.score, overall.level, overall.limited_by) == (3.3, 3, ())
    assert values(overall.explanation, "overall_mean") == {"sum": 26.33, "count": 8, "mean": 3.29}


def test_rounding_happens_once_at_the_end() -> None:
    levels = dict(zip(NAMES, [(1, 2, 2)] * 6 + [(2, 2, 2)] * 2, strict=True))
    overall = score(VARIANT, answered(levels)).overall
    assert overall.exact == Fraction(7, 4)  # from 1.7 as shown it would be 1.775
    assert (overall.score, overall.level) == (1.8, 2)


@pytest.mark.parametrize(
    ("weak", "rest", "number", "level", "limited_by"),
    [
        ({"D5": 1}, 5, 4.5, 2, ("D5",)),  # would be level 5; D5 is at 1, so 2
        ({"D1": 2, "D6": 2}, 5, 4.3, 3, ("D1", "D6")),  # 34 / 8 = 4.25
        ({"D1": 2, "D6": 1}, 5, 4.1, 2, ("D6",)),  # only the lowest limits
        ({"D5": 3}, 4, 3.9, 4, ()),  # one level above the weakest is allowed
        ({"D2": 1}, 5, 4.5, 5, ()),  # D2 does not limit
    ],
)
def test_the_overall_level_is_at_most_one_above_the_weakest_of_d1_d5_d6(
    weak: dict[str, int], rest: int, number: float, level: int, limited_by: tuple[str, ...]
) -> None:
    levels = {name: (weak.get(name, rest),) * 3 for name in NAMES}
    overall = score(VARIANT, answered(levels)).overall
    assert (overall.score, overall.level) == (number, level)
    assert overall.limited_by == limited_by


def test_the_weakest_link_says_what_it_did() -> None:
    levels = {name: (1 if name == "D5" else 5,) * 3 for name in NAMES}
    overall = score(VARIANT, answered(levels)).overall
    assert keys(overall.explanation) == ["overall_mean", "level", "weakest_link"]
    assert values(overall.explanation, "weakest_link") == {
        "dimensions": ("D5",),
        "lowest": 1,
        "limit": 2,
        "level": 5,
    }


def test_the_weakest_link_looks_at_scores_after_the_evidence_cap() -> None:
    result = score(VARIANT, everywhere(5, grades={"D6": "none"}))
    assert result.dimensions["D6"].score == 2.5
    assert (result.overall.level, result.overall.limited_by) == (3, ("D6",))


def test_a_questionnaire_without_weakest_link_is_limited_by_nothing() -> None:
    levels = {name: (1 if name == "D1" else 5,) * 3 for name in NAMES}
    assert score(variant(weakest_link=()), answered(levels)).overall.level == 5


def test_one_dimension_without_a_score_leaves_the_whole_without_one() -> None:
    levels = dict.fromkeys(NAMES, (3, 3, 3)) | {"D7": (3, "unknown", "unknown")}
    result = score(VARIANT, answered(levels))
    assert (result.overall.score, result.overall.level) == (None, None)
    assert result.overall.explanation == (Explanation("overall_missing", {"dimensions": ("D7",)}),)
    assert result.dimensions["D1"].score == 3.0
    assert result.signals == ("d7-b", "d7-c")


def test_answers_to_items_of_another_version_count_for_nothing() -> None:
    known = everywhere(3)
    strange = replace(known, items={**known.items, "d9-z": Answer(5)})
    assert score(VARIANT, strange) == score(VARIANT, known)


# -- rules that always hold ---------------------------------------------------


@patient
@given(partial_answers())
def test_scores_stay_between_1_and_5(answers: Answers) -> None:
    result = score(VARIANT, answers)
    for one in result.dimensions.values():
        assert (one.score is None) == (one.level is None)
        assert one.score is None or 1 <= one.score <= 5
    assert result.overall.score is None or 1 <= result.overall.score <= 5


@patient
@given(partial_answers())
def test_every_explanation_has_the_values_it_promises(answers: Answers) -> None:
    result = score(VARIANT, answers)
    steps = [step for one in result.dimensions.values() for step in one.explanation]
    steps += result.overall.explanation
    steps += [step for one in result.priorities for step in one.explanation]
    assert all(set(step.values) == set(EXPLANATIONS[step.key]) for step in steps)


@patient
@given(full_answers(), st.sampled_from(EVERY_ITEM), st.integers(1, 5))
def test_raising_an_answer_never_lowers_anything(answers: Answers, item: str, level: int) -> None:
    before = answers.level(item)
    assume(isinstance(before, int) and level >= before)
    raised = replace(answers, items={**answers.items, item: Answer(level)})
    assert_no_lower(score(VARIANT, answers), score(VARIANT, raised))


@patient
@given(full_answers(), st.sampled_from(NAMES), st.sampled_from(["example", "document", "data"]))
def test_giving_evidence_never_lowers_anything(
    answers: Answers, dimension: str, grade: Any
) -> None:
    shown = replace(answers, evidence={**answers.evidence, dimension: Evidence(grade)})
    assert_no_lower(score(VARIANT, answers), score(VARIANT, shown))


def assert_no_lower(before: Result, after: Result) -> None:
    for name in NAMES:
        assert after.dimensions[name].exact >= before.dimensions[name].exact  # type: ignore[operator]
        assert after.dimensions[name].level >= before.dimensions[name].level  # type: ignore[operator]
    assert after.overall.exact >= before.overall.exact  # type: ignore[operator]
    assert after.overall.level >= before.overall.level  # type: ignore[operator]


@patient
@given(full_answers())
def test_without_evidence_no_dimension_passes_the_cap(answers: Answers) -> None:
    for name, one in score(VARIANT, answers).dimensions.items():
        if answers.grade(name) == "none":
            assert one.exact is not None
            assert one.exact <= EVIDENCE_CAP


@patient
@given(full_answers())
def test_the_overall_level_never_passes_the_weakest_link_by_two(answers: Answers) -> None:
    result = score(VARIANT, answers)
    lowest = min(result.dimensions[name].level or 0 for name in VARIANT.weakest_link)
    assert result.overall.level is not None
    assert result.overall.level <= lowest + 1
    assert bool(result.overall.limited_by) == ("weakest_link" in keys(result.overall.explanation))


@patient
@given(full_answers())
def test_the_overall_score_lies_between_the_lowest_and_the_highest_dimension(
    answers: Answers,
) -> None:
    result = score(VARIANT, answers)
    scores = [one.exact for one in result.dimensions.values() if one.exact is not None]
    assert result.overall.exact is not None
    assert min(scores) <= result.overall.exact <= max(scores)
