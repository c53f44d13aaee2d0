"""Times are given out in one order, and readers know how far they can trust what they see."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from collectif.lrs.store import order

from ..lms import failing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database


def _now() -> int:
    return time.time_ns() // 1000


def _through(database: Database) -> int:
    now = _now()
    with database.reading() as connection:
        return order.consistent_through(connection, now)


def test_times_grow_by_one_at_least(connection: Connection) -> None:
    first = order.take(connection, 5, _now())
    second = order.take(connection, 1, _now())
    assert second >= first + 5


def test_times_follow_the_clock(connection: Connection) -> None:
    before = _now()
    assert abs(order.take(connection, 1, before) - before) < 60_000_000


def test_a_clock_that_goes_back_does_not_turn_the_order(connection: Connection) -> None:
    first = order.take(connection, 3, _now() + 1_000_000)
    assert order.take(connection, 1, _now() - 60_000_000) > first + 2


def test_a_failed_recording_gives_its_times_back(database: Database) -> None:
    with failing(database) as connection:
        order.take(connection, 1000, _now())
    with database.writing() as connection:
        assert order.take(connection, 1, _now()) <= _now() + 1


def test_readers_trust_the_present_while_nobody_records(database: Database) -> None:
    before = _now()
    assert before - 1_000_000 <= _through(database) <= _now()


def test_readers_trust_the_past_only_while_somebody_records(database: Database) -> None:
    with database.writing() as connection:
        last = order.take(connection, 1, _now())
    with database.writing() as connection:
        taken = order.take(connection, 1, _now())
        assert last <= _through(database) < taken
    assert _through(database) >= taken


def test_a_recording_in_a_savepoint_is_seen_too(database: Database) -> None:
    with database.writing() as connection, connection.begin_nested():
        taken = order.take(connection, 1, _now())
        assert _through(database) < taken


def test_readers_trust_the_present_again_after_a_recording_failed(database: Database) -> None:
    with failing(database) as connection:
        order.take(connection, 1, _now())
    assert _through(database) > _now() - 1_000_000


def test_recordings_follow_each_other(database: Database) -> None:
    seen: list[int] = []

    def record() -> None:
        for _ in range(10):
            with database.writing() as connection:
                first = order.take(connection, 2, _now())
                seen.extend((first, first + 1))

    threads = [threading.Thread(target=record) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == sorted(set(seen))
    assert len(seen) == 80
