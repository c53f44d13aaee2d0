"""An application that asks the real questionnaires in the sample course, and a learner let in."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from collectif.course.config import HostLearner
from collectif.course.paths import MODULES
from collectif.course.services import accounts
from collectif.course.xapi import statements as say
from tests.builders import write_sample

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from collectif.course.diagnostics.model import Variant
    from collectif.course.services.house import House
    from collectif.course.store.people import Person

_LINKS = {
    r"lessons: \[.*\]": "lessons: [s1-expert, s1-lesson]",
    r"testimony: \S+": "testimony: s1-testimony",
    r"tool: \S+": "tool: s1-tool",
}


def write_course(folder: Path) -> Path:
    """The sample course with the real dimensions and questionnaires, whose advice leads to its modules."""
    write_sample(folder)
    shutil.copy(MODULES / "dimensions.yaml", folder)
    (folder / "diagnostics").mkdir()
    for path in (MODULES / "diagnostics").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for links, ours in _LINKS.items():
            text = re.sub(links, ours, text)
        (folder / "diagnostics" / path.name).write_text(text, encoding="utf-8")
    return folder


def house_of(app: Flask) -> House:
    house: House = app.extensions["collectif"].house
    return house


def enrol(house: House, name: str, language: str = "fr") -> Person:
    """Somebody known by their name."""
    return accounts.host_person(house, HostLearner(name, name, language=language))


def let_in(house: House, person: Person) -> Person:
    """A trainer lets the person off the course, which opens the diagnostic."""
    trainer = house.recording.actor("trainer")
    with house.database.writing() as connection:
        statement = say.waived(
            house.voice(person), None, trainer, "vu en entretien", key=person.name
        )
        house.recording.record(connection, [statement])
    return person


def full_form(variant: Variant, level: str = "3", grade: str = "document") -> dict[str, str]:
    """The same level for every item and the same evidence for every dimension, as form fields."""
    items = {f"item.{item.id}": level for item in variant.items}
    return items | {f"grade.{one.id}": grade for one in variant.dimensions}
