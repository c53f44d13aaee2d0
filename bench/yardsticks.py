"""The physical limits that the LRS is measured against: statements inserted by the driver alone.

Statements that the LRS has stored are inserted once more, 50 a transaction, into two layouts: `ours`,
the tables `lrs_statements` and `lrs_references` with their keys (the very rows of the LRS), and `obvious`,
one table with the text and six indexes: time stored, id, actor, verb, activity and registration. Nothing is
decoded, checked or answered. Both layouts hold the other statements of the store before the clock starts:
what an index costs depends on how much is in it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg

STATEMENTS, A_COMMIT = 5000, 50

_FIRST = f"SELECT min(stored) FROM (SELECT stored FROM lrs_statements ORDER BY stored DESC LIMIT {STATEMENTS}) AS newest"
_KEPT = "SELECT stored, id, authority, voided, raw FROM lrs_statements WHERE stored >= {} ORDER BY stored"
_REFERENCES = "SELECT key, stored, origin FROM lrs_references WHERE stored >= {}"
_FILLED = (
    "INSERT INTO raw_statements SELECT * FROM lrs_statements WHERE stored < {0}",
    "INSERT INTO raw_references SELECT * FROM lrs_references WHERE stored < {0} ORDER BY key, stored",
)
_FILLED_OBVIOUS = """
    INSERT INTO obvious
    SELECT stored, id, {home} || ' ' || {name}, {verb}, {activity}, {registration}, raw
    FROM lrs_statements WHERE stored < {first}
"""
_SAID = {
    "home": ("actor", "account", "homePage"),
    "name": ("actor", "account", "name"),
    "verb": ("verb", "id"),
    "activity": ("object", "id"),
    "registration": ("context", "registration"),
}
_OBVIOUS = """
    INSERT INTO obvious SELECT stored, id, {json} ->> '$.actor', {json} ->> '$.verb.id', {json} ->> '$.object.id',
        {json} ->> '$.context.registration', raw
    FROM lrs_statements WHERE stored < {first}
"""
_OBVIOUS = """
    CREATE TABLE obvious (stored bigint PRIMARY KEY, id {id} NOT NULL UNIQUE, actor text NOT NULL, verb text NOT NULL,
    activity text NOT NULL, registration text NOT NULL, raw text NOT NULL)
"""
_INDEXED = ("actor", "verb", "activity", "registration")

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Portion:
    """What one transaction inserts: rows by table."""

    rows: dict[str, Rows]


def raw_inserts(url: str) -> dict[str, float]:
    """Statements a second, by layout."""
    measure = _sqlite if url.startswith("sqlite") else _postgresql
    return measure(url)


def _ours(statements: Rows, references: Iterable[tuple[int, int, int]]) -> list[Portion]:
    found: dict[int, list[tuple[int, int, int]]] = {row[0]: [] for row in statements}
    for row in references:
        found[row[1]].append(row)
    return [
        Portion(
            {
                "raw_statements": portion,
                "raw_references": [row for one in portion for row in found[one[0]]],
            }
        )
        for portion in _portions(statements)
    ]


def _obvious(statements: Rows) -> list[Portion]:
    rows = []
    for stored, identifier, _authority, _voided, raw in statements:
        said = json.loads(raw)
        actor = "{homePage} {name}".format(**said["actor"]["account"])
        registration = said["context"]["registration"]
        found = (actor, said["verb"]["id"], said["object"]["id"], registration, raw)
        rows.append((stored, identifier, *found))
    return [Portion({"obvious": portion}) for portion in _portions(rows)]


def _portions(rows: Rows) -> list[Rows]:
    return [rows[at : at + A_COMMIT] for at in range(0, len(rows), A_COMMIT)]


def _insert(table: str, row: Sequence[Any], mark: str) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join([mark] * len(row))})"


def _sqlite_said(path: tuple[str, ...]) -> str:
    return f"(raw ->> '$.{'.'.join(path)}')"


def _postgresql_said(path: tuple[str, ...]) -> str:
    return f"(raw::json #>> '{{{','.join(path)}}}')"


def _fill(run: Callable[[str], Any], said: Callable[[tuple[str, ...]], str], first: int) -> None:
    """Both layouts hold what was stored before `first`."""
    for text in _FILLED:
        run(text.format(first))
    run(_FILLED_OBVIOUS.format(first=first, **{name: said(path) for name, path in _SAID.items()}))


def _timed(portions: list[Portion], insert: Callable[[Portion], None]) -> float:
    begun = time.perf_counter()
    for portion in portions:
        insert(portion)
    count = sum(len(next(iter(portion.rows.values()))) for portion in portions)
    return count / (time.perf_counter() - begun)


def _sqlite(url: str) -> dict[str, float]:
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as connection:
        run = connection.execute
        run("PRAGMA synchronous = FULL")
        made = dict(run("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        for table in ("statements", "references"):
            run(f"DROP TABLE IF EXISTS raw_{table}")
            run(made[f"lrs_{table}"].replace(f"TABLE lrs_{table} ", f"TABLE raw_{table} ", 1))
        run("DROP TABLE IF EXISTS obvious")
        run(_OBVIOUS.format(id="blob"))
        for name in _INDEXED:
            run(f"CREATE INDEX obvious_{name} ON obvious ({name}, stored)")

        def insert(portion: Portion) -> None:
            run("BEGIN IMMEDIATE")
            for table, rows in portion.rows.items():
                connection.executemany(_insert(table, rows[0], "?"), rows)
            run("COMMIT")

        (first,) = run(_FIRST).fetchone()
        statements = run(_KEPT.format(first)).fetchall()
        references = run(_REFERENCES.format(first)).fetchall()
        _fill(run, _sqlite_said, first)
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        found = {
            "ours": _timed(_ours(statements, references), insert),
            "obvious": _timed(_obvious(statements), insert),
        }
        for table in ("raw_statements", "raw_references", "obvious"):
            run(f"DROP TABLE {table}")
    return found


def _postgresql(url: str) -> dict[str, float]:
    host = dict(parse_qsl(urlsplit(url).query))["host"]
    with psycopg.connect(host=host, user="postgres", dbname="bench") as connection:
        run = connection.execute
        for table in ("statements", "references"):
            run(f"DROP TABLE IF EXISTS raw_{table}")
            run(f"CREATE TABLE raw_{table} (LIKE lrs_{table} INCLUDING ALL)")
        run("DROP TABLE IF EXISTS obvious")
        run(_OBVIOUS.format(id="uuid"))
        for name in _INDEXED:
            run(f"CREATE INDEX ON obvious ({name}, stored)")
        (first,) = run(_FIRST).fetchone() or (0,)
        statements = run(_KEPT.format(first)).fetchall()
        references = run(_REFERENCES.format(first)).fetchall()
        _fill(run, _postgresql_said, first)
        connection.commit()
        cursor = connection.cursor()

        def insert(portion: Portion) -> None:
            with connection.pipeline():
                for table, rows in portion.rows.items():
                    cursor.executemany(_insert(table, rows[0], "%s"), rows)
                connection.commit()

        found = {
            "ours": _timed(_ours(statements, references), insert),
            "obvious": _timed(_obvious(statements), insert),
        }
        for table in ("raw_statements", "raw_references", "obvious"):
            run(f"DROP TABLE {table}")
        connection.commit()
    return found
