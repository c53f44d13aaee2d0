"""Accompanying a cohort: the grid, one learner's answers and statements, waivers."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectif.lrs import StatementFilter

from ..errors import BadInput, NotFound
from ..learning.progress import State, course_completed, state
from ..learning.record import COURSE, gather
from ..store import audit, cohorts, people
from ..store import facts as rows
from ..xapi import statements as say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from collectif.lrs import Recorded

    from ..content.model import Module
    from ..learning.facts import AnswerFact, WaiverFact
    from ..learning.record import ModuleRecord, Record
    from ..store.cohorts import Cohort, Member
    from ..store.people import Person
    from .house import House

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are mistaken for one another
CODE_LENGTH = 8
STATEMENTS_A_PAGE = 50
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Cell:
    """One learner and one module. `percent` is the best score, `at` when it was completed (both None
    while there is none); `wrong` answers and `failures` of the quiz say why help is needed."""

    module: str
    state: State
    percent: int | None
    passed: bool
    waived: bool
    at: int | None
    wrong: int
    failures: int
    milliseconds: int


@dataclass(frozen=True)
class Row:
    """One learner's line: cells in the order of the course's modules. `last` is when they last did
    something of the course, microseconds UTC: neither enrolling nor a trainer's waiver counts."""

    member: Member
    cells: tuple[Cell, ...]
    done: int
    total: int
    course_completed: bool
    last: int | None

    @property
    def percent(self) -> int:
        """Whole per cent of the required modules that are done."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def milliseconds(self) -> int:
        """Time spent in all modules."""
        return sum(cell.milliseconds for cell in self.cells)

    @property
    def state(self) -> State:
        """How the learner stands as a whole: needing help anywhere shows before anything but the end."""
        if self.course_completed:
            return "completed"
        found = {cell.state for cell in self.cells}
        if "needs_help" in found:
            return "needs_help"
        return "not_started" if found <= {"not_started"} else "started"


@dataclass(frozen=True)
class Grid:
    """A cohort's learners × modules: what the page shows and what is exported, one object."""

    cohort: Cohort
    modules: tuple[Module, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class LearnerView:
    """One learner as their trainer sees them. `trainers` names those who gave the waivers, by the
    name their statements bear; `older` is what to ask for the statements before these with."""

    cohort: Cohort
    member: Member
    row: Row
    answers: tuple[AnswerFact, ...]
    waivers: tuple[WaiverFact, ...]
    trainers: Mapping[str, str]
    statements: tuple[Recorded, ...]
    older: int | None


# -- cohorts ------------------------------------------------------------------


def my_cohorts(house: House, trainer: Person) -> Sequence[tuple[Cohort, int]]:
    """The cohorts this trainer accompanies (an admin: all), each with its number of learners."""
    with house.database.reading() as connection:
        return cohorts.of_trainer(connection, None if trainer.role == "admin" else trainer.id)


def my_cohort(house: House, trainer: Person, cohort: int) -> Cohort:
    """One of the cohorts this trainer accompanies; raises NotFound."""
    with house.database.reading() as connection:
        return _mine(connection, trainer, cohort)


def create_cohort(
    house: House, trainer: Person, name: str, starts: date | None = None, ends: date | None = None
) -> int:
    """A new cohort accompanied by `trainer`; raises BadInput."""
    clean = _checked(name, starts, ends)
    with house.database.writing() as connection:
        now = house.clock()
        cohort = cohorts.add(connection, clean, new_code(), now, starts, ends)
        cohorts.join(connection, cohort, trainer.id, "trainer", now)
        audit.note(connection, now, trainer.id, "cohort_created", f"cohort {cohort}", clean)
    return cohort


def change_cohort(
    house: House,
    trainer: Person,
    cohort: int,
    name: str,
    starts: date | None,
    ends: date | None,
    *,
    is_open: bool,
) -> None:
    """Rename a cohort, move its dates, open or close it to new members; raises BadInput, NotFound."""
    clean = _checked(name, starts, ends)
    with house.database.writing() as connection:
        _mine(connection, trainer, cohort)
        values = {"name": clean, "starts": starts, "ends": ends, "open": is_open}
        cohorts.change(connection, cohort, values)
        audit.note(connection, house.clock(), trainer.id, "cohort_changed", f"cohort {cohort}")


def renew_code(house: House, trainer: Person, cohort: int) -> str:
    """A new invitation code; the old one and its link open nothing any more."""
    code = new_code()
    with house.database.writing() as connection:
        _mine(connection, trainer, cohort)
        cohorts.change(connection, cohort, {"code": code})
        audit.note(connection, house.clock(), trainer.id, "code_renewed", f"cohort {cohort}")
    return code


def remove_member(house: House, trainer: Person, cohort: int, person: int) -> None:
    """Take a learner out of the cohort; what they did stays theirs."""
    with house.database.writing() as connection:
        _member(connection, _mine(connection, trainer, cohort), person)
        cohorts.leave(connection, cohort, person)
        subject = f"cohort {cohort}, person {person}"
        audit.note(connection, house.clock(), trainer.id, "member_removed", subject)


def new_code() -> str:
    """An invitation code a person can read out on the telephone."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


def find_invitation(house: House, code: str) -> Cohort:
    """The cohort a code invites to; raises BadInput when it opens nothing."""
    with house.database.reading() as connection:
        found = cohorts.by_code(connection, normal_code(code))
    if found is None:
        raise BadInput({"code": "unknown"})
    return found


def join_cohort(house: House, person: Person, code: str) -> Cohort:
    """Become a learner of the cohort that `code` invites to; raises BadInput."""
    found = find_invitation(house, code)
    with house.database.writing() as connection:
        cohorts.join(connection, found.id, person.id, "learner", house.clock())
    return found


def normal_code(code: str) -> str:
    """A code as typed by a person: spaces, dashes and case do not matter."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:16]


def _checked(name: str, starts: date | None, ends: date | None) -> str:
    clean = _one_line(name)
    problems = {}
    if not 0 < len(clean) <= 120:
        problems["name"] = "too_long" if clean else "missing"
    if starts and ends and ends < starts:
        problems["ends"] = "before_start"
    if problems:
        raise BadInput(problems)
    return clean


def _one_line(text: str) -> str:
    """What was typed as one line, without control characters (PostgreSQL takes no NUL)."""
    return " ".join(
        "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text).split()
    )


def _mine(connection: Connection, trainer: Person, cohort: int) -> Cohort:
    """The cohort, if it exists and `trainer` accompanies it; else NotFound (nothing is told apart)."""
    if not 0 < cohort <= _LARGEST_ID:
        raise NotFound(f"cohort {cohort}")
    found = cohorts.by_id(connection, cohort)
    allowed = trainer.role == "admin" or (
        trainer.role == "trainer" and cohorts.accompanies(connection, cohort, trainer.id)
    )
    if found is None or not allowed:
        raise NotFound(f"cohort {cohort}")
    return found


# -- the grid -----------------------------------------------------------------


def grid(house: House, trainer: Person, cohort: int) -> Grid:
    """How every learner of the cohort stands in every module; raises NotFound.

    The number of queries is the same for 5 and for 5,000 learners.
    """
    with house.database.reading() as connection:
        found = _mine(connection, trainer, cohort)
        members = cohorts.learners(connection, cohort)
        records = _records(connection, cohort, members)
    return Grid(
        cohort=found,
        modules=tuple(house.catalogue.modules),
        rows=tuple(_row(house, member, records[member.id]) for member in members),
    )


def _records(connection: Connection, cohort: int, members: Sequence[Member]) -> dict[int, Record]:
    owner = {actor: member.id for member in members for actor in member.actors}
    found: dict[int, list[tuple[str, ModuleRecord]]] = {member.id: [] for member in members}
    for actor, module, record in rows.records_of_many(connection, cohorts.actors_of(cohort)):
        if actor in owner:
            found[owner[actor]].append((module, record))
    return {person: gather(known) for person, known in found.items()}


def _row(house: House, member: Member, record: Record) -> Row:
    catalogue = house.catalogue
    required = [module.id for module in catalogue.modules if module.required]
    done = sum(module in record and record[module].is_completed for module in required)
    return Row(
        member=member,
        cells=tuple(_cell(module.id, record.get(module.id)) for module in catalogue.modules),
        done=done,
        total=len(required),
        course_completed=course_completed(catalogue, record, house.today()),
        last=max((at for one in record.items() if (at := _last_of(*one))), default=None),
    )


def _last_of(module: str, known: ModuleRecord) -> int | None:
    """When the learner last did something there (the first time, where a waiver came later); None
    where there is only a waiver, or only their enrolling in the course."""
    if known.last == known.waived:
        return known.first if known.first < known.last else None
    return None if module == COURSE and known.first == known.last else known.last


def _cell(module: str, known: ModuleRecord | None) -> Cell:
    if known is None:
        return Cell(module, state(None), None, False, False, None, 0, 0, 0)
    return Cell(
        module=module,
        state=state(known),
        percent=None if known.best is None else int(known.best * 100 + 1e-6),
        passed=known.is_passed,
        waived=known.waived is not None,
        at=known.completed,
        wrong=known.wrong,
        failures=known.failures,
        milliseconds=known.milliseconds,
    )


# -- one learner --------------------------------------------------------------


def learner(
    house: House, trainer: Person, cohort: int, person: int, after: int | None = None
) -> LearnerView:
    """One learner: every answer and waiver, and a page of statements, newest first.

    `after` is the `older` of the page before. Raises NotFound.
    """
    with house.database.reading() as connection:
        found = _mine(connection, trainer, cohort)
        member = _member(connection, found, person)
        known = list(rows.records_of_many(connection, member.actors))
        record = gather((module, one) for _, module, one in known)
        answers = rows.answers_in(connection, member.actors)
        waivers = rows.waivers_of(connection, member.actors)
        trainers = cohorts.names_by_pseudonym(connection, {fact.trainer for fact in waivers})
        told = frozenset(actor for actor, _, _ in known)
        statements = _statements(house, connection, member, told, after)
    shown = statements[:STATEMENTS_A_PAGE]
    return LearnerView(
        cohort=found,
        member=member,
        row=_row(house, member, record),
        answers=tuple(answers),
        waivers=tuple(waivers),
        trainers=trainers,
        statements=tuple(shown),
        older=shown[-1].stored if len(statements) > len(shown) else None,
    )


def _statements(
    house: House, connection: Connection, member: Member, told: frozenset[str], after: int | None
) -> list[Recorded]:
    """The newest statements by any of the learner's identifiers, at least one more than a page. Hashes
    and other spellings of the address are looked for only when one of them has told of the course."""
    address = f"mbox|mailto:{member.email}"
    found = {
        one.id: one
        for actor in member.actors
        if actor in told or actor == address or actor.startswith("account|")
        for one in house.recording.recorder.find(
            connection, StatementFilter(agent=actor, limit=STATEMENTS_A_PAGE + 1, after=after)
        )
    }
    return sorted(found.values(), key=lambda one: one.stored, reverse=True)


def _member(connection: Connection, cohort: Cohort, person: int) -> Member:
    for member in cohorts.learners(connection, cohort.id):
        if member.id == person:
            return member
    raise NotFound(f"person {person}")


def waive(
    house: House, trainer: Person, cohort: int, person: int, module: str, reason: str
) -> None:
    """Let a learner off `module`, or off the whole course (`course`), with a reason.

    Raises NotFound, BadInput when no reason is given or the learner is let off it already.
    """
    clean = _one_line(reason)
    if not 3 <= len(clean) <= 500:
        raise BadInput({"reason": "missing" if len(clean) < 3 else "too_long"})
    target = None if module == COURSE else house.catalogue.find_module(module)
    if target is None and module != COURSE:
        raise NotFound(module)
    with house.database.writing() as connection:
        member = _member(connection, _mine(connection, trainer, cohort), person)
        if module in {fact.module for fact in rows.waivers_of(connection, member.actors)}:
            raise BadInput({"module": "already"})
        waived = people.by_id(connection, person)
        assert waived is not None
        statement = say.waived(
            house.voice(waived),
            target,
            house.recording.actor(trainer.pseudonym),
            clean,
            key=str(uuid.uuid4()),
        )
        house.recording.record(connection, [statement])
        audit.note(
            connection, house.clock(), trainer.id, "waived", f"person {person}, {module}", clean
        )


def take_back_waiver(
    house: House, trainer: Person, cohort: int, person: int, statement: str
) -> None:
    """Take a waiver back: its statement is voided, the projections follow. Raises NotFound."""
    with house.database.writing() as connection:
        member = _member(connection, _mine(connection, trainer, cohort), person)
        known = {fact.statement for fact in rows.waivers_of(connection, member.actors)}
        if statement not in known:
            raise NotFound(statement)
        actor = house.recording.actor(trainer.pseudonym)
        house.recording.record(connection, [say.voided(actor, statement, house.clock())])
        audit.note(
            connection,
            house.clock(),
            trainer.id,
            "waiver_taken_back",
            f"person {person}",
            statement,
        )


def learning_in(house: House, person: Person) -> Sequence[Cohort]:
    """The groups `person` learns in."""
    with house.database.reading() as connection:
        return cohorts.of_learner(connection, person.id)
