"""What somebody typed → what is looked for, and the words of a text that answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .words import composed, spans, words

LONGEST = 200
"""Characters of a question; more is cut."""
_MOST_WORDS = 12
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True)
class Query:
    """All of `words` and `phrases` must be found; `start` is the last word, which may go on."""

    words: tuple[str, ...] = ()
    """Folded words to find whole."""
    start: str = ""
    """A folded word of which only the beginning may have been typed."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded words to find one after the other."""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.start or self.phrases)

    @property
    def needles(self) -> tuple[tuple[str, bool], ...]:
        """Every word to find, and whether it may go on; each once."""
        quoted = (word for phrase in self.phrases for word in phrase)
        whole = dict.fromkeys([*self.words, *quoted])
        return (*((word, False) for word in whole), *([(self.start, True)] if self.start else ()))

    def finds(self, word: str) -> bool:
        """Whether a folded word is one of those looked for."""
        return any(
            word.startswith(needle) if may_go_on else word == needle
            for needle, may_go_on in self.needles
        )


def read_query(typed: str) -> Query:
    """The question behind what was typed; `"…"`, `«…»` and `“…”` hold words that follow each other."""
    typed = composed(typed)[:LONGEST]
    phrases = [words(next(filter(None, match.groups()), "")) for match in _QUOTED.finditer(typed)]
    loose = words(_QUOTED.sub(" ", typed))[:_MOST_WORDS]
    start = loose[-1] if loose else ""
    whole = tuple(dict.fromkeys(word for word in loose[:-1] if word != start))
    return Query(whole, start, tuple(one[:_MOST_WORDS] for one in phrases if one)[:_MOST_WORDS])


def pieces(text: str, query: Query) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it is a word that was looked for; joined they are the text."""
    text = composed(text)
    found: list[tuple[str, bool]] = []
    at = 0
    for word, start, end in spans(text):
        if query.finds(word):
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
    found.append((text[at:], False))
    return tuple(piece for piece in found if piece[0])
