"""Cohorts: who is in them, who accompanies them, and their members' progress in a few queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import cohorts, identities, memberships, people
from .upserts import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


@dataclass(frozen=True)
class Cohort:
    """A group of learners. Dates are optional: rolling enrolment is normal."""

    id: int
    name: str
    code: str
    open: bool
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class Member:
    """A learner of a cohort, with all xAPI identifiers they are known under."""

    id: int
    name: str
    email: str | None
    joined: int
    actors: tuple[str, ...]


_COLUMNS = (
    cohorts.c.id,
    cohorts.c.name,
    cohorts.c.code,
    cohorts.c.open,
    cohorts.c.starts,
    cohorts.c.ends,
)


def add(
    connection: sa.Connection,
    name: str,
    code: str,
    now: int,
    starts: date | None,
    ends: date | None,
) -> int:
    """Store a new cohort; answers its id."""
    values = {"name": name, "code": code, "created": now, "starts": starts, "ends": ends}
    made = connection.execute(sa.insert(cohorts).values(**values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def change(connection: sa.Connection, cohort: int, values: dict[str, Any]) -> None:
    """Set columns of a cohort."""
    connection.execute(sa.update(cohorts).where(cohorts.c.id == cohort).values(**values))


def by_id(connection: sa.Connection, cohort: int) -> Cohort | None:
    """The cohort with this id."""
    row = connection.execute(sa.select(*_COLUMNS).where(cohorts.c.id == cohort)).one_or_none()
    return Cohort(*row) if row else None


def by_code(connection: sa.Connection, code: str) -> Cohort | None:
    """The cohort that this invitation code opens, if it is still open."""
    wanted = sa.select(*_COLUMNS).where(cohorts.c.code == code, cohorts.c.open.is_(True))
    row = connection.execute(wanted).one_or_none()
    return Cohort(*row) if row else None


def join(connection: sa.Connection, cohort: int, person: int, role: str, now: int) -> None:
    """Make `person` a member; one who is a member already stays as they are."""
    row = {"cohort_id": cohort, "person_id": person, "role": role, "joined": now}
    connection.execute(insert(connection, memberships).on_conflict_do_nothing(), row)


def leave(connection: sa.Connection, cohort: int, person: int) -> None:
    """`person` is no member any more; their progress stays theirs."""
    connection.execute(
        sa.delete(memberships).where(
            memberships.c.cohort_id == cohort, memberships.c.person_id == person
        )
    )


def of_trainer(connection: sa.Connection, person: int | None) -> Sequence[tuple[Cohort, int]]:
    """The cohorts `person` accompanies (all of them for None), each with its number of learners."""
    learners = (
        sa.select(sa.func.count())
        .where(memberships.c.cohort_id == cohorts.c.id, memberships.c.role == "learner")
        .scalar_subquery()
    )
    wanted = sa.select(*_COLUMNS, learners).order_by(cohorts.c.id)
    if person is not None:
        mine = sa.select(memberships.c.cohort_id).where(
            memberships.c.person_id == person, memberships.c.role == "trainer"
        )
        wanted = wanted.where(cohorts.c.id.in_(mine))
    return [(Cohort(*row[:6]), row[6]) for row in connection.execute(wanted)]


def accompanies(connection: sa.Connection, cohort: int, person: int) -> bool:
    """Whether `person` is a trainer of the cohort."""
    found = connection.scalar(
        sa.select(sa.literal(1)).where(
            memberships.c.cohort_id == cohort,
            memberships.c.person_id == person,
            memberships.c.role == "trainer",
        )
    )
    return found is not None


def learners(connection: sa.Connection, cohort: int) -> Sequence[Member]:
    """The learners of a cohort by name, in one query."""
    rows = connection.execute(
        sa.select(
            people.c.id, people.c.name, people.c.email, memberships.c.joined, identities.c.actor
        )
        .join(memberships, memberships.c.person_id == people.c.id)
        .outerjoin(identities, identities.c.person_id == people.c.id)
        .where(memberships.c.cohort_id == cohort, memberships.c.role == "learner")
        .order_by(people.c.name, people.c.id, identities.c.actor)
    )
    found: dict[int, tuple[Any, list[str]]] = {}
    for row in rows:
        _, actors = found.setdefault(row.id, (row, []))
        if row.actor is not None:
            actors.append(row.actor)
    return [
        Member(row.id, row.name, row.email, row.joined, tuple(actors))
        for row, actors in found.values()
    ]


def names_by_pseudonym(connection: sa.Connection, pseudonyms: Iterable[str]) -> dict[str, str]:
    """What people whose statements bear these xAPI account names are called; unknown ones are left out."""
    rows = connection.execute(
        sa.select(people.c.pseudonym, people.c.name).where(
            people.c.pseudonym.in_(sorted(set(pseudonyms)))
        )
    )
    return {row.pseudonym: row.name for row in rows}


def actors_of(cohort: int) -> sa.Select[tuple[str]]:
    """Selects the xAPI identifiers of a cohort's learners, for reading their progress in one query."""
    return (
        sa.select(identities.c.actor)
        .join(memberships, memberships.c.person_id == identities.c.person_id)
        .where(memberships.c.cohort_id == cohort, memberships.c.role == "learner")
    )


def of_learner(connection: sa.Connection, person: int) -> Sequence[Cohort]:
    """The cohorts `person` learns in."""
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .join(memberships, memberships.c.cohort_id == cohorts.c.id)
        .where(memberships.c.person_id == person, memberships.c.role == "learner")
        .order_by(cohorts.c.id)
    )
    return [Cohort(*row) for row in rows]
