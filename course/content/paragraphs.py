"""Every paragraph of a course with the place it stands at: what the rules of `sourcing.py`, `sentences.py`
and `typography.py` judge.

A paragraph is what a reader takes in one breath: a paragraph, an item of a list, a row of a table, a caption,
one text of a question. Its citations stay in `marked` as authors write them, such as `[S01]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Literal

from .markdown import CITATION, cited
from .model import Html

if TYPE_CHECKING:
    from .model import (
        Course,
        Field,
        KitSheet,
        Module,
        Question,
        SessionSheet,
        Text,
        Worksheet,
    )

Part = Literal["title", "text", "caption", "asked", "feedback", "label", "example"]
Block = Literal["paragraph", "row", "frame"]

CITED = re.compile(rf"\s*{CITATION.pattern}")
_LINK = re.compile(r'<a class="source" href="source:([^"]+)">[^<]*</a>')
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_CELL = re.compile(r"</t[dh]>\s*<t[dh]\b[^>]*>")
_BLOCK = re.compile(
    r"<(/?)(p|li|tr|h3|blockquote|aside|figure|ul|ol|table|thead|tbody|hr|figcaption)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]+>")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_NONE: frozenset[str] = frozenset()
_GROUPS = frozenset({"table", "ul", "ol", "aside"})


@dataclass(frozen=True)
class Paragraph:
    """One paragraph in one language.

    `place` is the id of its screen, scene or question; empty for a text of the module or course itself.
    `run` counts the blocks of a screen: the rows of a table, the items of a list and what a frame holds share one
    number. `block` says which it is.
    """

    file: str
    module: str
    place: str
    part: Part
    language: str
    marked: str
    run: int = 0
    block: Block = "paragraph"

    text: str = field(init=False, compare=False)
    """What is read: the words without citations."""
    sources: frozenset[str] = field(init=False, compare=False)
    """The sources cited in it."""

    def __post_init__(self) -> None:
        cites = "[" in self.marked
        text = CITED.sub("", self.marked) if cites else self.marked
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "sources", frozenset(sources_of(self.marked)) if cites else _NONE)


def sources_of(marked: str) -> Iterator[str]:
    """The tags cited in a text, in order."""
    for citation in CITED.finditer(marked):
        yield from cited(citation)


def paragraphs(course: Course) -> Iterator[Paragraph]:
    """Every paragraph of the course in every language, in reading order."""
    for session in course.sessions:
        for module in session.modules:
            yield from module_paragraphs(module)
        if session.id in course.sheets and session.modules:
            folder = session.modules[0].folder.partition("/")[0]
            yield from _sheet(course.sheets[session.id], folder)
    for sheet in course.kit:
        yield from _kit(sheet)
    yield from _beside(course)


def module_paragraphs(module: Module) -> Iterator[Paragraph]:
    """The paragraphs of one module."""
    file = f"{module.folder}/module.yaml"
    own = [module.title, module.summary, module.objective]
    if module.testimony is not None:
        own.append(module.testimony.territory)
    yield from _spread(file, module.id, "", "title", own)
    for screen in module.screens:
        yield from _prose(module, screen.id, "title", screen.title)
        yield from _prose(module, screen.id, "text", screen.body)
    yield from _scenes(module, file)
    for question in module.questions:
        yield from _question(question, file, module.id)
    if module.worksheet is not None:
        yield from _worksheet(module.worksheet, file, module.id)
    if module.quiz is not None:
        bands = [band.text for band in module.quiz.bands]
        yield from _spread(file, module.id, "", "feedback", bands)


def _prose(module: Module, place: str, part: Part, text: Text) -> Iterator[Paragraph]:
    for language, value in text.items():
        file = f"{module.folder}/{language}.md"
        yield from _split(file, module.id, place, part, language, value)


def _scenes(module: Module, file: str) -> Iterator[Paragraph]:
    for scene in module.storyboard.scenes if module.storyboard is not None else ():
        yield from _prose(module, scene.id, "title", scene.title)
        for language, captions in scene.captions.items():
            prose = f"{module.folder}/{language}.md"
            for caption in captions:
                yield Paragraph(prose, module.id, scene.id, "caption", language, caption)
        yield from _spread(file, module.id, scene.id, "label", [scene.describes])


def _question(question: Question, file: str, module: str) -> Iterator[Paragraph]:
    asked = [question.prompt, *question.hints]
    asked += [choice.text for choice in question.choices]
    asked += [text for pair in question.pairs for text in (pair.left, pair.right)]
    asked += [item.text for item in (*question.items, *question.criteria)]
    said = [choice.feedback for choice in question.choices]
    said += [pair.feedback for pair in question.pairs]
    said += [case.feedback for case in question.cases]
    said += [
        text
        for text in (question.feedback_right, question.feedback_wrong, question.model_answer)
        if text is not None
    ]
    yield from _spread(file, module, question.id, "label", [question.checks])
    yield from _spread(file, module, question.id, "asked", asked)
    yield from _spread(file, module, question.id, "feedback", said)


def _worksheet(worksheet: Worksheet, file: str, module: str) -> Iterator[Paragraph]:
    for section in worksheet.sections:
        yield from _spread(file, module, section.id, "label", [section.title, section.intro])
        for one in section.fields:
            yield from _spread(file, module, section.id, "label", _field(one))
    for value in worksheet.example.values():
        for language, text in _written(value, ""):
            yield Paragraph(file, module, "example", "example", language, text)


def _field(one: Field) -> Iterator[Text]:
    yield one.label
    if one.help is not None:
        yield one.help
    yield from (option.text for option in (*one.options, *one.rows))
    for column in one.columns:
        yield from _field(column)


def _written(value: object, language: str) -> Iterator[tuple[str, str]]:
    """The texts of a filled example: it is written per language, tables row by row."""
    if isinstance(value, str) and language:
        yield language, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _written(inner, language or str(key))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from _written(inner, language)


def _kit(sheet: KitSheet) -> Iterator[Paragraph]:
    """A sheet of the kit is judged like a module."""
    name = f"kit/{sheet.id}"
    yield from _spread(sheet.file, name, "", "title", [sheet.title, sheet.summary])
    for part in sheet.parts:
        yield from _spread(sheet.file, name, part.id, "title", [part.title])
        yield from _spread(sheet.file, name, part.id, "text", [part.body])


def _sheet(sheet: SessionSheet, folder: str) -> Iterator[Paragraph]:
    """The printed page of a session: each of its messages is a place of its own."""
    file, name = f"{folder}/sheet.yaml", f"sheet/{sheet.session}"
    for number, message in enumerate(sheet.messages, 1):
        yield from _spread(file, name, str(number), "text", [message])
    labels = [one.text for one in (*sheet.frameworks, *sheet.tools)]
    labels += [*sheet.questions, *([sheet.notice] if sheet.notice is not None else [])]
    yield from _spread(file, name, "", "label", labels)


def _beside(course: Course) -> Iterator[Paragraph]:
    """The texts of the files beside the modules."""
    own = [course.title, course.subtitle]
    for session in course.sessions:
        own += [session.title, session.question, session.summary]
    yield from _spread("course.yaml", "", "", "title", own)
    yield from _spread("course.yaml", "", "about", "text", [course.about])
    for term in course.glossary:
        yield from _spread("glossary.yaml", "", term.id, "text", [term.term, term.definition])
    for dimension in course.dimensions.values():
        both = [dimension.title, dimension.summary]
        yield from _spread("dimensions.yaml", "", dimension.id, "label", both)
    for question in course.entry_check:
        yield from _question(question, "entry_check.yaml", "")
    for source in course.sources.values():
        yield from _spread("sources.yaml", "", source.id, "label", [source.text])


# -- from HTML to paragraphs --------------------------------------------------


def _spread(
    file: str, module: str, place: str, part: Part, texts: Iterable[Text]
) -> Iterator[Paragraph]:
    for text in texts:
        for language, value in text.items():
            yield from _split(file, module, place, part, language, value)


def _split(
    file: str, module: str, place: str, part: Part, language: str, value: str
) -> Iterator[Paragraph]:
    if not isinstance(value, Html):
        yield Paragraph(file, module, place, part, language, value)
        return
    for run, block, text in blocks(value):
        yield Paragraph(file, module, place, part, language, text, run, block)


def blocks(html: Html) -> Iterator[tuple[int, Block, str]]:
    """The blocks of some HTML: number of the run, what the block is, its text with `[S01]`."""
    markup = str(html)
    if "<" not in markup:
        if markup:
            yield 0, "paragraph", unescape(markup)
        return
    markup = _LINK.sub(r"[\1]", _DRAWING.sub("", markup))
    markup = _CELL.sub(" | ", markup)
    run, start = 0, 0
    around: list[str] = []
    for tag in _BLOCK.finditer(markup):
        text = _words(markup[start : tag.start()])
        if text:
            yield run, _block(around), text
            run += not around
        start = tag.end()
        if tag[2] in _GROUPS:
            around = around[:-1] if tag[1] else [*around, tag[2]]
            run += len(around) == (not tag[1])
    text = _words(markup[start:])
    if text:
        yield run, _block(around), text


def _block(around: list[str]) -> Block:
    """What a text inside these elements is: in a frame everything belongs together."""
    return "frame" if "aside" in around else "row" if around else "paragraph"


def _words(markup: str) -> str:
    return _LINE_END.sub(" ", unescape(_TAG.sub("", markup))).strip(" \n\t")
