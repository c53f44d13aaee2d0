"""The history of the schema leads to the schema, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from collectif.lrs import Database
from collectif.lrs.store import attachments, credentials
from collectif.lrs.store.credentials import StoredCredentials
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


def test_what_was_stored_before_tokens_and_folders_came_is_there_afterwards(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "versions").mkdir()
    shutil.copy(HISTORY.folder / "versions" / "0001_first_tables.py", tmp_path / "versions")
    with database.writing() as connection:
        replace(HISTORY, folder=tmp_path).upgrade(connection)
        connection.exec_driver_sql(
            "INSERT INTO lrs_credentials (key, secret, name, scopes, authority, created, revision)"
            " VALUES ('k', '$argon2id$', 'LMS', 'all', '{}', 5, 1)"
        )
        attachments.add(connection, {"aa": b"one"})
    with database.writing() as connection:
        HISTORY.upgrade(connection)
    with database.reading() as connection:
        (row,) = credentials.every(connection)
        assert attachments.content(connection, "aa") == b"one"
    assert (row.key, row.kind, row.limit, row.last_used) == ("k", "key", None, None)


def test_the_database_knows_no_third_kind_and_no_limit_below_none(database: Database) -> None:
    row = StoredCredentials("k", "$hash", "LMS", "all", "{}", 5, None, None, 1)
    with database.writing() as connection:
        HISTORY.upgrade(connection)
    for wrong in (replace(row, kind="cookie"), replace(row, limit=-1)):
        with pytest.raises(sa.exc.IntegrityError), database.writing() as connection:
            credentials.add(connection, wrong)
