from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Invalid, Malformed
from collectif.lrs.spec import rules
from collectif.lrs.spec.agents import (
    identifier,
    identifiers,
    identifying,
    own_identifier,
    parse_agent_parameter,
    person,
    validate_actor,
    validate_agent,
    validate_authority,
    validate_group,
)

from . import strategies
from .examples import ANNA, BEN, CROWD, TEAM, refused

HASHED: dict[str, Any] = {"mbox_sha1sum": "767E74EAB7081C41E0B83630511139D130249666"}
OPEN: dict[str, Any] = {"openid": "http://ben.example.org/"}
ACCOUNT = BEN["account"]


@given(strategies.agents() | strategies.agents(typed=True))
def test_every_agent_passes_also_as_an_actor_and_as_an_authority(agent: dict[str, Any]) -> None:
    validate_agent(agent, "$")
    validate_actor(agent, "$")
    validate_authority(agent, "$")


@given(strategies.groups())
def test_every_group_passes_also_as_an_actor(group: dict[str, Any]) -> None:
    validate_group(group, "$")
    validate_actor(group, "$")


@pytest.mark.parametrize(
    ("agent", "path", "rule"),
    [
        ({}, "$", rules.ONE_IDENTIFIER),
        ({"name": "Anna"}, "$", rules.ONE_IDENTIFIER),
        ({"objectType": "Agent"}, "$", rules.ONE_IDENTIFIER),
        ({**ANNA, **BEN}, "$", rules.ONE_IDENTIFIER),
        ({**ANNA, **HASHED}, "$", rules.ONE_IDENTIFIER),
        ({**HASHED, **OPEN}, "$", rules.ONE_IDENTIFIER),
        ({**ANNA, "objectType": "agent"}, "$.objectType", rules.VALUE),
        ({**ANNA, "objectType": "Person"}, "$.objectType", rules.VALUE),
        ({**ANNA, "objectType": 5}, "$.objectType", rules.TYPE),
        ({**ANNA, "name": 5}, "$.name", rules.TYPE),
        ({**ANNA, "name": None}, "$.name", rules.NULL),
        ({**ANNA, "name": "An\0na"}, "$.name", rules.PLAIN_TEXT),
        ({**ANNA, "member": []}, "$.member", rules.UNKNOWN),
        ({**ANNA, "age": 5}, "$.age", rules.UNKNOWN),
        ({"Mbox": ANNA["mbox"]}, "$.Mbox", rules.CASE),
        ({"mbox": "mailto:should.fail.com"}, "$.mbox", rules.MAILTO),
        ({"mbox": "http://should.fail.com"}, "$.mbox", rules.MAILTO),
        ({"mbox": 5}, "$.mbox", rules.TYPE),
        ({"mbox_sha1sum": "should fail"}, "$.mbox_sha1sum", rules.SHA1),
        ({"openid": "ab=c://should.fail.com"}, "$.openid", rules.IRI),
        ({"openid": ""}, "$.openid", rules.IRI),
        ({"account": "ben"}, "$.account", rules.TYPE),
        ({"account": {"name": "ben"}}, "$.account.homePage", rules.REQUIRED),
        ({"account": {"homePage": "http://example.org"}}, "$.account.name", rules.REQUIRED),
        ({"account": {**ACCOUNT, "homePage": "example.org"}}, "$.account.homePage", rules.IRI),
        ({"account": {**ACCOUNT, "name": 5}}, "$.account.name", rules.TYPE),
        ({"account": {**ACCOUNT, "name": "b\0n"}}, "$.account.name", rules.PLAIN_TEXT),
        ({"account": {**ACCOUNT, "id": "5"}}, "$.account.id", rules.UNKNOWN),
        ({"account": {**ACCOUNT, "homepage": "http://a.b"}}, "$.account.homepage", rules.CASE),
        (None, "$", rules.NULL),
        ("mailto:anna@example.org", "$", rules.TYPE),
        ([ANNA], "$", rules.TYPE),
    ],
)
def test_a_wrong_agent_is_refused(agent: object, path: str, rule: str) -> None:
    error = refused(validate_agent, agent)
    assert (error.path, error.rule) == (path, rule)
    assert refused(validate_actor, agent).rule == rule


@pytest.mark.parametrize(
    ("group", "path", "rule"),
    [
        ({}, "$.objectType", rules.REQUIRED),
        ({"member": [ANNA]}, "$.objectType", rules.REQUIRED),
        ({"objectType": "group", "member": [ANNA]}, "$.objectType", rules.VALUE),
        ({"objectType": "Agent", **ANNA}, "$.objectType", rules.VALUE),
        ({"objectType": "Group"}, "$.member", rules.MEMBERS),
        ({"objectType": "Group", "name": "us"}, "$.member", rules.MEMBERS),
        ({"objectType": "Group", "member": ANNA}, "$.member", rules.TYPE),
        ({"objectType": "Group", "member": None}, "$.member", rules.NULL),
        ({"objectType": "Group", "member": ["anna"]}, "$.member[0]", rules.TYPE),
        ({"objectType": "Group", "member": [ANNA, {}]}, "$.member[1]", rules.ONE_IDENTIFIER),
        ({"objectType": "Group", "member": [ANNA, TEAM]}, "$.member[1].objectType", rules.VALUE),
        ({**TEAM, **ANNA}, "$", rules.ONE_IDENTIFIER),
        ({**TEAM, "size": 2}, "$.size", rules.UNKNOWN),
        (None, "$", rules.NULL),
    ],
)
def test_a_wrong_group_is_refused(group: object, path: str, rule: str) -> None:
    error = refused(validate_group, group)
    assert (error.path, error.rule) == (path, rule)


