"""Erasing a person: what they did goes, and where others speak of them stands nobody.

- A statement whose actor or object they are is removed, also where that is an anonymous Group of
  nobody else. In a Group of several they become anonymous: the others did it too.
- Anywhere else (instructor, team, context, sub-statement, authority, texts) they become anonymous.
- What they voided stays voided: that voiding statement stays, by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from ..spec.anonymising import Eraser, aliases, is_theirs, telling
from ..store import credentials as credential_store
from ..store import removing, statements, walking
from ..store.keys import Role, key, name_key
from ..store.statements import Kept
from .recording import authority_key
from .renaming import rename_in_destinations
from .sweeping import PORTION, Judged, as_stored, hidden_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.database import Database
    from .sweeping import Tally
    from .targeting import Stored

_ACTORS = ("Agent", "Group")
_LATEST = 2**63 - 1

_pieces = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_encode = msgspec.json.encode


def known_as(connection: Connection, identifiers: Iterable[str]) -> frozenset[str]:
    """All identifiers under which the store knows somebody: those given, the hashes of addresses,
    the same address or account name in another case or at another place."""
    wanted = aliases(identifiers)
    texts = {text.lower() for one in wanted if (text := telling(one))}
    found = {
        identifier
        for text in sorted(texts)
        for identifier in walking.actors_told_by(connection, text)
        if (telling(identifier) or "").lower() in texts
    }
    return aliases(wanted | found)


@dataclass
class Erasing:
    """The rule: nothing of these identifiers is to stay."""

    eraser: Eraser
    action: str = field(default="erase", init=False)
    _met: set[int] = field(default_factory=set, init=False)

    @property
    def gone(self) -> frozenset[str]:
        """Those who are erased."""
        return self.eraser.identifiers

    @property
    def changed_before(self) -> int:
        """Documents go whenever they were changed."""
        return _LATEST

    def portions(self, database: Database) -> Iterator[list[int]]:
        """Statements that name them, then those in whose texts they can be told."""
        keys = [key(Role.RELATED_AGENT, one) for one in sorted(self.gone)]
        last = 0
        while True:
            with database.reading() as connection:
                times = walking.found_by(connection, keys, last, _LATEST, PORTION)
            if not times:
                break
            last = times[-1]
            yield times
        yield from self._told(database)

    def _told(self, database: Database) -> Iterator[list[int]]:
        """One reading of the whole store, for what no filter of the standard finds."""
        last, texts = 0, self.eraser.texts()
        while texts:
            with database.reading() as connection:
                times = walking.telling(connection, texts, last, PORTION)
            if not times:
                return
            last = times[-1]
            if fresh := [stored for stored in times if stored not in self._met]:
                yield fresh

    def judge(self, connection: Connection, loaded: Sequence[Stored]) -> Judged:
        """Removed, made anonymous, or left: each statement once in a run."""
        removed: list[Stored] = []
        rewritten: list[tuple[Stored, Stored, str]] = []
        fresh = [one for one in loaded if one.stored not in self._met]
        self._met.update(one.stored for one in fresh)
        raws = statements.by_stored(connection, [one.stored for one in fresh]) if fresh else {}
        for one in fresh:
            if self._goes(connection, one):
                removed.append(one)
            elif (changed := self._anonymous(one, raws[one.stored])) is not None:
                rewritten.append(changed)
        return Judged(tuple(removed), tuple(rewritten))

    def documents(self, database: Database) -> Iterator[list[bytes]]:
        """Their states and profiles, and documents that are called by what tells them."""
        with database.reading() as connection:
            keys = walking.documents_of(connection, self.gone, self.eraser.texts())
        yield from (keys[start : start + PORTION] for start in range(0, len(keys), PORTION))

    def candidates(self, _database: Database) -> Iterator[list[str]]:
        """They themselves."""
        yield sorted(self.gone)

    def lost(self, connection: Connection, candidates: Sequence[str], _tally: Tally) -> list[str]:
        """Those who were known."""
        return [one for one in candidates if walking.actors_among(connection, [name_key(one)])]

    def close(self, connection: Connection, *, dry: bool) -> int:
        """Keys that carry their name end; those that only speak in it speak in nobody's. Destinations
        and what they answered, the audit, and what activities and verbs are called do without."""
        if not dry:
            removing.change_reports(connection, self.eraser.signs(), self.eraser.entry)
            removing.change_meanings(connection, self.eraser.texts(), self.eraser.text)
        count = 0
        for row in credential_store.every(connection):
            authority = self.eraser.value(msgspec.json.decode(row.authority))
            name, ends = self.eraser.text(row.name), self.eraser.text(row.key) != row.key
            if ends or name != row.name or authority != msgspec.json.decode(row.authority):
                count += 1
                if ends and not dry:
                    credential_store.remove(connection, row.key)
                elif not dry:
                    text = _encode(authority).decode()
                    removing.rename_credentials(connection, row.key, name, text)
        if not dry:
            rename_in_destinations(connection, self.eraser)
        return count

    def _goes(self, connection: Connection, one: Stored) -> bool:
        if not _is_about(one.statement, self.gone):
            return False
        return not one.references.voids or not self._still_voids(connection, one)

    def _still_voids(self, connection: Connection, voiding: Stored) -> bool:
        """Does it void a statement that stays here?"""
        hidden = hidden_by(connection, voiding)
        return hidden is not None and not _is_about(hidden.statement, self.gone)

    def _anonymous(self, one: Stored, kept: Kept) -> tuple[Stored, Stored, str] | None:
        """Before, after and the text from now on; None where nothing tells them."""
        statement = self.eraser.statement(one.statement)
        if statement.keys() == one.statement.keys() and all(
            statement[name] is value for name, value in one.statement.items()
        ):
            return None
        authority = authority_key(statement["authority"])
        raw = _text(kept.raw, one.statement, statement)
        row = Kept(kept.stored, kept.id, authority, kept.voided, raw)
        return one, as_stored(row, statement), raw


def _is_about(statement: Mapping[str, Any], identifiers: frozenset[str]) -> bool:
    target = statement["object"]
    about = [statement["actor"], *([target] if target.get("objectType") in _ACTORS else [])]
    return any(is_theirs(actor, identifiers) for actor in about)


def _text(raw: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The JSON text of the statement as it is now; what did not change stays byte for byte."""
    pieces = _pieces(raw)
    members = (
        b"%s:%s"
        % (_encode(name), bytes(pieces[name]) if value is before.get(name) else _encode(value))
        for name, value in after.items()
    )
    return (b"{%s}" % b",".join(members)).decode()
