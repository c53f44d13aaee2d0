"""People: who they are, under which xAPI identifiers they are known, and their sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import identities, people, sign_ins
from .upserts import add_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Person:
    """Somebody known here. `pseudonym` is their xAPI account name, `actors` all their identifiers."""

    id: int
    name: str
    email: str | None
    language: str
    role: str
    pseudonym: str
    registration: str
    host_id: str | None = None
    demo: bool = False
    review: bool = True
    actors: tuple[str, ...] = ()


_COLUMNS = (
    people.c.id,
    people.c.name,
    people.c.email,
    people.c.language,
    people.c.role,
    people.c.pseudonym,
    people.c.registration,
    people.c.host_id,
    people.c.demo,
    people.c.review,
)


def _people(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Sequence[Person]:
    """People with their identifiers, in one query."""
    rows = connection.execute(
        sa.select(*_COLUMNS, identities.c.actor)
        .outerjoin(identities, identities.c.person_id == people.c.id)
        .where(where)
        .order_by(people.c.id, identities.c.actor)
    )
    found: dict[int, tuple[Mapping[str, Any], list[str]]] = {}
    for row in rows:
        values = row._asdict()
        actor = values.pop("actor")
        _, actors = found.setdefault(row.id, (values, []))
        if actor is not None:
            actors.append(actor)
    return [Person(**values, actors=tuple(actors)) for values, actors in found.values()]


def _one(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Person | None:
    found = _people(connection, where)
    return found[0] if found else None


def by_id(connection: sa.Connection, person: int) -> Person | None:
    """The person with this id."""
    return _one(connection, people.c.id == person)


def by_email(connection: sa.Connection, email: str) -> Person | None:
    """The person with this address, written in lower case."""
    return _one(connection, people.c.email == email)


def by_host_id(connection: sa.Connection, host_id: str) -> Person | None:
    """The person the host knows under this id."""
    return _one(connection, people.c.host_id == host_id)


def by_sign_in(connection: sa.Connection, sign_in: str, now: int) -> Person | None:
    """The person whose sign-in has this digest and has not ended."""
    chosen = sa.select(sign_ins.c.person_id).where(
        sign_ins.c.id == sign_in, sign_ins.c.expires > now
    )
    return _one(connection, people.c.id == chosen.scalar_subquery())


def add(connection: sa.Connection, values: Mapping[str, Any], actors: Sequence[str]) -> int:
    """Store a new person under the identifiers `actors`; answers the person's id."""
    person = connection.execute(sa.insert(people).values(**values)).inserted_primary_key
    assert person is not None
    identify(connection, person[0], actors)
    return int(person[0])


def identify(connection: sa.Connection, person: int, actors: Sequence[str]) -> None:
    """Know `person` under these xAPI identifiers too; one that is somebody's stays theirs."""
    add_new(connection, identities, [{"actor": one, "person_id": person} for one in actors])


def respell(connection: sa.Connection, spellings: Mapping[str, str]) -> None:
    """Know people under other spellings of identifiers: from each to the one that may be known."""
    known = sa.select(identities).where(identities.c.actor.in_(set(spellings.values())))
    owners = {row.actor: row.person_id for row in connection.execute(known)}
    rows = [
        {"actor": other, "person_id": owners[actor]}
        for other, actor in spellings.items()
        if actor in owners
    ]
    add_new(connection, identities, rows)


def by_actors(connection: sa.Connection, actors: Iterable[str]) -> Sequence[Person]:
    """Everybody who is known under one of these identifiers."""
    owners = sa.select(identities.c.person_id).where(identities.c.actor.in_(set(actors)))
    return _people(connection, people.c.id.in_(owners))


def hold(connection: sa.Connection, person: int) -> None:
    """Let this person's other steps wait until the transaction ends, so that none of them is decided
    on facts that are about to change. SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(
            sa.select(people.c.id).where(people.c.id == person).with_for_update(key_share=True)
        )


def change(connection: sa.Connection, person: int, values: Mapping[str, Any]) -> None:
    """Set columns of a person."""
    connection.execute(sa.update(people).where(people.c.id == person).values(**values))


def password_of(connection: sa.Connection, person: int) -> str | None:
    """The password's argon2 hash, None when the person has none."""
    return connection.scalar(sa.select(people.c.password).where(people.c.id == person))


@dataclass(frozen=True)
class Listed:
    """One person in a list. `created` is microseconds UTC."""

    id: int
    name: str
    email: str | None
    role: str
    created: int


def search(connection: sa.Connection, text: str, limit: int, offset: int) -> Sequence[Listed]:
    """People whose name or address holds `text`, by name."""
    wanted = sa.select(
        people.c.id, people.c.name, people.c.email, people.c.role, people.c.created
    ).order_by(people.c.name, people.c.id)
    if text:
        wanted = wanted.where(
            people.c.name.icontains(text, autoescape=True)
            | people.c.email.icontains(text, autoescape=True)
        )
    rows = connection.execute(wanted.limit(limit).offset(offset))
    return [Listed(*row) for row in rows]
