"""The tables of the LRS, made once for each engine and emptied for each test.

Making a database takes longer than most of our tests do. Those that need one without tables ask
for `database_url`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa

from collectif.lrs import Database
from collectif.lrs.store.migrations import HISTORY
from collectif.lrs.store.schema import metadata

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ("sqlite", "postgresql")

_EMPTY = [
    "UPDATE lrs_clock SET last = 0",
    *(f"DELETE FROM {name}" for name in metadata.tables if name != "lrs_clock"),
]


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Tables in a file of SQLite."""
    folder: Path = tmp_path_factory.mktemp("lrs")
    yield from _made(f"sqlite:///{folder / 'lrs.db'}")


@pytest.fixture(scope="session")
def postgresql_tables(postgres_server: str) -> Iterator[Database]:
    """Tables in a database of PostgreSQL."""
    name = f"lrs_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")  # type: ignore[arg-type]
    host = postgres_server.partition("?")[2]
    yield from _made(f"postgresql+psycopg://postgres:@/{name}?{host}")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> Database:
    """Empty tables of the LRS on SQLite, then on PostgreSQL."""
    made: Database = request.getfixturevalue(f"{request.param}_tables")
    with made.writing() as connection:
        for statement in _EMPTY:
            connection.exec_driver_sql(statement)
    return made


def _made(url: str) -> Iterator[Database]:
    made = Database(sa.create_engine(url, pool_size=20, max_overflow=20))
    with made.writing() as connection:
        HISTORY.upgrade(connection)
    yield made
    made.engine.dispose()
