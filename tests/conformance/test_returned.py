"""Sections 2, 7, 8, 12 and 25: what comes back is what was sent, at once, to whom it may."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from ..lrs.lms import LMS, Mounted, agent, caller, mount, new_id, statement, verb

if TYPE_CHECKING:
    from collectif.lrs import Database

JSON: dict[str, str | None] = {"Content-Type": "application/json"}


def test_a_statement_is_the_same_in_both_versions(older: LMS, newer: LMS) -> None:
    """2.6: what was stored as 2.0 is not made into 1.0.3 for one who speaks that, nor the reverse."""
    related = [{"objectType": "contextAgent", "agent": agent("zoe")}]
    new, old = new_id(), new_id()
    newer.stores(statement(id=new, context={"contextAgents": related}))
    older.stores(statement(id=old))
    for one, version in ((new, "2.0.0"), (old, "1.0.0")):
        told = older.gets(statementId=one)
        assert told.data == newer.gets(statementId=one).data
        assert told.json["version"] == version
    assert older.gets(statementId=new).json["context"]["contextAgents"] == related


def test_numbers_texts_and_order_come_back_as_they_were_sent(lms: LMS) -> None:
    """12.5: nothing is changed but what the rules allow."""
    one = new_id()
    parts = [
        '"verb":{"display":{"en":"d\\u00e9j\\u00e0 \\ud83c\\udf93"},"id":"https://x.org/V%C3%A9"}',
        '"result":{"score":{"raw":1.50,"max":2E1,"scaled":0.10000000000000000555},"response":""}',
        '"object":{"id":"https://x.org/a","definition":{"extensions":{"x:e":{"b":1e2,"a":[]}}}}',
        f'"id":"{one}","actor":{{"name":"A","mbox":"mailto:a@x.org"}}',
    ]
    body = "{" + ",".join(parts) + "}"
    assert lms.asks("POST", "statements", body=body, headers=JSON).status_code == 200
    found = lms.gets(statementId=one)
    sent, returned = json.loads(body), found.json
    assert {name: returned[name] for name in sent} == sent
    for value in ("1.50", "2E1", "0.10000000000000000555", "1e2", "https://x.org/V%C3%A9"):
        assert value in found.text
    assert list(returned["result"]["score"]) == ["raw", "max", "scaled"]


def test_the_order_of_properties_is_free(lms: LMS) -> None:
    """12.6: a Statement is accepted whichever way round it is written."""
    sent = statement(result={"score": {"max": 2, "raw": 1, "min": 0}}, id=new_id())
    turned = dict(reversed(sent.items()))
    lms.stores(turned)
    assert lms.posts(sent).status_code == 200, "the same Statement"


def test_members_of_a_group_come_back_whole(lms: LMS) -> None:
    """7.21: all of them, in whichever order."""
    members = [agent(name) for name in ("a", "b", "c")]
    (one,) = lms.stores(statement(actor={"objectType": "Group", "member": members}))
    found = lms.gets(statementId=one).json["actor"]["member"]
    assert sorted(found, key=json.dumps) == sorted(members, key=json.dumps)


def test_rights_narrow_what_is_found(lrs: Mounted, lms: LMS) -> None:
    """7.13: who may read only their own finds only their own, page by page and by id."""
    for name, scopes in (("mine", ("statements/write", "statements/read/mine")), ("other", ())):
        lrs.callers[name] = caller(name, *scopes)
    mine, other = lms.named("mine"), lms.named("other")
    own = [mine.stores(statement())[0] for _ in range(3)]
    (foreign,) = other.stores(statement())
    assert mine.sees() == mine.sees(limit=1) == mine.sees(agent=agent()) == own[::-1]
    assert mine.gets(statementId=foreign).status_code == 404
    assert mine.gets(statementId=own[0]).status_code == 200
    more = other.gets(limit=1).json["more"]
    assert mine.asks("GET", more).status_code == 200
    assert foreign not in json.dumps(mine.asks("GET", more).json)


def test_more_outlives_the_server(database: Database, version: str) -> None:
    """8.2: `more` holds the query itself, so no restart and no day makes it end; it is short."""
    lms = mount(database).lms.speaking(version)
    ids = [lms.stores(statement())[0] for _ in range(4)]
    wide = {"agent": agent(), "verb": verb()["id"], "related_agents": True, "limit": 2}
    more = lms.gets(**wide).json["more"]
    assert len(more) < 300
    again = mount(database).lms.speaking(version)
    assert [one["id"] for one in again.asks("GET", more).json["statements"]] == ids[1::-1]


@pytest.mark.parametrize("wish", [{"format": "ids"}, {"ascending": True}, {"attachments": True}])
def test_more_keeps_to_the_first_query(lms: LMS, wish: dict[str, Any]) -> None:
    """8.3: format, order and attachments go on."""
    named = {**agent(), "name": "Ada"}
    ids = [lms.stores(statement(actor=named))[0] for _ in range(3)]
    first = lms.gets(limit=1, **wish)
    text = first.text if "attachments" not in wish else _first_part(first.text)
    second = lms.asks("GET", json.loads(text)["more"])
    assert second.content_type.partition(";")[0] == first.content_type.partition(";")[0]
    text = second.text if "attachments" not in wish else _first_part(second.text)
    (found,) = json.loads(text)["statements"]
    assert found["id"] == ids[1]
    assert ("name" in found["actor"]) == ("format" not in wish)


def _first_part(body: str) -> str:
    return body.partition("\r\n\r\n")[2].partition("\r\n--")[0]


def test_what_is_stored_is_there_at_once(lms: LMS) -> None:
    """6.7, 25.3: by its id, by every filter it matches, and Consistent-Through is not before it."""
    for _ in range(5):
        (one,) = lms.stores(statement())
        response = lms.gets(agent=agent(), verb=verb()["id"])
        assert response.json["statements"][0]["id"] == one
        stored = datetime.fromisoformat(response.json["statements"][0]["stored"])
        through = response.headers["X-Experience-API-Consistent-Through"]
        assert datetime.fromisoformat(through) >= stored


def test_times_agree_with_the_clock(lms: LMS) -> None:
    """17.5, 25.4: `stored` and Last-Modified are now, in UTC."""
    before = datetime.now(UTC)
    (one,) = lms.stores(statement())
    stored = datetime.fromisoformat(lms.gets(statementId=one).json["stored"])
    assert before - timedelta(milliseconds=1) <= stored <= datetime.now(UTC)
    where = {"activityId": "https://x.org/a", "profileId": "p"}
    new: dict[str, str | None] = {"If-None-Match": "*"}
    lms.asks("PUT", "activities/profile", where, body="x", headers=new)
    found = lms.asks("GET", "activities/profile", where).headers["Last-Modified"]
    assert abs(parsedate_to_datetime(found) - before) < timedelta(seconds=30)
