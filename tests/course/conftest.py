"""A house without a web, and somebody who learns in it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.pool import NullPool

from collectif.lrs import Database
from tests.conftest import ENGINES
from tests.houses import Built, build, sqlite, upgrade
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Clock
    from tests.course.hosts import MakeHost


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
def new_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str], Database]]:
    """Makes databases of an engine that have all tables and nothing in them."""
    made: list[tuple[Database, str | None]] = []

    def make(engine: str) -> Database:
        name = f"test_{uuid.uuid4().hex}"
        if engine == "sqlite":
            made.append((sqlite(tmp_path / name), None))
        else:
            server = request.getfixturevalue("postgres_server")
            template = request.getfixturevalue("postgres_with_tables")
            _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            made.append((_postgres(server, name), f'DROP DATABASE "{name}" WITH (FORCE)'))
        return made[-1][0]

    yield make
    for database, drop in made:
        database.engine.dispose()
        if drop is not None:
            _administer(request.getfixturevalue("postgres_server"), drop)


@pytest.fixture
def built(new_database: Callable[[str], Database], clock: Clock) -> Built:
    """The sample course on an empty SQLite file."""
    return build(new_database("sqlite"), clock)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """SQLite, then PostgreSQL."""
    return str(request.param)


@pytest.fixture
def built_on_each(engine: str, new_database: Callable[[str], Database], clock: Clock) -> Built:
    """The sample course on an empty database of each engine in turn."""
    return build(new_database(engine), clock)


@pytest.fixture
def pupil(built: Built) -> Pupil:
    """Somebody who has just enrolled."""
    return Pupil(built)


@pytest.fixture
def host(tmp_path: Path, sample_folder: Path) -> Iterator[MakeHost]:
    """Makes applications that are somebody else's; Collectif is mounted by the test."""
    made: list[Flask] = []

    def make(name: str = "host", **config: Any) -> Flask:
        app = Flask(
            name,
            instance_path=str(tmp_path / name),
            template_folder=str(tmp_path / name / "templates"),
        )
        app.config.update(
            SECRET_KEY="a long random text",
            COLLECTIF_CONTENT=sample_folder,
            COLLECTIF_PREFIX="/course",
            **config,
        )
        made.append(app)
        return app

    yield make
    for app in made:
        if "collectif" in app.extensions:
            app.extensions["collectif"].house.database.engine.dispose()
