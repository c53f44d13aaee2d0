from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.agents import identifier
from collectif.lrs.spec.parameters import (
    DocumentQuery,
    DocumentResource,
    StatementQuery,
    activities_query,
    agents_query,
    document_query,
    no_parameters,
    put_statement,
    statement_query,
)

from .examples import ANNA, COURSE, CROWD, EXPERIENCED, ID, OTHER_ID, TEAM

AGENT = ("agent", json.dumps(ANNA))
ACTIVITY = ("activityId", COURSE["id"])
STATE = ("stateId", "bookmark")
PROFILE = ("profileId", "preferences")
SINCE = ("since", "1970-01-01T00:00:01Z")

GOOD: dict[str, str] = {
    "statementId": ID,
    "voidedStatementId": ID,
    "agent": json.dumps(ANNA),
    "verb": EXPERIENCED["id"],
    "activity": COURSE["id"],
    "registration": ID,
    "related_activities": "true",
    "related_agents": "false",
    "since": "2020-01-01T00:00:00Z",
    "until": "2020-01-01T00:00:00+01:00",
    "limit": "10",
    "format": "ids",
    "attachments": "true",
    "ascending": "false",
}


def refusal(reader: Any, *args: Any) -> Invalid:
    with pytest.raises(Invalid) as caught:
        reader(*args)
    return caught.value


def test_a_query_without_parameters_asks_for_everything() -> None:
    assert statement_query([]) == StatementQuery()


def test_every_parameter_is_read() -> None:
    args = [(name, text) for name, text in GOOD.items() if not name.endswith("Id")]
    assert statement_query(args) == StatementQuery(
        agent=identifier(ANNA),
        verb=EXPERIENCED["id"],
        activity=COURSE["id"],
        registration=ID,
        related_activities=True,
        related_agents=False,
        since=1_577_836_800_000_000,
        until=1_577_833_200_000_000,
        limit=10,
        format="ids",
        attachments=True,
        ascending=False,
    )


def test_one_statement_is_asked_for_by_its_id_in_any_case() -> None:
    args = [("statementId", ID.upper()), ("format", "canonical"), ("attachments", "true")]
    query = StatementQuery(statement_id=ID, format="canonical", attachments=True)
    assert statement_query(args) == query
    assert statement_query([("voidedStatementId", ID)]) == StatementQuery(voided_statement_id=ID)


@pytest.mark.parametrize("name", sorted(GOOD.keys() - {"format", "attachments"}))
@pytest.mark.parametrize("own", ["statementId", "voidedStatementId"])
def test_an_id_stands_alone_but_for_format_and_attachments(own: str, name: str) -> None:
    if own == name:
        return
    error = refusal(statement_query, [(own, ID), (name, GOOD[name])])
    assert error.rule == rules.ID_ALONE
    assert error.path in {"statementId", "voidedStatementId"}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_parameter_in_another_case_is_refused(name: str) -> None:
    error = refusal(statement_query, [(name.upper(), GOOD[name])])
    assert (error.path, error.rule) == (name.upper(), rules.PARAMETER_CASE)
    assert error.detail == f"expected {name}"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_parameter_given_twice_is_refused(name: str) -> None:
    error = refusal(statement_query, [(name, GOOD[name]), (name, GOOD[name])])
    assert (error.path, error.rule) == (name, rules.REPEATED_PARAMETER)


