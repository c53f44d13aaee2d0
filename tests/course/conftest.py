"""A house without a web, and somebody who learns in it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from collectif.lrs import Database
from tests.conftest import ENGINES
from tests.houses import Built, build, sqlite, upgrade
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Clock


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_server: str) -> str:
    """The name of a PostgreSQL database that has all tables, to make others from."""
    name = f"tables_{uuid.uuid4().hex}"
    _administer(postgres_server, f'CREATE DATABASE "{name}"')
    database = _postgres(postgres_server, name)
    upgrade(database)
    database.engine.dispose()
    return name


def _administer(server: str, command: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command.encode())


def _postgres(server: str, name: str) -> Database:
    url = f"postgresql+psycopg://postgres:@/{name}?{server.partition('?')[2]}"
    return Database(sa.create_engine(url, poolclass=NullPool))


@pytest.fixture
def postgres_database(postgres_server: str, postgres_with_tables: str) -> Iterator[Database]:
    """A PostgreSQL database that has all tables and nothing in them."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_with_tables}"')
    database = _postgres(postgres_server, name)
    yield database
    database.engine.dispose()
    _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def built(tmp_path: Path, clock: Clock) -> Iterator[Built]:
    """The sample course on an SQLite file that has only tables."""
    made = build(sqlite(tmp_path / "house.db"), clock)
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def built_on_each(request: pytest.FixtureRequest, clock: Clock) -> Built:
    """The sample course on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        found: Built = request.getfixturevalue("built")
        return found
    return build(request.getfixturevalue("postgres_database"), clock)


@pytest.fixture
def pupil(built: Built) -> Pupil:
    """Somebody who has just enrolled."""
    return Pupil(built)
