"""The two questionnaires that come with the course."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from collectif.course.content import load as content
from collectif.course.diagnostics.load import load
from collectif.course.diagnostics.plan import plan
from collectif.course.diagnostics.scoring import score
from collectif.course.paths import MODULES

from .samples import NAMES, everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectif.course.content.model import Course, Text
    from collectif.course.diagnostics.model import Variant

BOTH = ("companies", "associations")


@pytest.fixture(scope="module")
def course() -> Course:
    found = content.read(MODULES).course  # as far as it goes: faults elsewhere have their own tests
    assert found is not None
    return found


@pytest.fixture(scope="module")
def variants(course: Course) -> dict[str, Variant]:
    return load(MODULES / "diagnostics", course)


def texts(variant: Variant) -> Iterator[Text]:
    yield from (variant.title, variant.intro, variant.not_applicable, variant.unknown)
    yield from variant.evidence.values()
    for landmark in variant.scale:
        yield from (landmark.name, landmark.sign, landmark.proof)
    for spec in variant.dimensions:
        yield from (spec.why, spec.evidence)
        for advice in spec.advice:
            yield from (advice.finding, advice.first_step)
    for item in variant.items:
        yield from (item.statement, *item.levels)


def test_there_is_one_for_companies_and_one_for_associations(variants: dict[str, Variant]) -> None:
    assert {name: one.kind for name, one in variants.items()} == {
        "companies": "company",
        "associations": "association",
    }
    assert variants["companies"].title["fr"] == "RSE & partenariats"
    assert variants["associations"].title["fr"] == "Stratégie partenariale"


@pytest.mark.parametrize("name", BOTH)
def test_each_asks_three_items_on_each_of_the_eight_dimensions(
    variants: dict[str, Variant], name: str
) -> None:
    variant = variants[name]
    assert tuple(one.id for one in variant.dimensions) == NAMES
    assert all(len(one.items) == 3 for one in variant.dimensions)
    assert len(variant.items) == 24
    assert variant.weakest_link == ("D1", "D5", "D6")


@pytest.mark.parametrize("name", BOTH)
def test_the_five_levels_are_those_of_the_common_scale(
    variants: dict[str, Variant], name: str
) -> None:
    names = [landmark.name["fr"] for landmark in variants[name].scale]
    assert names == ["Réactif", "Amorcé", "Structuré", "Piloté", "Transformant"]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_anchors_of_an_item_read_the_same(
    variants: dict[str, Variant], name: str, language: str
) -> None:
    for item in variants[name].items:
        assert len({level[language] for level in item.levels}) == 5, item.id


@pytest.mark.parametrize("name", BOTH)
def test_every_text_is_said_in_both_languages_and_differently(
    variants: dict[str, Variant], name: str
) -> None:
    for text in texts(variants[name]):
        assert set(text) == {"fr", "en"}
        assert text["fr"] != text["en"]


@pytest.mark.parametrize("name", BOTH)
def test_nothing_is_attributed_to_those_who_did_not_write_it(
    variants: dict[str, Variant], name: str
) -> None:
    words = " ".join(value for text in texts(variants[name]) for value in text.values())
    assert not re.search(r"RAMEAU|ESSEC", words, re.IGNORECASE)


@pytest.mark.parametrize("name", BOTH)
def test_french_signs_stand_after_a_space_that_does_not_break(
    variants: dict[str, Variant], name: str
) -> None:
    for text in texts(variants[name]):
        assert not re.search(r"[^\u00a0\u202f][;?!»]|« |[^\u00a0\u202fs]:", text["fr"]), text["fr"]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_level_below_the_highest_leads_to_a_plan_of_three_actions(
    variants: dict[str, Variant], name: str, level: int
) -> None:
    variant = variants[name]
    actions = plan(variant, score(variant, everywhere(level)))
    assert len(actions) == 3
    assert all(action.message.beyond for action in actions)


@pytest.mark.parametrize("name", BOTH)
def test_by_default_the_dimensions_that_limit_the_level_matter_most(
    variants: dict[str, Variant], name: str
) -> None:
    variant = variants[name]
    first, *_ = score(variant, everywhere(2)).priorities
    assert first.dimension in variant.weakest_link


@pytest.mark.parametrize("name", BOTH)
def test_every_dimension_leads_to_modules_that_are_there_and_to_a_tool_that_works_on_it(
    course: Course, variants: dict[str, Variant], name: str
) -> None:
    modules = {one.id: one for session in course.sessions for one in session.modules}
    for spec in variants[name].dimensions:
        for level, advice in enumerate(spec.advice, 1):
            links = (*advice.lessons, advice.testimony, advice.tool)
            assert {link.module for link in links} <= modules.keys(), (spec.id, level)
        tools = {advice.tool.module for advice in spec.advice}
        fitting = {tool for tool in tools if spec.id in modules[tool].dimensions}
        assert fitting, f"{spec.id}: none of {sorted(tools)} works on it"


def test_every_tool_of_the_course_is_proposed_to_somebody(
    course: Course, variants: dict[str, Variant]
) -> None:
    proposed = {
        advice.tool.module
        for variant in variants.values()
        for spec in variant.dimensions
        for advice in spec.advice
    }
    tools = {one.id for session in course.sessions for one in session.modules if one.kind == "tool"}
    assert proposed == tools
