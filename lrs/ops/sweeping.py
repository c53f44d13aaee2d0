"""Removing for good, whatever the reason: portion by portion, or only counted.

A rule says which statements and documents are concerned and what becomes of them. A dry run judges
by the same rule and writes nothing, so what it counts is what the real run removes. Each portion is
a transaction of its own, told to the owner's listener and counted in the audit inside of it; what
is removed is not met again, so a run that was stopped goes on when it is started anew.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import msgspec

from ..spec.references import references
from ..store import actors, attachments, audit, isolated, removing, statements, walking
from ..store.audit import Counts
from ..store.database import after_commit
from ..store.references import Reference
from ..store.references import add as add_references
from ..store.statements import Kept
from . import targeting, telling
from .recording import Recorded
from .targeting import Stored, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.database import Database
    from .recording import Recording

PORTION = 1_000
"""Statements, or documents, in one transaction."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of some statements: removed, or kept under the same id with another text."""

    removed: tuple[Stored, ...] = ()
    rewritten: tuple[tuple[Stored, Stored, str], ...] = ()
    """Each before and after, and the JSON text it is kept as from now on."""


@dataclass(slots=True)
class Tally:
    """What a run has met: in a dry run it stands for what a real one would have removed."""

    dry: bool
    unlinked: dict[str, set[int]] = field(default_factory=dict)
    spoken: Counter[str] = field(default_factory=Counter)


class Rule(Protocol):
    """Why something is removed. Only `judge` and `lost` are asked inside a portion's transaction."""

    @property
    def action(self) -> str:
        """`erase` or `retain`."""

    @property
    def gone(self) -> frozenset[str]:
        """Agents about whom nothing is to stay."""

    def portions(self, database: Database) -> Iterator[list[int]]:
        """When the statements that may be concerned were stored."""

    def judge(self, connection: Connection, loaded: Sequence[Stored]) -> Judged:
        """What becomes of these."""

    @property
    def changed_before(self) -> int:
        """Documents that have been changed since then stay."""

    def documents(self, database: Database) -> Iterator[list[bytes]]:
        """The keys of the documents to remove."""

    def candidates(self, database: Database) -> Iterator[list[str]]:
        """Agents and groups that may not be known any more when all else is done."""

    def lost(self, connection: Connection, candidates: Sequence[str], tally: Tally) -> list[str]:
        """Those of them of whom nothing is left."""

    def close(self, connection: Connection, *, dry: bool) -> int:
        """At last, how many keys named somebody; unless `dry` neither they nor what is told of
        forwarding do any more."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How far a run has come: all that it counted, and the ids of what it has just removed or
    rewritten. `entry` is the number of its entry in the audit, `finished` whether it is done."""

    counts: Counts
    ids: tuple[str, ...] = ()
    entry: int | None = None
    finished: bool = False


class Sweep:
    """One run of one rule."""

    def __init__(
        self, database: Database, recording: Recording, rule: Rule, entry: int | None
    ) -> None:
        self._database = database
        self._recording = recording
        self._rule = rule
        self._entry = entry
        self._tally = Tally(dry=entry is None)
        self._files: set[str] = set()

    def run(self) -> Iterator[Swept]:
        """Remove, or count, portion by portion. Whoever stops in between may start anew."""
        total = Counts()
        for counts, ids in self._steps():
            total += counts
            if counts:  # whoever stops here has come further, and will when starting anew
                yield Swept(total, ids, self._entry)
        with self._open() as connection:
            counts = Counts(credentials=self._rule.close(connection, dry=self._tally.dry))
            self._count(connection, counts, finished=self._recording.now())
        yield Swept(total + counts, (), self._entry, finished=True)

    def _steps(self) -> Iterator[tuple[Counts, tuple[str, ...]]]:
        for times in self._rule.portions(self._database):
            with self._open() as connection:
                judged = self._rule.judge(connection, load(connection, times))
                counts = self._settle(connection, judged)
                self._count(connection, counts)
            self._clear_files()
            changed = (*judged.removed, *(before for before, _, _ in judged.rewritten))
            yield counts, tuple(one.id for one in changed)
        for keys in self._rule.documents(self._database):
            with self._open(order=False) as connection:
                old = walking.documents_among(connection, keys, self._rule.changed_before)
                counts = Counts(documents=len(old))
                if not self._tally.dry:
                    removing.remove_documents(connection, old, self._rule.changed_before)
                self._count(connection, counts)
            yield counts, ()
        for candidates in self._rule.candidates(self._database):
            with self._open() as connection:
                lost = self._rule.lost(connection, candidates, self._tally)
                counts = Counts(actors=len(lost))
                if not self._tally.dry:
                    removing.remove_actors(connection, lost)
                self._count(connection, counts)
            yield counts, ()

    @contextmanager
    def _open(self, *, order: bool = True) -> Iterator[Connection]:
        """A transaction to judge in: one that reads, or one that no recording gets in the way of.

        Without `order` recordings go on: an owner's transaction may hold a document and wait for
        the order, so nobody may wait for a document and hold the order.
        """
        if self._tally.dry:
            with self._database.reading() as connection:
                yield connection
            return
        with self._database.writing() as connection:
            removing.wipe(connection, on=True)
            if order:
                removing.hold_order(connection)
            yield connection
            removing.wipe(connection, on=False)
            after_commit(connection, self._recording.memory.forget)
            after_commit(connection, telling.forget)

    def _count(self, connection: Connection, counts: Counts, finished: int | None = None) -> None:
        if self._entry is not None and (counts or finished is not None):
            audit.add(connection, self._entry, counts, finished)

    def _settle(self, connection: Connection, judged: Judged) -> Counts:
        """Count what was judged; unless the run is dry, do it and tell the listener."""
        links = _links(judged)
        orphans = self._orphans(connection, links)
        self._tally.spoken.update(
            agent for one in judged.removed for agent in one.references.related_agents
        )
        times = [one.stored for one in judged.removed]
        counts = Counts(
            statements=len(judged.removed),
            mentions=len(judged.rewritten),
            attachments=len(orphans),
            isolated=walking.count_isolated(connection, times) if times else 0,
        )
        if not self._tally.dry and counts:
            isolated.forget(connection, times)
            remove(connection, judged.removed)
            rewrite(connection, judged.rewritten)
            removing.remove_links(connection, links)
            self._files |= attachments.in_files(connection, orphans) if orphans else set()
            removing.remove_attachments(connection, orphans)
            self._tell(connection, judged)
        return counts

    def _orphans(self, connection: Connection, links: Iterable[tuple[str, int]]) -> list[str]:
        """The data that no statement carries any more once these links are cut."""
        fresh: set[str] = set()
        for sha2, stored in links:
            fresh.add(sha2)
            self._tally.unlinked.setdefault(sha2, set()).add(stored)
        if not fresh:
            return []
        left = walking.carriers(connection, fresh)
        cut = self._tally.unlinked
        alone = sorted(sha2 for sha2 in fresh if not left.get(sha2, set()) - cut[sha2])
        return sorted(attachments.known(connection, alone)) if alone else []

    def _clear_files(self) -> None:
        """Remove the files of attachments that no row speaks of any more, now that this is true."""
        folder = self._recording.folder
        if folder is None or not self._files:
            return
        with self._database.writing() as connection:
            removing.hold_order(connection)
            for sha2 in self._files - attachments.in_files(connection, sorted(self._files)):
                folder.remove(sha2)
        self._files = set()

    def _tell(self, connection: Connection, judged: Judged) -> None:
        listener = self._recording.listener
        if listener is None:
            return
        removed = [_recorded(one) for one in judged.removed if not one.voided]
        if removed:
            listener.erased(connection, removed, self._rule.gone)
        changed = [_recorded(after) for _, after, _ in judged.rewritten if not after.voided]
        if changed:
            listener.changed(connection, changed)


