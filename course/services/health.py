"""Whether this process can serve people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from ..store import migrating

if TYPE_CHECKING:
    from .house import Rooms


def problems(rooms: Rooms) -> list[str]:
    """What keeps us from serving, as keys; empty when all is well."""
    try:
        with rooms.house.database.reading() as connection:
            current = migrating.is_current(connection) and rooms.lrs.is_current(connection)
    except SQLAlchemyError:
        return ["database_unreachable"]
    return [] if current else ["schema_outdated"]
