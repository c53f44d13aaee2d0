"""The history of the course's tables leads to its schema, on both engines."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from collectif.course.store import migrating, migrations, people
from collectif.course.store.schema import metadata
from tests.houses import upgrade
from tests.mailboxes import sha1_of

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


def test_people_of_earlier_versions_become_known_by_the_hash_of_their_address(
    connection: Connection,
) -> None:
    """Twice is once; who has no address, or has the hash already, is left alone."""
    row = {"name": "Ada", "language": "fr", "created": 1}
    for number, email in enumerate(("ada@exemple.fr", "bob@exemple.fr", None)):
        own = {"pseudonym": f"p{number}", "registration": f"r{number}", "email": email}
        person = people.add(connection, {**row, **own}, [f"account|{number}"])
        if number == 1:
            people.identify(connection, person, [f"mbox_sha1sum|{sha1_of('bob@exemple.fr')}"])
    revision = import_module(f"{migrations.__name__}.versions.0003_mailbox_hashes")
    for _ in range(2):
        with Operations.context(MigrationContext.configure(connection)):
            revision.upgrade()
    for email in ("ada@exemple.fr", "bob@exemple.fr"):
        (known,) = people.by_actors(connection, [f"mbox_sha1sum|{sha1_of(email)}"])
        assert (known.email, len(known.actors)) == (email, 2)
    (nobody,) = people.by_actors(connection, ["account|2"])
    assert nobody.actors == ("account|2",)
