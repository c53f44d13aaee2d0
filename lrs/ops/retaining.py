"""Keeping for a while: statements stored before a moment go, whoever they are about.

- `activities` and `verbs` narrow it to statements with such an object, such a verb.
- `silent` narrows it to those about whom nothing has been stored since: a statement about several
  goes when all of them are silent.
- A statement that voids one which stays is left.

It goes from actor to actor, so that whatever the owner folds of one is folded anew once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..store import walking
from ..store.keys import Role, key
from .sweeping import PORTION, Judged, hidden_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from ..store.database import Database
    from .sweeping import Tally
    from .targeting import Stored

_ACTORS_AT_A_TIME = 500


@dataclass(frozen=True)
class Retention:
    """What is kept no longer: stored, or for documents last changed, before `before` (microseconds
    UTC). IRIs of activities and verbs narrow it; `silent` spares whoever has done anything since."""

    before: int
    activities: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    silent: bool = False


@dataclass
class Retaining:
    """The rule of a retention."""

    retention: Retention
    action: str = field(default="retain", init=False)
    gone: frozenset[str] = field(default=frozenset(), init=False)
    _shared: set[int] = field(default_factory=set, init=False)
    _silent: dict[str, bool] = field(default_factory=dict, init=False)
    _by_actors: bool = field(default=True, init=False)

    @property
    def changed_before(self) -> int:
        """A document that has been changed meanwhile is not old any more."""
        return self.retention.before

    def portions(self, database: Database) -> Iterator[list[int]]:
        """The old statements of one actor after the other, then those that are about nobody."""
        found: list[int] = []
        for identifiers in self._known(database):
            for identifier in identifiers:
                found += self._old_of(database, identifier)
                while len(found) >= PORTION:
                    yield found[:PORTION]
                    found = found[PORTION:]
        if found:
            yield found
        yield from self._of_nobody(database)

    def _known(self, database: Database) -> Iterator[list[str]]:
        last: int | None = None
        while True:
            with database.reading() as connection:
                rows = walking.known_actors(connection, last, _ACTORS_AT_A_TIME)
            if not rows:
                return
            last = rows[-1][0]
            yield [identifier for _, identifier in rows]

    def _old_of(self, database: Database, identifier: str) -> list[int]:
        found: list[int] = []
        agent = key(Role.AGENT, identifier)
        with database.reading() as connection:
            if self.retention.silent and not self._is_silent(connection, identifier):
                return []
            last = 0
            while True:
                times = walking.found_by(connection, [agent], last, self.retention.before, PORTION)
                found += times
                if len(times) < PORTION:
                    return found
                last = times[-1]

    def _of_nobody(self, database: Database) -> Iterator[list[int]]:
        """The actor may be a Group without members."""
        self._by_actors = False
        last = 0
        while True:
            with database.reading() as connection:
                times = walking.unspoken(connection, last, self.retention.before, PORTION)
            if not times:
                return
            last = times[-1]
            yield times

    def judge(self, connection: Connection, loaded: Sequence[Stored]) -> Judged:
        """Those that go."""
        return Judged(
            tuple(one for one in loaded if self._once(one) and self._goes(connection, one))
        )

    def _once(self, one: Stored) -> bool:
        """Is it met for the first time? Those about several are met through each of them."""
        if not self._by_actors:
            return not one.references.agents
        if len(one.references.agents) < 2:
            return True
        if one.stored in self._shared:
            return False
        self._shared.add(one.stored)
        return True

    def _goes(self, connection: Connection, one: Stored) -> bool:
        return self._is_meant(connection, one) and not (
            one.references.voids and self._still_voids(connection, one)
        )

    def _is_meant(self, connection: Connection, one: Stored) -> bool:
        wanted, about = self.retention, one.references
        return (
            one.stored < wanted.before
            and (not wanted.verbs or about.verb in wanted.verbs)
            and (not wanted.activities or not about.activities.isdisjoint(wanted.activities))
            and (
                not wanted.silent
                or all(self._is_silent(connection, agent) for agent in about.agents)
            )
        )

    def _still_voids(self, connection: Connection, voiding: Stored) -> bool:
        hidden = hidden_by(connection, voiding)
        return hidden is not None and not self._is_meant(connection, hidden)

    def _is_silent(self, connection: Connection, identifier: str) -> bool:
        """Has nothing about them been stored since? Asked again for each run."""
        if identifier not in self._silent:
            last = walking.last_found(connection, key(Role.AGENT, identifier))
            self._silent[identifier] = last < self.retention.before
        return self._silent[identifier]

    def documents(self, database: Database) -> Iterator[list[bytes]]:
        """States and agent profiles that have not changed since; a verb says nothing about them."""
        if self.retention.verbs:
            return
        last = b""
        while True:
            with database.reading() as connection:
                rows = walking.documents_before(
                    connection, self.retention.before, self.retention.activities, last, PORTION
                )
                keys = [
                    found
                    for found, agent in rows
                    if not self.retention.silent or self._is_silent(connection, agent)
                ]
            if not rows:
                return
            last = rows[-1][0]
            if keys:
                yield keys

    def candidates(self, database: Database) -> Iterator[list[str]]:
        """Everybody who is known."""
        yield from self._known(database)

    def lost(self, connection: Connection, candidates: Sequence[str], tally: Tally) -> list[str]:
        """Those whom no statement speaks of any more."""
        return [one for one in candidates if self._is_lost(connection, one, tally)]

    def _is_lost(self, connection: Connection, identifier: str, tally: Tally) -> bool:
        related = key(Role.RELATED_AGENT, identifier)
        last = walking.last_found(connection, related)
        if last == 0 or last >= self.retention.before:
            return last == 0
        return tally.dry and walking.count_found(connection, related) == tally.spoken[identifier]

    def close(self, _connection: Connection, *, dry: bool) -> int:  # noqa: ARG002
        """None: keys have an expiry of their own."""
        return 0
