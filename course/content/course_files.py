"""The files beside the modules: course.yaml, dimensions, sources, glossary, entry check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from . import questions as kinds
from .context import Context
from .fields import Fields, unique
from .model import Dimension, Question, Rule, Source, Term, Text
from .rules import read_rule, read_unlock
from .source_dates import read_as_of, read_dates
from .standing import STANDINGS
from .typography import set_type
from .yaml_files import Node, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .partial_dates import PartialDate
    from .problems import Report

LANGUAGES = ("fr", "en")
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class CourseFile:
    """course.yaml before the modules are put in: sessions hold their ids only."""

    fields: Fields
    languages: tuple[str, ...]
    sessions: tuple[Fields, ...]
    as_of: PartialDate | None = None

    def session_of(self) -> dict[str, str]:
        """Module id → session id."""
        found: dict[str, str] = {}
        for row in self.sessions:
            node = row.node.entries.get("id")
            for item in row.nodes("modules"):
                found.setdefault(item.raw.strip(), node.raw.strip() if node is not None else "")
        return found


def read_course_file(folder: Path, report: Report) -> CourseFile | None:
    """course.yaml, as far as it is needed to read the rest; None when it cannot be read."""
    root = read_yaml(folder / "course.yaml", "course.yaml", report)
    if root is None:
        return None
    fields = Fields(root, Context(report), "the course")
    languages = fields.strings("languages", 1) or LANGUAGES
    sessions = tuple(fields.rows("sessions", "a session", 1))
    return CourseFile(fields, tuple(dict.fromkeys(languages)), sessions, read_as_of(fields))


def read_iri(fields: Fields) -> str:
    """The IRI of the course: absolute and without a slash at its end, since parts are appended."""
    iri = fields.string("iri")
    try:
        parts = urlsplit(iri)
        sound = bool(parts.scheme and (parts.netloc or parts.path)) and " " not in iri
    except ValueError:
        sound = False
    if iri and (not sound or iri.endswith(("/", "#")) or "?" in iri):
        what = f"`{iri}` cannot be the course's IRI"
        fields.error(fields.line("iri"), what, "an absolute address without a / at its end")
    return iri


def read_course_rule(fields: Fields) -> Rule | None:
    """What completes the course; None for the default."""
    node = fields.get("completion")
    if node is None or node.raw == "default":
        return None
    return read_rule(node, fields)


@dataclass(frozen=True)
class SessionRow:
    """A session of course.yaml, with the nodes that name its modules."""

    fields: Fields
    id: str
    title: Text
    question: Text
    summary: Text
    unlock: Rule
    modules: tuple[Node, ...]


def read_session(row: Fields, context: Context) -> SessionRow:
    row.context = context
    name = row.identifier()
    row.what = f"session `{name}`"
    session = SessionRow(
        fields=row,
        id=name,
        title=row.text("title"),
        question=row.text("question"),
        summary=row.text("summary"),
        unlock=read_unlock(row),
        modules=row.nodes("modules", 1),
    )
    row.close()
    return session


# -- lists of things ----------------------------------------------------------


def read_dimensions(folder: Path, context: Context) -> Mapping[str, Dimension] | None:
    """dimensions.yaml: id → dimension."""

    def one(row: Fields) -> Dimension:
        name = row.string("id")
        return Dimension(name, row.text("title"), row.text("summary"), row.strings("levers", 1))

    return _by_id(folder, "dimensions.yaml", "dimension", context, one)


def read_sources(
    folder: Path, context: Context, as_of: PartialDate | None = None
) -> Mapping[str, Source] | None:
    """sources.yaml: tag → source; none may be younger than the course's state of knowledge."""

    def one(row: Fields) -> Source:
        return Source(
            row.string("id"),
            row.inline("text"),
            read_dates(row, as_of),
            standing=row.one_of("standing", STANDINGS, "H") or "H",
            quotable=row.flag("quotable", default=False),
            unsure=row.strings("unsure"),
        )

    return _by_id(folder, "sources.yaml", "source", context, one)


def read_glossary(folder: Path, context: Context) -> tuple[Term, ...]:
    """glossary.yaml, in its own order."""

    def one(row: Fields) -> Term:
        forms = _forms(row.group("forms", needed=False))
        return Term(row.identifier(), row.text("term"), row.inline("definition"), forms)

    return tuple((_by_id(folder, "glossary.yaml", "term", context, one) or {}).values())


def _forms(group: Fields | None) -> dict[str, tuple[str, ...]]:
    """The forms of a term by language; only the languages written, an empty list for none."""
    if group is None:
        return {}
    languages = [name for name in group.context.languages if name in group.node.entries]
    found = {
        language: tuple(set_type(form, language) for form in group.strings(language))
        for language in languages
    }
    group.close()
    return found


def read_entry_check(folder: Path, context: Context) -> tuple[Question, ...]:
    """entry_check.yaml: questions that are not marked."""
    root = read_yaml(folder / "entry_check.yaml", "entry_check.yaml", context.report)
    if root is None:
        return ()
    rows = _rows(root, "entry_check.yaml", "a question", context)
    questions = kinds.parse_all(rows)
    for row, question in zip(rows, questions, strict=True):
        if question.kind != "likert":
            what = f"the entry check asks a {question.kind} question"
            row.error(row.line("kind"), what, "write `kind: likert`: nothing is marked here")
    return questions


def _by_id(
    folder: Path, file: str, what: str, context: Context, read: Callable[[Fields], Thing]
) -> dict[str, Thing] | None:
    root = read_yaml(folder / file, file, context.report)
    if root is None:
        return None
    rows = _rows(root, file, f"a {what}", context)
    found: dict[str, Thing] = {}
    for row in rows:
        row.what = f"{what} `{row.string('id', '')}`"
        found.setdefault(row.string("id", ""), read(row))
        row.close()
    unique([(row, row.string("id", "")) for row in rows], what)
    return found


def _rows(root: Node, file: str, what: str, context: Context) -> list[Fields]:
    if root.kind != "list":
        instead = "begin each entry with `- id: …`"
        context.report.error(file, root.line, f"the file is {root.named}, not a list", instead)
        return []
    return [Fields(node, context, what) for node in root.items]
