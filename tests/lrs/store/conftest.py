"""Tables of the LRS without an LRS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A writing transaction on empty tables."""
    with database.writing() as open_connection:
        yield open_connection
