"""The database as both the LRS and the course use it: reading and writing transactions.

SQLite has one writer, so writes are serialised inside the process and take the write lock at once
(`BEGIN IMMEDIATE`): a transaction never finds out half-way that somebody else was writing.
PostgreSQL needs neither.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

QUIET = "collectif_quiet"  # execution option of a reading connection: nobody was writing before it
_WRITES = "collectif_writes"
_AFTER = "collectif_after_commit"
_BUSY_MILLISECONDS = 15_000
_TRUSTED_SECONDS = 5.0
_SINCE = "collectif_since"


class Database:
    """An engine with the two ways of using it. One object an engine: use `Database.of`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = threading.Lock()
        self._holder = 0
        if self.is_sqlite:
            _prepare_sqlite(engine)
            self._glances = engine
        else:
            _prepare_server(engine)
            self._glances = _without_transactions(engine)

    @classmethod
    def of(cls, engine: Engine, known: dict[Any, Database]) -> Database:
        """The database of `engine`, made once and kept in `known` (an application's own registry)."""
        if engine not in known:
            known[engine] = cls(engine)
        return known[engine]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see one state of the database; nothing is to be written."""
        quiet = self._holder == 0
        with self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection.execution_options(**{QUIET: quiet})
            else:
                yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """A connection for single questions: each sees the newest state, and costs one round trip.

        For several that have to agree there is `reading`, which costs two more.
        """
        if self.is_sqlite:
            with self.reading() as connection:
                yield connection
            return
        with self._glances.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed when the block ends, undone when it raises.

        Not to be nested: on SQLite the inner block would wait for the outer one for ever, so it
        raises RuntimeError instead.
        """
        afterwards: list[Callable[[], None]] = []
        options: dict[str, Any] = {_WRITES: True, _AFTER: afterwards}
        with (
            self._turn(),
            self.engine.connect() as connection,
            connection.execution_options(**options).begin(),
        ):
            yield connection
        for call in afterwards:
            call()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("a writing transaction is already open in this thread")
        with self._writer:
            self._holder = me
            try:
                yield
            finally:
                self._holder = 0


def after_commit(connection: Connection, call: Callable[[], None]) -> bool:
    """Have `call` made once the writing transaction of this connection has been committed.

    False, and nothing will be called, when the connection is not one of `Database.writing`.
    """
    afterwards: list[Callable[[], None]] | None = connection.get_execution_options().get(_AFTER)
    if afterwards is None:
        return False
    afterwards.append(call)
    return True


def _prepare_sqlite(engine: Engine) -> None:
    """SQLite as a server needs it: write-ahead log, foreign keys, patience, transactions of ours."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not open transactions by itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        options = cast("dict[str, Any]", connection.get_execution_options())
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def _without_transactions(engine: Engine) -> Engine:
    """The same database by connections of their own, which open no transactions: telling a
    connection so at each use would cost a third of a short question.

    Whoever listens for the SQL of `engine` hears theirs, and they are closed when its own are.
    """
    pool = engine.pool.recreate()
    glances = Engine(pool, engine.dialect, engine.url)

    @event.listens_for(pool, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.autocommit = True

    @event.listens_for(glances, "before_cursor_execute")
    def _told(*what: Any) -> None:
        for listener in engine.dispatch.before_cursor_execute:
            listener(*what)

    @event.listens_for(engine, "engine_disposed")
    def _disposed(_engine: Engine) -> None:
        glances.dispose()

    return glances


def _prepare_server(engine: Engine) -> None:
    """Connections that lay idle for a while are tried before use: the server may have gone meanwhile.

    SQLAlchemy's own `pool_pre_ping` does so before each use, which costs a round trip a request.
    """

    @event.listens_for(engine, "checkin")
    def _returned(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        since = record.info.get(_SINCE)
        if since is None or time.monotonic() - since < _TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another one
