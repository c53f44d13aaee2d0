"""Destinations made, changed, forgotten: what is taken, what is refused, what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import Flask

from collectif.lrs import LRS, Conflict, DestinationWish, Invalid, NotFound
from collectif.lrs.ops.sealing import Seal
from tests.lrs.lms import HOME, Mounted, statement
from tests.lrs.peers import Time, aside, forwarder, made, shown, wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectif.lrs import Database, Forwarder

THERE = "https://lrs.example.org/xapi"


@pytest.fixture
def office(lrs: Mounted) -> Forwarder:
    return forwarder(lrs.database, Time())


def changes(office: Forwarder, database: Database, number: int, **changed: Any) -> None:
    with database.writing() as connection:
        office.change(connection, number, replace(wish(THERE), **changed))


def row(database: Database, number: int) -> Any:
    with database.reading() as connection:
        query = sa.text("SELECT * FROM lrs_destinations WHERE id = :id")
        return connection.execute(query, {"id": number}).one()


def test_a_destination_is_shown_as_it_was_described_without_its_secret(
    lrs: Mounted, office: Forwarder
) -> None:
    rules = {"include": {"verbs": ["https://a.b/c"]}}
    hidden = {"home_page": "https://study.example.org"}
    number = made(
        office,
        lrs.database,
        THERE,
        version="2.0.0",
        rules=rules,
        pseudonyms=hidden,
        batch_statements=7,
        batch_bytes=5000,
    )
    found = shown(office, lrs.database, number).wish
    assert found == DestinationWish(
        "Peer",
        THERE,
        version="2.0.0",
        scheme="bearer",
        rules=rules,
        pseudonyms=hidden,
        batch_statements=7,
        batch_bytes=5000,
    )
    with lrs.database.reading() as connection:
        assert [one.id for one in office.every(connection)] == [number]


def test_all_destinations_cost_the_same_calls_as_one(
    lrs: Mounted, office: Forwarder, count_calls: Callable[[], Any]
) -> None:
    lrs.lms.stores(statement())
    spent = []
    for names in ("A", "BCDEF"):
        for name in names:
            made(office, lrs.database, THERE, name=name)
        with count_calls() as calls, lrs.database.reading() as connection:
            assert [one.waiting for one in office.every(connection)] == [1] * (len(spent) * 5 + 1)
        spent.append(len(calls))
    assert spent[0] == spent[1] <= 4


def test_a_name_is_given_once_and_may_be_kept(lrs: Mounted, office: Forwarder) -> None:
    first = made(office, lrs.database, THERE)
    second = made(office, lrs.database, THERE, name="Other")
    with pytest.raises(Conflict, match="called Peer already"):
        made(office, lrs.database, THERE)
    with pytest.raises(Conflict):
        changes(office, lrs.database, second, name="Peer")
    changes(office, lrs.database, first)


def test_a_secret_belongs_to_one_address_and_one_kind_of_access(
    lrs: Mounted, office: Forwarder
) -> None:
    number = made(office, lrs.database, THERE)
    before = row(lrs.database, number)
    changes(office, lrs.database, number, secret=None, name="Renamed", endpoint=f"{THERE}/")
    after = row(lrs.database, number)
    assert (after.secret, after.pseudonym_key) == (before.secret, before.pseudonym_key)
    for changed in ({"endpoint": "https://elsewhere.example.org"}, {"scheme": "basic", "key": "k"}):
        with pytest.raises(Invalid) as caught:
            changes(office, lrs.database, number, secret=None, **changed)
        assert caught.value.path == "$.secret"
    changes(office, lrs.database, number, secret="new", endpoint="https://elsewhere.example.org")
    assert row(lrs.database, number).secret != before.secret
    assert row(lrs.database, number).pseudonym_key == before.pseudonym_key


def test_a_peer_is_known_by_a_key_that_exists(lrs: Mounted, office: Forwarder) -> None:
    with pytest.raises(Invalid) as caught:
        made(office, lrs.database, THERE, peer="nobody")
    assert caught.value.path == "$.peer"
    with lrs.database.writing() as connection:
        key = lrs.recorder.create_credentials(connection, "peer", frozenset(["all"])).key
    number = made(office, lrs.database, THERE, peer=key)
    authority = row(lrs.database, number).peer_authority
    assert authority is not None
    with lrs.database.writing() as connection:
        lrs.recorder.revoke_credentials(connection, key)
    assert row(lrs.database, number).peer_authority == authority, "what it sent stays its own"


def test_a_change_of_rules_remembers_what_went_by_others(lrs: Mounted, office: Forwarder) -> None:
    lrs.lms.stores(statement(), statement())
    with lrs.database.writing() as connection:
        number = office.add(connection, wish(THERE), past=False)
    position = shown(office, lrs.database, number).position
    with lrs.database.writing() as connection:
        office.replay(connection, number)
    rules = {"exclude": {"verbs": ["https://a.b/c"]}}
    changes(office, lrs.database, number, rules=rules)
    assert row(lrs.database, number).ruled == position, "never earlier than it was"


def test_a_smaller_batch_holds_from_the_next_request(lrs: Mounted, office: Forwarder) -> None:
    number = made(office, lrs.database, THERE)
    assert row(lrs.database, number).window == 50
    changes(office, lrs.database, number, batch_statements=3)
    assert row(lrs.database, number).window == 3


def test_our_own_endpoint_is_no_destination(lrs: Mounted, office: Forwarder) -> None:
    own = "https://us.example.org/xapi"
    with lrs.database.writing() as connection, pytest.raises(Invalid):
        office.add(connection, wish("https://US.example.org:443/xapi/"), own=[own])
    number = made(office, lrs.database, THERE)
    with lrs.database.writing() as connection, pytest.raises(Invalid):
        office.change(connection, number, wish(own), own=[own])


def test_what_is_not_there_is_not_found(lrs: Mounted, office: Forwarder) -> None:
    acts: list[Callable[[Any], object]] = [
        lambda connection: office.get(connection, 7),
        lambda connection: office.change(connection, 7, wish(THERE)),
        lambda connection: office.pause(connection, 7),
        lambda connection: office.resume(connection, 7),
        lambda connection: office.replay(connection, 7),
        lambda connection: office.retry(connection, 7),
        lambda connection: office.dismiss(connection, 7),
        lambda connection: office.remove(connection, 7),
        lambda connection: office.get(connection, 2**40),
        lambda connection: office.get(connection, -1),
    ]
    for act in acts:
        with lrs.database.writing() as connection, pytest.raises(NotFound):
            act(connection)
    with pytest.raises(NotFound):
        office.probe(7)
    assert list(office.drain(7)) == []


def test_removal_takes_along_what_was_set_aside(lrs: Mounted, office: Forwarder) -> None:
    number = made(office, lrs.database, THERE)
    lrs.lms.stores(statement())
    with lrs.database.writing() as connection:
        stored = connection.execute(sa.text("SELECT stored FROM lrs_statements")).scalar_one()
        insert = "INSERT INTO lrs_isolated VALUES (:number, :stored, 'no', 1, 1, :again)"
        values = {"number": number, "stored": stored, "again": False}
        connection.execute(sa.text(insert), values)
    assert len(aside(office, lrs.database, number)) == 1
    with lrs.database.writing() as connection:
        office.remove(connection, number)
    with lrs.database.reading() as connection:
        assert office.every(connection) == []
        assert connection.execute(sa.text("SELECT count(*) FROM lrs_isolated")).scalar() == 0


def test_erasing_forgets_in_many_portions(lrs: Mounted, office: Forwarder) -> None:
    number = made(office, lrs.database, THERE)
    with lrs.database.writing() as connection:
        insert = sa.text("INSERT INTO lrs_isolated VALUES (:number, :stored, 'no', 1, 1, :again)")
        rows = [{"number": number, "stored": at, "again": False} for at in range(1, 2501)]
        connection.execute(insert, rows)
        assert office.forget(connection, []) == 0
        assert office.forget(connection, range(1, 2401)) == 2400
        left = connection.execute(sa.text("SELECT count(*) FROM lrs_isolated")).scalar()
    assert left == 100


def test_without_a_secret_key_no_secret_is_taken(lrs: Mounted) -> None:
    office = forwarder(lrs.database, Time(), seal=Seal(list))
    with pytest.raises(Conflict, match="SECRET_KEY"):
        made(office, lrs.database, THERE)


def test_a_mounted_lrs_forwards_with_the_keys_of_its_application(database: Database) -> None:
    app = Flask("host")
    app.secret_key = "first"
    lrs = LRS(app, database=database, homepage=HOME, own_addresses=[THERE])
    with database.writing() as connection, pytest.raises(Invalid):
        lrs.forwarder.add(connection, wish(THERE))
    there = wish("https://no-such-host.invalid/xapi")
    with database.writing() as connection:
        number = lrs.forwarder.add(connection, there)
    assert lrs.forwarder.probe(number).code == "dns"
    app.secret_key = "second"
    assert lrs.forwarder.probe(number).code == "unreadable_secret"
    app.config["SECRET_KEY_FALLBACKS"] = ["first"]
    assert lrs.forwarder.probe(number).code == "dns"
    with database.writing() as connection:
        lrs.forwarder.change(connection, number, replace(there, secret=None))
