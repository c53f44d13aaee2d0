"""The physical limits that the LRS is measured against: the same rows, inserted by the driver alone.

Tables with the columns, keys and indexes of `lrs_statements` and `lrs_references` take rows that the LRS has
stored, 50 statements a transaction. Nothing is decoded, checked or answered.
"""

from __future__ import annotations

import sqlite3
import time
from urllib.parse import parse_qsl, urlsplit

import psycopg

STATEMENTS, A_COMMIT = 5000, 50
_TABLES = ("lrs_statements", "lrs_references")


def raw_inserts(url: str) -> tuple[float, float]:
    """Statements a second, with their reference rows, and without them."""
    measure = _sqlite if url.startswith("sqlite") else _postgresql
    return measure(url, with_references=True), measure(url, with_references=False)


def _sqlite(url: str, *, with_references: bool) -> float:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous = FULL")
    made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for table in _TABLES:
        raw = table.replace("lrs_", "raw_")
        connection.execute(f"DROP TABLE IF EXISTS {raw}")
        connection.execute(made[table].replace(f"TABLE {table} ", f"TABLE {raw} ", 1))
    statements = list(
        connection.execute(
            f"SELECT stored, id, authority, voided, raw FROM lrs_statements ORDER BY stored LIMIT {STATEMENTS}"
        )
    )
    last = statements[-1][0]
    references: dict[int, list[tuple[int, int, int]]] = {row[0]: [] for row in statements}
    for row in connection.execute(
        "SELECT key, stored, origin FROM lrs_references WHERE stored <= ?", (last,)
    ):
        references[row[1]].append(row)
    begun = time.perf_counter()
    for at in range(0, len(statements), A_COMMIT):
        portion = statements[at : at + A_COMMIT]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO raw_statements VALUES (?, ?, ?, ?, ?)", portion)
        if with_references:
            rows = [row for one in portion for row in references[one[0]]]
            connection.executemany("INSERT INTO raw_references VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    rate = len(statements) / (time.perf_counter() - begun)
    for table in _TABLES:
        connection.execute(f"DROP TABLE {table.replace('lrs_', 'raw_')}")
    connection.close()
    return rate


def _postgresql(url: str, *, with_references: bool) -> float:
    options = dict(parse_qsl(urlsplit(url).query))
    with psycopg.connect(host=options["host"], user="postgres", dbname="bench") as connection:
        for table in _TABLES:
            raw = table.replace("lrs_", "raw_")
            connection.execute(f"DROP TABLE IF EXISTS {raw}")
            connection.execute(f"CREATE TABLE {raw} (LIKE {table} INCLUDING ALL)")
        connection.commit()
        statements = connection.execute(
            f"SELECT stored, id, authority, voided, raw FROM lrs_statements ORDER BY stored LIMIT {STATEMENTS}"
        ).fetchall()
        references: dict[int, list[tuple[int, int, int]]] = {row[0]: [] for row in statements}
        for row in connection.execute(
            "SELECT key, stored, origin FROM lrs_references WHERE stored <= %s", (statements[-1][0],)
        ):
            references[row[1]].append(row)
        connection.commit()
        cursor = connection.cursor()
        begun = time.perf_counter()
        for at in range(0, len(statements), A_COMMIT):
            portion = statements[at : at + A_COMMIT]
            with connection.pipeline():
                cursor.executemany("INSERT INTO raw_statements VALUES (%s, %s, %s, %s, %s)", portion)
                if with_references:
                    rows = [row for one in portion for row in references[one[0]]]
                    cursor.executemany("INSERT INTO raw_references VALUES (%s, %s, %s)", rows)
                connection.commit()
        rate = len(statements) / (time.perf_counter() - begun)
        for table in _TABLES:
            connection.execute(f"DROP TABLE {table.replace('lrs_', 'raw_')}")
    return rate
