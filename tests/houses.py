"""A house without a web: what services work with, on a database that is quickly had.

Tests of the inner floors start here. The parts are put together as the extension does it, only the
course is read once for all tests, and an SQLite database is the copy of one that has its tables.
"""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask

from collectif.course.config import read_settings
from collectif.course.content.reload import Library
from collectif.course.listening import Listening
from collectif.course.recording import Fold, Recording
from collectif.course.services.house import House, Rooms
from collectif.course.store import migrating
from collectif.lrs import LRS, Database
from tests.builders import SAMPLE
from tests.course.diagnostics.samples import VARIANT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from collectif.course.content.catalogue import Catalogue
    from collectif.course.mail import Mail
    from collectif.lrs import Recorder


@dataclass
class Post:
    """A mailer that keeps what it is given, and fails as long as `fault` is set."""

    sent: list[Mail] = field(default_factory=list)
    fault: Exception | None = None

    def send(self, mail: Mail) -> None:
        if self.fault is not None:
            raise self.fault
        self.sent.append(mail)


@dataclass(frozen=True)
class Built:
    """A house, and the parts that only tests look at."""

    rooms: Rooms
    post: Post
    announced: list[tuple[str, dict[str, object]]]

    @property
    def house(self) -> House:
        return self.rooms.house

    @property
    def fold(self) -> Fold:
        return self.rooms.fold

    @property
    def recorder(self) -> Recorder:
        return self.rooms.lrs.recorder

    @property
    def database(self) -> Database:
        return self.house.database

    def close(self) -> None:
        self.database.engine.dispose()


@cache
def library() -> Library:
    """The sample course's folder."""
    return Library(SAMPLE, watch=False)


@cache
def catalogue() -> Catalogue:
    """The sample course, read once."""
    return library().catalogue


def build(
    database: Database,
    clock: Callable[[], int],
    *,
    course: Callable[[], Catalogue] = catalogue,
    **settings: object,
) -> Built:
    """A house on `database`, which has its tables."""
    config = {f"COLLECTIF_{key.upper()}": value for key, value in settings.items()}
    read = read_settings(config)
    fold, post, announced = Fold(course), Post(), list[tuple[str, dict[str, object]]]()
    lrs, listening = LRS(), Listening(fold, course, clock)
    lrs.init_app(Flask("house"), database=database, listener=listening, homepage=read.actor_home)
    recording = Recording(lrs.recorder, read.actor_home)
    listening.begin(recording)
    house = House(
        settings=read,
        database=database,
        recording=recording,
        catalogue_now=course,
        variants_now=lambda: {VARIANT.id: VARIANT},
        clock=clock,
        random=random.Random(7),
        mailer=post,
        announce=lambda name, **carried: announced.append((name, carried)),
    )
    return Built(Rooms(house, lrs, fold, library()), post, announced)


class _Undone(Exception):
    pass


@contextmanager
def undone(database: Database) -> Iterator[Connection]:
    """A writing transaction that does not end well: nothing of it stays."""
    with suppress(_Undone), database.writing() as connection:
        yield connection
        raise _Undone


def upgrade(database: Database) -> None:
    """All tables, those of the LRS and of the course."""
    LRS().upgrade(database)
    with database.writing() as connection:
        migrating.upgrade(connection)


@cache
def _with_tables() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="collectif-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "tables.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    upgrade(Database(engine))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def sqlite(path: Path, **options: Any) -> Database:
    """An SQLite database at `path` that has all tables and nothing in them."""
    shutil.copyfile(_with_tables(), path)
    return Database(sa.create_engine(f"sqlite:///{path}", **options))
