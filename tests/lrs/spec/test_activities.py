from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.spec import rules
from collectif.lrs.spec.activities import (
    COMPONENT_LISTS,
    INTERACTION_TYPES,
    merge_definitions,
    validate_activity,
    validate_definition,
)

from . import strategies
from .examples import COURSE, refused

A = {"id": "a", "description": {"en": "First"}}
B = {"id": "b"}


@given(strategies.activities())
def test_every_activity_passes(activity: dict[str, Any]) -> None:
    validate_activity(activity, "$")


@pytest.mark.parametrize(
    ("activity", "path", "rule"),
    [
        ({}, "$.id", rules.REQUIRED),
        ({"objectType": "Activity"}, "$.id", rules.REQUIRED),
        ({"id": "should fail"}, "$.id", rules.IRI),
        ({"id": "ab=c://should.fail.com"}, "$.id", rules.IRI),
        ({"id": None}, "$.id", rules.NULL),
        ({"id": 5}, "$.id", rules.TYPE),
        ({**COURSE, "objectType": "activity"}, "$.objectType", rules.VALUE),
        ({**COURSE, "objectType": "Agent"}, "$.objectType", rules.VALUE),
        ({**COURSE, "definition": "course"}, "$.definition", rules.TYPE),
        ({**COURSE, "definition": None}, "$.definition", rules.NULL),
        ({**COURSE, "name": {"en": "Course"}}, "$.name", rules.UNKNOWN),
        ("http://example.org", "$", rules.TYPE),
        (None, "$", rules.NULL),
    ],
)
def test_a_wrong_activity_is_refused(activity: object, path: str, rule: str) -> None:
    error = refused(validate_activity, activity)
    assert (error.path, error.rule) == (path, rule)


@pytest.mark.parametrize(
    ("definition", "path", "rule"),
    [
        ({"name": "Course"}, "$.name", rules.TYPE),
        ({"name": {"a12345678": "Course"}}, "$.name.a12345678", rules.LANGUAGE),
        ({"description": {"en": 5}}, "$.description.en", rules.TYPE),
        ({"type": "should fail"}, "$.type", rules.IRI),
        ({"type": 5}, "$.type", rules.TYPE),
        ({"moreInfo": "should fail"}, "$.moreInfo", rules.IRI),
        ({"moreInfo": ""}, "$.moreInfo", rules.IRI),
        ({"extensions": "none"}, "$.extensions", rules.TYPE),
        ({"extensions": {"should fail": 1}}, '$.extensions["should fail"]', rules.IRI),
        ({"Name": {}}, "$.Name", rules.CASE),
        ({"colour": "red"}, "$.colour", rules.UNKNOWN),
        ({"interactionType": "choiCe"}, "$.interactionType", rules.INTERACTION_TYPE),
        ({"interactionType": "http://a.b/c"}, "$.interactionType", rules.INTERACTION_TYPE),
        ({"interactionType": 12345}, "$.interactionType", rules.TYPE),
        ({"interactionType": {}}, "$.interactionType", rules.TYPE),
        ({"correctResponsesPattern": ["a"]}, "$.interactionType", rules.INTERACTION_TYPE),
        (
            {"interactionType": "choice", "correctResponsesPattern": "a"},
            "$.correctResponsesPattern",
            rules.TYPE,
        ),
        (
            {"interactionType": "choice", "correctResponsesPattern": ["a", 5]},
            "$.correctResponsesPattern[1]",
            rules.TYPE,
        ),
    ],
)
def test_a_wrong_definition_is_refused(definition: object, path: str, rule: str) -> None:
    error = refused(validate_definition, definition)
    assert (error.path, error.rule) == (path, rule)


@pytest.mark.parametrize("kind", sorted(INTERACTION_TYPES))
def test_every_interaction_type_is_known_in_exactly_its_case(kind: str) -> None:
    validate_definition({"interactionType": kind}, "$")
    assert (
        refused(validate_definition, {"interactionType": kind.title()}).path == "$.interactionType"
    )


