"""HTML → its sentences, each with a name that a link can carry, and a sentence marked where it stands.

A sentence never leaves its paragraph, list item, heading or table row. Citations and drawings are not
part of it; the head of a table is none, for it says nothing without its rows. Its name is a digest of its words, so a link to it outlives corrected typography and all that
changes around it; when the words themselves change, the link still opens the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from html import escape, unescape
from typing import TYPE_CHECKING

from ..links import plain
from ..markdown import CITATION
from ..model import Html
from .words import composed, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Scene, Storyboard

_TOKEN = re.compile(r'<svg\b.*?</svg>|<a class="source".*?</a>|<[^>]*>|[^<]+', re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z]\w*)")
_BLOCKS = frozenset({"p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "h2", "h3", "aside"})
_BLOCKS |= {"figure", "figcaption", "table", "thead", "tbody", "tr"}
_BETWEEN_CELLS = " · "
_END = re.compile(r"([.!?…]+)(?:\s*[»”)\]])*\s+(?=[^\sa-zà-öø-ÿ»”)\](,;:])")
_SHORTENED = re.compile(r"\b(?:[A-Z]|art|cf|Mme|Mr|Dr|vol|chap)\.$")
_SPACES = re.compile(r"[ \t\n]+")
_LOOSE = re.compile(r"[ \t\n]+(?=[.,;:)\]\u00a0\u202f])|\s*\(\s*\)")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its `text` on one line, its name, and the runs of text that hold it."""

    text: str
    phrase: str
    is_heading: bool
    runs: tuple[tuple[int, int, int], ...]
    """Number of the token, and from where to where in its text."""


def phrase_of(text: str) -> str:
    """The name of a sentence; empty when it has no word."""
    known = words(text)
    return blake2s(" ".join(known).encode(), digest_size=4).hexdigest() if known else ""


def uncited(text: str) -> str:
    """A plain text without its citations (`[S01]`), on one line."""
    return _SPACES.sub(" ", _LOOSE.sub("", CITATION.sub("", text))).strip()


def sentences(html: str) -> tuple[Sentence, ...]:
    """Every sentence of a clean HTML text, in order."""
    found = []
    for runs, is_heading in _blocks(_TOKEN.findall(html)):
        text = "".join(run for _number, run in runs)
        for start, end in _cut(text):
            said = composed(uncited(text[start:end])).strip(" ·")
            if phrase := phrase_of(said):
                parts = tuple(_parts(runs, start, end))
                found.append(Sentence(said, phrase, is_heading, parts))
    return tuple(found)


def split(text: str) -> tuple[str, ...]:
    """The sentences of a plain text."""
    cut = (composed(uncited(text[start:end])) for start, end in _cut(text))
    return tuple(one for one in cut if one)


def _blocks(tokens: list[str]) -> Iterator[tuple[list[tuple[int, str]], bool]]:
    """The runs of text of each block, with the number of their token, and whether it is a heading."""
    runs: list[tuple[int, str]] = []
    heading = column_head = False
    for number, token in enumerate(tokens):
        tag = _TAG.match(token)
        if tag is None:
            runs += [] if column_head else [(number, unescape(token))]
        elif tag[2] == "th":
            column_head = not tag[1]
        elif tag[2] == "td":
            runs += [(-1, _BETWEEN_CELLS)] if tag[1] else []
        elif tag[2] in _BLOCKS:
            if runs:
                yield runs, heading
            runs, heading = [], tag[2] == "h3" and not tag[1]
    if runs:
        yield runs, heading


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text start and end; a point after an abbreviation ends none."""
    start = 0
    for match in _END.finditer(text):
        if not _SHORTENED.search(text, max(start, match.start() - 5), match.end(1)):
            yield start, match.end()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def _parts(runs: list[tuple[int, str]], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    at = 0
    for number, run in runs:
        first, last = max(start - at, 0), min(end - at, len(run))
        if number >= 0 and first < last and run[first:last].strip():
            yield number, first, last
        at += len(run)


# -- marking --------------------------------------------------------------------


@lru_cache(maxsize=512)
def mark(html: str, phrase: str) -> Html | None:
    """The HTML with the sentence of that name inside `<mark>`; None when it is not there. The first
    mark has the id `phrase`, for the link to lead to."""
    found = next((one for one in sentences(html) if one.phrase == phrase), None)
    if found is None:
        return None
    tokens = _TOKEN.findall(html)
    for place, (number, start, end) in enumerate(found.runs):
        text = unescape(tokens[number])
        if place == len(found.runs) - 1:  # the space after a sentence is not part of it
            end = len(text[:end].rstrip())
        opening = "<mark>" if place else '<mark id="phrase">'
        before, inside, after = (
            escape(part, quote=False) for part in (text[:start], text[start:end], text[end:])
        )
        tokens[number] = f"{before}{opening}{inside}</mark>{after}"
    return Html("".join(tokens))


# -- captions -------------------------------------------------------------------


def captions_of(scene: Scene, language: str) -> tuple[Html, ...]:
    """The captions of a scene as they are shown, as HTML."""
    if shown := scene.spoken.get(language):
        return tuple(Html(one) for one in shown)
    said = scene.captions.get(language, ())
    return tuple(Html(escape(uncited(one), quote=False)) for one in said)


def mark_caption(scene: Scene, language: str, phrase: str) -> tuple[Html, ...]:
    """The captions of a scene with the sentence of that name marked."""
    captions = captions_of(scene, language)
    return tuple(mark(one, phrase) or one for one in captions)


def second_of(story: Storyboard, language: str, phrase: str) -> float | None:
    """When a sentence of a storyboard is said, in seconds from its start; None when it never is.
    Captions share the time of their scene by their length, as the player shares it."""
    scene_start = 0.0
    for scene in story.scenes:
        captions = captions_of(scene, language)
        lengths = [len(plain(one)) for one in captions]
        for place, caption in enumerate(captions):
            if any(one.phrase == phrase for one in sentences(caption)):
                return scene_start + scene.seconds * sum(lengths[:place]) / (sum(lengths) or 1)
        scene_start += scene.seconds
    return None
