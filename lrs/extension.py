"""The LRS as a guest of a Flask application: puts the parts together, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .config import Settings
from .ops.credentials import Keeper
from .ops.grouping import Grouping
from .ops.recorder import Recorder
from .ops.recording import Recording
from .resources.blueprint import create_blueprint
from .resources.service import EXTENSION, Service
from .store.migrations import HISTORY

if TYPE_CHECKING:
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
        **settings: Any,
    ) -> None:
        """Mount the resources of the standard below `prefix`.

        `listener` hears of recorded and voided statements inside the transaction; `resolver` knows
        the owner's own callers, before key and secret are tried; `homepage` is the IRI of this
        site; further settings are those of `lrs.config.Settings`. Raises ValueError for a setting
        that cannot be used.
        """
        chosen = Settings(homepage=homepage, prefix=prefix, **settings)
        recording = Recording(listener)
        keeper = Keeper(homepage, chosen.recheck_credentials_after, chosen.trust_credentials_for)
        self.recorder = Recorder(recording, keeper, chosen.default_version)
        grouping = Grouping(database, recording)
        service = Service(chosen, database, grouping, self.recorder, keeper, resolver)
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
