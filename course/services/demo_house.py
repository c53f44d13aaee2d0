"""The demo's furniture: its people, their cohort, its key to the xAPI endpoint. Made once; asked
for again it is found as it was left."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..store import cohorts, people
from . import accounts, simulating, teaching

if TYPE_CHECKING:
    from ..store.people import Person
    from .house import House

_KEY = "demo"
_TRAINER = "formatrice@demo.example"
_ADMIN = "admin@demo.example"


@dataclass(frozen=True)
class Cast:
    """Who can sign in: key → person."""

    people: dict[str, Person]


def furnish(house: House) -> Cast:
    """The demo's people; on a fresh database they and their histories are made first."""
    with house.database.reading() as connection:
        made = people.by_email(connection, _ADMIN) is not None
    if not made:
        _furnish(house)
    wanted = {
        "learner": "learner@demo.example",
        "presque": "presque@demo.example",
        "trainer": _TRAINER,
        "admin": _ADMIN,
    }
    with house.database.reading() as connection:
        found = {key: people.by_email(connection, email) for key, email in wanted.items()}
    return Cast({key: person for key, person in found.items() if person is not None})


def _furnish(house: House) -> None:
    """Make everything. The admin comes last: their presence says that all is complete."""
    trainer = _staff(house, _TRAINER, "Sophie Renard", "trainer")
    with house.database.reading() as connection:
        known = cohorts.of_trainer(connection, trainer.id)
    cohort = (
        known[0][0].id
        if known
        else teaching.create_cohort(house, trainer, "Alliances — promotion d’automne")
    )
    simulating.populate(house, cohort)
    _staff(house, _ADMIN, "Administration (démo)", "admin")


def _staff(house: House, email: str, name: str, role: str) -> Person:
    with house.database.writing() as connection:
        known = people.by_email(connection, email)
        if known is not None:
            return known
        values = {"name": name, "email": email, "language": "fr", "role": role, "demo": True}
        return accounts.enrol(house, connection, dict(values))


def demo_credentials(house: House) -> tuple[str, str]:
    """The demo's key and a new secret for it: what was printed by an earlier start opens nothing."""
    recorder = house.recording.recorder
    with house.database.writing() as connection:
        if any(one.key == _KEY for one in recorder.list_credentials(connection)):
            return _KEY, recorder.rotate_credentials(connection, _KEY)
        secret = secrets.token_urlsafe(18)
        made = recorder.create_credentials(
            connection, "Démo", frozenset(("all",)), key=_KEY, secret=secret
        )
        return made.key, made.secret
