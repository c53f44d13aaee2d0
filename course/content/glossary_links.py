"""Glossary terms in prose: the first time a module uses one, it becomes a link to its entry.

The text stays as it was written: only `<a class="term" href="term:id">` is put around the words. A
term is found as a whole word, in its singular and plural (or in the `forms` its entry gives), with
the accents it is written with; where two terms begin at one word, the longer wins. Headings, links,
code, drawings, quotations and questions between quotation marks are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .model import Html, Module, Scene, Screen
from .storyboards import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .model import Term

_NOT_INSIDE = frozenset(
    ["a", "blockquote", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "svg"]
)
_ASIDE = re.compile(r"\s*\(.*\)|\s*[«“][^»”]*[»”]")
_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"«[^«»]*\?\s*»|“[^“”]*\?\s*”")
_HYPHENS = "-\u2010\u2011"


# -- how a term is written ----------------------------------------------------


def spellings(term: Term, language: str) -> tuple[str, ...]:
    """The regular expressions of a term's forms: those it lists, else its words with or without a
    plural `s`; what stands in brackets is left out and a comma parts two terms."""
    if language in term.forms:
        return tuple(_spaced(re.escape(form)) for form in term.forms[language])
    bare = _ASIDE.sub("", term.term.get(language, ""))
    parts = (part.strip() for part in bare.split(","))
    return tuple(_spaced(_plural(part)) for part in parts if part)


def _plural(text: str) -> str:
    pieces = re.split(r"(\W+)", text)
    return "".join(
        f"{re.escape(one)}s?" if one.isalpha() and one[-1] not in "sxz" else re.escape(one)
        for one in pieces
    )


def _spaced(pattern: str) -> str:
    return re.sub(r"(?:\\?\s)+", r"\\s+", pattern)


@dataclass(frozen=True)
class Wording:
    """The terms of one language, by the word they begin with, in small letters."""

    starts: Mapping[str, Sequence[tuple[re.Pattern[str], str]]]

    def at(self, text: str, start: int, word: str) -> tuple[int, str] | None:
        """Where the longest term that starts here ends, and its id."""
        best: tuple[int, str] | None = None
        for pattern, term in self.starts.get(word.lower(), ()):
            found = pattern.match(text, start)
            if found and (best is None or found.end() > best[0]):
                best = (found.end(), term)
        return best


def wording(glossary: Iterable[Term], language: str) -> Wording:
    """The glossary, ready to be looked for in texts of one language."""
    starts: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for term in glossary:
        for spelling in spellings(term, language):
            pattern = re.compile(rf"{spelling}(?![\w\{_HYPHENS}])", re.IGNORECASE)
            for word in _first_words(spelling):
                starts.setdefault(word, []).append((pattern, term.id))
    return Wording(starts)


def _first_words(spelling: str) -> tuple[str, ...]:
    first = _WORD.match(spelling)
    if first is None:
        return ()
    word = first[0].lower()
    if spelling.startswith("?", first.end()):  # the `s` that ends the word may be absent
        return (word, word[:-1])
    return (word,)


# -- text in HTML -------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """Text without a tag inside; `places` pairs an offset in it with one in the HTML."""

    text: str
    places: tuple[tuple[int, int], ...]

    def raw(self, offset: int) -> int:
        """Where the character at `offset` stands in the HTML."""
        at, place = self.places[bisect_right(self.places, (offset, 1 << 60)) - 1]
        return place + offset - at


class _Reader(HTMLParser):
    """Finds the runs of text in which a term may be linked, and the terms linked already."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.runs: list[Run] = []
        self.linked: set[str] = set()
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
            self.runs.append(Run("".join(text for text, _start in self._pieces), tuple(places)))
            self._pieces = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end(self._here())
        if tag in _NOT_INSIDE:
            self._inside.append(tag)
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("term:"):
            self.linked.add(href.removeprefix("term:"))

    def handle_endtag(self, tag: str) -> None:
        self._end(self._here())
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._take(data)

    def handle_entityref(self, name: str) -> None:
        self._take("\u00a0" if name == "nbsp" else "\ufffc")

    def handle_charref(self, name: str) -> None:
        self._take("\u00a0" if name in ("160", "xA0", "xa0") else "\ufffc")

    def _take(self, text: str) -> None:
        if not self._inside:
            self._pieces.append((text, self._here()))


# -- putting the links --------------------------------------------------------


def link_terms(html: str, words: Wording, done: set[str]) -> Html:
    """The HTML with a link on the first use of every term that is not in `done`, which learns them.
    What is linked already stays and counts."""
    reader = _Reader(html)
    done |= reader.linked
    parts: list[str] = []
    last = 0
    for run in reader.runs:
        for start, end, term in _uses(run.text, words):
            if term in done:
                continue
            done.add(term)
            first, after = run.raw(start), run.raw(end)
            parts += (html[last:first], f'<a class="term" href="term:{term}">')
            parts += (html[first:after], "</a>")
            last = after
    return Html("".join((*parts, html[last:])))


def _uses(text: str, words: Wording) -> Iterator[tuple[int, int, str]]:
    """The terms of a text from left to right, none inside another or inside a quoted question."""
    asked = [match.span() for match in _ASKED.finditer(text)]
    free = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < free or text[start - 1 : start] in tuple(_HYPHENS):
            continue
        found = words.at(text, start, word[0])
        if found is not None:
            end, term = found
            free = end
            if not any(first < end and start < last for first, last in asked):
                yield start, end, term


# -- modules ------------------------------------------------------------------


def with_terms(module: Module, wordings: Mapping[str, Wording]) -> Module:
    """The module with its terms linked: in its screens, or in the transcript of its scenes."""
    done: dict[str, set[str]] = {language: set() for language in wordings}
    screens = tuple(_screen(screen, wordings, done) for screen in module.screens)
    board = module.storyboard
    if board is not None:
        scenes = tuple(_scene(scene, wordings, done) for scene in board.scenes)
        board = replace(board, scenes=scenes)
    return replace(module, screens=screens, storyboard=board)


def _screen(
    screen: Screen, wordings: Mapping[str, Wording], done: Mapping[str, set[str]]
) -> Screen:
    body, terms = dict(screen.body), {}
    for language, words in wordings.items():
        if language in body:
            before = set(done[language])
            body[language] = link_terms(body[language], words, done[language])
            terms[language] = tuple(sorted(done[language] - before))
    return replace(screen, body=body, terms=terms)


def _scene(scene: Scene, wordings: Mapping[str, Wording], done: Mapping[str, set[str]]) -> Scene:
    told, terms = {}, {}
    for language, captions in scene.captions.items():
        before = set(done[language])
        told[language] = tuple(
            link_terms(_said(caption), wordings[language], done[language]) for caption in captions
        )
        terms[language] = tuple(sorted(done[language] - before))
    return replace(scene, spoken=told, terms=terms)


def _said(caption: str) -> str:
    """A caption as one would say it, as HTML: its sources stand below the player."""
    return escape(spoken(caption), quote=False)
