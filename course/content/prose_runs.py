"""HTML → the runs of text in which a word may be linked, and the text as it is read across them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html.parser import HTMLParser

BREAK = "\x02"
"""Stands in the flow where one block ends and another begins."""
_NOT_INSIDE = frozenset(
    ["a", "blockquote", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "svg"]
)
_WITHIN_A_LINE = frozenset({"a", "code", "em", "strong"})
_SIGN = "\ufffc"
"""Stands for a character that is written as an entity: none of them is part of a word."""


@dataclass(frozen=True)
class Run:
    """Text without a tag inside, which begins at `at` in the flow; `places` pairs an offset in it with one in
    the HTML."""

    text: str
    at: int
    places: tuple[tuple[int, int], ...]

    def raw(self, offset: int) -> int:
        """Where the character at `offset` stands in the HTML."""
        at, place = self.places[bisect_right(self.places, (offset, 1 << 60)) - 1]
        return place + offset - at


@dataclass(frozen=True)
class Prose:
    """The runs of a text, all that is read of it, and the terms that it links already."""

    runs: tuple[Run, ...]
    flow: str
    linked: frozenset[str]


def read_prose(html: str) -> Prose:
    """What of some HTML is prose: not its headings, links, code, quotations and drawings."""
    reader = _Reader(html)
    return Prose(tuple(reader.runs), "".join(reader.flow), frozenset(reader.linked))


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.runs: list[Run] = []
        self.flow: list[str] = []
        self.linked: set[str] = set()
        self._length = 0
        self._inside: list[str] = []
        self._pieces: list[tuple[str, int]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()
        self._end(len(html))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _end(self, place: int) -> None:
        if self._pieces:
            places, length = [], 0
            for text, start in self._pieces:
                places.append((length, start))
                length += len(text)
            places.append((length, place))
            text = "".join(text for text, _start in self._pieces)
            self.runs.append(Run(text, self._length - length, tuple(places)))
            self._pieces = []

    def _break(self, tag: str) -> None:
        self._end(self._here())
        if tag not in _WITHIN_A_LINE:
            self._read(BREAK)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag in _NOT_INSIDE:
            self._inside.append(tag)
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("term:"):
            self.linked.add(href.removeprefix("term:"))

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._take(data)

    def handle_entityref(self, name: str) -> None:
        self._take("\u00a0" if name == "nbsp" else _SIGN)

    def handle_charref(self, name: str) -> None:
        self._take("\u00a0" if name in ("160", "xA0", "xa0") else _SIGN)

    def _take(self, text: str) -> None:
        if not self._inside:
            self._pieces.append((text, self._here()))
        self._read(text)

    def _read(self, text: str) -> None:
        self.flow.append(text)
        self._length += len(text)
