"""The self-diagnostic: begun once the course is completed, saved as one goes, taken again any time.

A diagnostic is computed by the questionnaire as it stands. When that has changed since, `Sheet.changed`
says so, for the page to say it too: the score kept on the day it was finished stays as it was.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from collectif.lrs import after_commit

from ..diagnostics.answers import Answers, merge, missing
from ..diagnostics.interaction import interaction, response
from ..diagnostics.parsing import from_json, parse, to_json
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
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from ..diagnostics.answers import Missing
    from ..diagnostics.model import DimensionSpec, Variant
    from ..diagnostics.plan import Action, Message
    from ..diagnostics.result import Result
    from ..learning.record import Record
    from ..store.people import Person
    from .house import House

SUBJECT = "diagnostic"
LONGEST_NAME = 200
"""Letters of an organisation's name."""

_ID = re.compile(r"[0-9a-f-]{36}")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Sheet:
    """A diagnostic as it stands: the questionnaire, the answers, what is missing."""

    diagnosis: Diagnosis
    variant: Variant
    answers: Answers
    missing: Missing
    record: Record = field(default_factory=dict, repr=False)
    """All that is known of the person's progress, read on the way in."""

    def dimension(self, name: str) -> DimensionSpec:
        """The dimension called `name`; raises NotFound."""
        for one in self.variant.dimensions:
            if one.id == name:
                return one
        raise NotFound(name)

    @property
    def changed(self) -> bool:
        """Whether the questionnaire has another version than the one this was begun or finished in."""
        return self.diagnosis.version != self.variant.version

    @property
    def resume(self) -> str | None:
        """The first dimension with an item or evidence to answer; None when nothing is missing."""
        waiting = {self.variant.item(item).dimension for item in self.missing.items}
        waiting.update(self.missing.evidence)
        return next((one.id for one in self.variant.dimensions if one.id in waiting), None)


@dataclass(frozen=True)
class Saved:
    """A diagnostic after some answers were kept, and what could not be: form field → key of
    `diagnostics.parsing.PROBLEMS`."""

    sheet: Sheet
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """A diagnostic's result with its messages by dimension and its ordered plan."""

    sheet: Sheet
    result: Result
    messages: tuple[Message, ...]
    plan: tuple[Action, ...]
    earlier: tuple[Diagnosis, ...] = ()
    """Those finished before about the same organisation by the same questionnaire, newest first."""
    closed: bool = False
    """Whether it was brought to its result just now."""

    @property
    def before(self) -> Result | None:
        """The result of the last time; None without one, or in another version: a score then means
        something else."""
        last = self.earlier[0] if self.earlier else None
        if last is None or self.sheet.changed or last.version != self.sheet.variant.version:
            return None
        return score(self.sheet.variant, from_json(last.answers))


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
    """Begin a diagnostic; answers its id. One begun alike and still empty is taken up instead, so
    that a second click changes nothing. Raises Locked, BadInput naming fields."""
    questionnaire, name = _checked(house, variant, organisation)
    empty = to_json(Answers())
    with house.database.writing() as connection:
        _gate(house, connection, person)
        wanted = (questionnaire.id, questionnaire.version, name, empty, None)
        for one in diagnoses.of_person(connection, person.id):
            if (one.variant, one.version, one.organisation, one.answers, one.finished) == wanted:
                return one.id
        now = house.clock()
        new = Diagnosis(
            id=str(uuid.UUID(int=house.random.getrandbits(128), version=4)),
            person_id=person.id,
            variant=questionnaire.id,
            version=questionnaire.version,
            organisation=name,
            answers=empty,
            started=now,
            updated=now,
            finished=None,
            overall=None,
        )
        diagnoses.add(connection, new)
    return new.id


def _checked(house: House, variant: str, organisation: str) -> tuple[Variant, str]:
    """The questionnaire and the organisation's name as kept; raises BadInput."""
    found = house.variants.get(variant)
    name = " ".join(_UNSEEN.sub("", organisation).split())
    problems = {}
    if found is None:
        problems["variant"] = "unknown" if variant else "missing"
    if len(name) > LONGEST_NAME:
        problems["organisation"] = "too_long"
    if found is None or problems:
        raise BadInput(problems)
    return found, name


def open_sheet(house: House, person: Person, diagnosis: str) -> Sheet:
    """A diagnostic of the person's own. Raises Locked, NotFound."""
    with house.database.reading() as connection:
        return _sheet(house, connection, person, diagnosis)


def save(
    house: House, person: Person, diagnosis: str, dimension: str, typed: Mapping[str, str]
) -> Saved:
    """Keep what a dimension's form says (`diagnostics.parsing`) beside what was kept before; each new
    level is recorded as a statement. What cannot be taken hinders nothing else.

    Raises Locked, NotFound (also for the dimension), Outdated once the diagnostic is finished.
    """
    now = house.clock()
    with house.database.writing() as connection:
        sheet = _held_sheet(house, connection, person, diagnosis)
        sheet.dimension(dimension)
        if sheet.diagnosis.finished is not None:
            raise Outdated(diagnosis)
        part, problems = _sorted_out(sheet.variant, typed)
        together = merge(sheet.answers, part)
        kept = replace(sheet.diagnosis, answers=to_json(together), updated=now)
        diagnoses.change(connection, diagnosis, {"answers": kept.answers, "updated": now})
        house.recording.record(connection, _told(house, person, sheet, together))
    waiting = missing(sheet.variant, together)
    return Saved(replace(sheet, diagnosis=kept, answers=together, missing=waiting), problems)


