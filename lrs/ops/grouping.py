"""Requests that arrive at the same time are recorded in one transaction.

A commit waits for the disk, and commits of recordings cannot overlap, since they are in one order.
So whoever waits for another's commit lets the next one take what it has to store along: under load
a commit serves many requests, and none waits longer than two. No thread of our own is needed.

Each request still fails alone: where a group cannot be stored as one, its requests are stored one
by one. A caller with a gate is never grouped, since its gate judges by what is stored.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .recording import NotPlain, record, record_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..store.database import Database
    from .recording import Recording, Sending

_LARGEST_GROUP = 500  # statements


@dataclass(slots=True)
class _Waiting:
    """A request that waits to be recorded, and how it went."""

    sending: Sending
    done: bool = False
    through: int | None = None
    failure: BaseException | None = None


class Grouping:
    """Records for many threads. One object an LRS."""

    def __init__(self, database: Database, recording: Recording) -> None:
        self._database = database
        self._recording = recording
        self._queue: list[_Waiting] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def record(self, sending: Sending) -> int | None:
        """Record what was sent, alone or with others, in a transaction that is committed.

        Answers and raises what `recording.record` does.
        """
        waiting = _Waiting(sending)
        sending.ready  # noqa: B018  worked out here, while others write
        if sending.caller.gate is not None:
            self._store_group([waiting])
        else:
            with self._guard:
                self._queue.append(waiting)
            while not waiting.done:
                with self._turn:
                    if not waiting.done:
                        self._store_group(self._next_group())
        if waiting.failure is not None:
            raise waiting.failure
        return waiting.through

    def _next_group(self) -> list[_Waiting]:
        """The longest waiting requests, as many as make a group, one at least."""
        with self._guard:
            count = statements = 0
            for waiting in self._queue:
                statements += len(waiting.sending.batch.drafts)
                if count and statements > _LARGEST_GROUP:
                    break
                count += 1
            group, self._queue = self._queue[:count], self._queue[count:]
        return group

    def _store_group(self, group: Sequence[_Waiting]) -> None:
        through, failure = self._attempt(group)
        if failure is None or len(group) == 1:
            _settle(group, through, failure)
        else:
            for waiting in group:
                _settle([waiting], *self._attempt([waiting]))

    def _attempt(self, group: Sequence[_Waiting]) -> tuple[int | None, BaseException | None]:
        """One transaction for all of the group; what it answers, or how it failed."""
        sendings = [waiting.sending for waiting in group]
        try:
            return self._record(sendings), None
        except BaseException as failure:  # noqa: BLE001  raised again in the thread of each sender
            return None, failure

    def _record(self, sendings: Sequence[Sending]) -> int | None:
        if all(sending.plain for sending in sendings):
            try:
                with self._database.writing() as connection:
                    return record_plain(connection, self._recording, sendings)
            except NotPlain:
                pass
        with self._database.writing() as connection:
            return record(connection, self._recording, sendings)


def _settle(group: Sequence[_Waiting], through: int | None, failure: BaseException | None) -> None:
    for waiting in group:
        waiting.through, waiting.failure = through, failure
        waiting.done = True  # last: whoever sees it reads the others
