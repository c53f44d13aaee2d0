from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from collectif.course.diagnostics.model import Link
from collectif.course.diagnostics.plan import DAYS, message, messages, plan
from collectif.course.diagnostics.scoring import score

from .samples import NAMES, VARIANT, answered, everywhere, partial_answers, patient

if TYPE_CHECKING:
    from collectif.course.diagnostics.answers import Answers


def test_an_action_says_what_to_do_within_thirty_days_and_where_to_learn_it() -> None:
    answers = everywhere(2, targets=dict.fromkeys(NAMES, 2) | {"D5": 4})
    (action,) = plan(VARIANT, score(VARIANT, answers))
    assert (action.rank, action.level, action.target, action.weight) == (1, 2, 4, 4)
    assert action.days == DAYS == 30
    assert action.message.first_step["en"] == "D5 from 2 (en)"
    assert action.message.lessons == (Link("s1-lesson", "screen"),)
    assert action.message.testimony == Link("s1-testimony")
    assert action.message.tool == Link("s1-tool")


def test_a_message_names_the_next_level_even_when_the_target_is_further() -> None:
    said = message(VARIANT, "D3", 2)
    assert said.finding["en"] == "D3 is at 2 (en)"
    assert said.why["en"] == "why D3 (en)"
    assert said.beyond is not None
    assert said.beyond["en"] == "D3 is at 3 (en)"


def test_beyond_the_highest_level_there_is_nothing() -> None:
    assert message(VARIANT, "D3", 5).beyond is None


def test_an_unknown_dimension_has_no_message() -> None:
    with pytest.raises(KeyError):
        message(VARIANT, "D9", 1)


def test_every_dimension_with_a_level_has_a_message_in_the_order_asked() -> None:
    levels = dict.fromkeys(NAMES, (3, 3, 3)) | {"D4": ("unknown", "unknown", 3)}
    said = messages(VARIANT, score(VARIANT, answered(levels)))
    assert [one.dimension for one in said] == [name for name in NAMES if name != "D4"]


def test_when_every_target_is_reached_the_plan_is_empty() -> None:
    assert plan(VARIANT, score(VARIANT, everywhere(5))) == ()


@patient
@given(partial_answers())
def test_actions_follow_the_priorities_in_order(answers: Answers) -> None:
    result = score(VARIANT, answers)
    actions = plan(VARIANT, result)
    assert [one.message.dimension for one in actions] == [
        one.dimension for one in result.priorities
    ]
    assert [one.rank for one in actions] == list(range(1, len(actions) + 1))
    assert all(one.level < one.target for one in actions)
