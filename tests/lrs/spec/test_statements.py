from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Invalid
from collectif.lrs.spec import formats, rules
from collectif.lrs.spec.scalars import microseconds, timestamp
from collectif.lrs.spec.statements import complete, equivalent, references, validate
from collectif.lrs.spec.verbs import VOIDED
from collectif.lrs.spec.versions import V1, V2

from . import strategies
from .examples import (
    ANNA,
    BEN,
    COURSE,
    CROWD,
    EXPERIENCED,
    ID,
    REFERENCE,
    TEAM,
    attachment,
    statement,
    substatement,
)

NOW = 1_700_000_000_123_456
LRS = {"account": {"homePage": "http://lrs.example.org", "name": "key"}}
VOIDING = {"id": VOIDED}


def refusal(value: object, version: str = V2, path: str = "$") -> Invalid:
    with pytest.raises(Invalid) as caught:
        validate(value, version, path)
    return caught.value


@strategies.whole_statements
@given(strategies.statements(V1))
def test_every_statement_of_1_passes_in_both_versions(value: dict[str, Any]) -> None:
    validate(value, V1)
    validate(value, V2)


@strategies.whole_statements
@given(strategies.statements(V2))
def test_every_statement_of_2_passes_there(value: dict[str, Any]) -> None:
    validate(value, V2)


@strategies.whole_statements
@given(strategies.nulled())
def test_a_null_anywhere_but_in_extensions_is_refused_at_its_place(
    broken: tuple[dict[str, Any], str],
) -> None:
    value, path = broken
    error = refusal(value)
    assert (error.path, error.rule) == (path, rules.NULL)


@strategies.whole_statements
@given(strategies.with_stranger())
def test_an_unknown_property_anywhere_is_refused_at_its_place(
    broken: tuple[dict[str, Any], str],
) -> None:
    value, path = broken
    error = refusal(value)
    assert (error.path, error.rule) == (path, rules.UNKNOWN)


@strategies.whole_statements
@given(strategies.wrongly_cased())
def test_a_property_in_another_case_is_refused_at_its_place(
    broken: tuple[dict[str, Any], str],
) -> None:
    value, path = broken
    error = refusal(value)
    assert (error.path, error.rule) == (path, rules.CASE)


@strategies.whole_statements
@given(strategies.disturbed())
def test_whatever_is_not_refused_can_be_worked_with(value: dict[str, Any]) -> None:
    try:
        validate(value, V2)
    except Invalid:
        return
    made = completed(value)
    validate(made, V2)
    assert equivalent(made, value)
    assert references(made).verb == value["verb"]["id"]
    validate(formats.ids(made), V2)
    validate(formats.canonical(made, {}, {}, []), V2)


@given(strategies.json_values)
def test_other_json_is_no_statement(value: object) -> None:
    refusal(value)


