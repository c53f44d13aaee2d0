"""A folder that keeps the data of attachments: one file for each hash, at `ab/cd/<hash>`.

A file never changes: it gets its name when all of it is on the disk. So whoever finds one by its
name finds it whole, even after the power has failed. Which hashes are here says the database, not
the folder; a file without a row is left over from a recording that was undone, or was erased.
"""

from __future__ import annotations

import os
import re
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHA2 = re.compile(r"[0-9a-f]{56,128}")
_PIECE = 256 * 1024  # bytes
_UNFINISHED = ".part"


class Folder:
    """The files below `root`, which is made when the first one is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha2: str) -> Path:
        """Where the data of this hash lies, or would. Raises ValueError for what is no hash."""
        if _SHA2.fullmatch(sha2) is None:
            raise ValueError("a SHA-2 is written in lower-case hexadecimal digits")
        return self.root / sha2[:2] / sha2[2:4] / sha2

    def keep(self, sha2: str, content: bytes) -> None:
        """Have the data on the disk, whole, when this returns. Raises OSError where it cannot be."""
        path = self.path(sha2)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
        for folder in (path.parent, path.parent.parent, self.root):
            _sync(folder)  # a name is on the disk when its folder is

    def holds(self, sha2: str) -> bool:
        """Is there a file of this hash?"""
        return self.path(sha2).is_file()

    def read(self, sha2: str) -> bytes:
        """The data of this hash. Raises FileNotFoundError."""
        return self.path(sha2).read_bytes()

    def pieces(self, sha2: str) -> Iterator[bytes]:
        """The data of this hash, in pieces. Raises FileNotFoundError when the first is taken."""
        with self.path(sha2).open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    def listed(self) -> Iterator[tuple[str, float]]:
        """Name and time of the last change, in seconds, of every file that we have written.

        The name is a hash, or that of a file which was never finished.
        """
        for path in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if _SHA2.fullmatch(path.name) or path.name.endswith(_UNFINISHED):
                yield path.name, path.stat().st_mtime

    def remove(self, name: str) -> None:
        """Remove a file by what `listed` called it, if it is there."""
        if _SHA2.fullmatch(name):
            self.path(name).unlink(missing_ok=True)
        elif name.endswith(_UNFINISHED) and "/" not in name:
            for path in self.root.glob(f"*/*/{name}"):
                path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{uuid.uuid4().hex}{_UNFINISHED}")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
