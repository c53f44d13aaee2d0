from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.errors import Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.contexts import (
    ACTIVITY_ROLES,
    activities_of,
    check_fits_object,
    validate_context,
    validate_reference,
)
from collectif.lrs.spec.versions import V1, V2

from . import strategies
from .examples import ANNA, BEN, COURSE, CROWD, ID, REFERENCE, TEAM, refused

TYPE = "http://example.org/mentor"
MENTOR = {"objectType": "contextAgent", "agent": ANNA, "relevantTypes": [TYPE]}
CLASS = {"objectType": "contextGroup", "group": CROWD, "relevantTypes": [TYPE]}

in_1 = partial(validate_context, version=V1)
in_2 = partial(validate_context, version=V2)


@given(strategies.contexts(V1))
def test_every_context_of_1_passes_in_both_versions(context: dict[str, Any]) -> None:
    in_1(context, "$")
    in_2(context, "$")


@given(strategies.contexts(V2))
def test_every_context_of_2_passes_there(context: dict[str, Any]) -> None:
    in_2(context, "$")


@pytest.mark.parametrize(
    ("context", "path", "rule"),
    [
        ({"registration": "should fail"}, "$.registration", rules.UUID),
        ({"registration": ID + "0"}, "$.registration", rules.UUID),
        ({"registration": 5}, "$.registration", rules.TYPE),
        ({"instructor": {}}, "$.instructor", rules.ONE_IDENTIFIER),
        ({"instructor": "Anna"}, "$.instructor", rules.TYPE),
        ({"team": ANNA}, "$.team.objectType", rules.REQUIRED),
        ({"team": {"objectType": "Agent", **ANNA}}, "$.team.objectType", rules.VALUE),
        ({"contextActivities": [COURSE]}, "$.contextActivities", rules.TYPE),
        ({"contextActivities": {"child": COURSE}}, "$.contextActivities.child", rules.UNKNOWN),
        ({"contextActivities": {"Parent": COURSE}}, "$.contextActivities.Parent", rules.CASE),
        ({"contextActivities": {"parent": {}}}, "$.contextActivities.parent.id", rules.REQUIRED),
        ({"contextActivities": {"other": [{}]}}, "$.contextActivities.other[0].id", rules.REQUIRED),
        ({"contextActivities": {"other": None}}, "$.contextActivities.other", rules.NULL),
        (
            {"contextActivities": {"other": {**ANNA, "objectType": "Agent"}}},
            "$.contextActivities.other.mbox",
            rules.UNKNOWN,
        ),
        ({"revision": 1}, "$.revision", rules.TYPE),
        ({"platform": None}, "$.platform", rules.NULL),
        ({"language": "a12345678"}, "$.language", rules.LANGUAGE),
        ({"language": ""}, "$.language", rules.LANGUAGE),
        ({"statement": ID}, "$.statement", rules.TYPE),
        ({"statement": {"id": ID}}, "$.statement.objectType", rules.REQUIRED),
        (
            {"statement": {**REFERENCE, "objectType": "SubStatement"}},
            "$.statement.objectType",
            rules.VALUE,
        ),
        ({"extensions": {"should fail": 1}}, '$.extensions["should fail"]', rules.IRI),
        ({"Registration": ID}, "$.Registration", rules.CASE),
        ({"place": "Angers"}, "$.place", rules.UNKNOWN),
        ([], "$", rules.TYPE),
        (None, "$", rules.NULL),
    ],
)
def test_a_wrong_context_is_refused_in_both_versions(context: object, path: str, rule: str) -> None:
    for check in (in_1, in_2):
        error = refused(check, context)
        assert (error.path, error.rule) == (path, rule)


