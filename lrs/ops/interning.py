"""What statements tell about agents, activities and verbs, kept once for each.

What this process has told the database before is not told again: most statements speak of agents,
activities and verbs that are known. The memory is filled only by committed transactions, and a
definition is forgotten after a while, since another process may have changed it.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from ..spec.activities import merge_definitions
from ..store import activities, actors, verbs
from ..store.database import after_commit

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from .telling import Meaning, Told

_REMEMBERED = 50_000
_DEFINITION_FOR = 60.0  # seconds

_encode = msgspec.json.encode
_decode = msgspec.json.decode


class Memory:
    """What the database is known to hold. One object a database; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._facts: set[Hashable] = set()
        self._meanings: dict[Hashable, tuple[bytes, float]] = {}
        self._clock = clock

    def unknown(self, facts: frozenset[Hashable]) -> frozenset[Hashable]:
        """Those of `facts` that nobody has told yet."""
        return facts - self._facts

    def is_latest(self, subject: Hashable, digest: bytes) -> bool:
        """Was this the last that was said about `subject`, not long ago?"""
        said, when = self._meanings.get(subject, (b"", 0.0))
        return said == digest and self._clock() - when < _DEFINITION_FOR

    def learn(self, facts: Iterable[Hashable], meanings: Mapping[Hashable, bytes]) -> None:
        """Take note of what has been committed."""
        if len(self._facts) > _REMEMBERED:
            self._facts = set()
        if len(self._meanings) > _REMEMBERED:
            self._meanings = {}
        self._facts = self._facts.union(facts)
        now = self._clock()
        self._meanings.update((subject, (said, now)) for subject, said in meanings.items())

    def forget(self) -> None:
        """Take nothing for granted any more: what was told may have been removed."""
        self._facts = set()
        self._meanings = {}


def intern(connection: Connection, memory: Memory, found: Sequence[Told], *, define: bool) -> None:
    """Remember whom and what statements tell of.

    With `define` their definitions and displays become part of the canonical ones; without, the
    activities and verbs are only listed.
    """
    facts = memory.unknown(frozenset().union(*[one.facts for one in found]))
    actors.add(connection, _those(facts, "actor"))
    actors.add_names(connection, _those(facts, "name"))
    activities.add(connection, _those(facts, "activity"))
    verbs.add(connection, _those(facts, "verb"))
    meanings: dict[Hashable, bytes] = {}
    if define:
        said = [pair for one in found for pair in one.definitions]
        meanings |= _define_activities(connection, memory, said)
        shown = [pair for one in found for pair in one.displays]
        meanings |= _show_verbs(connection, memory, shown)
    if facts or meanings:
        after_commit(connection, partial(memory.learn, facts, meanings))


def _those(facts: Iterable[Any], kind: str) -> set[Any]:
    return {fact for its_kind, fact in facts if its_kind == kind}


def _define_activities(
    connection: Connection, memory: Memory, said: Sequence[Meaning]
) -> dict[Hashable, bytes]:
    news, digests = _news(memory, "activity", said)
    if news:
        known = _read(activities.definitions(connection, {iri for iri, _ in news}))
        activities.define(connection, _changed(known, news, merge_definitions))
    return digests


def _show_verbs(
    connection: Connection, memory: Memory, said: Sequence[Meaning]
) -> dict[Hashable, bytes]:
    news, digests = _news(memory, "verb", said)
    if news:
        known = _read(verbs.displays(connection, {iri for iri, _ in news}))
        verbs.show(connection, _changed(known, news, _merge_displays))
    return digests


def _news(
    memory: Memory, kind: str, said: Iterable[Meaning]
) -> tuple[list[tuple[str, Mapping[str, Any]]], dict[Hashable, bytes]]:
    """What was said that is not known to be the canonical meaning already; and its digests."""
    news: list[tuple[str, Mapping[str, Any]]] = []
    digests: dict[Hashable, bytes] = {}
    for iri, meaning, digest in said:
        before = digests.get((kind, iri))
        if before == digest or (before is None and memory.is_latest((kind, iri), digest)):
            continue
        digests[kind, iri] = digest
        news.append((iri, meaning))
    return news, digests


def _read(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {iri: _decode(text) for iri, text in texts.items()}


def _changed(
    known: Mapping[str, Mapping[str, Any]],
    said: Iterable[tuple[str, Mapping[str, Any]]],
    merge: Callable[[Mapping[str, Any] | None, Mapping[str, Any]], dict[str, Any]],
) -> dict[str, str]:
    """The meanings that differ from the known ones after all that was said, as JSON."""
    merged = dict(known)
    for iri, meaning in said:
        merged[iri] = merge(merged.get(iri), meaning)
    return {
        iri: _encode(meaning).decode()
        for iri, meaning in merged.items()
        if meaning != known.get(iri)
    }


def _merge_displays(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> dict[str, Any]:
    return {**(old or {}), **new}
