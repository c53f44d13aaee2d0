"""What whoever keeps an LRS does with all of it: erase, retain, export, import, back up.

Unlike the recorder, which works in its owner's transaction, these open transactions of their own,
one a portion, since no lock may be held for as long as a whole store takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..spec.anonymising import Eraser
from ..store import audit, removing
from ..store.backup import back_up
from . import exporting, importing
from .erasing import Erasing, known_as
from .importing import Reader
from .retaining import Retaining
from .sweeping import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from ..store.audit import Entry
    from ..store.database import Database
    from .callers import Caller
    from .exporting import Exported
    from .importing import Imported
    from .querying import StatementFilter
    from .recording import Recording
    from .retaining import Retention
    from .sweeping import Rule, Swept


class Upkeep:
    """The upkeep of one mounted LRS."""

    def __init__(self, database: Database, recording: Recording, homepage: str) -> None:
        self._database = database
        self._recording = recording
        self._homepage = homepage

    def known_as(self, identifiers: Iterable[str]) -> frozenset[str]:
        """All identifiers that tell the same person, as far as this store knows: those given, the
        hash of an address, an account that is called like the address."""
        with self._database.reading() as connection:
            return known_as(connection, identifiers)

    def is_nobody(self, identifiers: Iterable[str]) -> bool:
        """Is one of these the account that stands for everybody who was erased?"""
        return Eraser(frozenset(identifiers), self._homepage).is_of_nobody()

    def telling(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """The texts by which whoever has these identifiers can be told in what an owner keeps."""
        return Eraser(frozenset(identifiers), self._homepage).signs()

    def anonymous(self, text: str, identifiers: Iterable[str]) -> str:
        """The text without those."""
        return Eraser(frozenset(identifiers), self._homepage).entry(text)

    def erase(
        self,
        identifiers: Iterable[str],
        *,
        who: str,
        detail: str = "",
        dry_run: bool = False,
        entry: int | None = None,
    ) -> Iterator[Swept]:
        """Erase whoever has these canonical identifiers, everywhere; `known_as` says who that is.

        `who` erases, and `detail` (a file number, say) go into the audit, but for what would tell
        whom; `entry` goes on with an entry begun before. It happens while the progress is being
        taken: whoever stops goes on by calling again. Raises ValueError without an identifier, or
        where one is that of nobody.
        """
        wanted = self.known_as(identifiers)
        eraser = Eraser(wanted, self._homepage)
        if not wanted or eraser.is_of_nobody():
            raise ValueError("nobody to erase")
        return self._sweep(
            Erasing(eraser), eraser.entry(who), eraser.entry(detail), entry, dry_run=dry_run
        )

    def retain(
        self,
        retention: Retention,
        *,
        who: str,
        detail: str = "",
        dry_run: bool = False,
        entry: int | None = None,
    ) -> Iterator[Swept]:
        """Remove what is kept no longer; the rest is as for `erase`."""
        return self._sweep(Retaining(retention), who, detail, entry, dry_run=dry_run)

    def audit(self, connection: Connection, count: int = 50) -> Sequence[Entry]:
        """The newest entries of the audit: what was erased for good, newest first."""
        return audit.latest(connection, count)

    def is_erasing(self, connection: Connection) -> bool:
        """Has an erasure begun that has not come to its end, be it that it was stopped?"""
        return audit.is_open(connection, Erasing.action)

    def export(
        self, where: StatementFilter, *, voided: bool = False
    ) -> Iterator[Sequence[Exported]]:
        """The statements that match, oldest first, in portions, each with its very text; those that
        were voided are left out unless `voided`. `after` takes up an export that was stopped."""
        return exporting.export(self._database, where, voided=voided)

    def attachment(self, sha2: str) -> bytes | None:
        """The data of an attachment, if it is here."""
        return exporting.content_of(self._database, sha2, self._recording.folder)

    def import_lines(
        self,
        lines: Iterable[bytes],
        caller: Caller,
        *,
        content: Callable[[str], bytes | None] | None = None,
        trusted: bool = False,
    ) -> Iterator[Imported]:
        """Store statements, one a line, by the rules of POST; what became of each portion of them.

        `content` gives the data of attachments by hash. `trusted` keeps each one's authority.
        """
        reader = Reader(caller, content, trusted)
        return importing.import_lines(self._database, self._recording, reader, lines)

    def back_up(self, path: Path, *, over: bool = False) -> None:
        """Copy the whole database, the owner's tables included, while it is used; and the folder of
        attachments. Raises BackupFailed, FileExistsError unless it may be written `over`."""
        back_up(self._database, path, self._recording.folder, over=over)

    def _sweep(
        self, rule: Rule, who: str, detail: str, entry: int | None, *, dry_run: bool
    ) -> Iterator[Swept]:
        if dry_run:
            return Sweep(self._database, self._recording, rule, None).run()
        if entry is None or not self._is_open(entry, rule.action):
            with self._database.writing() as connection:
                now = self._recording.now()
                entry = audit.begin(connection, rule.action, who, detail, now)
        return self._run(Sweep(self._database, self._recording, rule, entry))

    def _is_open(self, entry: int, action: str) -> bool:
        with self._database.reading() as connection:
            found = audit.by_id(connection, entry)
        return found is not None and found.finished is None and found.action == action

    def _run(self, sweep: Sweep) -> Iterator[Swept]:
        yield from sweep.run()
        removing.empty_log(self._database)
