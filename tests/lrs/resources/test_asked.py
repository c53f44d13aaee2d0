"""Reading requests: versions, both syntaxes, what cannot be read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from ..lms import LMS, agent, new_id, statement

FORM = "application/x-www-form-urlencoded"
VERSION = "X-Experience-API-Version"


def _form(lms: LMS, method: str, path: str, fields: dict[str, Any], **options: Any) -> Any:
    """A request in the alternate syntax, without any header of xAPI."""
    fields = {VERSION: "1.0.3", "Authorization": f"Bearer {lms.name}", **fields}
    headers = {"Content-Type": FORM, "Authorization": None, VERSION: None, **options}
    body = urlencode({name: value for name, value in fields.items() if value is not None})
    return lms.asks("POST", f"{path}?method={method}", body=body, headers=headers)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
    ],
)
def test_the_answer_names_the_latest_version_of_the_line(
    lms: LMS, asked: str, answered: str
) -> None:
    for path in ("statements", "agents", "activities/state"):
        response = lms.speaking(asked).asks("GET", path)
        assert response.headers[VERSION] == answered


@pytest.mark.parametrize("version", [None, "", "0.9", "0.95", "1.1.0", "2.1.0", "3", "1.0.x", "é"])
def test_other_versions_are_refused(lms: LMS, version: str | None) -> None:
    response = lms.asks("GET", "statements", headers={VERSION: version})
    assert response.status_code == 400
    assert response.json["path"] == VERSION
    assert response.headers[VERSION] == "1.0.3"


def test_a_form_stands_for_any_request(lms: LMS) -> None:
    one = new_id()
    put = _form(lms, "PUT", "statements", {"statementId": one, "content": json.dumps(statement())})
    assert put.status_code == 204
    got = _form(lms, "GET", "statements", {"statementId": one})
    assert got.json["id"] == one
    posted = _form(lms, "POST", "statements", {"content": json.dumps([statement()])})
    assert len(posted.json) == 1
    assert len(_form(lms, "GET", "statements", {"limit": "1"}).json["statements"]) == 1


def test_a_form_stands_for_documents_too(lms: LMS) -> None:
    where = {"activityId": "https://x.org/a", "agent": json.dumps(agent()), "stateId": "s"}
    content = "l’été & l=hiver+"
    put = _form(
        lms, "PUT", "activities/state", {**where, "content": content, "Content-Type": "text/plain"}
    )
    assert put.status_code == 204
    got = _form(lms, "GET", "activities/state", where)
    assert (got.text, got.content_type) == (content, "text/plain")
    head = _form(lms, "HEAD", "activities/state", where)
    assert (head.status_code, head.data) == (200, b"")
    gone = _form(lms, "DELETE", "activities/state", {**where, "If-Match": '"other"'})
    assert gone.status_code == 412
    assert _form(lms, "DELETE", "activities/state", where).status_code == 204


@pytest.mark.parametrize(
    "path",
    [
        "statements?method=GET&limit=1",
        "statements?method=GET&method=GET",
        "statements?method=PATCH",
        "statements?method=get",
    ],
)
def test_a_form_has_method_alone_in_its_url(lms: LMS, path: str) -> None:
    body = urlencode({VERSION: "1.0.3"})
    response = lms.asks("POST", path, body=body, headers={"Content-Type": FORM})
    assert response.status_code == 400


def test_a_form_is_a_post_of_a_form(lms: LMS) -> None:
    assert lms.asks("GET", "statements?method=GET").status_code == 400
    body = json.dumps(statement())
    as_json = {"Content-Type": "application/json"}
    assert lms.asks("POST", "statements?method=POST", body=body, headers=as_json).status_code == 400


def test_the_version_of_the_form_counts(lms: LMS) -> None:
    assert _form(lms, "GET", "statements", {VERSION: "0.8"}).status_code == 400
    newer = _form(lms, "GET", "statements", {VERSION: "2.0.0"})
    assert (newer.status_code, newer.headers[VERSION]) == (400, "1.0.3")
    assert _form(lms, "GET", "statements", {VERSION: None}).status_code == 400
    by_header = {VERSION: "1.0.3"}
    assert _form(lms, "GET", "statements", {VERSION: None}, **by_header).status_code == 200


def test_the_new_version_has_no_forms(lms: LMS) -> None:
    response = lms.speaking("2.0.0").asks(
        "POST", "statements?method=GET", headers={"Content-Type": FORM}
    )
    assert response.status_code == 400


def test_a_form_that_stands_for_nobody_is_401(lms: LMS) -> None:
    assert _form(lms, "GET", "statements", {"Authorization": None}).status_code == 401
    assert _form(lms, "GET", "statements", {"Authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x=1", "\0", "é → è"])
def test_a_form_smuggles_no_headers(lms: LMS, value: str) -> None:
    where = {"activityId": "https://x.org/a", "agent": json.dumps(agent()), "stateId": "s"}
    fields = {**where, "content": "x", "Content-Type": value}
    response = _form(lms, "PUT", "activities/state", fields)
    assert (response.status_code, response.json["path"]) == (400, "Content-Type")


@pytest.mark.parametrize(
    "query", ["limit=%ff", "limit=%ed%a0%80", "limit=é", "&".join(["a=1"] * 200)]
)
def test_parameters_that_cannot_be_read_are_refused(lms: LMS, query: str) -> None:
    response = lms.asks("GET", f"statements?{query}")
    assert response.status_code == 400


@pytest.mark.parametrize("body", ["content=%ff", "content=é", "&".join(["a=1"] * 200)])
def test_forms_that_cannot_be_read_are_refused(lms: LMS, body: str) -> None:
    response = lms.asks(
        "POST", "statements?method=POST", body=body.encode(), headers={"Content-Type": FORM}
    )
    assert response.status_code == 400


def test_a_parameter_given_twice_is_refused(lms: LMS) -> None:
    response = lms.asks("GET", "statements?limit=1&limit=2")
    assert (response.status_code, response.json["rule"]) == (400, "parameter-given-once")
