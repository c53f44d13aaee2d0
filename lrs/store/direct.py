"""Questions that are asked all day, put straight to the driver.

SQLAlchemy writes the SQL, once; its results would cost as much as the question. So only columns come
this way that both drivers read as they are: whole numbers, texts, booleans.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psycopg
    import sqlalchemy as sa
    from sqlalchemy import Connection

_CURSOR = "collectif_cursor"


def rows(
    connection: Connection, query: sa.Select[Any], values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of a query (one object, kept by its caller) with these values for its parameters."""
    text, names, constants = _written(query, connection.dialect)
    values = {**constants, **values}
    tell(connection, text, values)
    if names is None:
        found = _cursor(connection).execute(text, values, prepare=True).fetchall()
    else:
        driver = cast("Any", connection.connection.driver_connection)
        found = driver.execute(text, [values[name] for name in names]).fetchall()
    return cast("list[tuple[Any, ...]]", found)


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    """The cursor kept with this connection: to make one takes as long as a short question."""
    kept = connection.connection.info
    cursor: psycopg.Cursor[Any] | None = kept.get(_CURSOR)
    if cursor is None:
        cursor = cast("psycopg.Connection[Any]", connection.connection.driver_connection).cursor()
        kept[_CURSOR] = cursor
    return cursor


def tell(connection: Connection, text: str, values: object) -> None:
    """Whoever listens for SQL, to count it or to log it, hears of this too."""
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, None, text, values, None, False)


@lru_cache(maxsize=256)
def _written(
    query: sa.Select[Any], dialect: sa.Dialect
) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
    """The SQL, the names of its parameters in their order where they are not named in it, and the
    values of those that are always the same."""
    compiled = query.compile(dialect=dialect)
    order = cast("Any", compiled).positiontup
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), None if order is None else tuple(order), constants
