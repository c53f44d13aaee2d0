"""Screens: their ids and questions stand in module.yaml, their titles and texts in the prose files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .drawings import Drawing, read_drawing
from .fields import Fields, unique
from .model import Question, Screen, Text
from .prose import Passage, read_prose
from .yaml_files import Node

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .context import Context


@dataclass(frozen=True)
class Written:
    """What a module's folder holds beside module.yaml: passages per language, drawings by name."""

    folder: str
    passages: Mapping[str, Mapping[str, Passage]]
    """Languages whose file could not be read are not in it."""
    drawings: Mapping[str, Drawing | None]

    def file(self, language: str) -> str:
        return f"{self.folder}/{language}.md"


def read_written(path: Path, folder: str, context: Context, *, needed: bool) -> Written:
    """Reads the prose files and drawings of a module; without screens prose may be absent."""
    passages: dict[str, Mapping[str, Passage]] = {}
    for language in context.languages:
        name = f"{language}.md"
        if not needed and not (path / name).exists():
            passages[language] = {}
            continue
        found = read_prose(path / name, f"{folder}/{name}", language, context)
        if found is not None:
            passages[language] = found
    drawings = {
        name: read_drawing(
            file, f"{folder}/media/{name}", f"{context.module}-{file.stem}-", context.report
        )
        for name, file in context.media.items()
        if name.lower().endswith(".svg")
    }
    return Written(folder, passages, drawings)


def read_screens(fields: Fields, written: Written, least: int) -> tuple[Screen, ...]:
    """The screens of a module, in the order of module.yaml, with their texts in every language."""
    rows = [_row(node, fields) for node in fields.nodes("screens", least)]
    unique([(row, row.string("id", "")) for row in rows], "screen")
    screens = tuple(_screen(row, written) for row in rows)
    check_extra(written, {screen.id for screen in screens}, fields, "screens")
    return screens


def _row(node: Node, fields: Fields) -> Fields:
    """A screen's keys; the short form is its id alone."""
    if node.kind not in ("list", "mapping"):
        entries, lines = {"id": node}, {"id": node.line}
        node = Node(node.file, node.line, "mapping", entries=entries, key_lines=lines)
    return Fields(node, fields.context, "a screen")


def _screen(row: Fields, written: Written) -> Screen:
    name = row.identifier()
    row.what = f"screen `{name}`"
    titles = find_passages(row, name, written)
    body = {
        language: passage.body(language, row.context, written.file(language), written.drawings)
        for language, passage in titles.items()
    }
    for language, passage in titles.items():
        if not passage.tokens:
            what = f"the screen `{name}` has a title but no text"
            row.context.report.error(written.file(language), passage.line, what, "write it below")
    questions = row.strings("questions")
    row.close()
    return Screen(name, title_of(titles), body, questions)


def find_passages(row: Fields, name: str, written: Written) -> dict[str, Passage]:
    """The passage of a screen or scene in each language; where one lacks, it is reported."""
    found: dict[str, Passage] = {}
    for language, passages in written.passages.items():
        if name in passages:
            found[language] = passages[name]
        elif name:
            what = f"{row.what} has no text in {language}.md"
            row.error(row.line("id"), what, f"add `## … {{#{name}}}` to {language}.md")
    return found


def title_of(passages: Mapping[str, Passage]) -> Text:
    return {language: passage.title for language, passage in passages.items()}


def check_extra(written: Written, names: set[str], fields: Fields, key: str) -> None:
    """Reports passages that module.yaml does not list."""
    for language, passages in written.passages.items():
        for passage in passages.values():
            if passage.id not in names:
                what = f"`{passage.id}` is not in the `{key}` of module.yaml"
                instead = f"add `- {passage.id}` there, or correct {{#{passage.id}}}"
                fields.context.report.error(written.file(language), passage.line, what, instead)


def check_questions(
    fields: Fields, shown: list[str], questions: tuple[Question, ...], *, pool: bool
) -> None:
    """Every question shown exists and is shown once; outside a quiz's pool every question is shown."""
    known = {question.id for question in questions}
    seen: set[str] = set()
    for name in shown:
        if name not in known:
            what = f"the question `{name}` is shown but not written"
            fields.error(_line(fields, name), what, "add it to `questions`, or correct its name")
        elif name in seen:
            fields.error(
                _line(fields, name), f"the question `{name}` is shown twice", "show it once"
            )
        seen.add(name)
    if pool:
        return
    for node, question in zip(fields.nodes("questions"), questions, strict=False):
        if question.id and question.id not in seen:
            what = f"the question `{question.id}` is shown nowhere"
            fields.error(node.line, what, "add it to the `questions` of a screen or scene")


def _line(fields: Fields, question: str) -> int:
    """The line on which a question is last named by a screen or scene."""
    rows = (*fields.nodes("screens"), *fields.nodes("scenes"))
    named = [row.entries["questions"] for row in rows if "questions" in row.entries]
    lines = [one.line for node in named for one in node.items if one.raw.strip() == question]
    return max(lines, default=fields.node.line)