AGENTS = [
    (MENTOR, "", rules.TYPE),
    (None, "", rules.NULL),
    (["Anna"], "[0]", rules.TYPE),
    ([{"agent": ANNA}], "[0].objectType", rules.REQUIRED),
    ([{"objectType": "contextAgent"}], "[0].agent", rules.REQUIRED),
    ([{**MENTOR, "objectType": "contextagent"}], "[0].objectType", rules.VALUE),
    ([{**MENTOR, "objectType": "contextGroup"}], "[0].objectType", rules.VALUE),
    ([{**MENTOR, "agent": TEAM}], "[0].agent.objectType", rules.VALUE),
    ([{**MENTOR, "agent": {}}], "[0].agent", rules.ONE_IDENTIFIER),
    ([{**MENTOR, "relevantTypes": []}], "[0].relevantTypes", rules.RELEVANT_TYPES),
    ([{**MENTOR, "relevantTypes": TYPE}], "[0].relevantTypes", rules.TYPE),
    ([{**MENTOR, "relevantTypes": [TYPE, "x"]}], "[0].relevantTypes[1]", rules.IRI),
    ([{**MENTOR, "group": CROWD}], "[0].group", rules.UNKNOWN),
    ([MENTOR, {**MENTOR, "role": "x"}], "[1].role", rules.UNKNOWN),
]
GROUPS = [
    (CLASS, "", rules.TYPE),
    ([{"group": CROWD}], "[0].objectType", rules.REQUIRED),
    ([{**CLASS, "objectType": "ContextGroup"}], "[0].objectType", rules.VALUE),
    ([{**CLASS, "group": ANNA}], "[0].group.objectType", rules.REQUIRED),
    ([{**CLASS, "group": {"objectType": "Group"}}], "[0].group.member", rules.MEMBERS),
    ([{**CLASS, "relevantTypes": []}], "[0].relevantTypes", rules.RELEVANT_TYPES),
    ([{**CLASS, "agent": ANNA}], "[0].agent", rules.UNKNOWN),
]


@pytest.mark.parametrize(
    ("key", "entries", "path", "rule"),
    [("contextAgents", *case) for case in AGENTS] + [("contextGroups", *case) for case in GROUPS],
)
def test_a_wrong_relation_is_refused(key: str, entries: object, path: str, rule: str) -> None:
    error = refused(in_2, {key: entries})
    assert (error.path, error.rule) == (f"$.{key}{path}", rule)


@pytest.mark.parametrize("context", [{"contextAgents": [MENTOR]}, {"contextGroups": [CLASS]}])
def test_relations_are_unknown_before_2(context: dict[str, Any]) -> None:
    in_2(context, "$")
    assert refused(in_1, context).rule == rules.UNKNOWN


def test_relevant_types_may_be_left_out_and_any_group_may_be_related() -> None:
    in_2({"contextAgents": [{"objectType": "contextAgent", "agent": BEN}]}, "$")
    in_2({"contextGroups": [{"objectType": "contextGroup", "group": TEAM}]}, "$")


@pytest.mark.parametrize("key", ["revision", "platform"])
def test_revision_and_platform_speak_of_an_activity(key: str) -> None:
    check_fits_object({key: "1"}, "$.context", activity=True)
    check_fits_object({"language": "fr"}, "$.context", activity=False)
    with pytest.raises(Invalid) as caught:
        check_fits_object({key: "1"}, "$.context", activity=False)
    assert (caught.value.path, caught.value.rule) == (f"$.context.{key}", rules.ACTIVITY_ONLY)


@pytest.mark.parametrize("role", ACTIVITY_ROLES)
def test_context_activities_come_as_a_list_however_they_were_sent(role: str) -> None:
    assert activities_of({"contextActivities": {role: COURSE}}, role) == [COURSE]
    assert activities_of({"contextActivities": {role: [COURSE]}}, role) == [COURSE]
    assert activities_of({"contextActivities": {}}, role) == []
    assert activities_of({}, role) == []


@pytest.mark.parametrize(
    ("reference", "path", "rule"),
    [
        ({"objectType": "StatementRef"}, "$.id", rules.REQUIRED),
        ({"objectType": "statementref", "id": ID}, "$.objectType", rules.VALUE),
        ({**REFERENCE, "id": ID[:-1] + "M"}, "$.id", rules.UUID),
        ({**REFERENCE, "id": 12345}, "$.id", rules.TYPE),
        ({**REFERENCE, "verb": "x"}, "$.verb", rules.UNKNOWN),
    ],
)
def test_a_wrong_reference_is_refused(reference: object, path: str, rule: str) -> None:
    validate_reference(REFERENCE, "$")
    error = refused(validate_reference, reference)
    assert (error.path, error.rule) == (path, rule)
