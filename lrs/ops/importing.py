"""Statements from lines of JSON, each by the rules of POST: what is refused holds up no other.

Ids and timestamps are kept; `stored` is given anew, as the standard demands (Data 2.4.8, LRS
4.2.4.2), and so is the authority unless the file is trusted. A line that is here already is skipped,
so an import that was stopped is simply started again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Conflict, Invalid, LRSError, Malformed
from ..spec import strict_json
from ..spec.attachments import Attachment, as_part, described
from ..spec.comparison import equivalent
from ..spec.statements import validate
from ..spec.versions import V1, V2
from ..store import statements
from . import drafts
from .recording import Sending, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..spec.multipart import Part
    from ..store.database import Database
    from .callers import Caller
    from .recording import Recording

_BATCH = 500  # lines
_NAMESPACE = uuid.UUID("4b7f0c1e-4f0e-5a53-9d0e-6f1f4c3a2b10")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken: its number from 1, its text, and why (`path` is a JSON path)."""

    line: int
    text: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of some lines. `lines` counts all of them, empty ones too."""

    lines: int
    stored: int
    known: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a line becomes something to record.

    `content` gives the data of an attachment by its hash; where the file is `trusted`, a statement
    keeps the authority it has.
    """

    caller: Caller
    content: Callable[[str], bytes | None] | None = None
    trusted: bool = False

    def read(self, text: bytes) -> Sending:
        """The statement of this line. Raises what POST raises.

        One without a version is of 1.0, one without an id gets one that its text determines.
        """
        value = strict_json.loads(text)
        version = V2 if isinstance(value, dict) and "version" in value else V1
        parts = self._parts(value, version) if b'"sha2"' in text else ()
        batch = drafts.check([(text, value)], parts, version=version, single=True)
        (draft,) = batch.drafts
        if not draft.chosen:
            known = str(uuid.uuid5(_NAMESPACE, sha256(text).hexdigest()))
            batch = replace(batch, drafts=(replace(draft, id=known, chosen=True),))
        if self.trusted and "authority" in value:
            return Sending(batch, replace(self.caller, authority=value["authority"]))
        return Sending(batch, self.caller)

    def _parts(self, value: Any, version: str) -> list[Part]:
        validate(value, version)
        found = []
        for sha2, claim in {claim["sha2"].lower(): claim for _, claim in described(value)}.items():
            content = self.content(sha2) if self.content else None
            if content is not None:
                found.append(as_part(Attachment(sha2, claim["contentType"], len(content), content)))
        return found


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: bytes
    sending: Sending

    @property
    def id(self) -> str:
        return self.sending.batch.drafts[0].id


def import_lines(
    database: Database, recording: Recording, reader: Reader, lines: Iterable[bytes]
) -> Iterator[Imported]:
    """Store the statements of `lines`, some hundreds in a transaction; what became of each portion."""
    numbered = enumerate(lines, start=1)
    while portion := list(islice(numbered, _BATCH)):
        yield _import(database, recording, reader, portion)


def _import(
    database: Database, recording: Recording, reader: Reader, portion: Sequence[tuple[int, bytes]]
) -> Imported:
    refused: list[Refused] = []
    read: list[_Line] = []
    for number, raw in portion:
        text = raw.strip()
        if not text:
            continue
        try:
            read.append(_Line(number, text, reader.read(text)))
        except LRSError as error:
            refused.append(_refused(number, text, error))
    fresh, known = _sorted_out(database, read, refused)
    stored = _store(database, recording, fresh, refused)
    refused.sort(key=lambda one: one.line)
    return Imported(len(portion), stored, known, tuple(refused))


def _sorted_out(
    database: Database, read: Sequence[_Line], refused: list[Refused]
) -> tuple[list[_Line], int]:
    """Those that are to be stored, and how many are here already, or twice in this portion."""
    with database.reading() as connection:
        here = statements.by_ids(connection, sorted({line.id for line in read})) if read else {}
    said: dict[str, Any] = {known: msgspec.json.decode(kept.raw) for known, kept in here.items()}
    fresh: list[_Line] = []
    known = 0
    for line in read:
        statement = line.sending.batch.drafts[0].statement
        if line.id not in said:
            said[line.id] = statement
            fresh.append(line)
        elif equivalent(statement, said[line.id]):
            known += 1
        else:
            another = Conflict(f"another statement is stored under the id {line.id}")
            refused.append(_refused(line.number, line.text, another))
    return fresh, known


def _store(
    database: Database, recording: Recording, fresh: Sequence[_Line], refused: list[Refused]
) -> int:
    """Record all in one transaction; where that fails, each in one of its own. How many there are."""
    if not fresh:
        return 0
    try:
        with database.writing() as connection:
            record(connection, recording, [line.sending for line in fresh])
        return len(fresh)
    except LRSError as error:
        if len(fresh) == 1:
            refused.append(_refused(fresh[0].number, fresh[0].text, error))
            return 0
    return sum(_store(database, recording, [line], refused) for line in fresh)


def _refused(number: int, text: bytes, error: LRSError) -> Refused:
    path, reason = "$", str(error)
    if isinstance(error, Invalid | Malformed):
        path = error.path
        reason = reason.removeprefix(f"{path}: ")
    elif isinstance(error, Conflict):
        path = "$.id"
    return Refused(number, text.decode(errors="replace"), path, reason)
