"""Counting tries in windows of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.store import limits

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOW, WINDOW = 1_790_000_000_000_000, 900_000_000


def test_tries_are_counted_until_their_window_is_over(connection: Connection) -> None:
    assert limits.count(connection, "ada", NOW, WINDOW) == (1, WINDOW)
    assert limits.count(connection, "ada", NOW + 100, WINDOW) == (2, WINDOW - 100)
    assert limits.count(connection, "bob", NOW + 100, WINDOW) == (1, WINDOW)
    assert limits.count(connection, "ada", NOW + WINDOW - 1, WINDOW) == (3, 1)
    assert limits.count(connection, "ada", NOW + WINDOW, WINDOW) == (1, WINDOW)


def test_success_forgets_the_tries_of_one_subject(connection: Connection) -> None:
    for subject in ("ada", "bob"):
        limits.count(connection, subject, NOW, WINDOW)
    limits.clear(connection, "ada")
    assert limits.count(connection, "ada", NOW, WINDOW)[0] == 1
    assert limits.count(connection, "bob", NOW, WINDOW)[0] == 2
