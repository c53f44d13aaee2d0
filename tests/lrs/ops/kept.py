"""A store with all that can speak of a person, and looking for them in every table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask

from collectif.lrs import LRS, Caller, Counts, Database, Recorder, Upkeep
from collectif.lrs.store.schema import metadata

from ..lms import HOME, JSON, agent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import Recorded, Swept

ANNA = "mbox|mailto:anna@example.org"


@dataclass
class Witness:
    """A listener that remembers what it was told, and keeps the ids it knows to be there."""

    here: set[str] = field(default_factory=set)
    erased_ids: list[str] = field(default_factory=list)
    changed_ids: list[str] = field(default_factory=list)
    gone: frozenset[str] = frozenset()

    def recorded(self, _connection: Connection, statements: Sequence[Recorded]) -> None:
        self.here |= {one.id for one in statements}

    def voided(self, _connection: Connection, statements: Sequence[Recorded]) -> None:
        self.here -= {one.id for one in statements}

    def erased(
        self, _connection: Connection, statements: Sequence[Recorded], gone: frozenset[str]
    ) -> None:
        self.erased_ids += [one.id for one in statements]
        self.here -= {one.id for one in statements}
        self.gone |= gone

    def changed(self, _connection: Connection, statements: Sequence[Recorded]) -> None:
        self.changed_ids += [one.id for one in statements]


@dataclass
class Kept:
    """An LRS without a web."""

    database: Database
    recorder: Recorder
    upkeep: Upkeep
    witness: Witness
    app: Flask

    def records(self, *statements: JSON, by: Caller | None = None) -> list[str]:
        with self.database.writing() as connection:
            return list(self.recorder.record(connection, statements, by or owner()))

    def all(self) -> list[Recorded]:
        with self.database.reading() as connection:
            return [one for batch in self.recorder.replay(connection) for one in batch]

    def raw(self) -> list[tuple[Any, ...]]:
        with self.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT stored, voided, raw FROM lrs_statements ORDER BY stored"
            )
            return [tuple(row) for row in rows]

    def places_of(self, *words: str) -> list[str]:
        """Every table and column, of all tables of the database, in which a word stands."""
        with self.database.reading() as connection:
            return places_of(connection, *words)

    def count(self, table: str) -> int:
        with self.database.reading() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())

    def references(self) -> set[tuple[int, int, int]]:
        with self.database.reading() as connection:
            table = metadata.tables["lrs_references"]
            return {tuple(row) for row in connection.execute(sa.select(table))}


def places_of(connection: Connection, *words: str) -> list[str]:
    """Where, in any column of any table, one of these words stands, in any case."""
    found = []
    inspector = sa.inspect(connection)
    for table in sorted(inspector.get_table_names()):
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():
            for column, value in row.items():
                if isinstance(value, memoryview):
                    value = bytes(value)
                text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                if any(word.lower() in text.lower() for word in words):
                    found.append(f"{table}.{column}: {text[:200]}")
    return found


def owner(name: str = "lms") -> Caller:
    account = {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}
    return Caller(name, account, frozenset({"all"}))


def keep(database: Database, **options: Any) -> Kept:
    app, witness, lrs = Flask("host"), Witness(), LRS()
    lrs.init_app(app, database=database, homepage=HOME, listener=witness, **options)
    return Kept(database, lrs.recorder, lrs.upkeep, witness, app)


def ran(steps: Iterable[Swept]) -> tuple[Counts, list[str]]:
    """Take a run to its end: its counts and all ids."""
    ids: list[str] = []
    last = None
    for last in steps:
        ids += last.ids
    assert last is not None
    assert last.finished
    return last.counts, ids


def group(*names: str, **changed: Any) -> JSON:
    return {"objectType": "Group", "member": [agent(name) for name in names], **changed}
