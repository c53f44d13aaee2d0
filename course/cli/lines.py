"""Files of lines: plain or gzipped by their name, taken up again where they were cut."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 16 * 1024 * 1024 + 1
"""Bytes of a line that are looked at: a longer one is no statement."""

_PIECE = 1024 * 1024


def shows_progress() -> bool:
    """Whether somebody looks on: standard error is a terminal."""
    return sys.stderr.isatty()


def is_gzip(path: Path) -> bool:
    """Whether the name says that the file is compressed."""
    return path.suffix == ".gz"


@contextmanager
def writing(path: Path | None, *, on: bool = False) -> Iterator[IO[bytes]]:
    """Where lines are written: the file, or standard output for None; `on` goes on at its end."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    mode = "ab" if on else "wb"
    with path.open(mode) as raw:
        if is_gzip(path):
            with gzip.GzipFile(fileobj=raw, mode=mode, filename="") as packed:
                yield cast("IO[bytes]", packed)
        else:
            yield raw
        raw.flush()
        os.fsync(raw.fileno())


class Lines:
    """The lines of a file, and how many bytes of it have been read: for a progress bar."""

    def __init__(self, raw: IO[bytes], *, packed: bool) -> None:
        self._raw = raw
        self._lines = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        self.broken = ""
        """Why reading stopped before the end, if it did."""

    def position(self) -> int:
        """Bytes of the file that have been read; 0 for what has no place."""
        return self._raw.tell() if self._raw.seekable() else 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            while line := self._lines.readline(LONGEST):
                yield line
                while len(line) == LONGEST and not line.endswith(b"\n"):
                    line = self._lines.readline(LONGEST)  # the rest of what is too long
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            self.broken = str(error)


@contextmanager
def reading(path: Path | None) -> Iterator[Lines]:
    """The lines of a file, or of standard input for None."""
    if path is None:
        yield Lines(sys.stdin.buffer, packed=False)
        return
    with path.open("rb") as raw:
        yield Lines(raw, packed=is_gzip(path))


def mend(path: Path) -> bytes | None:
    """Cut off what comes after the last whole line; answers that line, None where there is none."""
    return _mend_packed(path) if is_gzip(path) else _mend_plain(path)


def _mend_plain(path: Path) -> bytes | None:
    with path.open("r+b") as file:
        end = _last_break(file, file.seek(0, os.SEEK_END))
        file.truncate(end)
        if end == 0:
            return None
        start = _last_break(file, end - 1)
        file.seek(start)
        return file.read(end - start)


def _last_break(file: IO[bytes], end: int) -> int:
    """The place after the last line break before `end`; 0 where there is none."""
    while end > 0:
        start = max(0, end - _PIECE)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _mend_packed(path: Path) -> bytes | None:
    """Compressed lines cannot be cut in place: what can be read is packed anew."""
    last: bytes | None = None
    part = path.with_name(f"{path.name}.part")
    with reading(path) as lines, gzip.open(part, "wb") as mended:
        for line in lines:
            if line.endswith(b"\n"):
                mended.write(line)
                last = line
    part.replace(path)
    return last
