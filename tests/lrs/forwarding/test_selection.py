from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Invalid
from collectif.lrs.forwarding.selection import MOST_VALUES, NAMES, check_rules, passes, voids
from tests.lrs.lms import activity, agent, new_id, statement, verb, voiding
from tests.lrs.spec.strategies import statements, whole_statements

HOME = "https://lms.example.org"
ACCOUNT = {"account": {"homePage": HOME, "name": "17"}}
REGISTRATION = new_id()


def lists(statement: dict[str, Any]) -> dict[str, list[str]]:
    """Rules that name just what this statement has."""
    return {
        "verbs": [statement["verb"]["id"]],
        "activities": [statement["object"]["id"]],
        "activity_prefixes": [statement["object"]["id"][:-2]],
        "registrations": [statement["context"]["registration"].upper()],
        "home_pages": [statement["actor"]["account"]["homePage"]],
    }


ONE = statement(actor=ACCOUNT, context={"registration": REGISTRATION})


def test_without_rules_everything_goes() -> None:
    assert passes({}, ONE)
    assert passes({"include": {}, "exclude": {}}, ONE)


@pytest.mark.parametrize("name", NAMES)
def test_each_list_lets_in_and_keeps_out(name: str) -> None:
    chosen = {name: lists(ONE)[name]}
    check_rules({"include": chosen})
    assert passes({"include": chosen}, ONE)
    assert not passes({"exclude": chosen}, ONE)
    assert not passes({"include": chosen, "exclude": chosen}, ONE)
    other = statement(
        actor={"account": {"homePage": "https://other.example.org", "name": "17"}},
        verb=verb("failed"),
        object=activity("zzz"),
        context={"registration": new_id()},
    )
    assert not passes({"include": chosen}, other)
    assert passes({"exclude": chosen}, other)


def test_every_list_to_include_has_to_match_and_one_of_its_values_is_enough() -> None:
    chosen = {
        name: [*values, "https://nowhere.example.org/"] for name, values in lists(ONE).items()
    }
    assert passes({"include": chosen}, ONE)
    assert not passes({"include": {**chosen, "verbs": ["https://a.b/c"]}}, ONE)


def test_a_member_of_a_group_counts_as_its_actor_does() -> None:
    crowd = {"objectType": "Group", "member": [agent(), ACCOUNT]}
    assert passes({"include": {"home_pages": [HOME]}}, statement(actor=crowd))
    assert not passes({"include": {"home_pages": [HOME]}}, statement())


def test_what_has_no_activity_is_in_no_list_of_activities() -> None:
    about = statement(object={"objectType": "Agent", **agent("ben")})
    prefixes = {"activity_prefixes": ["https://", "mailto:"]}
    assert not passes({"include": prefixes}, about)
    assert passes({"exclude": prefixes}, about)


def test_what_a_voiding_statement_voids() -> None:
    target = new_id()
    assert voids(voiding(target.upper())) == target
    assert voids(ONE) is None


@whole_statements
@given(statements(), st.sampled_from(NAMES))
def test_rules_can_be_asked_about_any_statement(found: dict[str, Any], name: str) -> None:
    value = new_id() if name == "registrations" else "https://nowhere.example.org/x"
    assert not passes({"include": {name: [value]}}, found)
    assert passes({"exclude": {name: [value]}}, found)


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        ([], "$"),
        ({"includes": {}}, "$.includes"),
        ({"include": []}, "$.include"),
        ({"include": {"verb": ["a:b"]}}, "$.include.verb"),
        ({"include": {"verbs": "a:b"}}, "$.include.verbs"),
        ({"include": {"verbs": []}}, "$.include.verbs"),
        ({"include": {"verbs": ["a:b"] * (MOST_VALUES + 1)}}, "$.include.verbs"),
        ({"include": {"verbs": ["a:b", "c"]}}, "$.include.verbs[1]"),
        ({"exclude": {"registrations": ["1"]}}, "$.exclude.registrations[0]"),
        ({"exclude": {"activity_prefixes": ["h"]}}, "$.exclude.activity_prefixes[0]"),
        ({"exclude": {"activity_prefixes": [1]}}, "$.exclude.activity_prefixes[0]"),
        ({"exclude": {"home_pages": [None]}}, "$.exclude.home_pages[0]"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused_where_they_are_wrong(
    rules: Any, path: str
) -> None:
    with pytest.raises(Invalid) as caught:
        check_rules(rules)
    assert caught.value.path == path
