"""What is typed into the search for statements → a query, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.web import statement_search as searching
from collectif.lrs import agent_identifier
from tests.houses import catalogue
from tests.lrs.spec import strategies as xapi

ID = "6f1f0b3e-5a5c-4d0c-9a0e-17a3e4c0dd17"
ADA = {"account": {"homePage": "https://x.org", "name": "ada"}}


def read(**fields: str) -> searching.Search:
    return searching.read(fields, catalogue())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ada@x.org", {"mbox": "mailto:ada@x.org"}),
        ("mailto:ada@x.org", {"mbox": "mailto:ada@x.org"}),
        ("https://x.org|ada", ADA),
        ("https://x.org | a|b ", {"account": {"homePage": "https://x.org", "name": "a|b"}}),
        ("https://x.org/ada", {"openid": "https://x.org/ada"}),
        ("AB" * 20, {"mbox_sha1sum": "AB" * 20}),
        (json.dumps(ADA), ADA),
    ],
)
def test_an_agent_may_be_typed_in_short(typed: str, meant: dict[str, Any]) -> None:
    found = searching.agent_meant(typed)
    assert found is not None
    assert json.loads(found) == meant
    wish = read(agent=typed)
    assert wish.errors == {}
    assert wish.query.agent == agent_identifier(meant)


@pytest.mark.parametrize("typed", ["ada", "|", "{", "{}", "[1]", "@", "mailto:ada", "x|y"])
def test_what_is_no_agent_is_told_and_kept(typed: str) -> None:
    wish = read(agent=typed)
    assert "agent en JSON" in wish.errors["agent"].replace("agent xAPI", "agent")
    assert wish.values["agent"] == typed


@given(xapi.identifiers)
def test_any_agent_can_be_typed_so_that_it_is_found_again(agent: dict[str, Any]) -> None:
    typed = searching.agent_typed(agent)
    meant = searching.agent_meant(typed)
    assert meant is not None
    assert json.loads(meant) == agent
    assert read(agent=typed).query.agent == agent_identifier(agent)


@pytest.mark.parametrize(
    "fields",
    [
        {"statementId": "x"},
        {"voidedStatementId": ID[:-1]},
        {"verb": "answered"},
        {"activity": "no-such-module"},
        {"registration": "x"},
        {"since": "hier"},
        {"until": "2026-13-01T00:00"},
        {"limit": "-1"},
        {"limit": "dix"},
        {"related_agents": "oui"},
        {"ascending": "1"},
        {"statementId": ID, "verb": "https://x.org/v"},
        {"statementId": ID, "limit": "5"},
        {"statementId": ID, "voidedStatementId": ID},
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(fields: dict[str, str]) -> None:
    wish = read(**fields)
    assert list(wish.errors) == [next(iter(fields))]
    assert {name: wish.values[name] for name in fields} == fields


def test_every_fault_is_told_at_once() -> None:
    assert set(read(agent="x", verb="x", since="x").errors) == {"agent", "verb", "since"}


def test_modules_and_sessions_are_known_by_their_ids() -> None:
    known = catalogue()
    assert read(activity="s1-lesson").query.activity == known.activity("s1-lesson")
    assert read(activity="s1").query.activity == known.session_activity("s1")
    assert read(activity="x:y").query.activity == "x:y"


def test_times_without_a_zone_are_utc() -> None:
    parameters = read(since="2026-11-23T18:30", until="2026-11-23T18:30:05").parameters
    assert parameters == {"since": "2026-11-23T18:30:00Z", "until": "2026-11-23T18:30:05Z"}
    assert read(since="2026-11-23T18:30+02:00").parameters["since"] == "2026-11-23T18:30+02:00"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", "datetime-local"),
        ("2026-11-23T18:30", "datetime-local"),
        ("2026-11-23T18:30:05.123", "datetime-local"),
        ("2026-11-23T18:30:05.123456Z", "text"),
        ("hier", "text"),
    ],
)
def test_an_input_can_always_show_what_was_typed(value: str, kind: str) -> None:
    assert searching.field_kind("since", value) == kind
    assert searching.field_kind("agent", value) == "text"


def test_the_request_asks_the_same_of_the_endpoint() -> None:
    wish = read(agent="a'b@x.org", verb="https://x.org/v?a=b", related_agents="true", limit="5")
    assert wish.request("https://lrs.org/xapi") == (
        "https://lrs.org/xapi/statements?agent=%7B%22mbox%22%3A%20%22mailto%3Aa%27b%40x.org%22%7D"
        "&verb=https%3A%2F%2Fx.org%2Fv%3Fa%3Db&limit=5&related_agents=true"
    )
    assert read().request("https://lrs.org/xapi") == "https://lrs.org/xapi/statements"
    assert read(ascending="false").parameters == {}


def test_the_log_gets_the_filters() -> None:
    assert read(verb="x:y", ascending="true", limit="7").filters() == "verb=x:y ascending=true"
    assert read(limit="7").filters() == "everything"
    padded = f"{{{' ' * 2_000}{json.dumps(ADA)[1:]}"
    assert read(agent=padded).filters() == "agent=account|https://x.org|ada"


def test_following_a_link_keeps_the_other_filters_and_starts_anew() -> None:
    wish = read(verb="x:y", since="2026-11-23T18:30", beyond="12", back="true")
    assert wish.narrowed(activity="x:z") == {
        "verb": "x:y",
        "since": "2026-11-23T18:30",
        "activity": "x:z",
    }
    assert read(statementId=ID).narrowed(verb="x:y") == {"verb": "x:y"}
    assert wish.turned(5) == {"verb": "x:y", "since": "2026-11-23T18:30", "beyond": "5"}
    assert wish.turned(5, back=True)["back"] == "true"


@pytest.mark.parametrize("text", ["", "-1", "x", "1e3", "٣", "9" * 99])
def test_a_page_that_is_none_is_the_first(text: str) -> None:
    assert read(beyond=text).beyond is None


@given(st.dictionaries(st.sampled_from(searching.FIELDS), st.text(max_size=30)))
def test_whatever_is_typed_is_read(fields: dict[str, str]) -> None:
    wish = read(**fields)
    assert set(wish.errors) <= {name for name, text in fields.items() if text.strip()}
