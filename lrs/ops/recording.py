"""Recording statements: the one way in, for requests and for the owner's own code alike."""

from __future__ import annotations

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
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

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
class Outcome:
    """The ids in the order they were sent; `through` is a time up to which, once the transaction
    is committed, every statement can be read (None where nothing was to be stored)."""

    ids: tuple[str, ...]
    through: int | None = None


class Listener(Protocol):
    """What the owner of the LRS hears of, inside the recording transaction."""

    def recorded(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Called with what was newly stored and is not voided, in stored order."""

    def voided(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Called with what was stored earlier and has been voided just now."""


@dataclass(frozen=True)
class Recording:
    """What recording needs besides the request: who listens, what is remembered, what time it is."""

    listener: Listener | None = None
    memory: Memory = field(default_factory=Memory)
    now: Callable[[], int] = lambda: time.time_ns() // 1000


def authority_key(authority: Mapping[str, Any]) -> int:
    """The key of an Agent, or of a Group by its members, as the authority of statements."""
    return key("authority", "\n".join(sorted(identifiers(authority))))


def record(connection: Connection, recording: Recording, batch: Batch, caller: Caller) -> Outcome:
    """Store a checked batch and tell the listener.

    A statement that is stored already is not stored again. Raises Forbidden without the scope or
    when the caller's gate refuses, Conflict when another statement is stored under an id; then
    the transaction is to be undone.
    """
    caller.require(WRITE_STATEMENTS)
    if caller.gate is not None:
        caller.gate.statements(connection, [draft.statement for draft in batch.drafts])
    if not batch.drafts:
        return Outcome(())
    first = order.take(connection, len(batch.drafts), recording.now())
    completed = [
        drafts.complete(draft, first + place, caller.authority, batch.version)
        for place, draft in enumerate(batch.drafts)
    ]
    fresh = _store(connection, completed, authority_key(caller.authority))
    if fresh:
        _file(connection, recording, batch, caller, fresh)
    return Outcome(tuple(draft.id for draft in batch.drafts), completed[-1].stored)


def _store(connection: Connection, completed: list[Completed], authority: int) -> list[Completed]:
    """Those of the statements that are stored now; the others were here before."""
    rows = [Kept(new.stored, new.id, authority, False, new.raw) for new in completed]
    if statements.add(connection, rows) == len(rows):
        return completed
    here = statements.by_ids(connection, [new.id for new in completed])
    for new in completed:
        _check_same(new, here[new.id])
    return [new for new in completed if here[new.id].stored == new.stored]


def _check_same(new: Completed, kept: Kept) -> None:
    if kept.stored != new.stored and not equivalent(new.statement, msgspec.json.decode(kept.raw)):
        raise Conflict(f"another statement is stored under the id {new.id}")


def _file(
    connection: Connection,
    recording: Recording,
    batch: Batch,
    caller: Caller,
    fresh: Sequence[Completed],
) -> None:
    """Everything that follows from statements having been stored."""
    authority = authority_key(caller.authority)
    stored = [
        Stored(new.id, new.stored, authority, False, new.statement, references(new.statement))
        for new in fresh
    ]
    _keep_attachments(connection, batch, stored)
    found = [new.references for new in stored]
    interning.intern(connection, recording.memory, found, define=caller.may(DEFINE))
    chosen = {draft.id for draft in batch.drafts if draft.chosen}
    voided = targeting.add(
        connection,
        stored,
        [new.id for new in stored if new.id in chosen],
        None if "all" in caller.scopes else authority,
    )
    if recording.listener is not None:
        _tell(connection, recording.listener, stored, voided)


def _keep_attachments(connection: Connection, batch: Batch, stored: Sequence[Stored]) -> None:
    contents = {sha2: attachment.content for sha2, attachment in batch.attachments.items()}
    carried = [
        (sha2, new.stored)
        for new in stored
        for sha2 in {claim["sha2"].lower() for claim in new.references.attachments}
        if sha2 in contents
    ]
    attachments.add(connection, contents)
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
