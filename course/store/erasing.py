"""What the tables of the course hold about a person, and its removal.

Found by the schema itself, so that a table somebody adds is not forgotten: rows that belong to a
person (a foreign key to the people) and texts in which they can be told. The projections are not
looked at: they follow the statements.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import PROJECTIONS, audit, identities, mails, metadata, people, sign_ins, tries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DROPPED = (mails, tries)
"""Rows that go as a whole when they tell somebody; in others only the text changes."""


def owners(connection: sa.Connection, actors: Iterable[str]) -> list[int]:
    """Who is known under one of these xAPI identifiers."""
    query = sa.select(identities.c.person_id).where(identities.c.actor.in_(sorted(actors)))
    return sorted(connection.execute(query.distinct()).scalars())


def rows_of(
    connection: sa.Connection, persons: Sequence[int], texts: Sequence[str]
) -> Counter[str]:
    """How many rows are about these people, by table: those that go, and those whose text changes.
    Sign-ins are not counted: they end before anything else happens."""
    found: Counter[str] = Counter()
    for table, column in _belonging():
        if table is sign_ins:
            continue
        query = sa.select(sa.func.count()).where(column.in_(persons))
        found[table.name] += connection.execute(query).scalar() or 0
    for table in _texts():
        condition = sa.and_(_holds(table, texts), sa.not_(_belongs(table, persons)))
        query = sa.select(sa.func.count()).select_from(table).where(condition)
        found[table.name] += connection.execute(query).scalar() or 0
    return +found


def lasting(connection: sa.Connection, persons: Sequence[int]) -> int:
    """How many entries of the audit log say, by a mere number, that they did something."""
    query = sa.select(sa.func.count()).where(audit.c.person_id.in_(persons))
    return connection.execute(query).scalar() or 0


def remove(
    connection: sa.Connection,
    persons: Sequence[int],
    texts: Sequence[str],
    anonymous: Callable[[str], str],
) -> None:
    """Remove what belongs to these people and every text that tells them; `anonymous` gives a text
    without."""
    for table, column in _belonging():
        if table is not people:
            connection.execute(sa.delete(table).where(column.in_(persons)))
    connection.execute(sa.delete(people).where(people.c.id.in_(persons)))
    for table in _texts():
        if table in _DROPPED:
            connection.execute(sa.delete(table).where(_holds(table, texts)))
        else:
            _change_texts(connection, table, texts, anonymous)


def _change_texts(
    connection: sa.Connection,
    table: sa.Table,
    texts: Sequence[str],
    anonymous: Callable[[str], str],
) -> None:
    keys = list(table.primary_key.columns)
    columns = [one for one in _text_columns(table) if not one.primary_key]
    for row in connection.execute(sa.select(*keys, *columns).where(_holds(table, texts))).all():
        values = {one.name: getattr(row, one.name) for one in columns}
        told = {name: anonymous(text) for name, text in values.items() if text is not None}
        this = sa.and_(*(key == getattr(row, key.name) for key in keys))
        connection.execute(sa.update(table).where(this).values(told))


def _belonging() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every table whose rows belong to people, and the column that says to whom: those that refer to
    others before them, people last."""
    found = [
        (table, column)
        for table in reversed(metadata.sorted_tables)
        for column in table.columns
        if any(key.column is people.c.id for key in column.foreign_keys)
    ]
    return [*found, (people, people.c.id)]


def _texts() -> list[sa.Table]:
    return [
        table
        for table in metadata.sorted_tables
        if table not in PROJECTIONS and _text_columns(table)
    ]


def _text_columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, sa.String)]


def _holds(table: sa.Table, texts: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether some text of the row holds one of `texts`, in any case."""
    return sa.or_(
        sa.false(),
        *(
            column.icontains(text, autoescape=True)
            for column in _text_columns(table)
            for text in texts
        ),
    )


def _belongs(table: sa.Table, persons: Sequence[int]) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.false(), *(column.in_(persons) for one, column in _belonging() if one is table)
    )