@pytest.mark.parametrize(
    ("parts", "path", "rule"),
    [
        ({"id": ID + "0"}, "$.id", rules.UUID),
        ({"id": ID[:-1] + "M"}, "$.id", rules.UUID),
        ({"id": 12345}, "$.id", rules.TYPE),
        ({"id": {"key": "value"}}, "$.id", rules.TYPE),
        ({"actor": {}}, "$.actor", rules.ONE_IDENTIFIER),
        ({"actor": "Anna"}, "$.actor", rules.TYPE),
        ({"verb": {}}, "$.verb.id", rules.REQUIRED),
        ({"verb": "did"}, "$.verb", rules.TYPE),
        ({"object": {}}, "$.object.id", rules.REQUIRED),
        ({"object": "course"}, "$.object", rules.TYPE),
        ({"object": {**COURSE, "objectType": "activity"}}, "$.object.objectType", rules.VALUE),
        ({"object": {**ANNA, "objectType": "agent"}}, "$.object.objectType", rules.VALUE),
        ({"object": {**TEAM, "objectType": "group"}}, "$.object.objectType", rules.VALUE),
        (
            {"object": {**REFERENCE, "objectType": "statementref"}},
            "$.object.objectType",
            rules.VALUE,
        ),
        (
            {"object": {**substatement(), "objectType": "substatement"}},
            "$.object.objectType",
            rules.VALUE,
        ),
        ({"object": {**COURSE, "objectType": "Verb"}}, "$.object.objectType", rules.VALUE),
        ({"object": {**COURSE, "objectType": ["Activity"]}}, "$.object.objectType", rules.TYPE),
        ({"object": {**COURSE, "objectType": None}}, "$.object.objectType", rules.NULL),
        ({"object": ANNA}, "$.object.mbox", rules.UNKNOWN),
        ({"object": {"member": [ANNA]}}, "$.object.member", rules.UNKNOWN),
        ({"object": {"objectType": "Agent"}}, "$.object", rules.ONE_IDENTIFIER),
        ({"object": {"objectType": "StatementRef"}}, "$.object.id", rules.REQUIRED),
        ({"result": {"success": "yes"}}, "$.result.success", rules.TYPE),
        ({"result": {"score": {"scaled": 2}}}, "$.result.score.scaled", rules.SCALED),
        ({"context": {"language": "something"}}, "$.context.language", rules.LANGUAGE),
        ({"timestamp": "01/011/2015"}, "$.timestamp", rules.TIMESTAMP),
        ({"timestamp": "2015-01-01T00:00:00-00:00"}, "$.timestamp", rules.TIMESTAMP),
        ({"timestamp": 12345}, "$.timestamp", rules.TYPE),
        ({"stored": "yesterday"}, "$.stored", rules.TIMESTAMP),
        ({"authority": {}}, "$.authority", rules.ONE_IDENTIFIER),
        ({"authority": TEAM}, "$.authority", rules.AUTHORITY),
        ({"version": "0.9.9"}, "$.version", rules.VERSION),
        ({"version": "1.1.0"}, "$.version", rules.VERSION),
        ({"attachments": attachment()}, "$.attachments", rules.TYPE),
        ({"attachments": ["essay"]}, "$.attachments[0]", rules.TYPE),
        ({"attachments": [attachment(length="3")]}, "$.attachments[0].length", rules.TYPE),
        ({"objectType": "Statement"}, "$.objectType", rules.UNKNOWN),
        ({"Actor": ANNA}, "$.Actor", rules.CASE),
        ({"mood": "good"}, "$.mood", rules.UNKNOWN),
    ],
)
def test_a_wrong_part_is_refused_at_its_place(parts: dict[str, Any], path: str, rule: str) -> None:
    error = refusal(statement(**parts))
    assert (error.path, error.rule) == (path, rule)


@pytest.mark.parametrize("key", ["actor", "verb", "object"])
def test_a_statement_has_actor_verb_and_object(key: str) -> None:
    parts = statement()
    del parts[key]
    error = refusal(parts)
    assert (error.path, error.rule) == (f"$.{key}", rules.REQUIRED)
    error = refusal(statement(object={"objectType": "SubStatement", **parts}))
    assert (error.path, error.rule) == (f"$.object.{key}", rules.REQUIRED)


@pytest.mark.parametrize(
    "target",
    [COURSE, {**ANNA, "objectType": "Agent"}, TEAM, CROWD, REFERENCE, substatement()],
)
def test_six_things_can_be_the_object(target: dict[str, Any]) -> None:
    validate(statement(object=target), V1)


@pytest.mark.parametrize(
    ("parts", "path", "rule"),
    [
        ({"id": ID}, "id", rules.UNKNOWN),
        ({"stored": timestamp(NOW)}, "stored", rules.UNKNOWN),
        ({"version": "1.0.0"}, "version", rules.UNKNOWN),
        ({"authority": ANNA}, "authority", rules.UNKNOWN),
        ({"object": substatement()}, "object.objectType", rules.VALUE),
        ({"object": ANNA}, "object.mbox", rules.UNKNOWN),
        ({"timestamp": "2015-01-01T00:00:00-00"}, "timestamp", rules.TIMESTAMP),
        ({"result": {"duration": "P4W1D"}}, "result.duration", rules.DURATION),
        ({"context": {"registration": 5}}, "context.registration", rules.TYPE),
        ({"attachments": [{}]}, "attachments[0].usageType", rules.REQUIRED),
        (
            {"object": REFERENCE, "context": {"revision": "1"}},
            "context.revision",
            rules.ACTIVITY_ONLY,
        ),
        ({"verb": VOIDING}, "object.objectType", rules.VOIDING),
    ],
)
def test_a_wrong_substatement_is_refused_at_its_place(
    parts: dict[str, Any], path: str, rule: str
) -> None:
    error = refusal(statement(object=substatement(**parts)))
    assert (error.path, error.rule) == (f"$.object.{path}", rule)


def test_relations_to_agents_are_known_since_2_also_in_a_substatement() -> None:
    related = {"contextAgents": [{"objectType": "contextAgent", "agent": ANNA}]}
    for value, path in (
        (statement(context=related), "$.context.contextAgents"),
        (statement(object=substatement(context=related)), "$.object.context.contextAgents"),
    ):
        validate(value, V2)
        assert refusal(value, V1).path == path


