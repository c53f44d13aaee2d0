"""When credentials were last used: true to the minute, without a write for each request."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from ..store import credentials as store

if TYPE_CHECKING:
    from ..store.database import Database

_EVERY = 60_000_000  # microseconds

_log = logging.getLogger("collectif.lrs")


class Uses:
    """What this process has to note: at most one moment for each key, once a minute."""

    def __init__(self) -> None:
        self._due: dict[str, int] = {}
        self._waiting: dict[str, int] = {}
        self._guard = threading.Lock()

    def saw(self, key: str, now: int) -> None:
        """The credentials were used, `now` in microseconds."""
        if now >= self._due.get(key, 0):
            with self._guard:
                self._due[key] = now + _EVERY
                self._waiting[key] = now

    def write(self, database: Database) -> None:
        """Note what waits to be noted, in a transaction of its own. Never raises: a request that
        went well does not fail over this, and what could not be noted is noted a minute later."""
        if not self._waiting:
            return
        with self._guard:
            waiting, self._waiting = self._waiting, {}
        try:
            with database.writing() as connection:
                for key in sorted(waiting):
                    store.set_last_used(connection, key, waiting[key])
        except Exception as failure:  # noqa: BLE001  whatever it is, the request is answered already
            _log.warning("last use of credentials not noted: %s", type(failure).__name__)
