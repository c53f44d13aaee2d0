"""The Statement Resource over HTTP."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs.spec.multipart import parse

from ..lms import (
    LMS,
    Mounted,
    activity,
    agent,
    attachment,
    caller,
    mount,
    multipart,
    new_id,
    statement,
    voiding,
)

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from collectif.lrs import Database

THROUGH = "X-Experience-API-Consistent-Through"


def _multipart(lms: LMS, *arguments: Any, **headers: str) -> TestResponse:
    body, content_type = multipart(*arguments, **headers)
    return lms.asks("POST", "statements", body=body, headers={"Content-Type": content_type})


def test_a_post_answers_the_ids_in_order(lms: LMS) -> None:
    one = new_id()
    response = lms.posts([statement(), statement(id=one)])
    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert len(response.json) == 2
    assert response.json[1] == one
    assert lms.posts(statement(id=one)).json == [one]


def test_an_empty_array_is_accepted(lms: LMS) -> None:
    response = lms.posts([])
    assert (response.status_code, response.json) == (200, [])
    assert THROUGH in response.headers


def test_a_put_answers_nothing(lms: LMS) -> None:
    one = new_id()
    response = lms.puts(one, statement())
    assert (response.status_code, response.data) == (204, b"")
    assert "Content-Type" not in response.headers
    assert lms.gets(statementId=one).json["id"] == one


def test_a_put_takes_one_statement(lms: LMS) -> None:
    response = lms.asks(
        "PUT",
        "statements",
        {"statementId": new_id()},
        body=json.dumps([statement()]),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code == 400
    assert response.json["path"] == "$"


def test_ids_are_found_in_any_case(lms: LMS) -> None:
    one = new_id()
    lms.stores(statement(id=one.upper()))
    assert lms.gets(statementId=one).json["id"] == one.upper()


def test_the_same_again_is_fine_and_something_else_is_a_conflict(lms: LMS) -> None:
    one = new_id()
    for _ in range(2):
        assert lms.puts(one, statement()).status_code == 204
    assert lms.puts(one, statement(actor=agent("ben"))).status_code == 409
    assert lms.posts(statement(id=one, actor=agent("ben"))).status_code == 409
    assert lms.gets(statementId=one).json["actor"] == agent("ada")


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "x",
    ],
)
def test_statements_are_json_or_multipart(lms: LMS, content_type: str | None) -> None:
    response = lms.asks(
        "POST",
        "statements",
        body=json.dumps(statement()),
        headers={"Content-Type": content_type},
    )
    assert response.status_code == 400
    assert response.json["path"] == "Content-Type"


def test_the_answer_tells_how_far_it_can_be_trusted(lms: LMS) -> None:
    one = lms.posts(statement())
    (stored,) = (found["stored"] for found in lms.finds())
    assert one.headers[THROUGH] >= stored
    for response in (
        lms.gets(),
        lms.gets(statementId=new_id()),
        lms.gets(nonsense="1"),
        lms.asks("GET", "statements", headers={"Authorization": None}),
        lms.asks("PATCH", "statements"),
    ):
        assert datetime.fromisoformat(response.headers[THROUGH])
        assert response.headers[THROUGH] >= stored


def test_last_modified_is_when_the_newest_was_stored(lms: LMS) -> None:
    ids = lms.stores(statement(), statement())
    newest = datetime.fromisoformat(lms.finds()[0]["stored"]).replace(microsecond=0)
    for response in (lms.gets(), lms.gets(statementId=ids[1])):
        assert parsedate_to_datetime(response.headers["Last-Modified"]) == newest
    assert "Last-Modified" not in lms.gets(verb="https://x.org/none").headers


def test_every_filter_reaches_the_store(lms: LMS) -> None:
    registration = new_id()
    lms.stores(statement())
    (special,) = lms.stores(
        statement(
            actor=agent("ben"),
            verb={"id": "https://x.org/verb"},
            object=activity("special"),
            context={
                "registration": registration,
                "instructor": agent("teacher"),
                "contextActivities": {"grouping": activity("course")},
            },
        )
    )
    for params in (
        {"agent": agent("ben")},
        {"agent": agent("teacher"), "related_agents": True},
        {"verb": "https://x.org/verb"},
        {"activity": activity("special")["id"]},
        {"activity": activity("course")["id"], "related_activities": True},
        {"registration": registration.upper()},
        {"limit": 1},
    ):
        assert lms.gets(**params).json["statements"][0]["id"] == special
    assert lms.sees(agent=agent("teacher")) == lms.sees(activity=activity("course")["id"]) == []


def test_since_and_until_take_microseconds(lms: LMS) -> None:
    ids = lms.stores(*(statement() for _ in range(4)))
    times = [found["stored"] for found in lms.finds(ascending=True)]
    assert lms.sees(since=times[0], until=times[2], ascending=True) == ids[1:3]


def test_more_goes_on_by_the_same_rules(lms: LMS) -> None:
    lms.stores(
        *(statement(verb={"id": "https://x.org/v", "display": {"en": "e"}}) for _ in "12345")
    )
    lms.stores(statement())
    first = lms.gets(limit=2, verb="https://x.org/v", format="ids", ascending=True)
    second = lms.asks("GET", first.json["more"])
    assert first.json["more"].startswith("/xapi/")
    assert len(second.json["statements"]) == 2
    assert second.json["statements"][0]["verb"] == {"id": "https://x.org/v"}
    assert len(lms.finds(limit=2, verb="https://x.org/v")) == 5


def test_more_keeps_the_language_of_the_first_page(lms: LMS) -> None:
    display = {"en": "did", "fr": "a fait"}
    lms.stores(*(statement(verb={"id": "https://x.org/v", "display": display}) for _ in "12"))
    first = lms.asks(
        "GET",
        "statements",
        {"limit": 1, "format": "canonical"},
        headers={"Accept-Language": "fr"},
    )
    second = lms.asks("GET", first.json["more"])
    assert second.json["statements"][0]["verb"]["display"] == {"fr": "a fait"}


@pytest.mark.parametrize("rest", ["nonsense", "AAAA", "é", "mJAAzwAGYPWGZBy9wgGlZXhhY3SQwg" * 2])
def test_a_forged_more_is_refused(lms: LMS, rest: str) -> None:
    response = lms.asks("GET", f"extensions/more/{rest}")
    assert response.status_code == 400
    assert response.json["path"] == "more"


def test_a_page_is_as_long_as_the_settings_let_it(database: Database) -> None:
    lms = mount(database, largest_page=3).lms
    lms.stores(*(statement() for _ in range(5)))
    for limit in ({}, {"limit": 0}, {"limit": 4}, {"limit": 10**30}):
        assert len(lms.gets(**limit).json["statements"]) == 3
    assert len(lms.finds()) == 5


def test_formats_change_what_is_returned(lms: LMS) -> None:
    named = {**agent("ada"), "name": "Ada"}
    one, _ = lms.stores(
        statement(actor=named, object=activity("u", name={"en": "Unit"})),
        statement(object=activity("u", name={"fr": "Unité"})),
    )
    assert lms.gets(statementId=one).json["actor"] == named
    ids = lms.gets(statementId=one, format="ids").json
    assert (ids["actor"], ids["object"]) == (agent("ada"), {"id": activity("u")["id"]})
    canonical = lms.asks(
        "GET",
        "statements",
        {"statementId": one, "format": "canonical"},
        headers={"Accept-Language": "fr"},
    )
    assert canonical.json["object"]["definition"]["name"] == {"fr": "Unité"}


def test_attachments_come_in_and_go_out_unchanged(lms: LMS) -> None:
    contents = [b"first\r\n--limit-not\r\n", bytes(range(256))]
    sent = [statement(attachments=[attachment(content)]) for content in contents]
    response = _multipart(lms, sent, contents)
    assert response.status_code == 200, response.text
    back = lms.gets(attachments=True)
    assert re.fullmatch(r"multipart/mixed; boundary=\S+", back.content_type)
    first, *parts = parse(back.content_type, back.data)
    assert len(json.loads(first.content)["statements"]) == 2
    assert {part.content for part in parts} == set(contents)
    assert {part.headers["content-transfer-encoding"] for part in parts} == {"binary"}
    assert lms.gets().content_type == "application/json"


def test_data_shared_by_statements_goes_out_once(lms: LMS) -> None:
    sent = [statement(attachments=[attachment(b"shared")]) for _ in range(3)]
    assert _multipart(lms, sent, [b"shared"]).status_code == 200
    assert _multipart(lms, sent, [b"shared"]).status_code == 200
    back = lms.gets(attachments=True)
    assert len(parse(back.content_type, back.data)) == 2


def test_one_statement_comes_with_its_attachments_too(lms: LMS) -> None:
    one = new_id()
    _multipart(lms, statement(id=one, attachments=[attachment(b"proof")]), [b"proof"])
    back = lms.gets(statementId=one, attachments=True)
    first, part = parse(back.content_type, back.data)
    assert json.loads(first.content)["id"] == one
    assert part.content == b"proof"


def test_an_attachment_elsewhere_needs_no_data(lms: LMS) -> None:
    elsewhere = attachment(b"proof", fileUrl="https://x.org/proof")
    lms.stores(statement(attachments=[elsewhere]))
    assert _multipart(lms, statement(attachments=[elsewhere])).status_code == 200
    back = lms.gets(attachments=True)
    assert len(parse(back.content_type, back.data)) == 1


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"X_Experience_API_Hash": "ab" * 32}, "part[1]"),
        ({"X_Experience_API_Hash": ""}, "part[1].X-Experience-API-Hash"),
        ({"Content_Transfer_Encoding": "base64"}, "part[1].Content-Transfer-Encoding"),
        ({"Content_Type": "image/png"}, "part[1].Content-Type"),
        ({"Content_Length": "4"}, "part[1].Content-Length"),
    ],
)
def test_parts_that_do_not_fit_are_refused(lms: LMS, headers: dict[str, str], path: str) -> None:
    sent = statement(attachments=[attachment(b"proof")])
    response = _multipart(lms, sent, [b"proof"], **headers)
    assert response.status_code == 400
    assert response.json["path"].startswith(path)
    assert lms.sees() == []


def test_reading_mine_is_reading_mine_over_http(lrs: Mounted) -> None:
    lrs.callers["mine"] = caller("mine", "statements/read/mine", "statements/write")
    lrs.lms.stores(statement())
    mine = lrs.lms.named("mine")
    own = mine.stores(statement(), statement())
    assert mine.sees(limit=1, ascending=True) == own
    assert mine.sees(verb=statement()["verb"]["id"], ascending=True) == own


def test_scopes_are_asked_for_before_anything_is_read(lrs: Mounted) -> None:
    lrs.callers["reader"] = caller("reader", "all/read")
    response = lrs.lms.named("reader").posts("nonsense")
    assert response.status_code == 403
    assert "statements/write" in response.json["error"]


def test_limits_of_size_are_413(database: Database) -> None:
    lms = mount(database, largest_body=4_000, largest_statements=2_000).lms
    for length, status in ((100, 200), (3_000, 413), (5_000, 413)):
        response = lms.posts(statement(result={"response": "x" * length}))
        assert response.status_code == status
        assert status == 200 or response.json["error"]
    many = [statement() for _ in range(12)]
    assert lms.posts(many).status_code == 413
    assert len(lms.sees()) == 1


def test_voided_statements_are_found_by_their_own_parameter(lms: LMS) -> None:
    (target,) = lms.stores(statement())
    lms.stores(voiding(target))
    assert lms.gets(statementId=target).status_code == 404
    assert lms.gets(voidedStatementId=target).json["id"] == target
