"""Statements about statements: what matches through them, and what they void.

A statement whose object is a StatementRef matches every filter that its target matches, and so on
along the chain (Communication 2.1.3, LRS 4.1.6.1). It is made to when it is stored, or when its
target arrives after it, so that no query ever has to follow a chain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Forbidden
from ..spec.references import References, references
from ..store import references as reference_store
from ..store import statements as statement_store
from ..store.keys import Role, key
from ..store.references import Reference, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.statements import Kept

LONGEST_CHAIN = 32
"""Targets are followed this far; a chain that leads further matches by its first targets only."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement in the store, with what it refers to."""

    id: str
    stored: int
    authority: int
    voided: bool
    statement: Mapping[str, Any]
    references: References


@dataclass(slots=True)
class _Known:
    """The statements met so far, by id, and who targets whom."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    targeting: dict[str, set[str]] = field(default_factory=dict)

    def add(self, statement: Stored) -> None:
        self.by_id[statement.id] = statement
        if statement.references.target is not None:
            self.targeting.setdefault(statement.references.target, set()).add(statement.id)


def keys_of(found: References) -> Iterable[int]:
    """The keys by which a statement is found: one for each thing that a filter can name."""
    if found.verb:
        yield key(Role.VERB, found.verb)
    if found.registration is not None:
        yield key(Role.REGISTRATION, found.registration)
    for agent in found.agents:
        yield key(Role.AGENT, agent)
    for agent in found.related_agents:
        yield key(Role.RELATED_AGENT, agent)
    for activity in found.activities:
        yield key(Role.ACTIVITY, activity)
    for activity in found.related_activities:
        yield key(Role.RELATED_ACTIVITY, activity)


def add(
    connection: Connection,
    fresh: Sequence[Stored],
    chosen: Sequence[str],
    limited: frozenset[str] = frozenset(),
) -> list[Stored]:
    """Make statements that were just stored findable, and void what is to be voided.

    `chosen` are those of their ids that were not made up here, and so may have been targeted
    before; those in `limited` may void only statements of their own authority.
    Answers the statements that are voided now, earlier and just stored ones. Raises Forbidden.
    """
    rows = [Reference(found, new.stored) for new in fresh for found in keys_of(new.references)]
    pointing = [
        Target(new.references.target, new.stored, new.references.voids)
        for new in fresh
        if new.references.target is not None
    ]
    backwards = reference_store.targeting(connection, chosen) if chosen else []
    reference_store.add_targets(connection, pointing)
    voided: list[Stored] = []
    if pointing or backwards:
        known = _neighbourhood(connection, fresh, backwards)
        rows += _inherited(known, fresh)
        voided = _void(connection, known, fresh, limited)
    reference_store.add(connection, rows)
    return voided


def reached(connection: Connection, chosen: Sequence[Stored]) -> dict[tuple[int, int], Stored]:
    """Which stored statements match through which, wherever the way leads over one of `chosen`.

    The pair says when the one that matches and the one it matches through were stored.
    """
    backwards = reference_store.targeting(connection, [one.id for one in chosen])
    if not backwards and all(one.references.target is None for one in chosen):
        return {}
    return _pairs(_neighbourhood(connection, chosen, backwards), chosen)


def _neighbourhood(
    connection: Connection, fresh: Iterable[Stored], backwards: Sequence[Target]
) -> _Known:
    """The fresh statements, all that they target, and all that targets them."""
    known = _Known()
    for statement in fresh:
        known.add(statement)
    _look_forwards(connection, known)
    asked = {statement.id for statement in fresh}
    for _ in range(LONGEST_CHAIN):
        followers = _load(connection, known, {target.stored for target in backwards})
        level = {statement.id for statement in followers} - asked
        if not level:
            break
        asked |= level
        backwards = reference_store.targeting(connection, sorted(level))
    return known


def _load(connection: Connection, known: _Known, times: set[int]) -> list[Stored]:
    """The statements stored at these times, made known."""
    missing = times - {statement.stored for statement in known.by_id.values()}
    for kept in statement_store.by_stored(connection, sorted(missing)).values():
        known.add(_stored(kept))
    return [statement for statement in known.by_id.values() if statement.stored in times]


def _look_forwards(connection: Connection, known: _Known) -> None:
    asked: set[str] = set()
    for _ in range(LONGEST_CHAIN):
        wanted = known.targeting.keys() - known.by_id.keys() - asked
        if not wanted:
            break
        asked |= wanted
        for kept in statement_store.by_ids(connection, sorted(wanted)).values():
            known.add(_stored(kept))


def _inherited(known: _Known, fresh: Iterable[Stored]) -> list[Reference]:
    """What matches through what, wherever the way leads over a fresh statement."""
    return [
        Reference(found, stored, origin)
        for (stored, origin), statement in _pairs(known, fresh).items()
        for found in keys_of(statement.references)
    ]


def _pairs(known: _Known, chosen: Iterable[Stored]) -> dict[tuple[int, int], Stored]:
    """Who matches through whom, wherever the way leads over one of `chosen`."""
    return {
        (follower.stored, origin.stored): origin
        for one in chosen
        for origin in _followed(known, one)
        for follower in _followers(known, one)
        if follower is not origin
    }


def _followed(known: _Known, statement: Stored) -> list[Stored]:
    """The statement, its target, the target of that …"""
    chain = [statement]
    for _ in range(LONGEST_CHAIN):
        target = known.by_id.get(chain[-1].references.target or "")
        if target is None or target in chain:
            break
        chain.append(target)
    return chain


def _followers(known: _Known, statement: Stored) -> list[Stored]:
    """The statement, those that target it, those that target these …"""
    found = {statement.id: statement}
    level = [statement.id]
    for _ in range(LONGEST_CHAIN):
        level = [
            follower
            for identifier in level
            for follower in known.targeting.get(identifier, ())
            if follower not in found
        ]
        found.update((identifier, known.by_id[identifier]) for identifier in level)
    return list(found.values())


def _void(
    connection: Connection, known: _Known, fresh: Sequence[Stored], limited: frozenset[str]
) -> list[Stored]:
    """Void what a fresh statement voids, and fresh ones that were to be voided."""
    new = {statement.id for statement in fresh}
    voided: dict[str, Stored] = {}
    for voiding in known.by_id.values():
        target = known.by_id.get(voiding.references.target or "")
        if not voiding.references.voids or target is None or not new & {voiding.id, target.id}:
            continue
        if target.voided or target.references.voids:
            continue
        if voiding.id in limited and voiding.authority != target.authority:
            raise Forbidden("voiding a statement of another authority")
        voided[target.id] = target
    if voided:
        statement_store.void(connection, sorted(target.stored for target in voided.values()))
    return list(voided.values())


def _stored(kept: Kept) -> Stored:
    statement = msgspec.json.decode(kept.raw)
    return Stored(
        kept.id, kept.stored, kept.authority, kept.voided, statement, references(statement)
    )