def test_an_actor_is_a_group_only_when_it_says_so() -> None:
    assert refused(validate_actor, {"member": [ANNA]}).path == "$.member"
    assert refused(validate_actor, {"objectType": ["Group"], **ANNA}).rule == rules.TYPE


@pytest.mark.parametrize("members", [[], [ANNA], [ANNA, BEN, HASHED]])
def test_a_group_vouches_only_as_two_of_them(members: list[Any]) -> None:
    error = refused(validate_authority, {"objectType": "Group", "member": members})
    assert (error.path, error.rule) == ("$.member", rules.AUTHORITY)


def test_application_and_user_vouch_together_but_no_identified_group_does() -> None:
    validate_authority(CROWD, "$")
    assert refused(validate_authority, TEAM).rule == rules.AUTHORITY
    assert refused(validate_authority, {"objectType": "Group", **ANNA}).rule == rules.AUTHORITY
    assert refused(validate_authority, 5).rule == rules.TYPE


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        (ANNA, "mbox|mailto:anna@example.org"),
        ({"mbox": "mailto:Anna@Example.org"}, "mbox|mailto:Anna@Example.org"),
        (BEN, "account|http://example.org|ben"),
        ({"account": {"homePage": "http://a.b", "name": "x|y"}}, "account|http://a.b|x|y"),
        (HASHED, "mbox_sha1sum|767e74eab7081c41e0b83630511139d130249666"),
        (OPEN, "openid|http://ben.example.org/"),
        (TEAM, "openid|http://example.org/team"),
        ({**ANNA, "name": "Anna", "objectType": "Agent"}, "mbox|mailto:anna@example.org"),
    ],
)
def test_everybody_is_known_by_one_string(agent: dict[str, Any], known: str) -> None:
    assert identifier(agent) == known
    assert own_identifier(agent) == known


def test_a_crowd_has_no_identifier_of_its_own() -> None:
    assert own_identifier(CROWD) is None
    with pytest.raises(Invalid):
        identifier(CROWD)


def test_a_filter_finds_a_group_by_its_own_identifier_and_by_those_of_its_members() -> None:
    both = {identifier(ANNA), identifier(BEN)}
    assert identifiers(ANNA) == {identifier(ANNA)}
    assert identifiers(CROWD) == both
    assert identifiers(TEAM) == both | {identifier(TEAM)}


@given(strategies.identifiers)
def test_an_identifier_gives_back_what_it_was_made_of(ifi: dict[str, Any]) -> None:
    assert identifying(identifier(ifi)) == ifi


@given(strategies.identifiers, strategies.identifiers)
def test_no_two_share_an_identifier(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (identifier(one) == identifier(other)) is (one == other)


@pytest.mark.parametrize("text", ["", "anna", "mail|x", "account|http://a.b", "name|Anna"])
def test_no_other_string_is_taken_for_an_identifier(text: str) -> None:
    with pytest.raises(ValueError):
        identifying(text)


def test_a_person_is_all_that_is_known_of_it_once_each() -> None:
    asked = {**ANNA, "name": "Anna", "objectType": "Agent"}
    known = [asked, {**ANNA, "name": "Anna B."}, {**HASHED}, BEN, {**BEN, "name": "Anna"}]
    assert person(known) == {
        "objectType": "Person",
        "name": ["Anna", "Anna B."],
        "mbox": [ANNA["mbox"]],
        "mbox_sha1sum": [HASHED["mbox_sha1sum"]],
        "account": [ACCOUNT],
    }


def test_an_unknown_person_is_made_of_the_question() -> None:
    assert person([OPEN]) == {"objectType": "Person", "openid": [OPEN["openid"]]}


def test_an_agent_parameter_is_json_of_an_agent_or_identified_group() -> None:
    assert parse_agent_parameter('{"mbox": "mailto:anna@example.org"}') == ANNA
    assert parse_agent_parameter('{"objectType":"Group","openid":"http://a.b"}')["openid"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "agent"),
        ("anna", "agent"),
        ("not json", "agent"),
        ("5", "agent"),
        ("null", "agent"),
        ("[]", "agent"),
        ("{}", "agent"),
        ('{"mbox": "anna"}', "agent.mbox"),
        ('{"mbox": "mailto:a@b.c", "mbox": "mailto:a@b.c"}', "agent.mbox"),
        ('{"objectType": "Group", "member": [{"mbox": "mailto:a@b.c"}]}', "agent"),
        ('{"objectType": "agent", "mbox": "mailto:a@b.c"}', "agent.objectType"),
    ],
)
def test_anything_else_is_refused_as_a_parameter(text: str, path: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_agent_parameter(text)
    assert isinstance(caught.value, Invalid | Malformed)
    assert caught.value.path == path


@given(st.text(max_size=30))
def test_any_text_is_an_agent_or_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_agent_parameter(text)
