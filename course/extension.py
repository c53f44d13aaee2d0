"""Collectif as a Flask extension: reads settings and puts the parts together, nothing else."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from collectif.lrs import LRS, Database, ForwardingTerms

from . import jobs, signals
from .cli.commands import commands
from .config import Settings, read_settings
from .content.reload import Library
from .diagnostics.load import load as load_variants
from .errors import SettingError
from .forking import Fork
from .listening import Listening
from .mail import mailer
from .recording import Fold, Recording
from .services.house import House, Rooms
from .store import migrating
from .web.blueprint import blueprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from sqlalchemy import Engine

    from .diagnostics.model import Variant

EXTENSION = "collectif"


class Questionnaires:
    """The diagnostic's questionnaires, read with the course and read anew when it changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version = library.course.version
        self._variants = load_variants(library.folder / "diagnostics", library.course)

    def now(self) -> Mapping[str, Variant]:
        """Those of the newest good course."""
        course = self._library.course
        if course.version != self._version:
            self._variants = load_variants(self._library.folder / "diagnostics", course)
            self._version = course.version
        return self._variants


class Collectif:
    """The course platform, mounted in a Flask application.

    `Collectif(app)` or `Collectif().init_app(app)`. All settings are `COLLECTIF_…` keys of the
    application's configuration (see `docs/configuration.md`); one object may serve several
    applications, since nothing is kept in it.
    """

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(
        self,
        app: Flask,
        *,
        clock: Callable[[], int] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """Mount the course in `app`. Raises SettingError, or ContentErrors for a course with faults.

        `clock` (microseconds UTC) and `chance` replace the machine's own, for tests and demos.
        """
        settings = read_settings(app.config)
        _need_secret(app)
        database = _database(app, settings)
        library = Library(settings.content, watch=settings.watch)
        fold = Fold(lambda: library.catalogue)
        listening = Listening(fold, lambda: library.catalogue, clock or _microseconds)
        lrs = _mounted(app, settings, database, listening, clock, chance)
        recording = Recording(lrs.recorder, settings.actor_home)
        listening.begin(recording)
        house = House(
            settings=settings,
            database=database,
            recording=recording,
            catalogue_now=lambda: library.catalogue,
            variants_now=Questionnaires(library).now,
            clock=clock or _microseconds,
            random=chance or random.SystemRandom(),
            mailer=mailer(settings.mail, settings.mail_from),
            announce=_announcer(app),
        )
        app.extensions[EXTENSION] = Rooms(house, lrs, fold, library)
        _migrate(house, lrs)
        app.register_blueprint(blueprint(settings), url_prefix=settings.prefix or None)
        app.cli.add_command(commands)
        if settings.preloaded:
            Fork(database, lambda: _start_jobs(house, lrs)).expect()
        else:
            _start_jobs(house, lrs)


def _start_jobs(house: House, lrs: LRS) -> None:
    if house.settings.worker:
        jobs.start(house)
        jobs.start_forwarding(lrs.forwarder)


def _mounted(
    app: Flask,
    settings: Settings,
    database: Database,
    listening: Listening,
    clock: Callable[[], int] | None,
    chance: random.Random | None,
) -> LRS:
    """The LRS, mounted below our own addresses; what it records is told to `listening`."""
    lrs = LRS()
    lrs.init_app(
        app,
        database=database,
        prefix=f"{settings.prefix}/xapi",
        listener=listening,
        homepage=settings.actor_home,
        forwarding=ForwardingTerms(inside=settings.forward_inside),
        own_addresses=(settings.endpoint,) if settings.base_url else (),
        clock=clock,
        chance=chance.random if chance else None,
        attachments_folder=settings.attachments_folder,
        default_version=settings.xapi_version,
        requests_a_minute=settings.requests_a_minute,
        failures_a_minute=settings.failures_a_minute,
    )
    return lrs


def _announcer(app: Flask) -> Callable[..., None]:
    """What sends our signals in the name of `app`."""

    def announce(name: str, **carried: Any) -> None:
        signals.BY_NAME[name].send(app, **carried)

    return announce


def _microseconds() -> int:
    return time.time_ns() // 1000


def _need_secret(app: Flask) -> None:
    if not app.secret_key:
        raise SettingError("SECRET_KEY", "is needed to sign sessions; any long random text")


def _database(app: Flask, settings: Settings) -> Database:
    """The database: by our own setting, the host's Flask-SQLAlchemy, or SQLite beside the instance."""
    host = app.extensions.get("sqlalchemy")
    if settings.database or host is None:
        engine = _own_engine(app, settings)
    else:
        with app.app_context():
            engine = cast("SQLAlchemy", host).engine
    known: dict[Any, Database] = app.extensions.setdefault("collectif_databases", {})
    return Database.of(engine, known)


def _own_engine(app: Flask, settings: Settings) -> Engine:
    """An engine of ours, kept by a Flask-SQLAlchemy of its own when the host has none."""
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    url = settings.database or f"sqlite:///{Path(app.instance_path) / 'collectif.db'}"
    if "sqlalchemy" not in app.extensions:
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _pool())
        SQLAlchemy().init_app(app)
        with app.app_context():
            return cast("SQLAlchemy", app.extensions["sqlalchemy"]).engine
    # The host has a database of its own and the setting names another one: an engine beside it.
    return sa.create_engine(url, **_pool())


def _pool() -> dict[str, Any]:
    """Connections for as many threads as a server process has; what is stored stays out of its logs."""
    return {"pool_size": 16, "max_overflow": 32, "hide_parameters": True}


def _migrate(house: House, lrs: LRS) -> None:
    """Bring the schema up to date at start: on embedded SQLite, unless told otherwise."""
    wanted = house.settings.auto_migrate
    if wanted is None:
        wanted = house.database.is_sqlite
    if wanted:
        upgrade(house, lrs)


def upgrade(house: House, lrs: LRS) -> None:
    """Apply all migrations, those of the LRS and of the course."""
    lrs.upgrade(house.database)
    with house.database.writing() as connection:
        migrating.upgrade(connection)
