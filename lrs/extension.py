"""The LRS as a guest of a Flask application: puts the parts together, nothing else."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

from .config import Settings
from .forwarding.progress import Terms
from .ops.credentials import Keeper
from .ops.forwarder import Forwarder
from .ops.forwarding import Office
from .ops.grouping import Grouping
from .ops.recorder import Recorder
from .ops.recording import Recording
from .ops.sealing import Seal
from .ops.upkeep import Upkeep
from .outside.client import Client
from .resources.blueprint import create_blueprint
from .resources.service import EXTENSION, Service
from .store.folder import Folder
from .store.migrations import HISTORY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask
    from sqlalchemy import Connection

    from .ops.recording import Listener
    from .resources.service import CallerResolver
    from .store.database import Database


class LRS:
    """A Learning Record Store, mounted in a Flask application.

    `LRS(app, database=…, homepage=…)` or `LRS().init_app(app, …)`. What belongs to an application
    is kept in `app.extensions["collectif_lrs"]`, so several of them live in one process.
    `recorder` is the one of the application mounted last; `LRS.of(app)` finds each one's own.
    """

    recorder: Recorder
    forwarder: Forwarder
    upkeep: Upkeep

    def __init__(self, app: Flask | None = None, **options: Any) -> None:
        if app is not None:
            self.init_app(app, **options)

    def init_app(
        self,
        app: Flask,
        *,
        database: Database,
        homepage: str,
        prefix: str = "/xapi",
        listener: Listener | None = None,
        resolver: CallerResolver | None = None,
        forwarding: Terms | None = None,
        own_addresses: Sequence[str] = (),
        clock: Callable[[], int] | None = None,
        chance: Callable[[], float] | None = None,
        **settings: Any,
    ) -> None:
        """Mount the resources of the standard below `prefix`.

        `listener` hears of recorded and voided statements inside the transaction; `resolver` knows
        the owner's own callers, before key and secret are tried; `homepage` is the IRI of this
        site; `forwarding` says how patient forwarding is, `own_addresses` are those of our own
        endpoint, `clock` (microseconds UTC) and `chance` replace the machine's own for forwarding;
        further settings are those of `lrs.config.Settings`. Raises ValueError for a setting
        that cannot be used.
        """
        chosen = Settings(homepage=homepage, prefix=prefix, **settings)
        kept_in = chosen.attachments_folder
        folder = None if kept_in is None else Folder(kept_in)
        recording = Recording(listener, folder=folder)
        keeper = Keeper(
            homepage,
            chosen.recheck_credentials_after,
            chosen.trust_credentials_for,
            requests=chosen.requests_a_minute,
            failures=chosen.failures_a_minute,
        )
        self.forwarder = Forwarder(
            _office(app, database, forwarding or Terms(), clock, chance, folder),
            lambda: own_addresses,
        )
        self.recorder = Recorder(recording, keeper, chosen.default_version)
        self.upkeep = Upkeep(database, recording, homepage)
        grouping = Grouping(database, recording)
        service = Service(chosen, database, grouping, self.recorder, keeper, resolver, folder)
        app.extensions[EXTENSION] = service
        app.register_blueprint(create_blueprint(), url_prefix=prefix)

    @staticmethod
    def of(app: Flask) -> Recorder:
        """The recorder of the LRS that is mounted in `app`. Raises KeyError where none is."""
        service: Service = app.extensions[EXTENSION]
        return service.recorder

    def upgrade(self, database: Database) -> None:
        """Create the tables, or bring them to what this version needs."""
        with database.writing() as connection:
            HISTORY.upgrade(connection)

    def is_current(self, connection: Connection) -> bool:
        """Whether the tables are what this version needs."""
        return HISTORY.is_current(connection)


def _office(
    app: Flask,
    database: Database,
    terms: Terms,
    clock: Callable[[], int] | None,
    chance: Callable[[], float] | None,
    folder: Folder | None,
) -> Office:
    """What forwarding works with; the application's secret keys are asked for when they are used."""

    def keys() -> list[str | bytes]:
        fallbacks = app.config.get("SECRET_KEY_FALLBACKS") or ()
        return [key for key in (app.secret_key, *fallbacks) if key]

    return Office(
        database=database,
        client=Client(terms.timeout, inside=terms.inside),
        seal=Seal(keys),
        terms=terms,
        now=clock or (lambda: time.time_ns() // 1000),
        chance=chance or random.SystemRandom().random,
        folder=folder,
    )