@pytest.mark.parametrize("name", ["foo", "", "stateId", "method", "statement_id"])
def test_an_unknown_parameter_is_refused(name: str) -> None:
    assert refusal(statement_query, [(name, "bar")]).rule == rules.UNKNOWN_PARAMETER


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("statementId", "should fail", rules.UUID),
        ("voidedStatementId", "", rules.UUID),
        ("registration", ID + "0", rules.UUID),
        ("verb", "should fail", rules.IRI),
        ("verb", "experienced", rules.IRI),
        ("activity", "//example.org", rules.IRI),
        ("agent", json.dumps(CROWD), rules.ONE_IDENTIFIER),
        ("agent", "{}", rules.ONE_IDENTIFIER),
        ("agent", "5", rules.TYPE),
        ("related_activities", "True", rules.BOOLEAN_PARAMETER),
        ("related_agents", "1", rules.BOOLEAN_PARAMETER),
        ("attachments", "", rules.BOOLEAN_PARAMETER),
        ("ascending", "yes", rules.BOOLEAN_PARAMETER),
        ("since", "yesterday", rules.TIMESTAMP),
        ("until", "2020-01-01", rules.TIMESTAMP),
        ("until", "2020-01-01T00:00:00-00:00", rules.TIMESTAMP),
        ("limit", "-1", rules.LIMIT),
        ("limit", "1.5", rules.LIMIT),
        ("limit", "ten", rules.LIMIT),
        ("limit", "", rules.LIMIT),
        ("limit", "１", rules.LIMIT),
        ("format", "IDS", rules.VALUE),
        ("format", "", rules.VALUE),
    ],
)
def test_a_wrong_value_is_refused_under_the_name_of_its_parameter(
    name: str, text: str, rule: str
) -> None:
    error = refusal(statement_query, [(name, text)])
    assert (error.path.partition(".")[0], error.rule) == (name, rule)


def test_what_is_no_json_is_no_agent() -> None:
    with pytest.raises(BadRequest):
        statement_query([("agent", "anna")])


def test_an_identified_group_may_be_asked_for() -> None:
    assert statement_query([("agent", json.dumps(TEAM))]).agent == identifier(TEAM)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("0", 0), ("000", 0), ("007", 7), ("999999999", 999_999_999), ("9" * 5000, 10**9)],
)
def test_a_limit_may_be_as_large_as_it_likes(text: str, limit: int) -> None:
    assert statement_query([("limit", text)]).limit == limit


@given(st.lists(st.tuples(st.sampled_from(sorted(GOOD)), st.text(max_size=20)), max_size=3))
def test_any_arguments_make_a_query_or_are_refused(args: list[tuple[str, str]]) -> None:
    try:
        query = statement_query(args)
    except BadRequest:
        return
    assert isinstance(query, StatementQuery)


def test_a_put_names_its_statement() -> None:
    assert put_statement([("statementId", ID.upper())]) == ID
    assert refusal(put_statement, []).rule == rules.REQUIRED_PARAMETER
    assert refusal(put_statement, [("StatementId", ID)]).rule == rules.PARAMETER_CASE
    assert refusal(put_statement, [("statementId", ID), ("a", "b")]).path == "a"
    assert refusal(put_statement, [("statementId", "x")]).rule == rules.UUID


def test_some_requests_take_no_parameters() -> None:
    no_parameters([])
    assert refusal(no_parameters, [("foo", "bar")]).rule == rules.UNKNOWN_PARAMETER


CASES: dict[DocumentResource, list[tuple[str, str]]] = {
    "state": [ACTIVITY, AGENT, STATE],
    "agent_profile": [AGENT, PROFILE],
    "activity_profile": [ACTIVITY, PROFILE],
}
EVERYWHERE = [
    (resource, method) for resource in CASES for method in ("PUT", "POST", "GET", "HEAD", "DELETE")
]


@pytest.mark.parametrize(("resource", "method"), EVERYWHERE)
def test_one_document_is_named_in_full(resource: DocumentResource, method: str) -> None:
    query = document_query(resource, method, CASES[resource])
    expected = DocumentQuery(
        resource,
        activity=COURSE["id"] if ACTIVITY in CASES[resource] else None,
        agent=identifier(ANNA) if AGENT in CASES[resource] else None,
        id=CASES[resource][-1][1],
    )
    assert query == expected


