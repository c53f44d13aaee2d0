"""From what waits for a destination to the next request: which statements, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from ..forwarding import conversion, selection
from ..forwarding.pseudonyms import pseudonymised
from ..spec.attachments import Attachment, described
from ..store import outbox, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.destinations import Kept as Destination
    from ..store.folder import Folder
    from ..store.statements import Kept

_decode = msgspec.json.decode
_LARGEST_ATTACHMENTS = 16  # times the bytes of a batch
READ_AHEAD = 4
"""So many times the window is read at once, because rules leave some statements here."""


@dataclass(frozen=True)
class Leaving:
    """A statement in the form in which it leaves. `claims` are hash and type of its attachments."""

    stored: int
    id: str
    statement: Mapping[str, Any]
    text: bytes
    claims: Mapping[str, str]


@dataclass(frozen=True)
class Parcel:
    """What goes into one request, the data of attachments included. Once it has arrived,
    everything up to `through` is dealt with."""

    leaving: tuple[Leaving, ...]
    attachments: tuple[Attachment, ...]
    through: int


@dataclass(frozen=True)
class Form:
    """How statements leave for one destination: its rules, read."""

    version: str
    rules: Mapping[str, Any]
    pseudonyms: Mapping[str, Any] | None
    pseudonym_key: bytes
    peer: int | None
    ruled: int

    @classmethod
    def of(cls, destination: Destination, pseudonym_key: bytes) -> Form:
        """Read from a row."""
        charter = destination.charter
        return cls(
            version=charter.version,
            rules=_decode(charter.rules),
            pseudonyms=None if charter.pseudonyms is None else _decode(charter.pseudonyms),
            pseudonym_key=pseudonym_key,
            peer=charter.peer_authority,
            ruled=destination.ruled,
        )


def parcel(
    connection: Connection, destination: Destination, form: Form, folder: Folder | None = None
) -> Parcel | None:
    """The next request to a destination; one without statements where rules keep all back that was
    looked at; None when nothing waits."""
    progress, charter = destination.progress, destination.charter
    window = min(progress.window, charter.batch_statements)
    rows = outbox.after(connection, progress.position, window * READ_AHEAD)
    if not rows:
        return None
    chosen = _chosen(connection, rows, form)
    lengths = outbox.sizes(connection, sorted({h for one in chosen for h in one.claims}), folder)
    taken = _fitting(chosen[:window], lengths, charter.batch_bytes)
    through = chosen[len(taken)].stored - 1 if len(taken) < len(chosen) else rows[-1].stored
    return Parcel(taken, _carried(connection, taken, folder), through)


def single(connection: Connection, kept: Kept, form: Form, folder: Folder | None = None) -> Parcel:
    """One statement by itself, whatever the rules say of it now."""
    leaving = _leaving(kept, _decode(kept.raw), form)
    return Parcel((leaving,), _carried(connection, (leaving,), folder), kept.stored)


def _chosen(connection: Connection, rows: Sequence[Kept], form: Form) -> list[Leaving]:
    read = [(row, _decode(row.raw)) for row in rows]
    voiding = {one for _, value in read if (one := selection.voids(value)) is not None}
    voided = statements.by_ids(connection, sorted(voiding)) if voiding else {}
    return [_leaving(row, value, form) for row, value in read if _goes(row, value, form, voided)]


def _goes(row: Kept, statement: Mapping[str, Any], form: Form, voided: Mapping[str, Kept]) -> bool:
    """Whether a statement is for this destination.

    Not what came from there. A voiding statement follows what it voids: where that went, came
    from, may have gone by earlier rules, or is not known here.
    """
    if form.peer is not None and row.authority == form.peer:
        return False
    if selection.passes(form.rules, statement):
        return True
    target = selection.voids(statement)
    if target is None:
        return False
    there = voided.get(target)
    return (
        there is None
        or there.authority == form.peer
        or there.stored <= form.ruled
        or selection.passes(form.rules, _decode(there.raw))
    )


def _leaving(row: Kept, statement: dict[str, Any], form: Form) -> Leaving:
    changed: Mapping[str, Any] = statement
    if form.pseudonyms is not None:
        changed = pseudonymised(statement, form.pseudonyms, form.pseudonym_key)
    leaving = conversion.outgoing(changed, form.version)
    claims = {claim["sha2"].lower(): claim["contentType"] for _, claim in described(leaving)}
    return Leaving(row.stored, row.id, leaving, conversion.text(leaving, row.raw), claims)


def _fitting(
    chosen: Sequence[Leaving], lengths: Mapping[str, int], largest: int
) -> tuple[Leaving, ...]:
    """As many as fit into one request, one at least; attachments have more room than JSON."""
    taken: list[Leaving] = []
    texts = data = 0
    carried: set[str] = set()
    for one in chosen:
        texts += len(one.text)
        data += sum(lengths.get(sha2, 0) for sha2 in one.claims if sha2 not in carried)
        carried.update(one.claims)
        if taken and (texts > largest or data > largest * _LARGEST_ATTACHMENTS):
            break
        taken.append(one)
    return tuple(taken)


def _carried(
    connection: Connection, taken: Iterable[Leaving], folder: Folder | None
) -> tuple[Attachment, ...]:
    types = {sha2: kind for one in taken for sha2, kind in one.claims.items()}
    return tuple(_attachments(types, outbox.contents(connection, sorted(types), folder)))


def _attachments(types: Mapping[str, str], contents: Mapping[str, bytes]) -> Iterator[Attachment]:
    for sha2, content in contents.items():
        yield Attachment(sha2, types[sha2], len(content), content)
