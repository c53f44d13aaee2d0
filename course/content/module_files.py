"""One module's folder → one `Module`: module.yaml, a prose file per language, media."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast, get_args

from . import questions as kinds
from .fields import Fields
from .model import (
    MODULE_KINDS,
    Module,
    ModuleKind,
    Organisation,
    OrganisationKind,
    Question,
    Quiz,
    ScoreBand,
    Storyboard,
    Testimony,
)
from .prose import first_sentence
from .rules import read_completion, read_unlock
from .screens import Written, check_questions, read_screens, read_written
from .storyboards import read_storyboard
from .worksheets import read_worksheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .context import Context
    from .yaml_files import Node

CATEGORIES = ("mecenat", "pratiques_responsables", "cooperation", "innovation")
_LONGEST = 60
_COMPOSITE = ("illustrati", "composite")
"""Beginnings of the words, in French and English, that mark a made-up testimony."""


@dataclass(frozen=True)
class ModuleFolder:
    """A folder found on disk: `name` relative to the course, `root` its module.yaml."""

    name: str
    path: Path
    root: Node | None
    media: Mapping[str, Path]

    @property
    def id(self) -> str:
        """The module's id; the folder's own name when module.yaml does not say."""
        node = self.root.entries.get("id") if self.root is not None else None
        return node.raw.strip() if node is not None and node.raw.strip() else self.path.name

    @property
    def screens(self) -> frozenset[str]:
        """The ids of its screens, as far as they can be told."""
        node = self.root.entries.get("screens") if self.root is not None else None
        rows = node.items if node is not None else ()
        ids = (row.entries.get("id", row) if row.kind == "mapping" else row for row in rows)
        return frozenset(one.raw.strip() for one in ids)


def read_module(folder: ModuleFolder, session: str, context: Context) -> Module | None:
    """The module of a folder, its problems reported; None when module.yaml cannot be read."""
    if folder.root is None:
        return None
    fields = Fields(folder.root, context, "the module")
    name = fields.identifier()
    kind = cast("ModuleKind | None", fields.one_of("kind", MODULE_KINDS))
    if kind is None:  # then we cannot tell which keys belong here
        return None
    sources = fields.known("sources", context.sources, "source")
    context = replace(context, module=name, media=folder.media, listed=frozenset(sources))
    fields.context = context
    questions = kinds.parse_all(fields.rows("questions", "a question"))
    module = Module(
        id=name,
        session=session,
        kind=kind,
        title=fields.text("title"),
        summary=fields.text("summary"),
        objective=fields.text("objective"),
        minutes=fields.whole("minutes", 1, _LONGEST),
        required=fields.flag("required", default=True),
        completion=read_completion(fields, kind),
        unlock=read_unlock(fields),
        dimensions=fields.known("dimensions", context.dimensions, "dimension"),
        levers=fields.known("levers", context.levers, "lever"),
        sources=sources,
        languages=context.languages,
        questions=questions,
        media={file: str(path) for file, path in folder.media.items()},
        folder=folder.name,
        **_body(fields, kind, folder, questions),
    )
    fields.what = f"a module of kind {kind}"
    fields.close()
    return module


def _body(
    fields: Fields, kind: ModuleKind, folder: ModuleFolder, questions: tuple[Question, ...]
) -> dict[str, Any]:
    """The parts that depend on the kind."""
    needed = kind not in ("tool", "quiz") or fields.has("screens")
    written = read_written(folder.path, folder.name, fields.context, needed=needed)
    parts: dict[str, Any] = {}
    if kind == "synthesis":
        parts["storyboard"] = read_storyboard(fields, written)
    else:
        parts["screens"] = read_screens(fields, written, 1 if needed else 0)
    if kind == "testimony":
        parts["testimony"] = _testimony(fields, written)
    if kind == "tool":
        group = fields.group("worksheet")
        parts["worksheet"] = None if group is None else read_worksheet(group)
    shown = _shown(parts)
    check_questions(fields, shown, questions, pool=kind == "quiz")
    if kind == "quiz":
        parts["quiz"] = _quiz(fields, questions, set(shown))
    return parts


def _shown(parts: Mapping[str, Any]) -> list[str]:
    board: Storyboard | None = parts.get("storyboard")
    shows = board.scenes if board is not None else parts.get("screens", ())
    return [name for one in shows for name in one.questions]


# -- testimony ----------------------------------------------------------------


def _testimony(fields: Fields, written: Written) -> Testimony | None:
    group = fields.group("testimony")
    if group is None:
        return None
    composite = group.flag("composite", default=False)
    rows = group.rows("organisations", "an organisation", 1)
    testimony = Testimony(
        organisations=tuple(_organisation(row) for row in rows),
        territory=group.text("territory"),
        category=group.one_of("category", CATEGORIES) or "",
        period=group.text_or_figures("period"),
        case=group.string("case", "") or None,
        pair=group.string("pair", "") or None,
        composite=composite,
    )
    group.close()
    if composite:
        _check_composite(written, fields)
    elif testimony.case is None:
        what = "a real testimony names its `case` in the fact sheet"
        group.error(
            group.node.line, what, "write `case: C01`, or `composite: true` if it is made up"
        )
    return testimony


def _organisation(row: Fields) -> Organisation:
    organisation = Organisation(
        name=row.string("name"),
        kind=cast("OrganisationKind", row.one_of("kind", get_args(OrganisationKind)) or "public"),
    )
    row.close()
    return organisation


def _check_composite(written: Written, fields: Fields) -> None:
    for language, passages in written.passages.items():
        line, sentence = first_sentence(passages)
        if not any(word in sentence.casefold() for word in _COMPOSITE):
            what = "a composite testimony is not marked in its first sentence"
            instead = "say first that it is illustrative (composite)"
            fields.context.report.error(written.file(language), line, what, instead)


# -- quiz ---------------------------------------------------------------------


def _quiz(fields: Fields, questions: tuple[Question, ...], shown: set[str]) -> Quiz | None:
    group = fields.group("quiz")
    if group is None:
        return None
    pool = [question for question in questions if question.id not in shown]
    for question in pool:
        if not question.scored:
            what = f"the question `{question.id}` ({question.kind}) cannot be right or wrong"
            instead = "a quiz draws scored questions only: move it to a screen"
            fields.error(fields.line("questions"), what, instead)
    quiz = Quiz(
        draw=group.whole("draw", 1, 100),
        pass_mark=group.number("pass_mark", 0, 1),
        shuffle=group.flag("shuffle", default=True),
        bands=_bands(group),
    )
    if quiz.draw > len(pool):
        what = f"`draw: {quiz.draw}` asks for more than the {len(pool)} questions there are"
        group.error(group.line("draw"), what, "draw fewer or write more")
    group.close()
    return quiz


def _bands(group: Fields) -> tuple[ScoreBand, ...]:
    rows = group.rows("bands", "a band", 1)
    bands = tuple(
        ScoreBand(row.whole("start", 0, 100), row.whole("end", 0, 100), row.inline("text"))
        for row in rows
    )
    expected = 0
    for row, band in zip(rows, bands, strict=True):
        if band.start != expected:
            what = f"the bands leave a gap or overlap: {band.start} follows {expected - 1}"
            row.error(row.line("start"), what, f"write `start: {expected}`")
        if band.end < band.start:
            row.error(row.line("end"), "this band ends before it starts", "put it right")
        expected = band.end + 1
        row.close()
    if bands and expected != 101:
        what = f"the bands stop at {expected - 1}"
        rows[-1].error(rows[-1].line("end"), what, "write `end: 100`")
    return bands
