"""Agents and identified groups that statements named, and the names they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert
from .keys import name_key
from .schema import actor_names, actors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def add(connection: Connection, identifiers: Iterable[str]) -> None:
    """Remember agents and groups by their canonical identifiers."""
    rows = sorted((name_key(identifier), identifier) for identifier in set(identifiers))
    insert(connection, actors, ("key", "identifier"), rows)


def add_names(connection: Connection, named: Iterable[tuple[str, str]]) -> None:
    """Remember that agents, given by identifier, were called by names."""
    rows = sorted((name_key(who), name_key(name), name) for who, name in set(named))
    insert(connection, actor_names, ("actor", "key", "name"), rows)


def names(connection: Connection, identifier: str) -> tuple[str, ...]:
    """The names an agent was given, in alphabetical order."""
    query = sa.select(actor_names.c.name).where(actor_names.c.actor == name_key(identifier))
    return tuple(sorted(connection.execute(query).scalars()))
