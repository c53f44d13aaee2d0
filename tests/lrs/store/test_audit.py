"""The audit of what was erased: an entry grows with its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from collectif.lrs.store import audit
from collectif.lrs.store.audit import Counts

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_counts_are_added_one_by_one() -> None:
    assert Counts(1, 2) + Counts(3, documents=4) == Counts(4, 2, 4)
    assert not Counts()
    assert Counts(credentials=1)


def test_an_entry_grows_until_it_is_finished(connection: Connection) -> None:
    entry = audit.begin(connection, "erase", "an officer", "file 1", 10)
    audit.add(connection, entry, Counts(statements=2, actors=1))
    found = audit.by_id(connection, entry)
    assert found is not None
    assert (found.counts, found.finished) == (Counts(statements=2, actors=1), None)
    audit.add(connection, entry, Counts(statements=1), finished=20)
    found = audit.by_id(connection, entry)
    assert found == audit.Entry(
        entry, 10, 20, "erase", "an officer", "file 1", Counts(statements=3, actors=1)
    )


def test_the_newest_come_first(connection: Connection) -> None:
    entries = [audit.begin(connection, "retain", "cron", "", now) for now in (1, 2, 3)]
    assert [one.id for one in audit.latest(connection, 2)] == [entries[2], entries[1]]
    assert audit.by_id(connection, 10**9) is None


def test_a_run_is_open_until_it_is_finished(connection: Connection) -> None:
    assert not audit.is_open(connection, "erase")
    entry = audit.begin(connection, "erase", "an officer", "", 1)
    assert audit.is_open(connection, "erase")
    assert not audit.is_open(connection, "retain")
    audit.add(connection, entry, Counts(), finished=2)
    assert not audit.is_open(connection, "erase")


def test_what_was_done_is_one_of_two(connection: Connection) -> None:
    with pytest.raises(IntegrityError, match="action_known"), connection.begin_nested():
        audit.begin(connection, "forget", "x", "", 1)
