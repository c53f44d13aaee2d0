"""Sections 9 to 11 and 14: who vouches for what, by credentials, signatures and shared data."""

from __future__ import annotations

import base64
import hashlib
import threading
from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs.spec.multipart import parse

from ..lrs.lms import (
    HOME,
    LMS,
    Mounted,
    attachment,
    caller,
    mount,
    multipart,
    new_id,
    statement,
    voiding,
)
from ..lrs.spec.test_signatures import certificate, sign

if TYPE_CHECKING:
    from collectif.lrs import Database

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
OCTETS = "application/octet-stream"
PROOF = b"shared by both"


def _posts(lms: LMS, sent: Any, contents: list[bytes], **headers: str) -> int:
    body, kind = multipart(sent, contents, **headers)
    return lms.asks("POST", "statements", body=body, headers={"Content-Type": kind}).status_code


def test_with_a_key_the_authority_is_one_agent(database: Database, version: str) -> None:
    """14.1, 14.4: who sends by HTTP Basic is an Agent of this site."""
    lrs = mount(database, resolver=None)
    with database.writing() as connection:
        lrs.recorder.create_credentials(connection, "LMS", frozenset({"all"}), key="k", secret="s")
    headers: dict[str, str | None] = {
        "Authorization": "Basic " + base64.b64encode(b"k:s").decode(),
        "Content-Type": "application/json",
    }
    lms = lrs.lms.speaking(version)
    one = new_id()
    body = f'{{"id":"{one}",' + '"actor":{"mbox":"mailto:a@x.org"},"verb":{"id":"x:v"},'
    body += '"object":{"id":"x:o"}}'
    assert lms.asks("POST", "statements", body=body, headers=headers).status_code == 200
    found = lms.asks("GET", "statements", {"statementId": one}, headers=headers).json
    assert found["authority"]["objectType"] == "Agent"
    assert found["authority"]["account"]["homePage"] == HOME


def test_too_many_requests_are_told_when_to_come_back(database: Database, version: str) -> None:
    """4.1, 4.3, 4.5: over the rate that was set it is a 429, with the time to wait."""
    lrs = mount(database, resolver=None, requests_a_minute=2)
    with database.writing() as connection:
        lrs.recorder.create_credentials(connection, "LMS", frozenset({"all"}), key="k", secret="s")
    headers: dict[str, str | None] = {"Authorization": "Basic " + base64.b64encode(b"k:s").decode()}
    lms = lrs.lms.speaking(version)
    answers = [lms.asks("GET", "statements", headers=headers) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].headers["X-Experience-API-Version"] == version


def test_a_certificate_has_to_be_of_the_key_that_signed(lms: LMS) -> None:
    """10.4: with x5c the signature is checked against it."""
    sent = statement(timestamp="2026-01-01T00:00:00Z")
    right = sign(sent, x5c=[certificate("anna", "anna")])
    wrong = sign(sent, x5c=[certificate("ben", "ben")])
    changed = right[:-8] + b"AAAAAAAA"
    for signature, status in ((right, 200), (wrong, 400), (changed, 400)):
        described = attachment(signature, usageType=SIGNATURE, contentType=OCTETS)
        signed = {**sent, "attachments": [described]}
        assert _posts(lms, signed, [signature], Content_Type=OCTETS) == status


def test_data_that_is_shared_is_sent_once_both_ways(lms: LMS) -> None:
    """9.8: two Statements, one part."""
    sent = [statement(attachments=[attachment(PROOF)]) for _ in range(2)]
    assert _posts(lms, sent, [PROOF]) == 200
    back = lms.gets(attachments=True)
    _, *parts = parse(back.content_type, back.data)
    assert [part.content for part in parts] == [PROOF]
    assert parts[0].headers["x-experience-api-hash"] == hashlib.sha256(PROOF).hexdigest()


def test_who_may_not_void_is_refused_and_nothing_is_stored(lrs: Mounted, lms: LMS) -> None:
    """11.5: what another authority vouches for is voided only by those who may do all."""
    lrs.callers["writer"] = caller("writer", "statements/write", "statements/read/mine")
    writer = lms.named("writer")
    (foreign,) = lms.stores(statement())
    (own,) = writer.stores(statement())
    refused = writer.posts([statement(), voiding(foreign)])
    assert refused.status_code == 403
    assert set(lms.sees()) == {foreign, own}
    assert writer.posts(voiding(own)).status_code == 200
    assert lms.posts(voiding(foreign)).status_code == 200


@pytest.mark.parametrize("path", ["activities/state", "activities/profile", "agents/profile"])
def test_of_two_who_change_one_document_one_is_told(lms: LMS, path: str) -> None:
    """18.6: comparing the tag and writing is one step."""
    name = "stateId" if path.endswith("state") else "profileId"
    where = {
        **({} if path.startswith("agents") else {"activityId": "https://x.org/a"}),
        **({} if path == "activities/profile" else {"agent": {"mbox": "mailto:a@x.org"}}),
        name: "counter",
    }
    new: dict[str, str | None] = {"If-None-Match": "*"}
    assert lms.asks("PUT", path, where, body="0", headers=new).status_code == 204
    tag = lms.asks("GET", path, where).headers["ETag"]
    together, statuses = threading.Barrier(4), list[int]()

    def change(number: int) -> None:
        together.wait()
        headers: dict[str, str | None] = {"If-Match": tag}
        answer = lms.asks("PUT", path, where, body=f"by {number}", headers=headers)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204, 412, 412, 412]
