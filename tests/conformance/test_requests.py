"""Sections 1 to 5: requests, versions, the alternate syntax, statuses, authentication."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import pytest

from collectif.lrs import Database

from ..lrs.lms import LMS, Mounted, activity, agent, caller, mount, new_id, statement

VERSION = "X-Experience-API-Version"
FORM = "application/x-www-form-urlencoded"
STATE = {"activityId": "https://x.org/a", "agent": agent(), "stateId": "s"}
READABLE = (
    ("statements", {}),
    ("activities", {"activityId": "https://x.org/a"}),
    ("activities/state", {"activityId": "https://x.org/a", "agent": agent()}),
    ("activities/profile", {"activityId": "https://x.org/a"}),
    ("agents", {"agent": agent()}),
    ("agents/profile", {"agent": agent()}),
    ("about", {}),
)


def test_every_resource_is_below_one_base_and_answers_get_and_head(lms: LMS) -> None:
    """1.1, 1.2, 1.3: seven resources; HEAD is GET without the body."""
    for path, params in READABLE:
        got, head = lms.asks("GET", path, params), lms.asks("HEAD", path, params)
        assert (got.status_code, head.status_code) == (200, 200)
        assert head.data == b""
        assert head.content_type == got.content_type


def test_text_is_utf_8_everywhere(lms: LMS) -> None:
    """1.4: all strings are UTF-8, in bodies and parameters."""
    name = "Zoë 学 🎓"
    who = {"objectType": "Agent", "account": {"homePage": "https://x.org", "name": name}}
    lms.stores(statement(actor={**who, "name": name}))
    assert lms.finds(agent=who)[0]["actor"]["name"] == name


@pytest.mark.parametrize("name", ["StatementId", "LIMIT", "Agent", "foo", "state", ""])
def test_unknown_parameters_and_other_cases_are_refused(lms: LMS, name: str) -> None:
    """1.5, 7.1: a parameter that is unknown, or differs in case: 400."""
    for path, params in READABLE:
        assert lms.asks("GET", path, {**params, name: "1"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statementId", "not-a-uuid"),
        ("voidedStatementId", "a896b835-cc38-48fb-b4d1-94f529d6292"),
        ("registration", "63008778-7a80-4beb-a882-c5e4416ae2340"),
        ("agent", "not json"),
        ("agent", '{"mbox":"nobody"}'),
        ("agent", '{"mbox":"mailto:a@b.org","mbox":"mailto:a@b.org"}'),
        ("agent", "[]"),
        ("verb", "passed"),
        ("activity", "ab=c://x"),
        ("since", "yesterday"),
        ("until", "2026-13-01T00:00:00Z"),
        ("limit", "-1"),
        ("limit", "1.0"),
        ("limit", "ten"),
        ("format", "Exact"),
        ("format", "other"),
        ("ascending", "True"),
        ("ascending", "1"),
        ("attachments", "yes"),
        ("related_agents", ""),
        ("related_activities", "TRUE"),
    ],
)
def test_values_of_parameters_are_checked_like_statements(lms: LMS, name: str, value: str) -> None:
    """1.6, 7.8, 7.9: parameter values are validated strictly."""
    response = lms.gets(**{name: value})
    assert response.status_code == 400
    assert response.json["path"].startswith(name)


@pytest.mark.parametrize("body", ["", "{", '"text"', "1", "null", "{'a':1}", "[1]", "[[]]"])
def test_what_is_no_json_or_has_another_structure_is_refused(lms: LMS, body: str) -> None:
    """1.8, 1.9: malformed JSON, or JSON of the wrong structure: 400."""
    headers: dict[str, str | None] = {"Content-Type": "application/json"}
    response = lms.asks("POST", "statements", body=body, headers=headers)
    assert response.status_code == 400
    assert response.json["error"]


def test_meaning_is_never_judged(lms: LMS) -> None:
    """1.10: structure is enforced, never meaning."""
    strange = statement(
        verb={"id": "tag:nobody,2026:frobnicated"},
        result={"success": True, "score": {"scaled": -1}, "extensions": {"x:y": [None, {}]}},
    )
    lms.stores(strange)


def test_the_version_is_in_every_answer(lms: LMS, version: str) -> None:
    """2.1: the header is in every response, errors included."""
    for path, params in READABLE:
        for asked in (params, {**params, "foo": "1"}):
            response = lms.asks("GET", path, asked)
            assert response.headers[VERSION] == version
    assert lms.asks("GET", "nothing").headers[VERSION] == version
    nobody = lms.asks("GET", "statements", headers={"Authorization": None})
    assert (nobody.status_code, nobody.headers[VERSION]) == (401, version)


def test_versions_of_the_two_lines_are_accepted_and_no_others(lms: LMS) -> None:
    """2.2, 2.3, 2.4: 1.0, 1.0.x, 2.0, 2.0.x; all else 400, missing too."""
    for asked in ("1.0", "1.0.0", "1.0.9", "2.0", "2.0.0", "2.0.7"):
        assert lms.speaking(asked).gets().status_code == 200
    for asked in ("0.9", "0.95", "1", "1.1", "1.1.0", "2.1.0", "3.0", "abc", "1.0.", "V1.0.3"):
        response = lms.speaking(asked).gets()
        assert response.status_code == 400
        assert response.json["error"]
    assert lms.asks("GET", "statements", headers={VERSION: None}).status_code == 400


@pytest.mark.parametrize("default", ["1.0.3", "2.0.0"])
def test_without_a_version_the_answer_names_the_default(database: Database, default: str) -> None:
    """25.2: a setting for the version of answers to requests without one."""
    lms = mount(database, default_version=default).lms
    response = lms.asks("GET", "statements", headers={VERSION: None})
    assert (response.status_code, response.headers[VERSION]) == (400, default)


def test_about_needs_neither_version_nor_credentials(lms: LMS) -> None:
    """2.5, 24.1, 24.2: /about never rejects for its version; S: nor for credentials."""
    for asked in (None, "0.9", "1.0.3", "2.0.0", "9"):
        headers = {VERSION: asked, "Authorization": None}
        response = lms.asks("GET", "about", headers=headers)
        assert response.status_code == 200
        assert {"1.0.3", "2.0.0", "1.0.0"} <= set(response.json["version"])
        assert response.json.keys() <= {"version", "extensions"}


def _form(lms: LMS, method: str, fields: dict[str, str]) -> int:
    headers: dict[str, str | None] = {
        VERSION: None,
        "Authorization": None,
        "Content-Type": FORM,
    }
    sent = {VERSION: "1.0.3", "Authorization": f"Bearer {lms.name}", **fields}
    path = f"statements?method={method}"
    return lms.asks("POST", path, body=urlencode(sent), headers=headers).status_code


def test_a_form_may_carry_any_request_of_the_older_version(older: LMS) -> None:
    """3.1, 3.2: POST ?method= with headers, parameters and body as form fields."""
    one = new_id()
    body = json.dumps(statement())
    assert _form(older, "PUT", {"statementId": one, "content": body}) == 204
    assert _form(older, "GET", {"statementId": one}) == 200
    assert _form(older, "HEAD", {"statementId": one}) == 200
    assert _form(older, "POST", {"content": body, "Content-Type": "application/json"}) == 200
    assert _form(older, "GET", {"statementId": one, VERSION: "0.8"}) == 400
    assert _form(older, "PUT", {"statementId": one}) == 400
    assert _form(older, "GET", {"foo": "1"}) == 400


def test_the_newer_version_has_no_such_forms(newer: LMS) -> None:
    """3.5: a request with a `method` parameter is refused (removed in 2.0)."""
    for method in ("GET", "PUT", "POST"):
        path = f"statements?method={method}"
        headers: dict[str, str | None] = {"Content-Type": FORM}
        assert newer.asks("POST", path, body="a=1", headers=headers).status_code == 400


def test_the_most_fitting_status_is_used(lrs: Mounted, lms: LMS) -> None:
    """4.1, 4.2, 4.3: 400, 401, 403, 404, 409, 412 where each fits."""
    lrs.callers["reader"] = caller("reader", "all/read")
    one = new_id()
    lms.stores(statement(id=one))
    assert lms.gets(limit="x").status_code == 400
    assert lms.named("stranger").gets().status_code == 401
    assert lms.named("reader").posts(statement()).status_code == 403
    assert lms.gets(statementId=new_id()).status_code == 404
    assert lms.asks("GET", "activities/state", STATE).status_code == 404
    assert lms.posts(statement(id=one, actor=agent("ben"))).status_code == 409
    headers: dict[str, str | None] = {"If-Match": '"x"'}
    response = lms.asks("PUT", "activities/state", STATE, body="x", headers=headers)
    assert response.status_code == 412


def test_what_is_too_large_is_413(database: Database, version: str) -> None:
    """4.1, 4.3, 4.5: 413 for a Statement, document or Attachment over the limit."""
    lms = mount(database, largest_body=2_000).lms.speaking(version)
    large = "x" * 3_000
    assert lms.posts(statement(result={"response": large})).status_code == 413
    assert lms.asks("PUT", "activities/state", STATE, body=large).status_code == 413


def test_one_bad_statement_refuses_the_batch(lms: LMS) -> None:
    """4.4, 6.6: a batch is all or nothing."""
    assert lms.posts([statement(), statement(), statement(actor={})]).status_code == 400
    assert lms.sees() == []


def test_basic_authentication_is_understood(database: Database, version: str) -> None:
    """5.1, 5.3, 5.4, 25.1: HTTP Basic; wrong or malformed credentials: 401."""
    lrs = mount(database, resolver=None)
    with database.writing() as connection:
        lrs.recorder.create_credentials(connection, "LMS", frozenset({"all"}), key="k", secret="s")
    lms = lrs.lms.speaking(version)
    for pair, status in (("k:s", 200), ("k:x", 401), ("x:s", 401), ("k", 401), (":", 401)):
        header = "Basic " + base64.b64encode(pair.encode()).decode()
        assert (
            lms.asks("GET", "statements", headers={"Authorization": header}).status_code == status
        )
    for header in ("Basic k:s", "Basic", "foo:bar", "Basic ====", "Basic Og=="):
        assert lms.asks("GET", "statements", headers={"Authorization": header}).status_code == 401


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("all", {"write", "read", "state", "profile"}),
        ("all/read", {"read"}),
        ("statements/write", {"write"}),
        ("statements/read", {"read"}),
        ("statements/read/mine", {"read"}),
        ("state", {"state"}),
        ("profile", {"profile"}),
        ("define", set()),
    ],
)
def test_each_scope_opens_what_it_names(lrs: Mounted, lms: LMS, scope: str, may: set[str]) -> None:
    """4.3, 5.2: what is allowed is decided per credentials, by the scopes of C 4.2."""
    lrs.callers["one"] = caller("one", scope)
    one = lms.named("one")
    new: dict[str, str | None] = {"If-None-Match": "*"}
    profile = {"agent": agent(), "profileId": new_id()}
    state = {**STATE, "stateId": new_id()}
    done = {
        "write": one.posts(statement()).status_code,
        "read": one.gets().status_code,
        "state": one.asks("PUT", "activities/state", state, body="x").status_code,
        "profile": one.asks("PUT", "agents/profile", profile, body="x", headers=new).status_code,
    }
    assert {what for what, status in done.items() if status < 300} == may
    assert {status for what, status in done.items() if what not in may} <= {403}


def test_who_may_not_define_is_heard_but_changes_no_definition(lrs: Mounted, lms: LMS) -> None:
    """5.7, 16.2: without `define` the Statement is stored, definitions stay."""
    lrs.callers["writer"] = caller("writer", "statements/write")
    unit = activity("u", name={"en": "forged"})
    assert lms.named("writer").posts(statement(object=unit)).status_code == 200
    params = {"activityId": unit["id"]}
    assert "definition" not in lms.asks("GET", "activities", params).json


def test_browsers_of_other_origins_are_answered(lms: LMS) -> None:
    """1.11: OPTIONS, allowed and exposed headers for calls across origins."""
    for path, _ in READABLE:
        response = lms.asks("OPTIONS", path, headers={VERSION: None, "Authorization": None})
        assert response.status_code == 204
        assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]
