"""Sections 17 to 24: documents, agents, activities."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

import pytest

from ..lrs.lms import LMS, activity, agent, new_id, statement


class Resource(NamedTuple):
    """A document resource: its path, what every request names, the name of the id."""

    path: str
    where: dict[str, Any]
    name: str

    def one(self, document: str = "notes", **more: Any) -> dict[str, Any]:
        return {**self.where, self.name: document, **more}


STATE = Resource("activities/state", {"activityId": "https://x.org/a", "agent": agent()}, "stateId")
AGENT = Resource("agents/profile", {"agent": agent()}, "profileId")
ACTIVITY = Resource("activities/profile", {"activityId": "https://x.org/a"}, "profileId")
NEW: dict[str, str | None] = {"If-None-Match": "*"}
AS_JSON: dict[str, str | None] = {"Content-Type": "application/json"}

each = pytest.mark.parametrize("resource", [STATE, AGENT, ACTIVITY], ids=lambda one: one.path)


def _put(lms: LMS, resource: Resource, body: bytes | str, **more: Any) -> int:
    headers: dict[str, str | None] = {"Content-Type": "text/plain", **NEW}
    params = resource.one(**more)
    return lms.asks("PUT", resource.path, params, body=body, headers=headers).status_code


def _get(lms: LMS, resource: Resource, **more: Any) -> Any:
    return lms.asks("GET", resource.path, resource.one(**more))


@each
def test_any_bytes_of_any_type_come_back(lms: LMS, resource: Resource) -> None:
    """17.1, 17.2, 17.3, 17.5: content and Content-Type unchanged; PUT 204, GET 200, 404."""
    assert _get(lms, resource).status_code == 404
    assert _put(lms, resource, bytes(range(256))) == 204
    back = _get(lms, resource)
    assert (back.status_code, back.data) == (200, bytes(range(256)))
    assert back.content_type.startswith("text/plain")


@each
def test_post_merges_objects_at_the_top(lms: LMS, resource: Resource) -> None:
    """17.3, 17.4: POST stores, then merges top-level properties, 204."""
    for sent in ({"a": 1, "b": {"c": 1}}, {"b": {"d": 2}, "e": None}):
        body = json.dumps(sent)
        response = lms.asks("POST", resource.path, resource.one(), body=body, headers=AS_JSON)
        assert response.status_code == 204
    assert _get(lms, resource).json == {"a": 1, "b": {"d": 2}, "e": None}
    assert _get(lms, resource).content_type == "application/json"


@each
def test_what_cannot_be_merged_is_refused(lms: LMS, resource: Resource) -> None:
    """17.4: POST to or of something else than a JSON object: 400, no change."""
    body = '{"a":1}'
    lms.asks("POST", resource.path, resource.one(), body=body, headers=AS_JSON)
    for sent, kind in (
        ("[1]", "application/json"),
        ("{", "application/json"),
        (body, "text/plain"),
    ):
        headers: dict[str, str | None] = {"Content-Type": kind}
        response = lms.asks("POST", resource.path, resource.one(), body=sent, headers=headers)
        assert response.status_code == 400
    assert _get(lms, resource).text == body
    assert _put(lms, resource, "text", document="other") == 204
    other = resource.one("other")
    response = lms.asks("POST", resource.path, other, body=body, headers=AS_JSON)
    assert response.status_code == 400
    assert _get(lms, resource, document="other").text == "text"


@each
def test_lists_are_ids_since_a_time(lms: LMS, resource: Resource) -> None:
    """17.6, 19.2, 20.1, 21.1: an array of ids, [] for none, since exclusive."""
    assert lms.asks("GET", resource.path, resource.where).json == []
    for document in ("one", "two"):
        _put(lms, resource, "x", document=document)
    found = lms.asks("GET", resource.path, resource.where)
    assert (found.status_code, sorted(found.json)) == (200, ["one", "two"])
    for since, expected in (("2001-01-01T00:00:00Z", 2), ("2101-01-01T00:00:00Z", 0)):
        params = {**resource.where, "since": since}
        assert len(lms.asks("GET", resource.path, params).json) == expected
    for wrong in ({"since": "x"}, {"since": "2001-01-01T00:00:00Z", resource.name: "one"}):
        assert lms.asks("GET", resource.path, {**resource.where, **wrong}).status_code == 400


@each
def test_deleting_is_204_also_of_nothing(lms: LMS, resource: Resource) -> None:
    """17.7, 19.3, 20.1, 21.1: DELETE: 204."""
    _put(lms, resource, "x")
    for _ in range(2):
        assert lms.asks("DELETE", resource.path, resource.one()).status_code == 204
    assert _get(lms, resource).status_code == 404


@each
def test_missing_and_malformed_parameters_are_refused(lms: LMS, resource: Resource) -> None:
    """17.8, 19.1, 19.5, 20.1, 21.1: 400 for each."""
    for method in ("PUT", "POST", "DELETE", "GET"):
        for missing in resource.where:
            params = {name: v for name, v in resource.one().items() if name != missing}
            assert lms.asks(method, resource.path, params, body="{}").status_code == 400
        for wrong in ({"agent": "x"}, {"activityId": "x"}, {"registration": "x"}, {"foo": "1"}):
            params = {**resource.one(), **wrong}
            assert lms.asks(method, resource.path, params, body="{}").status_code == 400
    for method in ("PUT", "POST"):
        assert lms.asks(method, resource.path, resource.where, body="{}").status_code == 400


@each
def test_tags_are_the_hash_of_the_content(lms: LMS, resource: Resource) -> None:
    """17.5, 18.1: ETag on GET, quoted; 1: SHA-1 in hex."""
    _put(lms, resource, "text")
    assert _get(lms, resource).headers["ETag"] == f'"{hashlib.sha1(b"text").hexdigest()}"'
    head = lms.asks("HEAD", resource.path, resource.one())
    assert head.headers["ETag"] == _get(lms, resource).headers["ETag"]
    assert "Last-Modified" in head.headers


@each
def test_conditions_hold_or_nothing_changes(lms: LMS, resource: Resource) -> None:
    """18.2, 18.3, 18.6, 20.2, 21.2: If-Match, If-None-Match on PUT, POST, DELETE: 412."""
    none: dict[str, str | None] = {"If-Match": '"0"', **AS_JSON}
    for method in ("PUT", "POST", "DELETE"):
        response = lms.asks(method, resource.path, resource.one(), body="{}", headers=none)
        assert response.status_code == 412
    assert lms.asks("PUT", resource.path, resource.one(), body="{}", headers={**AS_JSON, **NEW})
    tag = _get(lms, resource).headers["ETag"]
    for method in ("PUT", "POST", "DELETE"):
        response = lms.asks(method, resource.path, resource.one(), body="{}", headers=none)
        assert response.status_code == 412
    for method in ("PUT", "POST"):
        headers: dict[str, str | None] = {**AS_JSON, **NEW}
        response = lms.asks(method, resource.path, resource.one(), body="{}", headers=headers)
        assert response.status_code == 412
    assert _get(lms, resource).headers["ETag"] == tag
    for good in (tag, f"W/{tag}", "*", f'"x", {tag}'):
        headers = {"If-Match": good, **AS_JSON}
        response = lms.asks("PUT", resource.path, resource.one(), body="{}", headers=headers)
        assert response.status_code == 204
    matching: dict[str, str | None] = {"If-Match": tag}
    response = lms.asks("DELETE", resource.path, resource.one(), headers=matching)
    assert response.status_code == 204


@each
def test_a_put_without_conditions(lms: LMS, version: str, resource: Resource) -> None:
    """18.3, 18.4, 18.5, 20.2, 21.2: existing: 409 (1: profiles only); new profile under 1.0.3: 400."""
    free = version == "1.0.3" and resource is STATE
    first = lms.asks("PUT", resource.path, resource.one(), body="a").status_code
    assert first == (400 if version == "1.0.3" and resource is not STATE else 204)
    if first == 400:
        _put(lms, resource, "a")
    again = lms.asks("PUT", resource.path, resource.one(), body="b")
    assert again.status_code == (204 if free else 409)
    assert _get(lms, resource).text == ("b" if free else "a")
    assert free or "If-Match" in again.json["error"]
    assert lms.asks("DELETE", resource.path, resource.one()).status_code == 204


def test_the_registration_belongs_to_the_state(lms: LMS) -> None:
    """19.1, 19.2, 19.4: with, without and other registrations are different documents."""
    one, other = new_id(), new_id()
    for body, more in (
        ("free", {}),
        ("one", {"registration": one}),
        ("other", {"registration": other}),
    ):
        assert _put(lms, STATE, body, **more) == 204
    assert _get(lms, STATE).text == "free"
    assert _get(lms, STATE, registration=one.upper()).text == "one"
    assert _get(lms, STATE, registration=new_id()).status_code == 404


def test_states_are_deleted_together(lms: LMS) -> None:
    """19.3, 19.4: DELETE without stateId empties the context."""
    registration = new_id()
    for document in ("one", "two"):
        _put(lms, STATE, "x", document=document)
        _put(lms, STATE, "x", document=document, registration=registration)
    enrolled = {**STATE.where, "registration": registration}
    assert lms.asks("DELETE", STATE.path, enrolled).status_code == 204
    assert lms.asks("GET", STATE.path, enrolled).json == []
    assert sorted(lms.asks("GET", STATE.path, STATE.where).json) == ["one", "two"]
    assert lms.asks("DELETE", STATE.path, STATE.where).status_code == 204
    assert lms.asks("GET", STATE.path, STATE.where).json == []
    for resource in (AGENT, ACTIVITY):
        assert lms.asks("DELETE", resource.path, resource.where).status_code == 400


@pytest.mark.parametrize("resource", [STATE, AGENT], ids=lambda one: one.path)
def test_equal_agents_have_the_same_documents(lms: LMS, resource: Resource) -> None:
    """17.8: whatever `name` says, with or without objectType."""
    _put(lms, resource, "x")
    for same in ({"mbox": agent()["mbox"]}, {**agent(), "name": "Ada"}):
        assert _get(lms, resource, agent=same).text == "x"
    assert _get(lms, resource, agent=agent("ben")).status_code == 404


def test_a_person_is_all_that_is_known(lms: LMS) -> None:
    """22.1, 22.2, 22.3: Person with arrays; of the question if unknown; bad Agents 400."""
    account = {"homePage": "https://x.org", "name": "ada"}
    assert lms.asks("GET", "agents", {"agent": {"account": account}}).json == {
        "objectType": "Person",
        "account": [account],
    }
    lms.stores(statement(actor={"account": account, "name": "Ada"}))
    person = lms.asks("GET", "agents", {"agent": {"account": account}}).json
    assert person["name"] == ["Ada"]
    for wrong in ("", "{}", "x", '{"mbox":"x"}', '{"objectType":"Person","mbox":"mailto:a@b.c"}'):
        assert lms.asks("GET", "agents", {"agent": wrong}).status_code == 400


def test_an_activity_is_complete(lms: LMS) -> None:
    """23.1, 23.2: canonical definition, all languages; 2M: unknown: id and type only."""
    unknown = lms.asks("GET", "activities", {"activityId": "https://x.org/none"})
    assert unknown.json == {"objectType": "Activity", "id": "https://x.org/none"}
    unit = activity("u", name={"en": "U", "fr": "V"}, description={"en": "D"})
    lms.stores(statement(object=unit))
    assert lms.asks("GET", "activities", {"activityId": unit["id"]}).json == unit
    assert lms.asks("GET", "activities").status_code == 400
