"""The course's tables, empty, on each engine in turn; whatever a test writes is undone."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from collectif.course.store import migrating
from collectif.lrs import Database
from tests.conftest import ENGINES
from tests.houses import undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@pytest.fixture(scope="session", params=ENGINES)
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """One database of each engine for all tests of stores, with the course's tables."""
    name = f"stores_{uuid.uuid4().hex}"
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('stores') / name}"
    else:
        server = request.getfixturevalue("postgres_server")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = f"postgresql+psycopg://postgres:@/{name}?{server.partition('?')[2]}"
    database = Database(sa.create_engine(url, poolclass=NullPool))
    with database.writing() as connection:
        migrating.upgrade(connection)
    yield database
    database.engine.dispose()


@pytest.fixture
def connection(migrated: Database) -> Iterator[Connection]:
    """A writing transaction that never ends well."""
    with undone(migrated) as connection:
        yield connection
