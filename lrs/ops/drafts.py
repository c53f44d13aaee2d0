"""Statements on their way in: checked, with what they refer to, and not stored yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Invalid, Rule
from ..spec import attachments, rules, signatures, statements
from ..spec.references import references
from ..spec.scalars import timestamp
from .telling import joined, of_authority, of_registration, take_apart, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..spec.attachments import Attachment
    from ..spec.multipart import Part
    from ..spec.references import References
    from .telling import Parts, Told

STAMP = "\x1f"
"""Stands for the time stored. No JSON text holds it: control characters are escaped there."""

_STAMPED = f'"{STAMP}"'.encode()
_DISTINCT = Rule("distinct-statement-ids", "Communication 2.1.2, LRS 4.1.6.1")

_pieces = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class Draft:
    """A valid statement as it was sent. `id` is in lower case; `chosen` says the sender named it.

    `parts` are there for most: see `telling.take_apart`.
    """

    id: str
    chosen: bool
    statement: Mapping[str, Any]
    raw: bytes
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is recorded together: all of it or nothing. `version` is that of the request."""

    drafts: tuple[Draft, ...]
    attachments: Mapping[str, Attachment]
    version: str


@dataclass(frozen=True)
class Completed:
    """A statement with all that the LRS adds, but for the time at which it will be stored.

    `template` is the JSON text to be kept, with `STAMP` for that time. `stamped` are the properties
    that it becomes the value of.
    """

    id: str
    statement: Mapping[str, Any]
    template: str
    stamped: tuple[str, ...]
    told: Told

    @cached_property
    def references(self) -> References:
        """What it points at."""
        return references(self.statement)

    @property
    def targets(self) -> bool:
        """Is it about another statement?"""
        kind: str = self.statement["object"].get("objectType", "Activity")
        return kind == "StatementRef"

    def at(self, stored: int) -> dict[str, Any]:
        """The statement as stored at this time (microseconds)."""
        return {**self.statement, **dict.fromkeys(self.stamped, timestamp(stored))}

    def text_at(self, stored: int) -> str:
        """The JSON text that is kept and returned of the statement as stored at this time."""
        return self.template.replace(STAMP, timestamp(stored))


def check(
    sent: Sequence[tuple[bytes, Any]],
    parts: Sequence[Part] = (),
    *,
    version: str,
    single: bool = False,
    wanted_id: str | None = None,
) -> Batch:
    """The batch, when every statement of it may be recorded.

    `sent` are values with the bytes they came in, `parts` those of a multipart body after the
    first. Statements stand at `$[0]`, `$[1]` …, or at `$` when one is sent outside an array.
    `wanted_id` is the id in the parameter of a PUT. Raises `Invalid` at the first fault.
    """
    paths = ["$"] if single else [f"$[{index}]" for index in range(len(sent))]
    taken = [take_apart(raw) for raw, _ in sent]
    for path, (_, statement), parts_of in zip(paths, sent, taken, strict=True):
        statements.validate(statement, version, path, known=parts_of is not None)
    values = [statement for _, statement in sent]
    contents = attachments.match(values, parts, path="$" if single else None)
    for path, statement in zip(paths, values, strict=True):
        for where, sha2 in signatures.signatures_of(statement, path):
            if sha2 in contents:  # else it lies at its fileUrl
                signatures.check(statement, contents[sha2].content, where)
    drafts = tuple(
        _draft(raw, statement, wanted_id, known)
        for (raw, statement), known in zip(sent, taken, strict=True)
    )
    _check_distinct(drafts, paths)
    return Batch(drafts, contents, version)


def sent_ids(batch: Batch) -> list[str]:
    """The ids in the order of the statements, in the case they were sent in."""
    return [draft.statement.get("id", draft.id) for draft in batch.drafts]


def complete(draft: Draft, authority: Mapping[str, Any], version: str) -> Completed:
    """The statement as it will be kept, before it is known when.

    What the LRS does not have to change stays byte for byte as it was sent.
    """
    statement = draft.statement
    completed = statements.complete(
        statement, id=draft.id, stored=0, authority=authority, version=version
    )
    stamped = ("stored",) if "timestamp" in statement else ("timestamp", "stored")
    pieces = draft.parts.pieces if draft.parts else _pieces(draft.raw)
    members = (
        b"%s:%s"
        % (
            _json(name),
            _STAMPED
            if name in stamped
            else bytes(pieces[name])
            if _kept(name, value, statement)
            else _json(value),
        )
        for name, value in completed.items()
    )
    template = (b"{%s}" % b",".join(members)).decode()
    return Completed(draft.id, completed, template, stamped, _told(draft, completed))


def _told(draft: Draft, completed: Mapping[str, Any]) -> Told:
    if draft.parts is None:
        return told(references(completed))
    parts = [*draft.parts.told, of_authority(completed["authority"])]
    registration = completed.get("context", {}).get("registration")
    if registration is not None:
        parts.append(of_registration(registration))
    return joined(parts)


def _draft(
    raw: bytes, statement: Mapping[str, Any], wanted_id: str | None, parts: Parts | None
) -> Draft:
    identifier = statement.get("id", wanted_id)
    if wanted_id is not None and identifier.lower() != wanted_id.lower():
        raise Invalid("$.id", rules.VALUE, "differs from the parameter statementId")
    chosen = identifier is not None
    return Draft(identifier.lower() if chosen else str(uuid.uuid4()), chosen, statement, raw, parts)


def _check_distinct(drafts: Iterable[Draft], paths: Sequence[str]) -> None:
    seen: set[str] = set()
    for path, draft in zip(paths, drafts, strict=True):
        if draft.id in seen:
            raise Invalid(f"{path}.id", _DISTINCT, draft.id)
        seen.add(draft.id)


def _kept(name: str, value: object, sent: Mapping[str, Any]) -> bool:
    return name in sent and (value is sent[name] or value == sent[name])


_json = msgspec.json.encode
