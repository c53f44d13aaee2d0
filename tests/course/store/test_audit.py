"""The audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.store import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_what_was_done_lately_is_known_with_all_that_tells_it_apart(connection: Connection) -> None:
    audit.note(connection, 100, 1, "searched", "statements", "verb=x")
    assert audit.is_noted(connection, 1, "searched", "verb=x", 99)
    assert not audit.is_noted(connection, 1, "searched", "verb=x", 100)
    assert not audit.is_noted(connection, 2, "searched", "verb=x", 99)
    assert not audit.is_noted(connection, 1, "waived", "verb=x", 99)
    assert not audit.is_noted(connection, 1, "searched", "verb=y", 99)
