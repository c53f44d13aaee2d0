"""`fr.md` and `en.md`: one passage for each level-2 heading with an id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from .fields import IDENTIFIER
from .markdown import clean, parsed, plain_text, review_blocks, take_anchor
from .model import Html
from .typography import set_type
from .yaml_files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from .context import Context
    from .drawings import Drawing

_IMAGE = re.compile(r'<img src="media:([^"]*)" alt="([^"]*)">')


@dataclass(frozen=True)
class Passage:
    """One heading and what follows it, up to the next. `lines` are the written lines, with their
    number in the file; `body` is the same as HTML."""

    id: str
    title: str
    line: int
    lines: tuple[tuple[int, str], ...]
    tokens: tuple[Token, ...]

    def body(
        self, language: str, context: Context, file: str, drawings: Mapping[str, Drawing | None]
    ) -> Html:
        """The passage as HTML with its drawings inside; its faults are reported."""
        tokens = list(self.tokens)
        review_blocks(tokens, language, context, file, 0)
        return _with_drawings(clean(tokens), drawings)


def read_prose(path: Path, file: str, language: str, context: Context) -> dict[str, Passage] | None:
    """The passages of a file by id, in order; None when the file cannot be read."""
    text = read_text(path, file, context.report)
    if text is None:
        return None
    tokens = parsed(text, context, file, 0)
    starts = [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    if starts[:1] != [0]:
        line = 1 + (tokens[0].map or [0])[0] if tokens else 1
        what = "the file does not begin with a heading"
        context.report.error(file, line, what, "begin with `## Title {#id}`, then the text")
    rows = text.split("\n")
    passages: dict[str, Passage] = {}
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        passage = _passage(tokens[start:end], rows, language, context, file)
        if passage.id in passages:
            what = f"the id `{passage.id}` stands twice (first on line {passages[passage.id].line})"
            context.report.error(file, passage.line, what, "give each heading its own id")
        elif passage.id:
            passages[passage.id] = passage
    return passages


def _passage(
    tokens: Sequence[Token],
    rows: Sequence[str],
    language: str,
    context: Context,
    file: str,
) -> Passage:
    heading, title = tokens[0], tokens[1]
    first, after = heading.map or [0, 1]
    anchor = take_anchor(title)
    name = anchor or ""
    if anchor is None:
        what = f"the heading “{title.content[:40]}” has no id"
        context.report.error(file, first + 1, what, "end it with {#id}, the id of its screen")
    elif not IDENTIFIER.fullmatch(anchor):
        what = f"`{anchor}` cannot be an id"
        instead = "lower-case letters, digits and hyphens, a letter first"
        context.report.error(file, first + 1, what, instead)
    text = set_type(plain_text(title.children or []).strip(), language)
    if not text:
        context.report.error(file, first + 1, "the heading has no title", "## Title {#id}")
    body = tuple(tokens[3:])
    return Passage(name, text, first + 1, _lines(rows, after, body), body)


def _lines(rows: Sequence[str], start: int, tokens: Sequence[Token]) -> tuple[tuple[int, str], ...]:
    ends = [token.map[1] for token in tokens if token.map]
    end = max(ends, default=start)
    numbered = enumerate((row.strip() for row in rows[start:end]), start + 1)
    return tuple((number, row) for number, row in numbered if row)


def _with_drawings(html: Html, drawings: Mapping[str, Drawing | None]) -> Html:
    """Puts the SVG drawings in place of the pictures that name them."""

    def replace(match: re.Match[str]) -> str:
        drawing = drawings.get(unescape(match[1]))
        return match[0] if drawing is None else str(drawing.titled(unescape(match[2])))

    return Html(_IMAGE.sub(replace, html))


def first_sentence(passages: Mapping[str, Passage]) -> tuple[int, str]:
    """The first sentence of a file and its line; empty when there is none."""
    for passage in passages.values():
        for number, row in passage.lines:
            return number, re.split(r"(?<=[.!?…])\s", row, maxsplit=1)[0]
    return 1, ""
