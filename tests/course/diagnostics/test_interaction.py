from __future__ import annotations

from hypothesis import given

from collectif.course.diagnostics.answers import Answer
from collectif.course.diagnostics.interaction import interaction, response

from .samples import CHOICES, VARIANT


def test_an_item_is_a_likert_whose_scale_runs_from_low_to_high() -> None:
    definition = interaction(VARIANT, VARIANT.item("d1-a"))
    assert definition["interactionType"] == "likert"
    assert definition["name"] == VARIANT.dimension("D1").title
    assert definition["description"] == VARIANT.item("d1-a").statement
    assert [one["id"] for one in definition["scale"]][:5] == ["1", "2", "3", "4", "5"]
    assert definition["scale"][4]["description"] == VARIANT.item("d1-a").levels[4]


@given(CHOICES)
def test_every_response_is_declared_on_the_scale(choice: int | str) -> None:
    declared = {one["id"] for one in interaction(VARIANT, VARIANT.item("d2-b"))["scale"]}
    assert response(Answer(choice)) in declared  # type: ignore[arg-type]


def test_without_a_choice_there_is_no_response() -> None:
    assert response(Answer(note="later")) is None
