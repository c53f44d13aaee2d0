"""Secrets, and testing a connection."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.lrs.ops.sealing import Seal
from collectif.lrs.outside.client import Client
from tests.lrs.lms import (
    Mounted,
    caller,
)
from tests.lrs.peers import (
    PATIENT,
    Said,
    Scripted,
    Time,
    forwarder,
    made,
    shown,
    wish,
)
from tests.lrs.sending.conftest import several

if TYPE_CHECKING:
    from collectif.lrs import Forwarder


# -- secrets ----------------------------------------------------------------------------------


def test_secrets_are_kept_encrypted_and_used(
    lrs: Mounted, office: Forwarder, odd: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    lrs.lms.stores(*several(1))
    number = made(office, lrs.database, odd.address, scheme="basic", key="we", secret="s3cret-é")
    office.round()
    pair = b64encode("we:s3cret-é".encode()).decode()
    assert odd.asked[0].headers["authorization"] == f"Basic {pair}"
    with lrs.database.reading() as connection:
        rows = connection.execute(sa.text("SELECT * FROM lrs_destinations")).all()
    for text in (str(rows), repr(shown(office, lrs.database, number)), caplog.text):
        assert "s3cret" not in text
        assert pair not in text


def test_a_secret_that_can_no_longer_be_read_pauses_until_it_is_given_again(
    lrs: Mounted, office: Forwarder, odd: Scripted, time: Time
) -> None:
    lrs.lms.stores(*several(2))
    number = made(office, lrs.database, odd.address)
    other = forwarder(lrs.database, time, seal=Seal(lambda: ["another SECRET_KEY"]))
    (turn,) = other.round()
    assert turn.state == "paused"
    assert shown(other, lrs.database, number).reason == "unreadable_secret"
    assert other.probe(number).code == "unreadable_secret"
    with lrs.database.writing() as connection:
        other.change(connection, number, wish(odd.address, secret="lms"))
    assert [turn.delivered for turn in other.round()] == [2]
    both = Seal(lambda: ["newest", "another SECRET_KEY"])
    assert forwarder(lrs.database, time, seal=both).probe(number).code != "unreadable_secret"


# -- testing a connection ---------------------------------------------------------------------


def test_a_test_says_that_all_is_well(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    number = made(office, lrs.database, there)
    assert office.probe(number).code == "good"
    assert peer.lms.finds() == [], "nothing is sent"
    peer.callers["writer"] = caller("writer", "statements/write")
    other = made(office, lrs.database, there, name="Writer", secret="writer")
    found = office.probe(other)
    assert (found.code, found.good) == ("good_writing_untried", True)
    third = made(office, lrs.database, there, name="Stranger", secret="nobody")
    assert office.probe(third).code == "credentials"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"/xapi/about": Said(200, b"<html>")}, "no_lrs"),
        ({"/xapi/about": Said(404)}, "no_lrs"),
        ({"/xapi/about": Said(200, b'{"version": "1.0.3"}')}, "no_lrs"),
        ({"/xapi/about": Said(200, b'{"version": ["0.9", "2.0.0"]}')}, "version"),
        ({"/xapi/about": Said(301, headers={"Location": "https://elsewhere"})}, "redirected"),
        ({"/xapi/about": Said(raw=b"")}, "connection"),
        ({"/xapi/statements?limit=1": Said(401)}, "credentials"),
        ({"/xapi/statements?limit=1": Said(500)}, "refused"),
        ({}, "good"),
    ],
)
def test_a_test_says_what_is_wrong(
    lrs: Mounted, office: Forwarder, odd: Scripted, answers: dict[str, Said], code: str
) -> None:
    good = {"/xapi/about": Said(200, b'{"version": ["1.0.3"]}')}
    odd.answers = lambda asked: {**good, **answers}.get(asked.path, Said())
    number = made(office, lrs.database, odd.address)
    found = office.probe(number)
    assert found.code == code
    assert found.good == (code == "good")


def test_an_address_inside_is_reached_only_where_that_is_allowed(
    lrs: Mounted, odd: Scripted, time: Time
) -> None:
    office = forwarder(lrs.database, time, client=Client(5))
    lrs.lms.stores(*several(1))
    number = made(office, lrs.database, odd.address)
    assert office.probe(number).code == "inside"
    (turn,) = office.round()
    assert turn.detail == "inside: 127.0.0.1"
    assert odd.asked == [], "nothing was said"
    assert PATIENT.inside
