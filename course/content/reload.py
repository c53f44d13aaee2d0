"""The course while a process runs: read once, and again when its files change (in development)."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from .catalogue import Catalogue
from .load import load
from .problems import ContentErrors, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from .model import Course


class Library:
    """Holds the course of a folder. With `watch`, each request for it first looks at the files' times:
    a change is read at once, and a faulty one leaves the last good course in place."""

    def __init__(self, folder: Path, *, watch: bool = False) -> None:
        """Reads the course; raises `ContentErrors` when there is no good one to begin with."""
        self.folder = folder
        self.watch = watch
        self._lock = threading.Lock()
        self._seen = _times(folder)
        self._catalogue = Catalogue(_read(folder, self._seen))
        self._problems: tuple[Problem, ...] = ()

    @property
    def course(self) -> Course:
        return self.catalogue.course

    @property
    def catalogue(self) -> Catalogue:
        """The index of the newest good course."""
        if self.watch:
            self._refresh()
        return self._catalogue

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the files as they stand now could not be taken; empty when they were."""
        if self.watch:
            self._refresh()
        return self._problems

    def _refresh(self) -> None:
        with self._lock:
            times = _times(self.folder)
            if times == self._seen:
                return
            self._seen = times
            try:
                self._catalogue = Catalogue(_read(self.folder, times))
            except ContentErrors as errors:
                self._problems = errors.problems
            else:
                self._problems = ()


@lru_cache(maxsize=4)
def _read(folder: Path, _seen: tuple[tuple[str, int, int], ...]) -> Course:
    """The course of the folder as its files are now; applications of one process may share it, since
    nobody can change it."""
    return load(folder)


def _times(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file: they change when a file does."""
    found: list[tuple[str, int, int]] = []
    for path in folder.rglob("*"):
        try:
            about = path.stat()
        except OSError:
            continue
        if path.is_file():
            found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(sorted(found))
