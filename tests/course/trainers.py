"""Trainers and their learners, for stories about cohorts."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectif.course.services import accounts, teaching
from collectif.course.store import cohorts, people
from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from collectif.course.services.house import House
    from collectif.course.store.people import Person


def house_of(app: Flask) -> House:
    house: House = app.extensions["collectif"].house
    return house


def enrol(app: Flask, name: str, role: str = "learner", cohort: int | None = None) -> Person:
    """A new person, and a member of the cohort when one is named."""
    house = house_of(app)
    with house.database.writing() as connection:
        email = f"{uuid.uuid4().hex}@exemple.fr"
        values: dict[str, object] = {"name": name, "email": email, "language": "fr", "role": role}
        person = accounts.enrol(house, connection, values)
        if cohort is not None:
            cohorts.join(connection, cohort, person.id, "learner", house.clock())
    return person


def named(app: Flask, name: str) -> Person:
    """The person of that name."""
    house = house_of(app)
    with house.database.reading() as connection:
        found = people.by_id(connection, people.search(connection, name, 1, 0)[0].id)
    assert found is not None
    return found


class Browser(Visitor):
    """A person's browser, signed in."""

    def __init__(self, app: Flask, person: Person, language: str = "fr") -> None:
        super().__init__(app, language)
        self.person = person
        with self.client.session_transaction() as session:
            session["collectif_sign_in"] = accounts.start_session(house_of(app), person, "test")


@dataclass
class Class:
    """A trainer with a cohort."""

    app: Flask
    trainer: Person
    cohort: int

    @property
    def house(self) -> House:
        return house_of(self.app)

    @property
    def url(self) -> str:
        return f"/trainer/cohort/{self.cohort}"

    @property
    def code(self) -> str:
        return teaching.my_cohort(self.house, self.trainer, self.cohort).code

    def browser(self, language: str = "fr") -> Browser:
        return Browser(self.app, self.trainer, language)

    def learner(self, name: str) -> Learner:
        """A learner who signs up by the cohort's code, through the pages."""
        return Learner(self.app).signs_up(name, self.code)

    def joins(self, name: str) -> Person:
        """A learner who is simply there."""
        return enrol(self.app, name, cohort=self.cohort)

    @property
    def rows(self) -> tuple[teaching.Row, ...]:
        return teaching.grid(self.house, self.trainer, self.cohort).rows

    def row(self, name: str) -> teaching.Row:
        return next(row for row in self.rows if row.member.name == name)

    def cell(self, name: str, module: str) -> teaching.Cell:
        return next(cell for cell in self.row(name).cells if cell.module == module)


def make_class(app: Flask, name: str = "Promotion d’automne") -> Class:
    trainer = enrol(app, "Sophie Renard", "trainer")
    return Class(app, trainer, teaching.create_cohort(house_of(app), trainer, name))


def statement(person: Person, house: House, verb: str, target: str, **more: Any) -> dict[str, Any]:
    """A statement as another program would send it about `person`."""
    return {
        "actor": house.recording.actor(person.pseudonym),
        "verb": {"id": verb},
        "object": {"id": target},
        **more,
    }


@contextmanager
def counted_calls(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement sent while the block runs."""
    engine, calls = house_of(app).database.engine, []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        calls.append(sql)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield calls
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
