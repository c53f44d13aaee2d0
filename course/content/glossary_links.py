"""Glossary terms in prose: the first time a module uses one, it becomes a link to its entry.

The text stays as it was written: only `<a class="term" href="term:id">` is put around the words. A
term is found as a whole word, in its singular and plural (or in the `forms` its entry gives), with
the accents it is written with; where two terms begin at one word, the longer wins. Headings, links,
code, drawings and quotations are left alone, and so is a term that is part of a longer name or saying: more stands
between the quotation marks (« RSE & partenariats »), or it goes on in capitals (Fonds ODD 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from .model import Html, Module, Scene, Screen
from .prose_runs import BREAK, read_prose
from .storyboards import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .model import Term

_ASIDE = re.compile(r"\s*\(.*\)|\s*[«“][^»”]*[»”]")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(rf"«[^«»{BREAK}]*»|“[^“”{BREAK}]*”")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)(\s(?:des?|du|of|for|&|\ufffc))?\s(?:[dl][’'])?$")
_NAME_AFTER = re.compile(r"\s(?:[&\ufffc]\s)?(\w)")
_BEGINS = re.compile(rf"(?:^|[.!?…:;«“({BREAK}]\s*|[-–—]\s)$")
_LITTLE_WORDS = """
a à an après au aucun aucune aussi aux avant avec but by ce ces cet cette chaque chez comme contre dans de depuis des deux
do does du each en entre et every for from his if in is it its la le les leur leurs like mais my nos notre nul on or ou
our par pas pour quand que quel quelle qui sa sans selon ses si so son sous sur that the their this tout toute un under
une vers vos votre what when which why with without yet your
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that have a capital only because they begin a sentence."""
_FARTHEST = 40
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


# -- putting the links --------------------------------------------------------


def link_terms(html: str, words: Wording, done: set[str]) -> Html:
    """The HTML with a link on the first use of every term that is not in `done`, which learns them.
    What is linked already stays and counts."""
    prose = read_prose(html)
    done |= prose.linked
    quoted = [match.span() for match in _QUOTED.finditer(prose.flow)]
    parts: list[str] = []
    last = 0
    for run in prose.runs:
        for start, end, term in _uses(run.text, words):
            place = (run.at + start, run.at + end)
            if (
                term in done
                or _in_quotation(prose.flow, place, quoted)
                or _in_name(prose.flow, place)
            ):
                continue
            done.add(term)
            first, after = run.raw(start), run.raw(end)
            parts += (html[last:first], f'<a class="term" href="term:{term}">')
            parts += (html[first:after], "</a>")
            last = after
    return Html("".join((*parts, html[last:])))


def _uses(text: str, words: Wording) -> Iterator[tuple[int, int, str]]:
    """The terms of a text from left to right, none inside another."""
    free = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < free or text[start - 1 : start] in tuple(_HYPHENS):
            continue
        found = words.at(text, start, word[0])
        if found is not None:
            free = found[0]
            yield start, *found


def _in_quotation(text: str, place: tuple[int, int], quoted: Iterable[tuple[int, int]]) -> bool:
    """Whether more than the term stands between the quotation marks around it."""
    start, end = place
    for first, last in quoted:
        if first < end and start < last:
            return text[first:last].strip("«»“”").strip() != text[start:end]
    return False


def _in_name(text: str, place: tuple[int, int]) -> bool:
    """Whether a word with a capital, before or after the term, makes it a part of a name."""
    start, end = place
    capital = text[start].isupper()
    after = _NAME_AFTER.match(text, end)
    if capital and after is not None and after[1].isupper():
        return True
    before = _WORD_BEFORE.search(text[max(0, start - _FARTHEST) : start])
    if before is None or not before[1][0].isupper() or before[1].lower() in _LITTLE:
        return False
    if before[2] is None and not capital:  # “a French association”
        return False
    name = start - len(before[0])
    return (capital and before[2] is None) or not _BEGINS.search(text[max(0, name - 3) : name])


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
