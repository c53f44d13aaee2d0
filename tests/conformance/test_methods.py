"""Sections 1 and 3: methods, Content-Types, forms that stand for any request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from ..lrs.lms import LMS, agent, new_id, statement

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

FORM = "application/x-www-form-urlencoded"
READ = {"GET", "HEAD", "OPTIONS"}
METHODS = {
    "statements": READ | {"PUT", "POST"},
    "activities/state": READ | {"PUT", "POST", "DELETE"},
    "activities/profile": READ | {"PUT", "POST", "DELETE"},
    "agents/profile": READ | {"PUT", "POST", "DELETE"},
    "activities": READ,
    "agents": READ,
    "about": READ,
}
ACTIVITY = {"activityId": "https://x.org/a"}
AGENT = {"agent": json.dumps(agent())}


@pytest.mark.parametrize("path", METHODS)
def test_each_resource_has_its_methods_and_no_others(lms: LMS, path: str) -> None:
    """1.2: what a resource does not support is told as such, with what it does."""
    for method in {"PUT", "POST", "DELETE", "PATCH"} - METHODS[path]:
        response = lms.asks(method, path, body="{}")
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == METHODS[path]
    for method in METHODS[path]:
        assert lms.asks(method, path, body="{}").status_code != 405


def test_what_is_below_no_resource_is_not_found(lms: LMS) -> None:
    """1.1: nothing else answers below the base."""
    for path in ("", "statement", "statements/1", "Statements", "activities/states", "profile"):
        assert lms.asks("GET", path).status_code == 404


@pytest.mark.parametrize("kind", ["text/plain", FORM, "multipart/form-data", "nonsense", None])
def test_statements_come_as_json_or_multipart(lms: LMS, kind: str | None) -> None:
    """1.7, 9.7: JSON under another type, or none, is refused."""
    headers = {"Content-Type": kind}
    for method, params in (("POST", {}), ("PUT", {"statementId": new_id()})):
        body = json.dumps(statement())
        response = lms.asks(method, "statements", params, body=body, headers=headers)
        assert response.status_code == 400
    assert lms.sees() == []


def test_json_may_say_its_charset(lms: LMS) -> None:
    """1.7: parameters of the Content-Type make no difference, nor does its case."""
    for kind in ("application/json; charset=utf-8", "Application/JSON;charset=UTF-8"):
        headers: dict[str, str | None] = {"Content-Type": kind}
        body = json.dumps(statement(actor={**agent(), "name": "Zoë"}), ensure_ascii=False)
        response = lms.asks("POST", "statements", body=body.encode(), headers=headers)
        assert response.status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*", "image/png"])
def test_a_refusal_says_what_is_wrong_to_everybody(lms: LMS, accept: str) -> None:
    """1.9, 2.4: whatever is accepted, the body names the cause."""
    headers: dict[str, str | None] = {"Accept": accept}
    answer = lms.asks("GET", "statements", {"limit": "ten"}, headers=headers)
    assert (answer.status_code, answer.json["path"]) == (400, "limit")
    assert "ten" in answer.json["error"]
    wrong = lms.asks("GET", "statements", headers={**headers, "X-Experience-API-Version": "9"})
    assert "9" in wrong.json["error"]


def _means(
    older: LMS, path: str, method: str, kind: str | None = FORM, **fields: Any
) -> TestResponse:
    """A form in the alternate syntax, with everything in its fields."""
    sent = {
        "X-Experience-API-Version": "1.0.3",
        "Authorization": f"Bearer {older.name}",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    headers = {"Content-Type": kind, "Authorization": None, "X-Experience-API-Version": None}
    address = f"{path}?method={method}"
    return older.asks("POST", address, body=urlencode(sent), headers=headers)


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("activities/state", {**ACTIVITY, **AGENT, "stateId": "notes"}),
        ("activities/profile", {**ACTIVITY, "profileId": "notes"}),
        ("agents/profile", {**AGENT, "profileId": "notes"}),
    ],
)
def test_forms_reach_documents(older: LMS, path: str, where: dict[str, str]) -> None:
    """1.4, 3.1, 3.2, 3.3: every method of a document, with its headers as fields."""
    new = {"If_None_Match": "*", "Content_Type": "text/plain", "content": "é&="}
    assert _means(older, path, "PUT", **where, **new).status_code == 204
    got = _means(older, path, "GET", **where)
    assert (got.status_code, got.data.decode()) == (200, "é&=")
    assert got.content_type.startswith("text/plain")
    assert _means(older, path, "PUT", **where, **new).status_code == 412
    head = _means(older, path, "HEAD", **where)
    assert (head.data, head.headers["ETag"]) == (b"", got.headers["ETag"])
    assert _means(older, path, "DELETE", **where, If_Match='"x"').status_code == 412
    assert _means(older, path, "DELETE", **where).status_code == 204
    posted = _means(older, path, "POST", **where, content='{"a":1}')
    assert posted.status_code == 204
    assert _means(older, path, "GET", **where).json == {"a": 1}


def test_forms_reach_whatever_can_be_read(older: LMS) -> None:
    """3.3: agents, activities and long queries of statements."""
    older.stores(statement())
    assert _means(older, "agents", "GET", **AGENT).json["mbox"] == [agent()["mbox"]]
    assert _means(older, "activities", "GET", **ACTIVITY).json["id"] == ACTIVITY["activityId"]
    long_name = {"account": {"homePage": "https://x.org", "name": "n" * 20_000}}
    found = _means(older, "statements", "GET", agent=json.dumps(long_name))
    assert (found.status_code, found.json["statements"]) == (200, [])


def test_forms_that_mean_nothing_are_refused(older: LMS) -> None:
    """3.4: another HTTP method, more in the address, no form, no content, no method."""
    body = json.dumps(statement())
    for method in ("GET", "PUT", "DELETE"):
        assert older.asks(method, "statements?method=GET").status_code == 400
    assert _means(older, "statements", "GET&limit=1").status_code == 400
    assert _means(older, "statements", "PUT", statementId=new_id()).status_code == 400
    assert _means(older, "statements", "POST").status_code == 400
    assert _means(older, "statements", "PATCH", content=body).status_code == 400
    assert _means(older, "statements", "get").status_code == 400
    for kind in ("application/json", "text/plain", None):
        assert _means(older, "statements", "POST", kind, content=body).status_code == 400
    assert older.sees() == []
