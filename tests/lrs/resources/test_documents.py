"""The document resources over HTTP."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from collectif.lrs import Database

from ..lms import LMS, Mounted, agent, mount, new_id

STATE = ("activities/state", {"activityId": "https://x.org/a", "agent": agent("ada")}, "stateId")
AGENT = ("agents/profile", {"agent": agent("ada")}, "profileId")
ACTIVITY = ("activities/profile", {"activityId": "https://x.org/a"}, "profileId")

ALL = pytest.mark.parametrize(("path", "params", "name"), [STATE, AGENT, ACTIVITY])


def _named(params: dict[str, Any], name: str, document: str = "notes") -> dict[str, Any]:
    return {**params, name: document}


@ALL
def test_a_document_comes_back_as_it_was_sent(
    lms: LMS, path: str, params: dict[str, Any], name: str
) -> None:
    one = _named(params, name)
    content = bytes(range(256))
    sent = {"Content-Type": "image/png; x=1", "If-None-Match": "*"}
    assert lms.asks("PUT", path, one, body=content, headers=sent).status_code == 204
    back = lms.asks("GET", path, one)
    assert (back.data, back.content_type) == (content, "image/png; x=1")
    assert back.headers["ETag"] == f'"{hashlib.sha1(content).hexdigest()}"'
    assert "Last-Modified" in back.headers


@ALL
def test_documents_are_merged_listed_and_deleted(
    lms: LMS, path: str, params: dict[str, Any], name: str
) -> None:
    one = _named(params, name)
    as_json = {"Content-Type": "application/json; charset=utf-8"}
    for content in ({"a": 1}, {"b": 2}):
        response = lms.asks("POST", path, one, body=json.dumps(content), headers=as_json)
        assert response.status_code == 204
    assert lms.asks("GET", path, one).json == {"a": 1, "b": 2}
    listed = lms.asks("GET", path, params)
    assert listed.json == ["notes"]
    assert lms.asks("DELETE", path, one).status_code == 204
    assert lms.asks("GET", path, one).status_code == 404
    assert lms.asks("GET", path, params).json == []


@ALL
def test_lists_are_since_a_time(lms: LMS, path: str, params: dict[str, Any], name: str) -> None:
    for document in ("one", "two"):
        lms.asks("POST", path, _named(params, name, document), body=b"x")
    everything = lms.asks("GET", path, {**params, "since": "2020-01-01T00:00:00Z"})
    assert everything.json == ["one", "two"]
    assert lms.asks("GET", path, {**params, "since": "2100-01-01T00:00:00Z"}).json == []
    both = lms.asks("GET", path, {**_named(params, name), "since": "2020-01-01T00:00:00Z"})
    assert both.status_code == 400


@ALL
def test_conditions_are_412_and_409(lms: LMS, path: str, params: dict[str, Any], name: str) -> None:
    newer = lms.speaking("2.0.0")
    one = _named(params, name)
    assert newer.asks("PUT", path, one, body=b"one").status_code == 204
    refused = newer.asks("PUT", path, one, body=b"two")
    assert refused.status_code == 409
    assert "If-Match" in refused.json["error"]
    for method in ("PUT", "POST", "DELETE"):
        response = newer.asks(method, path, one, body=b"x", headers={"If-Match": '"no"'})
        assert (response.status_code, newer.asks("GET", path, one).data) == (412, b"one")
    same = {"If-Match": f'W/{newer.asks("GET", path, one).headers["ETag"]}, "other"'}
    assert newer.asks("PUT", path, one, body=b"two", headers=same).status_code == 204


@ALL
def test_what_is_missing_or_wrong_is_named(
    lms: LMS, path: str, params: dict[str, Any], name: str
) -> None:
    for missing in params:
        rest = {key: value for key, value in _named(params, name).items() if key != missing}
        response = lms.asks("GET", path, rest)
        assert (response.status_code, response.json["path"]) == (400, missing)
    for wrong in ({"activityId": "x"}, {"agent": "ada"}, {"agent": "{}"}, {"Agent": "x"}):
        response = lms.asks("GET", path, {**params, **wrong})
        assert response.status_code == 400


def test_without_a_type_a_document_is_bytes(lms: LMS) -> None:
    path, params, name = STATE
    lms.asks("PUT", path, _named(params, name), body=b"x")
    assert lms.asks("GET", path, _named(params, name)).content_type == "application/octet-stream"


def test_an_agent_is_the_same_however_it_is_written(lms: LMS) -> None:
    path, params, name = STATE
    lms.asks("PUT", path, _named(params, name), body=b"x")
    other = {**params, "agent": {"name": "Ada", "mbox": "mailto:ada@example.org"}}
    assert lms.asks("GET", path, _named(other, name)).data == b"x"


def test_all_states_are_deleted_at_once(lms: LMS) -> None:
    path, params, name = STATE
    registration = new_id()
    for extra in ({}, {"registration": registration}):
        for document in ("one", "two"):
            lms.asks("PUT", path, {**_named(params, name, document), **extra}, body=b"x")
    enrolled = {**params, "registration": registration}
    assert lms.asks("DELETE", path, enrolled).status_code == 204
    assert lms.asks("GET", path, enrolled).json == []
    assert lms.asks("GET", path, params).json == ["one", "two"]
    assert lms.asks("DELETE", "agents/profile", AGENT[1]).status_code == 400


def test_a_document_over_the_limit_is_413(database: Database) -> None:
    lms = mount(database, largest_document=10).lms
    path, params, name = STATE
    for content, status in ((b"x" * 10, 204), (b"x" * 11, 413)):
        assert lms.asks("PUT", path, _named(params, name), body=content).status_code == status


def test_what_a_document_holds_is_never_run_as_a_page_of_ours(lms: LMS) -> None:
    path, params, name = STATE
    page = {"Content-Type": "text/html"}
    lms.asks("PUT", path, _named(params, name), body=b"<script>", headers=page)
    back = lms.asks("GET", path, _named(params, name))
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back.headers["Content-Security-Policy"]


def test_states_are_the_same_for_every_caller_of_an_lrs(lrs: Mounted) -> None:
    path, params, name = STATE
    lrs.callers["other"] = lrs.callers["lms"]
    lrs.lms.asks("PUT", path, _named(params, name), body=b"x")
    assert lrs.lms.named("other").asks("GET", path, _named(params, name)).data == b"x"
