"""Looking into the store by hand: a page of statements with all that it takes to read them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from ..spec.attachments import described
from ..spec.references import references
from ..store import activities, attachments, pages, statements, verbs
from ..store import references as targets
from .querying import filter_of, range_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from ..spec.parameters import StatementQuery

_decode = msgspec.json.decode


@dataclass(frozen=True, slots=True)
class Explored:
    """A statement: `stored` in microseconds, `raw` its JSON text. `voided_by` are the ids of those
    that void it, the oldest first; empty for one that is not voided."""

    id: str
    stored: int
    raw: str
    statement: Mapping[str, Any]
    voided_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exploration:
    """A page of statements, in the order asked for, and what the store knows around them.

    `targets` are the statements that StatementRefs of the page lead to, by id, as far as they are
    here; `definitions` and `displays` the canonical ones, by IRI; `data` the hashes, in lower case,
    of attachments whose data is here. `before` and `after` are times stored: where the pages before
    and after this one begin, None where there is none. `is_other` tells that the one statement
    asked for by its id is here, but voided; or, for `voidedStatementId`, not voided.
    """

    statements: tuple[Explored, ...]
    targets: Mapping[str, Explored] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    displays: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    data: frozenset[str] = frozenset()
    before: int | None = None
    after: int | None = None
    is_other: bool = False


def explore(
    connection: Connection,
    query: StatementQuery,
    limit: int,
    beyond: int | None = None,
    *,
    back: bool = False,
) -> Exploration:
    """The statements of a query, at most `limit`, and never more than the query itself allows.

    `beyond` is the `after` of the page before, or with `back` the `before` of the page after. The
    number of SQL calls does not depend on how many statements there are.
    """
    wanted = query.statement_id or query.voided_statement_id
    if wanted is not None:
        return _one(connection, wanted, voided=query.voided_statement_id is not None)
    count = min(limit, query.limit or limit)
    found, more = _page(connection, query, count, beyond, back=back)
    shown = [Explored(one["id"].lower(), stored, raw, one) for stored, raw, one in found]
    first, last = (shown[0].stored, shown[-1].stored) if shown else (None, None)
    return replace(
        _surrounded(connection, shown),
        before=first if (more if back else beyond is not None) else None,
        after=last if (more or back) else None,
    )


def described_attachments(statement: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The Attachment objects of a statement and of its SubStatement."""
    return tuple(claim for _, claim in described(statement))


def known_verbs(connection: Connection, count: int) -> dict[str, dict[str, str]]:
    """Some of the verbs that statements used, at most `count`, each with its canonical display."""
    return {
        iri: {} if display is None else _decode(display)
        for iri, display in verbs.some(connection, count)
    }


def _page(
    connection: Connection, query: StatementQuery, count: int, beyond: int | None, *, back: bool
) -> tuple[list[tuple[int, str, dict[str, Any]]], bool]:
    """Time stored, text and statement of those on the page; whether more follow in its direction."""
    where = range_of(filter_of(query))
    if back:
        where = replace(where, ascending=not where.ascending)
    if beyond is not None:
        where = where.beyond(beyond)
    found = pages.find(connection, where, count + 1)
    shown = found[:count][::-1] if back else found[:count]
    return [(one.stored, one.raw, _decode(one.raw)) for one in shown], len(found) > count


def _one(connection: Connection, wanted: str, *, voided: bool) -> Exploration:
    kept = statements.by_id(connection, wanted)
    if kept is None or kept.voided != voided:
        return Exploration((), is_other=kept is not None)
    found = Explored(kept.id, kept.stored, kept.raw, _decode(kept.raw))
    if voided:
        found = replace(found, voided_by=_voiding(connection, [kept.id]).get(kept.id, ()))
    return _surrounded(connection, [found])


def _surrounded(connection: Connection, shown: Sequence[Explored]) -> Exploration:
    aimed = {
        one.statement["object"]["id"].lower()
        for one in shown
        if one.statement["object"].get("objectType") == "StatementRef"
    }
    reached = _targets(connection, sorted(aimed))
    read = [one.statement for one in (*shown, *reached.values())]
    found = [references(statement) for statement in read]
    iris = {iri for one in found for iri in one.related_activities}
    said = {iri for one in found for iri in (one.verb, *(verb for verb, _ in one.displays))}
    hashes = {claim["sha2"].lower() for one in shown for _, claim in described(one.statement)}
    return Exploration(
        statements=tuple(shown),
        targets=reached,
        definitions=_read(activities.definitions(connection, iris)),
        displays=_read(verbs.displays(connection, said)),
        data=frozenset(attachments.known(connection, sorted(hashes))),
    )


def _targets(connection: Connection, ids: Sequence[str]) -> dict[str, Explored]:
    kept = statements.by_ids(connection, ids)
    voiding = _voiding(connection, [one.id for one in kept.values() if one.voided])
    return {
        one.id: Explored(one.id, one.stored, one.raw, _decode(one.raw), voiding.get(one.id, ()))
        for one in kept.values()
    }


def _voiding(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The ids of the statements that void each of these, the oldest first."""
    aims = [one for one in targets.targeting(connection, ids) if one.voids] if ids else []
    kept = statements.by_stored(connection, sorted({one.stored for one in aims}))
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(aims, key=lambda aim: aim.stored):
        found[one.target] = (*found.get(one.target, ()), kept[one.stored].id)
    return found


def _read(texts: Mapping[str, str]) -> dict[str, Any]:
    return {iri: _decode(text) for iri, text in texts.items()}
