"""Recording statements: the one way in, for requests and for the owner's own code alike."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from ..errors import Conflict
from ..spec.agents import identifiers
from ..spec.comparison import equivalent
from ..spec.references import references
from ..store import attachments, order, statements
from ..store.keys import key
from ..store.statements import Kept
from . import drafts, interning, targeting
from .callers import DEFINE, WRITE_STATEMENTS
from .interning import Memory
from .targeting import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Sending:
    """A batch and who sends it."""

    batch: Batch
    caller: Caller


@dataclass(frozen=True, slots=True)
class _New:
    """A statement that may be stored: whether its sender named the id, and who that is."""

    done: Completed
    authority: int
    chosen: bool
    caller: Caller


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
    count = sum(len(sending.batch.drafts) for sending in sendings)
    if not count:
        return None
    first = order.take(connection, count, recording.now())
    completed = list(_completed(sendings, first))
    fresh = _store(connection, completed)
    if fresh:
        _file(connection, recording, sendings, fresh)
    return first + count - 1


def _completed(sendings: Iterable[Sending], first: int) -> Iterator[_New]:
    """Every statement with all that the LRS adds, at consecutive times."""
    times = itertools.count(first)
    for sending in sendings:
        caller, version = sending.caller, sending.batch.version
        authority = authority_key(caller.authority)
        for draft in sending.batch.drafts:
            done = drafts.complete(draft, next(times), caller.authority, version)
            yield _New(done, authority, draft.chosen, caller)


def _store(connection: Connection, completed: list[_New]) -> list[_New]:
    """Those of the statements that are stored now; the others were here before."""
    rows = [
        Kept(new.done.stored, new.done.id, new.authority, False, new.done.raw) for new in completed
    ]
    if statements.add(connection, rows) == len(rows):
        return completed
    here = statements.by_ids(connection, [row.id for row in rows])
    for new in completed:
        _check_same(new.done, here[new.done.id])
    return [new for new in completed if here[new.done.id].stored == new.done.stored]


def _check_same(new: Completed, kept: Kept) -> None:
    if kept.stored != new.stored and not equivalent(new.statement, msgspec.json.decode(kept.raw)):
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
            new.done.id,
            new.done.stored,
            new.authority,
            False,
            new.done.statement,
            references(new.done.statement),
        )
        for new in fresh
    ]
    _keep_attachments(connection, recording.folder, sendings, stored)
    _intern(connection, recording, fresh, stored)
    voided = targeting.add(
        connection,
        stored,
        [new.done.id for new in fresh if new.chosen],
        frozenset(new.done.id for new in fresh if "all" not in new.caller.scopes),
    )
    if recording.listener is not None:
        _tell(connection, recording.listener, stored, voided)


def _intern(
    connection: Connection, recording: Recording, fresh: Sequence[_New], stored: Sequence[Stored]
) -> None:
    """Agents, activities and verbs become known; defined by those who may define them."""
    for define in (False, True):
        found = [
            one.references
            for new, one in zip(fresh, stored, strict=True)
            if new.caller.may(DEFINE) == define
        ]
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
