"""Tables of the LRS without an LRS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.store.migrations import HISTORY

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database


@pytest.fixture
def tables(database: Database) -> Database:
    """Empty tables, on each engine."""
    with database.writing() as connection:
        HISTORY.upgrade(connection)
    return database


@pytest.fixture
def connection(tables: Database) -> Iterator[Connection]:
    """A writing transaction on them."""
    with tables.writing() as open_connection:
        yield open_connection