@pytest.mark.parametrize(
    "target", [{**ANNA, "objectType": "Agent"}, TEAM, REFERENCE, substatement()]
)
@pytest.mark.parametrize("key", ["revision", "platform"])
def test_revision_and_platform_need_an_activity(target: dict[str, Any], key: str) -> None:
    validate(statement(context={key: "1"}), V1)
    error = refusal(statement(object=target, context={key: "1"}))
    assert (error.path, error.rule) == (f"$.context.{key}", rules.ACTIVITY_ONLY)


def test_voiding_needs_a_reference_that_need_not_lead_anywhere() -> None:
    validate(statement(verb=VOIDING, object=REFERENCE), V1)
    error = refusal(statement(verb=VOIDING))
    assert (error.path, error.rule) == ("$.object.objectType", rules.VOIDING)
    assert refusal(statement(verb=VOIDING, object=TEAM)).rule == rules.VOIDING
    assert (
        refusal(statement(verb=VOIDING, object={"objectType": "StatementRef"})).path
        == "$.object.id"
    )


def test_a_statement_of_2_is_too_new_for_a_request_of_1() -> None:
    validate(statement(version="2.0.0"), V2)
    assert refusal(statement(version="2.0.0"), V1).rule == rules.VERSION


def test_the_future_is_no_reason_to_refuse() -> None:
    validate(statement(timestamp="2099-01-01T00:00:00Z"), V2)


def test_the_path_begins_where_the_statement_stands() -> None:
    error = refusal(statement(actor={"mbox": "anna"}), path="$[3]")
    assert str(error) == '$[3].actor.mbox: mailto (Data 2.4.2.3, LRS 4.2.2.1): "anna"'


def completed(value: dict[str, Any], version: str = V2) -> dict[str, Any]:
    return complete(value, id=ID, stored=NOW, authority=LRS, version=version)


def test_what_is_missing_is_filled_in() -> None:
    assert completed(statement()) == statement(
        id=ID,
        timestamp="2023-11-14T22:13:20.123456Z",
        stored="2023-11-14T22:13:20.123456Z",
        authority=LRS,
        version="2.0.0",
    )
    assert completed(statement(), V1)["version"] == "1.0.0"


def test_what_was_sent_stays_but_for_stored_and_authority() -> None:
    sent = statement(
        id=REFERENCE["id"].upper(),
        timestamp="2020-01-01T00:00:00.5Z",
        stored="2020-01-01T00:00:00Z",
        authority=BEN,
        version="1.0.9",
        result={"duration": "PT1.23456S"},
    )
    changed = {"stored": "2023-11-14T22:13:20.123456Z", "authority": LRS}
    assert completed(sent) == {**sent, **changed}


def test_times_come_back_in_utc_also_inside() -> None:
    local, utc = "2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00Z"
    value = completed(statement(timestamp=local, object=substatement(timestamp=local)))
    assert value["timestamp"] == utc
    assert value["object"]["timestamp"] == utc


def test_context_activities_come_back_as_arrays_also_inside() -> None:
    context = {"language": "fr", "contextActivities": {"parent": COURSE, "other": [COURSE]}}
    arrays = {"language": "fr", "contextActivities": {"parent": [COURSE], "other": [COURSE]}}
    value = completed(statement(context=context, object=substatement(context=context)))
    assert value["context"] == arrays
    assert value["object"]["context"] == arrays


@strategies.whole_statements
@given(strategies.statements(), st.sampled_from([V1, V2]))
def test_completing_never_changes_what_was_sent(value: dict[str, Any], version: str) -> None:
    before = copy.deepcopy(value)
    completed(value, version)
    assert value == before


@strategies.whole_statements
@given(strategies.statements(), strategies.MICROSECONDS)
def test_a_completed_statement_is_valid_and_complete(value: dict[str, Any], stored: int) -> None:
    made = complete(value, id=ID, stored=stored, authority=LRS, version=V2)
    validate(made, V2)
    assert microseconds(made["stored"]) == stored
    assert complete(made, id=ID, stored=stored, authority=LRS, version=V2) == made


@strategies.whole_statements
@given(strategies.statements())
def test_the_order_of_properties_is_no_reason_to_refuse(value: dict[str, Any]) -> None:
    validate(dict(reversed(value.items())), V2)


def test_a_plain_statement_needs_three_properties_only() -> None:
    validate({"object": COURSE, "verb": EXPERIENCED, "actor": ANNA}, V1)
