"""How texts read: no long sentence in a lesson, and the typography of each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .findings import Finding
from .typography import LONGEST_SENTENCE, faults, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .model import Course
    from .paragraphs import Paragraph

_OPEN = 5
"""Words of a sentence that a message quotes."""


def long_sentences(course: Course, written: Iterable[Paragraph]) -> Iterator[Finding]:
    """Sentences of lessons with more words than a reader takes in; elsewhere they are only advice,
    given while the files are read."""
    lessons = {
        module.id
        for session in course.sessions
        for module in session.modules
        if module.kind == "lesson"
    }
    for one in written:
        if one.module not in lessons:
            continue
        for sentence in sentences(one.text):
            count = words(sentence)
            if count > LONGEST_SENTENCE:
                start = " ".join(sentence.split()[:_OPEN])
                what = f"a sentence of {count} words (“{start} …”)"
                instead = f"cut it: at most {LONGEST_SENTENCE} words"
                yield Finding(one, sentence, what, instead)


def misprints(written: Iterable[Paragraph]) -> Iterator[Finding]:
    """Faults of typography in every text of the course."""
    for one in written:
        for what, instead, excerpt in faults(one.text, one.language):
            yield Finding(one, excerpt or one.text, what, instead)
