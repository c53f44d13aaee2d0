"""Diagnostics begun and finished: whose, of which questionnaire, with which answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import diagnoses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Diagnosis:
    """One diagnostic of one person. `answers` is JSON (`diagnostics.parsing`); moments are
    microseconds UTC; `overall` is the score when it was finished."""

    id: str
    person_id: int
    variant: str
    version: str
    organisation: str
    answers: str
    started: int
    updated: int
    finished: int | None
    overall: float | None


def add(connection: sa.Connection, diagnosis: Diagnosis) -> None:
    """Store a new diagnostic."""
    connection.execute(sa.insert(diagnoses).values(**vars(diagnosis)))


def by_id(connection: sa.Connection, diagnosis: str) -> Diagnosis | None:
    """The diagnostic with this id."""
    row = connection.execute(sa.select(diagnoses).where(diagnoses.c.id == diagnosis)).one_or_none()
    return Diagnosis(**row._asdict()) if row else None


def of_person(connection: sa.Connection, person: int) -> Sequence[Diagnosis]:
    """All diagnostics of a person, newest first."""
    rows = connection.execute(
        sa.select(diagnoses)
        .where(diagnoses.c.person_id == person)
        .order_by(diagnoses.c.started.desc(), diagnoses.c.id)
    )
    return [Diagnosis(**row._asdict()) for row in rows]


def change(connection: sa.Connection, diagnosis: str, values: Mapping[str, Any]) -> None:
    """Set columns of a diagnostic."""
    connection.execute(sa.update(diagnoses).where(diagnoses.c.id == diagnosis).values(**values))


def remove(connection: sa.Connection, diagnosis: str) -> None:
    """Forget a diagnostic with its answers."""
    connection.execute(sa.delete(diagnoses).where(diagnoses.c.id == diagnosis))