def _sorted_out(variant: Variant, typed: Mapping[str, str]) -> tuple[Answers, Mapping[str, str]]:
    """The fields that can be kept, and what is wrong with the others."""
    try:
        return parse(variant, typed), {}
    except BadInput as refusal:
        good = {name: value for name, value in typed.items() if name not in refusal.problems}
        return parse(variant, good), refusal.problems


def finish(house: House, person: Person, diagnosis: str) -> Outcome:
    """Close a diagnostic and come to its result; once more on a finished one changes nothing.

    Somebody to whom much does not apply gets a profile without an overall score. The version kept is
    the one it was computed by. Raises BadInput while items wait for an answer, Locked, NotFound.
    """
    with house.database.writing() as connection:
        sheet = _held_sheet(house, connection, person, diagnosis)
        outcome = _outcome(sheet)
        if sheet.diagnosis.finished is not None:
            return outcome
        if sheet.missing.items:
            raise BadInput({"answers": "too_few"})
        overall = outcome.result.overall.score
        version = sheet.variant.version
        changes = {"finished": house.clock(), "overall": overall, "version": version}
        diagnoses.change(connection, diagnosis, changes)
        levels = {
            name: found.score
            for name, found in outcome.result.dimensions.items()
            if found.score is not None
        }
        statement = say.diagnosed(house.voice(person), _subject(sheet), overall, levels)
        house.recording.record(connection, [statement])
        told = {"person": person.id, "diagnosis": diagnosis}
        after_commit(connection, partial(house.announce, "diagnosis_finished", **told))
    return replace(outcome, closed=True)


def result(house: House, person: Person, diagnosis: str) -> Outcome:
    """The result as the answers stand, finished or not, with those before. Raises Locked, NotFound."""
    with house.database.reading() as connection:
        sheet = _sheet(house, connection, person, diagnosis)
        known = diagnoses.of_person(connection, person.id)
    return replace(_outcome(sheet), earlier=_earlier(sheet.diagnosis, known))


def _earlier(present: Diagnosis, known: Sequence[Diagnosis]) -> tuple[Diagnosis, ...]:
    about = (present.variant, present.organisation.casefold())
    found = [
        one
        for one in known
        if one.id != present.id
        and one.finished is not None
        and (present.finished is None or one.finished < present.finished)
        and (one.variant, one.organisation.casefold()) == about
    ]
    return tuple(sorted(found, key=lambda one: one.finished or 0, reverse=True))


def remove(house: House, person: Person, diagnosis: str) -> None:
    """Forget a diagnostic of one's own, even one whose questionnaire is gone. Raises NotFound."""
    with house.database.writing() as connection:
        _own(connection, person, diagnosis)
        diagnoses.remove(connection, diagnosis)


def _outcome(sheet: Sheet) -> Outcome:
    found = score(sheet.variant, sheet.answers)
    return Outcome(sheet, found, messages(sheet.variant, found), plan(sheet.variant, found))


def _gate(house: House, connection: Connection, person: Person) -> Record:
    """Lets in who completed the course, and who was let in before: a rule that has changed since, or a
    waiver taken back, never locks people out of their own results."""
    record = record_of(connection, person)
    if course_completed(house.catalogue, record, house.today()):
        return record
    if not any(one.finished for one in diagnoses.of_person(connection, person.id)):
        raise Locked(SUBJECT)
    return record


def _sheet(house: House, connection: Connection, person: Person, diagnosis: str) -> Sheet:
    record = _gate(house, connection, person)
    found = _own(connection, person, diagnosis)
    variant = find_variant(house, found.variant)
    answers = from_json(found.answers)
    return Sheet(found, variant, answers, missing(variant, answers), record)


def _held_sheet(house: House, connection: Connection, person: Person, diagnosis: str) -> Sheet:
    """The same, to be changed: others who save it wait, so that no answer is lost between reading
    and writing. Where only one writes at a time (SQLite) this waits for nobody."""
    diagnoses.change(connection, _checked_id(diagnosis), {"id": diagnosis})
    return _sheet(house, connection, person, diagnosis)


def _own(connection: Connection, person: Person, diagnosis: str) -> Diagnosis:
    found = diagnoses.by_id(connection, _checked_id(diagnosis))
    if found is None or found.person_id != person.id:
        raise NotFound(diagnosis)
    return found


def _checked_id(diagnosis: str) -> str:
    """The id when it can be one; PostgreSQL takes offence at other texts, a NUL for instance."""
    if not _ID.fullmatch(diagnosis):
        raise NotFound(diagnosis)
    return diagnosis


def _subject(sheet: Sheet) -> say.Diagnosis:
    variant = sheet.variant
    return say.Diagnosis(sheet.diagnosis.id, variant.id, variant.title, variant.version)


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
