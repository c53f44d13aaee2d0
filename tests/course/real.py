"""The real course in an application of its own, for the tests that try all of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from collectif.course.paths import MODULES
from collectif.course.store import people
from collectif.course.xapi import statements as said
from tests.actors import Learner
from tests.conftest import Clock, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from collectif.course.services.house import Rooms
    from collectif.course.store.people import Person

TRAINER = {"account": {"homePage": "https://exemple.fr", "name": "formatrice"}}


@contextmanager
def real_course(folder: Path) -> Iterator[Flask]:
    """The real course on an SQLite file in `folder`."""
    made = make_app(f"sqlite:///{folder / 'real.db'}", MODULES, folder, Clock())
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


def lets_in(rooms: Rooms, person: Person) -> None:
    """No lock stands before any module: locks have tests of their own."""
    voice, modules = rooms.house.voice(person), rooms.house.catalogue.modules
    told = [said.waived(voice, one, TRAINER, "pour tout essayer", one.id) for one in modules]
    with rooms.house.database.writing() as connection:
        rooms.house.recording.record(connection, told)


def signed_in(app: Flask, language: str) -> Learner:
    """A learner with a browser, before whom every door is open."""
    learner = Learner(app, language).signs_up()
    rooms: Rooms = app.extensions["collectif"]
    with rooms.house.database.reading() as connection:
        person = people.by_email(connection, learner.email)
    assert person is not None
    lets_in(rooms, person)
    return learner


def none_of(problems: list[str]) -> None:
    """Every problem on a line of its own, each naming its module and what is at fault there."""
    assert not problems, "\n".join(["", *problems])
