"""An LRS in an empty host, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from .emptied import database, postgresql_tables, sqlite_tables
from .lms import LMS, Mounted, mount

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectif.lrs import Database


__all__ = ["database", "postgresql_tables", "sqlite_tables"]


@pytest.fixture
def lrs(database: Database) -> Mounted:
    """A mounted LRS with empty tables, on SQLite, then on PostgreSQL."""
    return mount(database)


@pytest.fixture
def lms(lrs: Mounted) -> LMS:
    """A client of it that may do everything."""
    return lrs.lms


@pytest.fixture
def count_calls(database: Database) -> Callable[[], object]:
    """`with count_calls() as calls:` lists the SQL that is sent meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        calls: list[str] = []

        def note(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
            if not text.startswith("BEGIN"):
                calls.append(text)

        sa.event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield calls
        finally:
            sa.event.remove(database.engine, "before_cursor_execute", note)

    return counting
