"""Questions put straight to the driver: right rows, and heard by whoever counts SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectif.lrs.store import direct
from collectif.lrs.store.schema import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

ABOVE = sa.select(clock.c.id, clock.c.last).where(
    clock.c.id == 1, clock.c.last >= sa.bindparam("least"), clock.c.last >= sa.bindparam("other")
)


def test_rows_come_by_the_values_given(connection: Connection) -> None:
    assert [row[0] for row in direct.rows(connection, ABOVE, {"other": 0, "least": 0})] == [1]
    assert direct.rows(connection, ABOVE, {"least": 2**62, "other": 0}) == []
    assert direct.rows(connection, ABOVE, {"least": 0, "other": 2**62}) == []


def test_whoever_counts_sql_hears_of_it(
    connection: Connection, count_calls: Callable[[], AbstractContextManager[list[object]]]
) -> None:
    with count_calls() as calls:
        direct.rows(connection, ABOVE, {"least": 0, "other": 0})
    assert len(calls) == 1
