"""Destinations in the database: who may send, what is due, what is written over by nobody."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.forwarding.progress import Progress, paused
from collectif.lrs.store import destinations, isolated, outbox, statements
from collectif.lrs.store.destinations import Charter
from collectif.lrs.store.statements import Kept
from tests.lrs.lms import new_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database

NOW = 1_790_000_000_000_000
LATER = NOW + 60_000_000


def charter(name: str = "Peer") -> Charter:
    return Charter(
        name=name,
        endpoint="https://lrs.example.org",
        version="1.0.3",
        scheme="bearer",
        key="",
        secret="sealed",
        pseudonym_key="sealed",
        rules="{}",
        pseudonyms=None,
        batch_statements=50,
        batch_bytes=1000,
        peer=None,
        peer_authority=None,
    )


def add(connection: Connection, name: str = "Peer", **progress: object) -> int:
    return destinations.add(connection, charter(name), replace(Progress(), **progress), NOW)


def store(connection: Connection, *times: int) -> None:
    statements.add(connection, [Kept(at, new_id(), 1, False, "{}") for at in times])


def test_a_destination_comes_back_as_it_was_kept(database: Database) -> None:
    progress = Progress(position=7, window=3, failures=2, last_success=5, refused_after=4)
    with database.writing() as connection:
        number = destinations.add(connection, charter(), progress, NOW)
    with database.reading() as connection:
        (kept,) = destinations.every(connection)
        assert kept == destinations.by_id(connection, number)
        assert destinations.by_id(connection, number + 1) is None
        assert destinations.named(connection, "Peer") == number
        assert destinations.named(connection, "Nobody") is None
    assert (kept.charter, kept.progress, kept.created, kept.ruled, kept.revision) == (
        charter(),
        progress,
        NOW,
        7,
        1,
    )


def test_due_is_what_has_something_to_be_sent_and_may_be(database: Database) -> None:
    with database.writing() as connection:
        assert destinations.due(connection, NOW) == []
        ready = add(connection, "Ready", position=1)
        assert destinations.due(connection, NOW) == [], "nothing is stored"
        store(connection, 1, 2)
        add(connection, "Done", position=2)
        add(connection, "Not yet", next_attempt=NOW + 1)
        number = add(connection, "Paused")
        stopped = paused(Progress(), "by_hand")
        destinations.change(connection, number, {"state": stopped.state})
        held = add(connection, "Held")
        assert destinations.take(connection, held, "me", NOW, LATER)
        again = add(connection, "Again", position=2, next_attempt=1)
        isolated.add(connection, again, 2, "no", NOW)
        assert destinations.due(connection, NOW) == [ready]
        isolated.try_again(connection, again)
        assert destinations.due(connection, NOW) == [ready, again]
        assert destinations.due(connection, LATER) == [ready, held, again, number - 1]


def test_of_many_who_try_at_once_one_may_send(database: Database) -> None:
    with database.writing() as connection:
        number = add(connection)
    taken: list[str] = []
    gate = threading.Barrier(6)

    def tries(name: str) -> None:
        gate.wait()
        with database.writing() as connection:
            if destinations.take(connection, number, name, NOW, LATER):
                taken.append(name)

    threads = [threading.Thread(target=tries, args=(f"worker {one}",)) for one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
    with database.writing() as connection:
        destinations.let_go(connection, number, "somebody else")
        assert not destinations.take(connection, number, "next", NOW, LATER)
        destinations.let_go(connection, number, taken[0])
        assert destinations.take(connection, number, "next", NOW, LATER)
        assert destinations.take(connection, number, "after", LATER, LATER + 1), "it had died"


def test_only_who_holds_it_writes_and_only_what_nobody_changed(database: Database) -> None:
    with database.writing() as connection:
        number = add(connection)
        destinations.take(connection, number, "me", NOW, LATER)
        kept = destinations.by_id(connection, number)
        assert kept is not None
        further = replace(kept.progress, position=9)
        assert not destinations.settle(connection, kept, further, "somebody else", LATER)
        assert destinations.settle(connection, kept, further, "me", LATER)
        destinations.change(connection, number, {"position": 3})
        assert not destinations.settle(connection, kept, further, "me", LATER)
        found = destinations.by_id(connection, number)
        assert found is not None
        assert (found.progress.position, found.revision) == (3, 2)
        assert not destinations.change(connection, number + 1, {"position": 3})


@pytest.mark.parametrize("count", [0, 1, 3])
def test_lag_counts_what_is_after_each_position(database: Database, count: int) -> None:
    with database.writing() as connection:
        store(connection, *range(10, 10 + count))
        found = outbox.lags(connection, [0, 10, 10, 99])
        assert outbox.lags(connection, []) == {}
        assert found[99] == outbox.Lag(0, None)
        assert found[0] == outbox.Lag(count, 10 if count else None)
        assert found[10].waiting == max(0, count - 1)
        assert outbox.last(connection) == (9 + count if count else 0)
        assert outbox.last(connection, 11) == (10 if count else 0)
        assert [one.stored for one in outbox.after(connection, 10, 1)] == [11][: max(0, count - 1)]


def test_a_statement_set_aside_twice_counts_its_tries(database: Database) -> None:
    with database.writing() as connection:
        number = add(connection)
        store(connection, 1, 2)
        isolated.add(connection, number, 1, "no", NOW)
        isolated.try_again(connection, number, 1)
        isolated.add(connection, number, 1, "still no", LATER)
        isolated.add(connection, number, 2, "no", NOW)
        first, second = isolated.page(connection, number, 10)
        assert (first.reason, first.at, first.tries, first.again) == ("still no", LATER, 2, False)
        assert isolated.page(connection, number, 10, after=1) == [second]
        assert isolated.page(connection, number, 10, again=True) == []
        assert isolated.counts(connection) == {number: 2}
        assert isolated.drop_after(connection, number, 1) == 1
        assert isolated.drop(connection, number, 1) == 1
        assert isolated.counts(connection) == {}