@pytest.mark.parametrize(("resource", "method"), EVERYWHERE)
def test_each_missing_parameter_is_refused(resource: DocumentResource, method: str) -> None:
    lists = method in {"GET", "HEAD"} or (resource, method) == ("state", "DELETE")
    for left_out in CASES[resource]:
        args = [arg for arg in CASES[resource] if arg != left_out]
        if lists and left_out == CASES[resource][-1]:
            assert document_query(resource, method, args).id is None
        else:
            error = refusal(document_query, resource, method, args)
            assert (error.path, error.rule) == (left_out[0], rules.REQUIRED_PARAMETER)


@pytest.mark.parametrize("resource", list(CASES))
def test_lists_may_begin_at_a_time_and_documents_may_not(resource: DocumentResource) -> None:
    whole = CASES[resource]
    assert document_query(resource, "GET", [*whole[:-1], SINCE]).since == 1_000_000
    assert refusal(document_query, resource, "GET", [*whole, SINCE]).rule == rules.STATE_SINCE
    for method in ("PUT", "POST", "DELETE"):
        error = refusal(document_query, resource, method, [*whole, SINCE])
        assert (error.path, error.rule) == ("since", rules.UNKNOWN_PARAMETER)


def test_only_state_belongs_to_a_registration() -> None:
    registration = ("registration", OTHER_ID.upper())
    query = document_query("state", "PUT", [*CASES["state"], registration])
    assert query.registration == OTHER_ID
    assert document_query("state", "DELETE", [ACTIVITY, AGENT, registration]).id is None
    error = refusal(document_query, "agent_profile", "GET", [AGENT, registration])
    assert error.rule == rules.UNKNOWN_PARAMETER


@pytest.mark.parametrize(
    ("args", "path", "rule"),
    [
        ([("activityId", "course"), AGENT, STATE], "activityId", rules.IRI),
        ([ACTIVITY, ("agent", "{}"), STATE], "agent", rules.ONE_IDENTIFIER),
        ([ACTIVITY, AGENT, ("stateId", "")], "stateId", rules.REQUIRED_PARAMETER),
        ([ACTIVITY, AGENT, ("stateId", "a\0b")], "stateId", rules.PLAIN_TEXT),
        ([ACTIVITY, AGENT, STATE, ("registration", "x")], "registration", rules.UUID),
        ([ACTIVITY, AGENT, ("StateId", "a")], "StateId", rules.PARAMETER_CASE),
        ([ACTIVITY, AGENT, STATE, STATE], "stateId", rules.REPEATED_PARAMETER),
        ([ACTIVITY, AGENT, STATE, PROFILE], "profileId", rules.UNKNOWN_PARAMETER),
        ([ACTIVITY, AGENT, ("since", "x")], "since", rules.TIMESTAMP),
    ],
)
def test_wrong_parameters_of_documents_are_refused(
    args: list[tuple[str, str]], path: str, rule: str
) -> None:
    error = refusal(document_query, "state", "GET", args)
    assert (error.path, error.rule) == (path, rule)


def test_equal_agents_have_the_same_documents_whatever_else_is_said_of_them() -> None:
    other = ("agent", json.dumps({**ANNA, "name": "Anna", "objectType": "Agent"}))
    assert document_query("agent_profile", "GET", [AGENT]) == document_query(
        "agent_profile", "GET", [other]
    )


def test_a_person_is_asked_for_by_an_agent() -> None:
    assert agents_query([AGENT]) == ANNA
    assert refusal(agents_query, []).path == "agent"
    assert refusal(agents_query, [("agent", json.dumps(TEAM))]).path == "agent.objectType"
    assert refusal(agents_query, [AGENT, ("name", "Anna")]).rule == rules.UNKNOWN_PARAMETER


def test_an_activity_is_asked_for_by_its_id() -> None:
    assert activities_query([ACTIVITY]) == COURSE["id"]
    assert refusal(activities_query, []).path == "activityId"
    assert refusal(activities_query, [("activityId", "course")]).rule == rules.IRI
