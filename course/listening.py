"""What the LRS tells us as it records: it is folded, and what follows from others' words is told.

Another program may call a learner by another spelling of their address, and may say that the last
module of a session is completed. The first is remembered, so that it is theirs from then on; the
second makes us say of the session and of the course what we say when it happens on our own pages:
once, in the same transaction. Rebuilding the projections goes past here and tells nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from collectif.lrs import StatementFilter, agent_identifier

from .learning.facts import ModuleFact
from .learning.finishing import finished
from .learning.record import COURSE, gather, join
from .store import facts as rows
from .store import people
from .xapi import statements as say
from .xapi.statements import Voice
from .xapi.vocabulary import COMPLETED, PASSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import Recorded

    from .content.catalogue import Catalogue
    from .learning.record import ModuleRecord, Record
    from .recording import Fold, Recording
    from .store.people import Person


_COMPLETING = frozenset((COMPLETED, PASSED))


@dataclass(frozen=True)
class _Heard:
    """A fact about somebody, the statement that told it, and whether it can complete something."""

    statement: str
    fact: ModuleFact
    completing: bool


class Listening:
    """The LRS's listener. `clock` answers microseconds UTC; `recording` comes once there is one."""

    def __init__(
        self, fold: Fold, catalogue: Callable[[], Catalogue], clock: Callable[[], int]
    ) -> None:
        self.fold = fold
        self.recording: Recording | None = None
        self._catalogue = catalogue
        self._clock = clock

    def begin(self, recording: Recording) -> None:
        """Hear from now on what goes through `recording`, too."""
        self.recording = recording
        self.fold.recorder = recording.recorder

    def recorded(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Fold what was newly stored, and tell what others have completed by it."""
        assert self.recording is not None
        others = [one for one in statements if not self.recording.is_ours(one.statement)]
        _respell(connection, others)
        causes = {one.id for one in others if one.statement["verb"]["id"] in _COMPLETING}
        heard = self._heard(statements, causes) if causes else []
        if not any(one.completing for one in heard):
            self.fold.recorded(connection, statements)
            return
        persons = people.by_actors(connection, {one.fact.actor for one in heard if one.completing})
        before = _records(connection, persons)
        self.fold.recorded(connection, statements)
        told: list[say.Statement] = []
        for person in persons:
            mine = [one for one in heard if one.fact.actor in person.actors]
            told += self._finished(connection, person, before[person.id], mine)
        self.recording.record(connection, told)

    def voided(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Statements have been taken back."""
        self.fold.voided(connection, statements)

    def erased(
        self, connection: Connection, statements: Sequence[Recorded], gone: frozenset[str]
    ) -> None:
        """Statements are gone for good."""
        self.fold.erased(connection, statements, gone)

    def changed(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Somebody has become anonymous in statements of others."""
        self.fold.changed(connection, statements)

    def _heard(self, statements: Iterable[Recorded], causes: set[str]) -> list[_Heard]:
        """What the statements say of modules, in the order stored; all of it matters to what was
        completed before, but only `causes` complete anything here."""
        return [
            _Heard(one.id, fact, one.id in causes and fact.module != COURSE)
            for one in statements
            for fact in self.fold.read((one,))
            if isinstance(fact, ModuleFact)
        ]

    def _finished(
        self, connection: Connection, person: Person, record: Record, heard: Sequence[_Heard]
    ) -> list[say.Statement]:
        """Our statements about what `heard` completes, beyond what `record` says."""
        catalogue, told = self._catalogue(), []
        today = datetime.fromtimestamp(self._clock() / 1_000_000, UTC).date()
        for one in heard:
            after = _joined(record, one.fact)
            done = finished(catalogue, record, after, today) if one.completing else None
            record = after
            if done:
                voice = self._voice(person, one.fact.record.last)
                said = [say.completed_session(voice, session) for session in done.sessions]
                said = [own for own in said if not self._is_told(connection, own)]
                said += [say.completed_course(voice)] if done.course else []
                told += [_named_after(one.statement, own) for own in said]
        return told

    def _voice(self, person: Person, at: int) -> Voice:
        assert self.recording is not None
        actor = self.recording.actor(person.pseudonym)
        course = self._catalogue().course
        return Voice(course, actor, person.registration, person.language, at)

    def _is_told(self, connection: Connection, statement: say.Statement) -> bool:
        """Whether the like has been recorded in this registration, and not been voided."""
        assert self.recording is not None
        like = StatementFilter(
            verb=statement["verb"]["id"],
            activity=statement["object"]["id"],
            registration=statement["context"]["registration"],
            limit=1,
        )
        return bool(self.recording.recorder.find(connection, like))


def _named_after(cause: str, statement: say.Statement) -> say.Statement:
    """The statement under an id made from that of the statement it follows from: whenever the cause
    is recorded anew in another store, this is the same."""
    name = f"{statement['verb']['id']}|{statement['object']['id']}"
    return {**statement, "id": str(uuid.uuid5(uuid.UUID(cause), name))}


def _joined(record: Record, fact: ModuleFact) -> Record:
    known = record.get(fact.module)
    return {**record, fact.module: join(known, fact.record) if known else fact.record}


def _records(connection: Connection, persons: Sequence[Person]) -> Mapping[int, Record]:
    """Person's id → all that is known of their progress, in one query."""
    owner = {actor: person.id for person in persons for actor in person.actors}
    found: dict[int, list[tuple[str, ModuleRecord]]] = {person.id: [] for person in persons}
    for actor, module, record in rows.records_of_many(connection, list(owner)):
        found[owner[actor]].append((module, record))
    return {person: gather(known) for person, known in found.items()}


def _respell(connection: Connection, statements: Iterable[Recorded]) -> None:
    """Know whoever is called by an address in other letters than we keep it. (Case means nothing in a
    domain, and whoever signs up here has the address whatever its case.)"""
    spellings = {}
    for one in statements:
        actor = one.statement["actor"]
        mailbox = actor.get("mbox")
        if mailbox and actor.get("objectType") != "Group" and mailbox != mailbox.lower():
            spellings[agent_identifier(actor)] = agent_identifier({"mbox": mailbox.lower()})
    if spellings:
        people.respell(connection, spellings)