@pytest.mark.parametrize("key", COMPONENT_LISTS)
@pytest.mark.parametrize(
    ("components", "path", "rule"),
    [
        (A, "", rules.TYPE),
        (["a"], "[0]", rules.TYPE),
        ([A, {}], "[1].id", rules.REQUIRED),
        ([{"id": 5}], "[0].id", rules.TYPE),
        ([{"id": "a", "description": "First"}], "[0].description", rules.TYPE),
        (
            [{"id": "a", "description": {"a12345678": "x"}}],
            "[0].description.a12345678",
            rules.LANGUAGE,
        ),
        ([{"id": "a", "name": {}}], "[0].name", rules.UNKNOWN),
        ([A, B, {"id": "a"}], "[2].id", rules.DISTINCT_IDS),
    ],
)
def test_a_wrong_component_is_refused(key: str, components: object, path: str, rule: str) -> None:
    definition = {"interactionType": "other", key: components}
    error = refused(validate_definition, definition)
    assert (error.path, error.rule) == (f"$.{key}{path}", rule)


@pytest.mark.parametrize("key", COMPONENT_LISTS)
def test_components_need_an_interaction_type(key: str) -> None:
    validate_definition({"interactionType": "other", key: [A, B]}, "$")
    assert refused(validate_definition, {key: [A, B]}).rule == rules.INTERACTION_TYPE


def test_the_first_definition_of_an_activity_is_taken_whole() -> None:
    new = {"name": {"en": "Course"}}
    assert merge_definitions(None, new) == new
    assert merge_definitions({}, new) == new
    assert merge_definitions(new, None) == new
    assert merge_definitions(new, {}) == new
    assert merge_definitions(None, None) == {}


def test_languages_and_extensions_come_together_and_the_newer_text_wins() -> None:
    old = {
        "name": {"en": "Cuorse", "de": "Kurs"},
        "type": "http://example.org/old",
        "extensions": {"http://a.b/x": 1, "http://a.b/y": 2},
    }
    new = {
        "name": {"en": "Course", "fr": "Cours"},
        "description": {"fr": "Un cours"},
        "type": "http://example.org/new",
        "extensions": {"http://a.b/y": 3},
    }
    assert merge_definitions(old, new) == {
        "name": {"en": "Course", "de": "Kurs", "fr": "Cours"},
        "description": {"fr": "Un cours"},
        "type": "http://example.org/new",
        "extensions": {"http://a.b/x": 1, "http://a.b/y": 3},
    }


def test_correct_responses_are_not_rewritten() -> None:
    old = {"interactionType": "choice", "correctResponsesPattern": ["a"]}
    new = {"interactionType": "choice", "correctResponsesPattern": ["b"], "choices": [A, B]}
    merged = merge_definitions(old, new)
    assert merged["correctResponsesPattern"] == ["a"]
    assert merged["choices"] == [A, B]


def test_another_kind_of_question_changes_nothing_but_its_texts() -> None:
    old = {"interactionType": "choice", "choices": [A]}
    new = {"interactionType": "likert", "scale": [B], "name": {"en": "Question"}}
    assert merge_definitions(old, new) == {**old, "name": {"en": "Question"}}
    assert merge_definitions(old, {"name": {"en": "Question"}})["choices"] == [A]


def test_components_learn_languages_and_keep_their_order() -> None:
    old = {"interactionType": "choice", "choices": [B, A]}
    new = {
        "interactionType": "choice",
        "choices": [
            {"id": "a", "description": {"fr": "Premier"}},
            {"id": "c"},
            {"id": "b", "description": {"fr": "Second"}},
        ],
    }
    assert merge_definitions(old, new)["choices"] == [
        {"id": "b", "description": {"fr": "Second"}},
        {"id": "a", "description": {"en": "First", "fr": "Premier"}},
        {"id": "c"},
    ]


@given(strategies.definitions(), strategies.definitions())
def test_merging_changes_neither_side_and_gives_a_valid_definition(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    before = copy.deepcopy((old, new))
    merged = merge_definitions(old, new)
    assert (old, new) == before
    validate_definition(merged, "$")
    assert merge_definitions(merged, new) == merged
