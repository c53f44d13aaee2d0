"""Recording statements: the one way in, for requests and for the owner's own code alike."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from ..errors import Conflict
from ..spec.agents import identifiers
from ..spec.comparison import equivalent
from ..store import at_once, attachments, order, statements
from ..store.at_once import Row
from ..store.keys import key
from ..store.statements import Kept
from . import drafts, interning, targeting
from .callers import DEFINE, WRITE_STATEMENTS
from .interning import Memory
from .targeting import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.folder import Folder
    from .callers import Caller
    from .drafts import Batch, Completed


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement as stored: `stored` in microseconds UTC, strictly increasing over the store;
    `statement` complete, with id, timestamp, stored, authority and version."""

    id: str
    stored: int
    statement: Mapping[str, Any]


@dataclass(frozen=True)
class Sending:
    """A batch and who sends it."""

    batch: Batch
    caller: Caller

    @cached_property
    def ready(self) -> tuple[_Ready, ...]:
        """The statements with all that can be said of them before they are stored.

        Worked out once, best before a transaction is opened: recordings wait for each other.
        """
        authority = authority_key(self.caller.authority)
        completed = (
            drafts.complete(draft, self.caller.authority, self.batch.version)
            for draft in self.batch.drafts
        )
        return tuple(
            _Ready(done, authority, draft.chosen, self.caller)
            for draft, done in zip(self.batch.drafts, completed, strict=True)
        )

    @property
    def plain(self) -> bool:
        """Is there nothing to be looked up for it: no gate, no attachment, no target?"""
        return (
            self.caller.gate is None
            and not self.batch.attachments
            and not any(one.done.targets for one in self.ready)
        )


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement that may be stored: whether its sender named the id, and who that is."""

    done: Completed
    authority: int
    chosen: bool
    caller: Caller


@dataclass(frozen=True, slots=True)
class _New:
    """A statement and the time at which it is to be stored."""

    ready: _Ready
    stored: int

    @property
    def id(self) -> str:
        return self.ready.done.id


class NotPlain(Exception):
    """Something about the statements has to be looked at: they go the careful way."""


class Listener(Protocol):
    """What the owner of the LRS hears of, inside the recording transaction."""

    def recorded(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Called with what was newly stored and is not voided, in stored order."""

    def voided(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Called with what was stored earlier and has been voided just now."""

    def erased(
        self, connection: Connection, statements: Sequence[Recorded], gone: frozenset[str]
    ) -> None:
        """Called with what has been removed for good. `gone` are identifiers of agents about whom
        nothing is to stay: some of their statements may be removed in transactions to come."""

    def changed(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Called with what has been rewritten: somebody it mentioned has been made anonymous."""


@dataclass(frozen=True)
class Recording:
    """What recording needs besides the request: who listens, what is remembered, what time it is."""

    listener: Listener | None = None
    memory: Memory = field(default_factory=Memory)
    now: Callable[[], int] = lambda: time.time_ns() // 1000
    folder: Folder | None = None


def authority_key(authority: Mapping[str, Any]) -> int:
    """The key of an Agent, or of a Group by its members, as the authority of statements."""
    return key("authority", "\n".join(sorted(identifiers(authority))))


def record(connection: Connection, recording: Recording, sendings: Sequence[Sending]) -> int | None:
    """Store what was sent, one sending after the other, and tell the listener once.

    A statement that is stored already is not stored again. Answers a time up to which, once the
    transaction is committed, every statement can be read; None where there was nothing to store.
    Raises Forbidden without the scope or when a caller's gate refuses, Conflict when another
    statement is stored under an id; then the transaction is to be undone.
    """
    for sending in sendings:
        sending.caller.require(WRITE_STATEMENTS)
        if sending.caller.gate is not None:
            statements_sent = [draft.statement for draft in sending.batch.drafts]
            sending.caller.gate.statements(connection, statements_sent)
    ready = [one for sending in sendings for one in sending.ready]
    if not ready:
        return None
    first = order.take(connection, len(ready), recording.now())
    fresh = _store(connection, [_New(one, first + at) for at, one in enumerate(ready)])
    if fresh:
        _file(connection, recording, sendings, fresh)
    return first + len(ready) - 1


def record_plain(
    connection: Connection, recording: Recording, sendings: Sequence[Sending]
) -> int | None:
    """What `record` does, in as few round trips as can be, where all of the sendings are `plain`.

    Raises NotPlain, and the transaction is to be undone, when one of the ids is known already, or
    was targeted before: then the careful way is needed. Raises Forbidden.
    """
    for sending in sendings:
        sending.caller.require(WRITE_STATEMENTS)
    ready = [one for sending in sendings for one in sending.ready]
    if not ready:
        return None
    rows = [
        Row(one.done.id, one.chosen, one.authority, one.done.template, one.done.told.keys)
        for one in ready
    ]
    first = at_once.add(connection, rows, drafts.STAMP, recording.now())
    if first is None:
        raise NotPlain
    _intern(connection, recording, ready)
    if recording.listener is not None:
        new = [
            Recorded(one.done.id, first + at, one.done.at(first + at))
            for at, one in enumerate(ready)
        ]
        recording.listener.recorded(connection, new)
    return first + len(ready) - 1


def _store(connection: Connection, sent: list[_New]) -> list[_New]:
    """Those of the statements that are stored now; the others were here before."""
    rows = [
        Kept(new.stored, new.id, new.ready.authority, False, new.ready.done.text_at(new.stored))
        for new in sent
    ]
    if statements.add(connection, rows) == len(rows):
        return sent
    here = statements.by_ids(connection, [row.id for row in rows])
    for new in sent:
        _check_same(new, here[new.id])
    return [new for new in sent if here[new.id].stored == new.stored]


def _check_same(new: _New, kept: Kept) -> None:
    if kept.stored != new.stored and not equivalent(
        new.ready.done.at(new.stored), msgspec.json.decode(kept.raw)
    ):
        raise Conflict(f"another statement is stored under the id {new.id}")


def _file(
    connection: Connection,
    recording: Recording,
    sendings: Iterable[Sending],
    fresh: Sequence[_New],
) -> None:
    """Everything that follows from statements having been stored."""
    stored = [
        Stored(
            new.id,
            new.stored,
            new.ready.authority,
            False,
            new.ready.done.at(new.stored),
            new.ready.done.references,
        )
        for new in fresh
    ]
    _keep_attachments(connection, recording.folder, sendings, stored)
    _intern(connection, recording, [new.ready for new in fresh])
    voided = targeting.add(
        connection,
        stored,
        [new.id for new in fresh if new.ready.chosen],
        frozenset(new.id for new in fresh if "all" not in new.ready.caller.scopes),
    )
    if recording.listener is not None:
        _tell(connection, recording.listener, stored, voided)


def _intern(connection: Connection, recording: Recording, ready: Sequence[_Ready]) -> None:
    """Agents, activities and verbs become known; defined by those who may define them."""
    for define in (False, True):
        found = [one.done.told for one in ready if one.caller.may(DEFINE) == define]
        if found:
            interning.intern(connection, recording.memory, found, define=define)


def _keep_attachments(
    connection: Connection,
    folder: Folder | None,
    sendings: Iterable[Sending],
    stored: Sequence[Stored],
) -> None:
    contents = {
        sha2: attachment.content
        for sending in sendings
        for sha2, attachment in sending.batch.attachments.items()
    }
    carried = [
        (sha2, new.stored)
        for new in stored
        for sha2 in {claim["sha2"].lower() for claim in new.references.attachments}
        if sha2 in contents
    ]
    attachments.add(connection, contents, folder)
    attachments.link(connection, carried)


def _tell(
    connection: Connection, listener: Listener, stored: Sequence[Stored], voided: Sequence[Stored]
) -> None:
    gone = {statement.id for statement in voided}
    new = [_recorded(statement) for statement in stored if statement.id not in gone]
    if new:
        listener.recorded(connection, new)
    gone -= {statement.id for statement in stored}
    earlier = [_recorded(statement) for statement in voided if statement.id in gone]
    if earlier:
        listener.voided(connection, earlier)


def _recorded(statement: Stored) -> Recorded:
    return Recorded(statement.id, statement.stored, statement.statement)
