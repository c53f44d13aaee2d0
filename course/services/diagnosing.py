"""The self-diagnostic: begun once the course is completed, saved as one goes, taken again any time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..diagnostics.answers import Answers, merge, missing
from ..diagnostics.interaction import interaction, response
from ..diagnostics.parsing import from_json, to_json, validate
from ..diagnostics.plan import messages, plan
from ..diagnostics.scoring import score
from ..errors import BadInput, Locked, NotFound, Outdated
from ..learning.progress import course_completed
from ..store import diagnoses
from ..store.diagnoses import Diagnosis
from ..xapi import statements as say
from ..xapi.vocabulary import QUESTION
from .reading import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from ..diagnostics.answers import Missing
    from ..diagnostics.model import Variant
    from ..diagnostics.plan import Action, Message
    from ..diagnostics.result import Result
    from ..store.people import Person
    from .house import House

SUBJECT = "diagnostic"


@dataclass(frozen=True)
class Sheet:
    """A diagnostic as it stands: the questionnaire, the answers, what is missing."""

    diagnosis: Diagnosis
    variant: Variant
    answers: Answers
    missing: Missing


@dataclass(frozen=True)
class Outcome:
    """A diagnostic's result with its messages by dimension and its ordered plan."""

    sheet: Sheet
    result: Result
    messages: tuple[Message, ...]
    plan: tuple[Action, ...]


def find_variant(house: House, variant: str) -> Variant:
    """The questionnaire of that id; raises NotFound."""
    found = house.variants.get(variant)
    if found is None:
        raise NotFound(variant)
    return found


def enter(house: House, person: Person) -> Sequence[Diagnosis]:
    """The person's diagnostics, newest first. Raises Locked while the course is not completed."""
    with house.database.reading() as connection:
        _gate(house, connection, person)
        return diagnoses.of_person(connection, person.id)


def begin(house: House, person: Person, variant: str, organisation: str) -> str:
    """Begin a diagnostic; answers its id. Raises Locked, NotFound, BadInput."""
    questionnaire = find_variant(house, variant)
    name = " ".join(organisation.split())
    if len(name) > 200:
        raise BadInput({"organisation": "too_long"})
    with house.database.writing() as connection:
        _gate(house, connection, person)
        now = house.clock()
        new = Diagnosis(
            id=str(uuid.UUID(int=house.random.getrandbits(128), version=4)),
            person_id=person.id,
            variant=questionnaire.id,
            version=questionnaire.version,
            organisation=name,
            answers=to_json(Answers()),
            started=now,
            updated=now,
            finished=None,
            overall=None,
        )
        diagnoses.add(connection, new)
    return new.id


def open_sheet(house: House, person: Person, diagnosis: str) -> Sheet:
    """A diagnostic of the person's own. Raises Locked, NotFound."""
    with house.database.reading() as connection:
        return _sheet(house, connection, person, diagnosis)


def save(house: House, person: Person, diagnosis: str, part: Answers) -> Sheet:
    """Keep some answers beside those kept before; each new level is recorded as a statement.

    Raises Locked, NotFound, BadInput, Outdated once the diagnostic is finished.
    """
    with house.database.writing() as connection:
        sheet = _sheet(house, connection, person, diagnosis)
        if sheet.diagnosis.finished is not None:
            raise Outdated(diagnosis)
        validate(sheet.variant, part)
        together = merge(sheet.answers, part)
        changes = {"answers": to_json(together), "updated": house.clock()}
        diagnoses.change(connection, diagnosis, changes)
        house.recording.record(connection, _told(house, person, sheet, together))
    return Sheet(sheet.diagnosis, sheet.variant, together, missing(sheet.variant, together))


def finish(house: House, person: Person, diagnosis: str) -> Outcome:
    """Close a diagnostic and come to its result; once more on a finished one changes nothing.

    Somebody to whom much does not apply gets a profile without an overall score. Raises BadInput
    while items wait for an answer, Locked, NotFound.
    """
    with house.database.writing() as connection:
        sheet = _sheet(house, connection, person, diagnosis)
        outcome = _outcome(sheet)
        if sheet.diagnosis.finished is not None:
            return outcome
        if sheet.missing.items:
            raise BadInput({"answers": "too_few"})
        overall = outcome.result.overall.score
        changes = {"finished": house.clock(), "overall": overall}
        diagnoses.change(connection, diagnosis, changes)
        levels = {
            name: found.score
            for name, found in outcome.result.dimensions.items()
            if found.score is not None
        }
        statement = say.diagnosed(house.voice(person), _subject(sheet), overall, levels)
        house.recording.record(connection, [statement])
    return outcome


def result(house: House, person: Person, diagnosis: str) -> Outcome:
    """The result as the answers stand, finished or not. Raises Locked, NotFound."""
    with house.database.reading() as connection:
        return _outcome(_sheet(house, connection, person, diagnosis))


def remove(house: House, person: Person, diagnosis: str) -> None:
    """Forget a diagnostic of one's own. Raises NotFound."""
    with house.database.writing() as connection:
        _sheet(house, connection, person, diagnosis)
        diagnoses.remove(connection, diagnosis)


def _outcome(sheet: Sheet) -> Outcome:
    found = score(sheet.variant, sheet.answers)
    return Outcome(sheet, found, messages(sheet.variant, found), plan(sheet.variant, found))


def _gate(house: House, connection: Connection, person: Person) -> None:
    if not course_completed(house.catalogue, record_of(connection, person), house.today()):
        raise Locked(SUBJECT)


def _sheet(house: House, connection: Connection, person: Person, diagnosis: str) -> Sheet:
    _gate(house, connection, person)
    found = diagnoses.by_id(connection, diagnosis)
    if found is None or found.person_id != person.id:
        raise NotFound(diagnosis)
    variant = find_variant(house, found.variant)
    answers = from_json(found.answers)
    return Sheet(found, variant, answers, missing(variant, answers))


def _subject(sheet: Sheet) -> say.Diagnosis:
    variant = sheet.variant
    return say.Diagnosis(sheet.diagnosis.id, variant.id, variant.title, sheet.diagnosis.version)


def _told(house: House, person: Person, sheet: Sheet, together: Answers) -> list[dict[str, Any]]:
    """A statement for every item whose level is new."""
    voice = house.voice(person)
    told = []
    for item in sheet.variant.items:
        if together.level(item.id) in (None, sheet.answers.level(item.id)):
            continue
        said = response(together.items[item.id])
        assert said is not None
        definition = {"type": QUESTION, **interaction(sheet.variant, item)}
        key = str(voice.at)
        told.append(say.rated(voice, _subject(sheet), item.id, definition, said, key))
    return told
