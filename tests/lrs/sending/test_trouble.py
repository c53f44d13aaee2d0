"""What passes, what never will, and what is there already."""

from __future__ import annotations

import json
import threading
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from collectif.lrs import ForwardingTerms
from collectif.lrs.outside.client import Client, Visit
from tests.lrs.lms import (
    Mounted,
    verb,
)
from tests.lrs.peers import (
    Asked,
    Said,
    Scripted,
    Time,
    aside,
    forwarder,
    made,
    scripted,
    shown,
    wish,
)
from tests.lrs.sending.conftest import refusing, several

if TYPE_CHECKING:
    from collectif.lrs import Forwarder


# -- trouble that passes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (Said(500, b"oops"), "HTTP 500 oops"),
        (Said(503), "HTTP 503"),
        (Said(429), "HTTP 429"),
        (Said(408), "HTTP 408"),
        (Said(404, b"not here"), "HTTP 404 not here"),
        (Said(302, b"", {"Location": "http://127.0.0.1:1/"}), "HTTP 302 → http://127.0.0.1:1/"),
        (Said(200, b"<html>Welcome to our network</html>"), "HTTP 200 <html>"),
        (Said(200, b'["another-id"]'), "HTTP 200"),
        (Said(204, b""), "HTTP 204"),
        (Said(raw=b""), "connection"),
        (Said(raw=b"garbage\r\n\r\n"), "garbage"),
        (Said(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[]"), "garbage"),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)
def test_what_may_pass_is_tried_again_and_nothing_is_lost(
    lrs: Mounted, office: Forwarder, odd: Scripted, time: Time, said: Said, detail: str
) -> None:
    ids = lrs.lms.stores(*several(3))
    number = made(office, lrs.database, odd.address)
    odd.answers = lambda _: said
    (turn,) = office.round()
    assert turn.detail.startswith(detail), turn.detail
    one = shown(office, lrs.database, number)
    assert (one.waiting, one.failures, one.isolated, one.state) == (3, 1, 0, "active")
    assert office.round() == [], "not before its time"
    odd.answers = lambda _: Said()
    time.passes(minutes=0.1)
    assert [turn.delivered for turn in office.round()] == [3]
    assert odd.posted[-1] == ids
    one = shown(office, lrs.database, number)
    assert (one.failures, one.detail) == (0, "")


def test_a_destination_that_does_not_answer_holds_nobody_up(lrs: Mounted, time: Time) -> None:
    terms = ForwardingTerms(timeout=0.3, inside=True)
    office = forwarder(lrs.database, time, terms)
    lrs.lms.stores(*several(1))
    free = threading.Event()
    with scripted() as odd:
        odd.answers = lambda _: Said(before=lambda: free.wait(20))
        made(office, lrs.database, odd.address)
        (turn,) = office.round()
        free.set()
    assert turn.detail == "timeout"


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n["]
)
def test_an_answer_that_drips_is_cut_off(
    lrs: Mounted, odd: Scripted, time: Time, begun: bytes
) -> None:
    office = forwarder(lrs.database, time, ForwardingTerms(timeout=0.3, inside=True))
    lrs.lms.stores(*several(1))
    made(office, lrs.database, odd.address)
    odd.answers = lambda _: Said(raw=begun, pause=0.02)
    began = monotonic()
    (turn,) = office.round()
    assert turn.detail == "timeout"
    assert monotonic() - began < 5


def test_pauses_double_up_to_a_quarter_of_an_hour(
    lrs: Mounted, office: Forwarder, odd: Scripted, time: Time
) -> None:
    lrs.lms.stores(*several(1))
    number = made(office, lrs.database, odd.address)
    odd.answers = lambda _: Said(502)
    waited = []
    for _ in range(12):
        office.round()
        due = shown(office, lrs.database, number).next_attempt
        waited.append((due - time.now) // 1_000_000)
        time.now = due
    assert waited == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]


def test_a_destination_that_asks_for_time_gets_it(
    lrs: Mounted, office: Forwarder, odd: Scripted, time: Time
) -> None:
    lrs.lms.stores(*several(1))
    number = made(office, lrs.database, odd.address)
    odd.answers = lambda _: Said(503, headers={"Retry-After": "1800"})
    office.round()
    assert shown(office, lrs.database, number).next_attempt == time.now + 30 * 60_000_000
    with lrs.database.writing() as connection:
        office.resume(connection, number)
    odd.answers = lambda _: Said()
    assert office.round()[0].delivered == 1, "an admin need not wait"


def test_a_fault_of_ours_is_told_and_keeps_no_other_destination_waiting(
    lrs: Mounted, odd: Scripted, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Client):
        def visit(self, endpoint: str) -> Visit:
            if endpoint.endswith("/broken"):
                raise ZeroDivisionError
            return super().visit(endpoint)

    office = forwarder(lrs.database, time, client=Broken(5, inside=True))
    lrs.lms.stores(*several(2))
    number = made(office, lrs.database, f"{odd.address}/broken", name="Broken")
    made(office, lrs.database, odd.address)
    broken, well = office.round()
    assert (broken.detail, well.delivered) == ("here: ZeroDivisionError", 2)
    one = shown(office, lrs.database, number)
    assert (one.failures, one.waiting, one.state) == (1, 2, "active")
    assert "went wrong here" in caplog.text


# -- what will never be taken -----------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 413, 422, 409])
def test_a_poison_statement_is_set_aside_with_its_reason_and_the_rest_goes_on(
    lrs: Mounted, office: Forwarder, odd: Scripted, status: int
) -> None:
    ids = lrs.lms.stores(*several(40))
    number = made(office, lrs.database, odd.address)
    odd.answers = refusing(ids[17], status=status)
    turns = list(office.drain(number))
    assert sum(turn.delivered for turn in turns) == 39
    (one,) = aside(office, lrs.database, number)
    assert (one.id, one.tries, one.again) == (ids[17], 1, False)
    assert one.reason == f"HTTP {status} no such verb"
    taken = [one for batch in odd.posted if ids[17] not in batch for one in batch]
    assert taken == [one for one in ids if one != ids[17]], "in their order, each once"


def test_what_was_set_aside_can_be_tried_again_or_given_up(
    lrs: Mounted, office: Forwarder, odd: Scripted
) -> None:
    ids = lrs.lms.stores(*several(6))
    number = made(office, lrs.database, odd.address)
    odd.answers = refusing(*ids[:3])
    office.round()
    first, _, third = aside(office, lrs.database, number)
    with lrs.database.writing() as connection:
        assert office.dismiss(connection, number, third.stored) == 1
        assert office.retry(connection, number) == 2
    odd.answers = refusing(ids[1])
    position = shown(office, lrs.database, number).position
    (turn,) = office.round()
    assert (turn.delivered, turn.set_aside) == (1, 1)
    (left,) = aside(office, lrs.database, number)
    assert (left.id, left.tries, left.again) == (ids[1], 2, False)
    assert shown(office, lrs.database, number).position == position
    with lrs.database.writing() as connection:
        assert office.retry(connection, number, first.stored) == 0, "it has gone already"
        assert office.forget(connection, [left.stored]) == 1
    assert aside(office, lrs.database, number) == []


def test_a_destination_that_refuses_everything_is_paused_and_keeps_its_place(
    lrs: Mounted, office: Forwarder, odd: Scripted
) -> None:
    ids = lrs.lms.stores(*several(60))
    number = made(office, lrs.database, odd.address)
    odd.answers = refusing(*ids[5:])
    turns = list(office.drain(number))
    assert sum(turn.delivered for turn in turns) == 5
    one = shown(office, lrs.database, number)
    assert (one.state, one.reason, one.waiting, one.isolated) == ("paused", "refuses_all", 55, 0)
    assert "HTTP 400" in one.detail
    assert office.round() == []
    odd.answers = lambda _: Said()
    with lrs.database.writing() as connection:
        office.resume(connection, number)
    assert [turn.delivered for turn in office.round()] == [55]


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_pause_until_there_are_others(
    lrs: Mounted, office: Forwarder, odd: Scripted, status: int
) -> None:
    lrs.lms.stores(*several(3))
    number = made(office, lrs.database, odd.address, secret="an-old-token")

    def answer(asked: Asked) -> Said:
        known = asked.headers["authorization"] == "Bearer a-new-token"
        return Said() if known else Said(status, b"unknown: an-old-token")

    odd.answers = answer
    office.round()
    one = shown(office, lrs.database, number)
    assert (one.state, one.reason, one.waiting) == ("paused", "key_refused", 3)
    assert one.detail == f"HTTP {status} unknown: …", "an answer may not give the secret away"
    assert office.round() == []
    with lrs.database.writing() as connection:
        office.change(connection, number, wish(odd.address, secret="a-new-token"))
    assert [turn.delivered for turn in office.round()] == [3]


def test_an_admin_pauses_and_resumes(lrs: Mounted, office: Forwarder, odd: Scripted) -> None:
    lrs.lms.stores(*several(1))
    number = made(office, lrs.database, odd.address)
    with lrs.database.writing() as connection:
        office.pause(connection, number)
    assert office.round() == []
    assert shown(office, lrs.database, number).reason == "by_hand"
    with lrs.database.writing() as connection:
        office.resume(connection, number)
    assert office.round()[0].delivered == 1


# -- what is there already --------------------------------------------------------------------


def test_what_is_there_already_counts_as_delivered(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    sent = several(5)
    lrs.lms.stores(*sent)
    peer.lms.stores(sent[1], sent[3])
    number = made(office, lrs.database, there)
    office.round()
    one = shown(office, lrs.database, number)
    assert (one.waiting, one.isolated) == (0, 0)
    assert len(peer.lms.finds()) == 5


def test_another_statement_under_the_same_id_is_a_conflict_with_a_reason(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    sent = several(5)
    lrs.lms.stores(*sent)
    peer.lms.stores({**sent[2], "verb": verb("failed")})
    number = made(office, lrs.database, there)
    list(office.drain(number))
    (one,) = aside(office, lrs.database, number)
    assert one.id == sent[2]["id"]
    assert one.reason.startswith("HTTP 409")
    assert len(peer.lms.finds()) == 5


@pytest.mark.parametrize("voided", [False, True])
def test_an_lrs_that_answers_409_for_whatever_it_knows_is_asked_what_it_has(
    lrs: Mounted, office: Forwarder, odd: Scripted, voided: bool
) -> None:
    ids = lrs.lms.stores(*several(4))
    kept = {one["id"]: one for one in lrs.lms.finds()}

    def answer(asked: Asked) -> Said:
        if asked.method == "POST":
            return Said(409, b"known")
        if voided and "voidedStatementId" not in asked.path:
            return Said(404)
        return Said(200, json.dumps(kept[asked.path.rpartition("=")[2]]).encode())

    odd.answers = answer
    number = made(office, lrs.database, odd.address)
    list(office.drain(number))
    one = shown(office, lrs.database, number)
    assert (one.waiting, one.isolated) == (0, 0)
    assert [len(batch) for batch in odd.posted] == [4, 1, 1, 1, 1]
    assert [batch[0] for batch in odd.posted[1:]] == ids
