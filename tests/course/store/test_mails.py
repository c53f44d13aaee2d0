"""The outbox: what is due, who takes it, when it is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.store import mails

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.course.store.mails import Letter

NOW, MOST = 1_790_000_000_000_000, 3


def due(connection: Connection, now: int = NOW) -> list[Letter]:
    return list(mails.due(connection, now, MOST))


def test_mails_leave_oldest_first_and_once(connection: Connection) -> None:
    for name in ("a", "b"):
        mails.post(connection, f"{name}@exemple.fr", "subject", "body", NOW)
    one, two = due(connection)
    assert (one.recipient, two.recipient) == ("a@exemple.fr", "b@exemple.fr")
    assert mails.take(connection, one, NOW)
    mails.settle(connection, one, NOW, "")
    assert due(connection, NOW + 10**12) == [two]
    assert due(connection, NOW - 1) == []


def test_what_one_worker_has_taken_no_other_sends(connection: Connection) -> None:
    mails.post(connection, "a@exemple.fr", "subject", "body", NOW)
    seen_by_one, seen_by_other = due(connection), due(connection)
    assert mails.take(connection, seen_by_one[0], NOW)
    assert not mails.take(connection, seen_by_other[0], NOW)
    assert due(connection) == []


def test_each_pause_is_twice_the_one_before_and_then_it_is_left(connection: Connection) -> None:
    mails.post(connection, "a@exemple.fr", "subject", "body", NOW)
    now = NOW
    for pause in (mails.FIRST_PAUSE, 2 * mails.FIRST_PAUSE, None):
        (letter,) = due(connection, now)
        assert mails.take(connection, letter, now)
        mails.settle(connection, letter, now, "the server is away")
        if pause is not None:
            assert due(connection, now + pause - 1) == []
            now += pause
    assert due(connection, now + 10**15) == []
