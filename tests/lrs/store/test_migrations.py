"""The history of the schema leads to the schema, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from collectif.lrs import Database
from collectif.lrs.store.migrations import HISTORY
from collectif.lrs.store.schema import metadata


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database without any table."""
    engine = sa.create_engine(database_url)
    yield Database(engine)
    engine.dispose()


def test_the_upgraded_database_has_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.writing() as connection:
        HISTORY.upgrade(connection)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": HISTORY.table,
                "compare_type": True,
                "compare_server_default": False,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    for _ in range(2):
        with database.writing() as connection:
            HISTORY.upgrade(connection)
    with database.reading() as connection:
        assert HISTORY.current(connection) == HISTORY.newest()


def test_an_empty_database_is_at_no_revision(database: Database) -> None:
    with database.reading() as connection:
        assert HISTORY.current(connection) is None
