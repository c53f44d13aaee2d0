"""What holds for every answer, and for every place in a Statement, not only for the first one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from ..lrs.lms import LMS, Mounted, activity, agent, caller, mount, new_id, statement, verb

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from collectif.lrs import Database

THROUGH = "X-Experience-API-Consistent-Through"
VERSION = "X-Experience-API-Version"
AS_JSON: dict[str, str | None] = {"Content-Type": "application/json"}


def _answers(lrs: Mounted, lms: LMS) -> dict[int, list[TestResponse]]:
    """Answers of the Statement Resource, good and bad, by status."""
    lrs.callers["reader"] = caller("reader", "all/read")
    one = new_id()
    big = statement(result={"response": "x" * 30_000})
    given = [
        lms.posts(statement(id=one)),
        lms.posts([statement(), statement()]),
        lms.puts(new_id(), statement()),
        lms.gets(),
        lms.gets(statementId=one),
        lms.gets(statementId=one, format="canonical", attachments=True),
        lms.asks("HEAD", "statements"),
        lms.asks("GET", lms.gets(limit=1).json["more"]),
        lms.gets(limit="x"),
        lms.asks("POST", "statements", body="{", headers=AS_JSON),
        lms.named("stranger").gets(),
        lms.named("reader").posts(statement()),
        lms.gets(statementId=new_id()),
        lms.asks("DELETE", "statements"),
        lms.posts(statement(id=one, verb=verb("passed"))),
        lms.posts(big),
    ]
    found: dict[int, list[TestResponse]] = {}
    for response in given:
        found.setdefault(response.status_code, []).append(response)
    return found


def test_every_answer_about_statements_carries_what_it_has_to(
    database: Database, version: str
) -> None:
    """2.1, 6.8: version and Consistent-Through on answers of each status."""
    lrs = mount(database, largest_body=20_000)
    answers = _answers(lrs, lrs.lms.speaking(version))
    assert set(answers) == {200, 204, 400, 401, 403, 404, 405, 409, 413}
    recent = datetime.now(UTC) - timedelta(minutes=1)
    for response in (one for several in answers.values() for one in several):
        assert response.headers[VERSION] == version
        assert datetime.fromisoformat(response.headers[THROUGH]) > recent
        if response.status_code >= 400:
            assert response.json["error"]


def test_head_has_the_headers_of_get(lms: LMS) -> None:
    """1.3: on one Statement, a page and a document, with a length at most."""
    one = new_id()
    lms.stores(statement(id=one))
    where = {"activityId": "https://x.org/a", "agent": agent(), "stateId": "s"}
    lms.asks("PUT", "activities/state", where, body="x", headers={"Content-Type": "text/plain"})
    for path, params in (
        ("statements", {"statementId": one}),
        ("statements", {"limit": 1}),
        ("statements", {"limit": "x"}),
        ("activities/state", where),
        ("activities/state", {**where, "stateId": "none"}),
    ):
        got, head = lms.asks("GET", path, params), lms.asks("HEAD", path, params)
        assert (head.status_code, head.data) == (got.status_code, b"")
        passing = {"Date", "Content-Length", THROUGH}
        kept = [
            {name: text for name, text in answer.headers if name not in passing}
            for answer in (got, head)
        ]
        assert kept[0] == kept[1]


def test_a_single_statement_has_its_time_as_last_modified(lms: LMS) -> None:
    """7.19: to the second."""
    (one,) = lms.stores(statement())
    response = lms.gets(statementId=one)
    stored = datetime.fromisoformat(response.json["stored"])
    found = parsedate_to_datetime(response.headers["Last-Modified"])
    assert found == stored.replace(microsecond=0)


def _everywhere(version: str, who: dict[str, Any], unit: dict[str, Any]) -> dict[str, Any]:
    """A Statement with this Agent and this Activity wherever they may stand."""
    context: dict[str, Any] = {
        "instructor": who,
        "team": {"objectType": "Group", "member": [who]},
        "contextActivities": {role: [unit] for role in ("parent", "grouping", "category", "other")},
    }
    if version == "2.0.0":
        context["contextAgents"] = [{"objectType": "contextAgent", "agent": who}]
        team = {"objectType": "Group", "member": [who]}
        context["contextGroups"] = [{"objectType": "contextGroup", "group": team}]
    shown = {"id": "https://x.org/v", "display": {"en": "did", "fr": "a fait"}}
    inner = {"actor": who, "verb": shown, "object": unit, "context": context}
    return {
        **inner,
        "object": {"objectType": "SubStatement", **inner},
    }


def test_ids_hold_in_every_place(lms: LMS, version: str) -> None:
    """7.16: in SubStatements, contexts, groups and the authority, nothing but what identifies."""
    who = {**agent("zoe"), "name": "Zoe"}
    unit = activity("u", name={"en": "Unit", "fr": "Unité"})
    (one,) = lms.stores(_everywhere(version, who, unit))
    found = lms.gets(statementId=one, format="ids")
    for word in ("Zoe", "Unit", "display", "definition"):
        assert word not in found.text.replace("SubStatement", "")
    authority = found.json["authority"]
    assert authority.keys() <= {"objectType", "account"}
    assert found.json["object"]["context"]["team"]["member"] == [agent("zoe")]


def test_canonical_holds_in_every_place(lms: LMS, version: str) -> None:
    """7.17: one language in every map, in SubStatements and contexts too; Agents as in exact."""
    who = {**agent("zoe"), "name": "Zoe"}
    unit = activity("u", name={"en": "Unit", "fr": "Unité"})
    (one,) = lms.stores(_everywhere(version, who, unit))
    french: dict[str, str | None] = {"Accept-Language": "fr-CA, en;q=0.3"}
    params = {"statementId": one, "format": "canonical"}
    found = lms.asks("GET", "statements", params, headers=french)
    exact = lms.gets(statementId=one).json
    for word in ('Unit"', 'did"'):
        assert word not in found.text
    for told in (found.json, found.json["object"]):
        assert told["verb"]["display"] == {"fr": "a fait"}
        places = told["context"]["contextActivities"]
        assert {json.dumps(place) for role in places.values() for place in role} == {
            json.dumps(activity("u", name={"fr": "Unité"}))
        }
    assert found.json["actor"] == exact["actor"]
    assert found.json["context"]["team"] == exact["context"]["team"]


@pytest.mark.parametrize("place", ["actor", "object", "instructor", "team", "member", "authority"])
def test_agents_are_checked_wherever_they_stand(lms: LMS, place: str) -> None:
    """13.3, 13.4, 13.5: two identifiers, none, and a malformed one are refused in each place."""
    for wrong in (
        {"mbox": "mailto:a@x.org", "openid": "https://x.org"},
        {"name": "nobody"},
        {"mbox": "a@x.org"},
        {"account": {"homePage": "https://x.org"}},
    ):
        typed = {"objectType": "Agent", **wrong}
        sent = {
            "actor": statement(actor=wrong),
            "object": statement(object=typed),
            "instructor": statement(context={"instructor": wrong}),
            "team": statement(context={"team": {**wrong, "objectType": "Group", "member": 1}}),
            "member": statement(actor={"objectType": "Group", "member": [agent(), wrong]}),
            "authority": statement(authority=wrong),
        }[place]
        assert lms.posts(sent).status_code == 400, wrong
        inner = {name: value for name, value in sent.items() if name != "authority"}
        if place != "authority":
            inside = statement(object={"objectType": "SubStatement", **inner})
            assert lms.posts(inside).status_code == 400, wrong


def test_case_makes_no_difference_where_there_is_none(lms: LMS) -> None:
    """7.12, 15.1: ids and hashes in other letters are the same, as are `z` and `Z` in a time."""
    one, registration = new_id(), new_id()
    sent = statement(
        id=one,
        actor={"mbox_sha1sum": "ab" * 20},
        context={"registration": registration},
        timestamp="2026-01-01T00:00:00Z",
    )
    lms.stores(sent)
    for same in (
        {"id": one.upper()},
        {"context": {"registration": registration.upper()}},
        {"timestamp": "2026-01-01t00:00:00z"},
        {"timestamp": "2026-01-01T00:00:00.000Z"},
        {"actor": {"mbox_sha1sum": "AB" * 20}},
    ):
        assert lms.posts({**sent, **same}).status_code == 200, same
    assert lms.gets(statementId=one.upper()).status_code == 200
    assert lms.sees(agent={"mbox_sha1sum": "AB" * 20}) == [one]


def test_the_server_s_own_limit_holds_for_every_page(database: Database, version: str) -> None:
    """7.8: with 0, none, or more than the server gives, a page has what the server gives."""
    lms = mount(database, largest_page=3).lms.speaking(version)
    lms.stores(*(statement() for _ in range(5)))
    for params in ({}, {"limit": 0}, {"limit": 4}, {"limit": 10**30}):
        response = lms.gets(**params)
        assert len(response.json["statements"]) == 3
        rest = lms.asks("GET", response.json["more"])
        assert (len(rest.json["statements"]), rest.json["more"]) == (2, "")
