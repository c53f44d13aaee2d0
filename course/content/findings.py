"""What a rule finds in a paragraph, and the line of the file where that paragraph is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .paragraphs import CITED
from .problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .paragraphs import Paragraph

_ENOUGH = 40
"""Letters and digits of an excerpt that are compared: its beginning tells it from its neighbours."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with a paragraph; `excerpt` is the part of it to look for in its file."""

    paragraph: Paragraph
    excerpt: str
    what: str
    instead: str


def located(findings: Iterable[Finding], rows: Callable[[str], str]) -> Iterator[Problem]:
    """The findings as problems; `rows` gives the text of a file by its name in the course."""
    bare = cache(lambda file: [_bare(row) for row in rows(file).split("\n")])
    for found in findings:
        file = found.paragraph.file
        line = line_of(found.excerpt, bare(file))
        yield Problem(file, line, found.what, found.instead)


def line_of(excerpt: str, bare_rows: list[str]) -> int:
    """The first line that holds the beginning of an excerpt, whatever its markup; 1 when none does.

    A sentence may run over two lines: less and less of it is looked for.
    """
    wanted = _bare(excerpt)[:_ENOUGH]
    for length in (_ENOUGH, _ENOUGH // 2, _ENOUGH // 4):
        part = wanted[:length]
        for number, row in enumerate(bare_rows, 1):
            if part and part in row:
                return number
        if len(wanted) <= length // 2:
            break
    return 1


def _bare(text: str) -> str:
    """Only the letters and digits of a text, its citations left out."""
    return re.sub(r"[\W_]+", "", CITED.sub("", text)).casefold()
