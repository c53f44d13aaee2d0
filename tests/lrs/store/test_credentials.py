"""Rows of credentials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collectif.lrs.store import credentials
from collectif.lrs.store.credentials import StoredCredentials

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROW = StoredCredentials("key", "$hash", "LMS", "all", "{}", 5, None, None, 1)


def test_a_row_is_found_by_its_key(connection: Connection) -> None:
    credentials.add(connection, ROW)
    assert credentials.by_key(connection, "key") == ROW
    assert credentials.by_key(connection, "KEY") is None
    assert credentials.revision(connection, "key") == 1
    assert credentials.revision(connection, "other") is None


def test_all_rows_come_oldest_first(connection: Connection) -> None:
    rows = [replace(ROW, key=key, created=created) for key, created in (("a", 9), ("b", 3))]
    for row in rows:
        credentials.add(connection, row)
    assert credentials.every(connection) == rows[::-1]


def test_a_key_is_used_once(connection: Connection) -> None:
    credentials.add(connection, ROW)
    assert not credentials.add(connection, replace(ROW, secret="$other"))
    assert credentials.by_key(connection, "key") == ROW


def test_every_change_makes_a_new_revision_but_use_does_not(connection: Connection) -> None:
    credentials.add(connection, ROW)
    assert credentials.set_secret(connection, "key", "$other")
    assert credentials.set_expiry(connection, "key", 99)
    credentials.set_last_used(connection, "key", 7)
    assert credentials.by_key(connection, "key") == replace(
        ROW, secret="$other", expires=99, last_used=7, revision=3
    )


def test_changing_what_is_not_there_says_so(connection: Connection) -> None:
    assert not credentials.set_secret(connection, "key", "$other")
    assert not credentials.set_expiry(connection, "key", 1)
    assert not credentials.remove(connection, "key")


def test_removed_rows_are_gone(connection: Connection) -> None:
    credentials.add(connection, ROW)
    assert credentials.remove(connection, "key")
    assert credentials.by_key(connection, "key") is None
