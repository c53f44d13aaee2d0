"""Threads that ask for the same at the same time, by counting who has looked for it, not by waiting."""

from __future__ import annotations

import threading
from typing import Self


class Crowd:
    """So many threads; `is_here` returns when each of them has looked something up by a `word`."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._seen: set[int] = set()
        self._changed = threading.Condition()

    def word(self, text: str) -> Word:
        """A text that tells the crowd when somebody looks it up."""
        return Word(text, self)

    def looks_up(self) -> None:
        """The thread of the caller has come as far as that."""
        with self._changed:
            self._seen.add(threading.get_ident())
            self._changed.notify_all()

    def is_here(self) -> None:
        """Wait for everybody. Raises AssertionError when somebody never comes."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._seen) >= self._size, timeout=30)


class Word(str):
    """A key of a dictionary that notices being looked up."""

    __slots__ = ("_crowd",)

    def __new__(cls, text: str, crowd: Crowd) -> Self:
        """The text, in this crowd."""
        made = super().__new__(cls, text)
        made._crowd = crowd
        return made

    def __hash__(self) -> int:
        """As the text's; whoever asks is about to look it up."""
        self._crowd.looks_up()
        return super().__hash__()

    __eq__ = str.__eq__
