"""Removing and rewriting rows for good, many in one call. Whoever calls holds the stored order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from .bulk import insert
from .forwarding_schema import destinations, isolated
from .keys import name_key
from .schema import (
    activities,
    actor_names,
    actors,
    attachments,
    audit,
    clock,
    credentials,
    documents,
    references,
    statement_attachments,
    statements,
    targets,
    verbs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from .database import Database
    from .references import Reference
    from .statements import Kept

_AT_ONCE = 1_000  # rows; so few that they are looked up one by one, whatever the table's size


def hold_order(connection: Connection) -> None:
    """Let recordings wait until this transaction ends: none may refer to what is going."""
    connection.execute(sa.update(clock).where(clock.c.id == 1).values(last=clock.c.last))


def remove_statements(connection: Connection, times: Sequence[int]) -> None:
    """Remove the statements stored at these times."""
    _remove(connection, statements, ("stored",), [(stored,) for stored in times])


def remove_references(connection: Connection, rows: Iterable[Reference]) -> None:
    """Make statements unfindable by keys."""
    found = sorted({(row.key, row.stored, row.origin) for row in rows})
    _remove(connection, references, ("key", "stored", "origin"), found)


def remove_targets(connection: Connection, rows: Sequence[tuple[str, int]]) -> None:
    """Forget that the statement stored then has this id as its target."""
    _remove(connection, targets, ("target", "stored"), rows)


def remove_links(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Forget that the statement stored then carries the data of this hash."""
    _remove(connection, statement_attachments, ("sha2", "stored"), sorted(set(rows)))


def remove_attachments(connection: Connection, hashes: Iterable[str]) -> None:
    """Remove the data of these hashes."""
    _remove(connection, attachments, ("sha2",), [(sha2,) for sha2 in sorted(hashes)])


def remove_documents(connection: Connection, keys: Sequence[bytes], before: int) -> None:
    """Remove the documents with these keys that were last changed before then."""
    if keys:
        one = (documents.c.key == sa.bindparam("of"), documents.c.updated < sa.bindparam("moment"))
        values = [{"of": key, "moment": before} for key in keys]
        connection.execute(sa.delete(documents).where(*one), values)


def remove_actors(connection: Connection, identifiers: Iterable[str]) -> None:
    """Forget agents and groups, and the names they were given."""
    keys = [(name_key(identifier),) for identifier in sorted(identifiers)]
    _remove(connection, actors, ("key",), keys)
    _remove(connection, actor_names, ("actor",), keys)


def rewrite(connection: Connection, rows: Sequence[Kept]) -> None:
    """Give statements another text and another authority."""
    if rows:
        values = [{"at": row.stored, "text": row.raw, "by": row.authority} for row in rows]
        connection.execute(_REWRITE, values)


def change_meanings(
    connection: Connection, texts: Sequence[str], anonymous: Callable[[str], str]
) -> None:
    """Make what activities and verbs are called, and their IRIs, anonymous where they hold one of
    `texts`."""
    for table, meaning in ((activities, activities.c.definition), (verbs, verbs.c.display)):
        columns = (table.c.iri, meaning)
        holds = [column.icontains(text, autoescape=True) for column in columns for text in texts]
        told = sa.select(table.c.key, *columns).where(sa.or_(sa.false(), *holds))
        for key, iri, said in connection.execute(told).all():
            values = {meaning.name: None if said is None else anonymous(said)}
            if anonymous(iri) == iri:
                connection.execute(sa.update(table).where(table.c.key == key).values(values))
                continue
            connection.execute(sa.delete(table).where(table.c.key == key))
            row = (name_key(anonymous(iri)), anonymous(iri), values[meaning.name])
            insert(connection, table, ("key", "iri", meaning.name), [row])


def rename_credentials(connection: Connection, key: str, name: str, authority: str) -> None:
    """Give credentials another name and authority (JSON); every process looks at them anew."""
    values = {"name": name, "authority": authority, "revision": credentials.c.revision + 1}
    connection.execute(sa.update(credentials).where(credentials.c.key == key).values(values))


def change_reports(
    connection: Connection, texts: Sequence[str], anonymous: Callable[[str], str]
) -> None:
    """Make what destinations are told to have answered, and the entries of the audit, anonymous where
    they hold one of `texts`."""
    for column in (destinations.c.detail, isolated.c.reason, audit.c.who, audit.c.detail):
        table = column.table
        keys = list(table.primary_key.columns)
        holds = [column.icontains(text, autoescape=True) for text in texts]
        told = sa.select(*keys, column).where(sa.or_(sa.false(), *holds))
        for *values, text in connection.execute(told).all():
            this = (key == value for key, value in zip(keys, values, strict=True))
            change = sa.update(table).where(*this).values({column.name: anonymous(text)})
            connection.execute(change)


def wipe(connection: Connection, *, on: bool) -> None:
    """Whether SQLite is to write zeros over what it removes from here on, by this connection."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA secure_delete = {'ON' if on else 'OFF'}")


def empty_log(database: Database) -> None:
    """Have SQLite's write-ahead log, which holds pages as they were, written back and emptied.

    Where somebody is reading, that happens another time.
    """
    if not database.is_sqlite:
        return
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchall()[0][0]
        cursor.execute("PRAGMA busy_timeout = 200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
    finally:
        cursor.close()
        connection.close()


def _remove(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Remove the rows whose columns `names` hold these values."""
    if not rows:
        return
    command = sa.delete(table)
    if connection.dialect.name == "postgresql":
        for start in range(_AT_ONCE, len(rows), _AT_ONCE):
            _remove(connection, table, names, rows[start : start + _AT_ONCE])
        rows = rows[:_AT_ONCE]
        arrays = [
            sa.func.unnest(sa.bindparam(f"all_{name}", type_=postgresql.ARRAY(table.c[name].type)))
            for name in names
        ]
        chosen = sa.tuple_(*(table.c[name] for name in names)).in_(sa.select(*arrays))
        columns = zip(*rows, strict=True)
        values = {f"all_{name}": list(found) for name, found in zip(names, columns, strict=True)}
        connection.execute(command.where(chosen), values)
        return
    for name in names:
        command = command.where(table.c[name] == sa.bindparam(f"of_{name}"))
    named = [{f"of_{name}": value for name, value in zip(names, row, strict=True)} for row in rows]
    connection.execute(command, named)


_REWRITE = (
    sa.update(statements)
    .where(statements.c.stored == sa.bindparam("at"))
    .values(raw=sa.bindparam("text"), authority=sa.bindparam("by"))
)
