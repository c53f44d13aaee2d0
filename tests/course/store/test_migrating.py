"""The history of the course's tables leads to its schema, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from collectif.course.store import migrating
from collectif.course.store.schema import metadata
from tests.houses import upgrade

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database


def test_the_upgraded_database_has_exactly_the_tables_of_the_schema(connection: Connection) -> None:
    context = MigrationContext.configure(
        connection, opts={"version_table": migrating.HISTORY.table, "compare_type": True}
    )
    assert compare_metadata(context, metadata) == []


def test_every_constraint_has_the_name_the_schema_gives_it(connection: Connection) -> None:
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        found = {one["name"] for one in inspector.get_check_constraints(table.name)}
        found |= {one["name"] for one in inspector.get_unique_constraints(table.name)}
        found |= {one["name"] for one in inspector.get_foreign_keys(table.name)}
        found.add(inspector.get_pk_constraint(table.name)["name"])
        assert found == {str(one.name) for one in table.constraints}


def test_upgrading_again_changes_nothing(database: Database) -> None:
    with database.reading() as connection:
        assert not migrating.is_current(connection)
    for _ in range(2):
        with database.writing() as connection:
            migrating.upgrade(connection)
    with database.reading() as connection:
        assert migrating.is_current(connection)


def test_both_histories_live_in_one_database(database: Database) -> None:
    upgrade(database)
    upgrade(database)
    with database.reading() as connection:
        names = sa.inspect(connection).get_table_names()
    assert {"lrs_version", "lrs_statements", "collectif_version", "collectif_people"} <= set(names)
    strangers = [name for name in names if not name.startswith(("lrs_", "collectif_"))]
    assert strangers == []