def load(connection: Connection, times: Sequence[int]) -> list[Stored]:
    """The statements stored at these times that are still here, in stored order."""
    kept = statements.by_stored(connection, times) if times else {}
    return [as_stored(kept[stored]) for stored in sorted(kept)]


def as_stored(kept: Kept, statement: Mapping[str, object] | None = None) -> Stored:
    """A row with what it refers to; as `statement`, where that is to be its content."""
    content = msgspec.json.decode(kept.raw) if statement is None else statement
    return Stored(kept.id, kept.stored, kept.authority, kept.voided, content, references(content))


def hidden_by(connection: Connection, voiding: Stored) -> Stored | None:
    """The statement that this one voids, as far as it is here."""
    kept = statements.by_id(connection, voiding.references.target or "")
    return as_stored(kept) if kept is not None and kept.voided else None


def remove(connection: Connection, gone: Sequence[Stored]) -> None:
    """Remove statements with all that they are found by, and what others are found by through them."""
    if not gone:
        return
    rows = [Reference(key, one.stored) for one in gone for key in keys_of(one.references)]
    for (stored, origin), through in targeting.reached(connection, gone).items():
        rows += (Reference(key, stored, origin) for key in keys_of(through.references))
    removing.remove_references(connection, rows)
    pointing = [(one.references.target, one.stored) for one in gone if one.references.target]
    removing.remove_targets(connection, pointing)
    removing.remove_statements(connection, [one.stored for one in gone])


def rewrite(connection: Connection, changed: Sequence[tuple[Stored, Stored, str]]) -> None:
    """Keep statements with another text, found by what they speak of now; so are those that target
    them, for what they match through them."""
    if not changed:
        return
    reached = targeting.reached(connection, [before for before, _, _ in changed])
    through: dict[int, list[int]] = {}
    for stored, origin in reached:
        through.setdefault(origin, []).append(stored)
    old: list[Reference] = []
    new: list[Reference] = []
    for before, after, _ in changed:
        was, will = set(keys_of(before.references)), set(keys_of(after.references))
        places = [
            (before.stored, 0),
            *((one, before.stored) for one in through.get(before.stored, ())),
        ]
        old += (Reference(key, *place) for place in places for key in was - will)
        new += (Reference(key, *place) for place in places for key in will - was)
    removing.remove_references(connection, old)
    add_references(connection, new)
    actors.add(
        connection, {one for _, after, _ in changed for one in after.references.related_agents}
    )
    removing.rewrite(
        connection,
        [Kept(one.stored, one.id, one.authority, one.voided, raw) for _, one, raw in changed],
    )


def _links(judged: Judged) -> list[tuple[str, int]]:
    """Which statement stops carrying which data."""
    cut = [(one, _hashes(one)) for one in judged.removed]
    cut += [(after, _hashes(before) - _hashes(after)) for before, after, _ in judged.rewritten]
    return [(sha2, one.stored) for one, hashes in cut for sha2 in hashes]


def _hashes(statement: Stored) -> set[str]:
    return {claim["sha2"].lower() for claim in statement.references.attachments}


def _recorded(statement: Stored) -> Recorded:
    return Recorded(statement.id, statement.stored, statement.statement)
