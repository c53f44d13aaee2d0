"""`sheet.yaml` beside the modules of a session: what its printed page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields import Fields, as_printed
from .model import Pointer, SessionSheet
from .yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .context import Context
    from .model import Module, Term, Text

FEWEST_MESSAGES, MOST_MESSAGES = 5, 7
QUESTIONS = 3


def read_sheets(
    folder: Path,
    sessions: Mapping[str, tuple[Module, ...]],
    terms: tuple[Term, ...],
    context: Context,
) -> dict[str, SessionSheet]:
    """Session id → its sheet, for the sessions that have one; faults are reported at their line."""
    found: dict[str, SessionSheet] = {}
    known = frozenset(term.id for term in terms) or None
    for path in sorted(folder.glob("*/sheet.yaml")):
        root = read_yaml(path, f"{path.parent.name}/sheet.yaml", context.report)
        if root is None:
            continue
        fields = Fields(root, context, "the sheet")
        sheet = _sheet(fields, sessions, known)
        if sheet.session in found:
            what = f"the session `{sheet.session}` has two sheets"
            fields.error(fields.line("session"), what, "keep one of the two")
        elif sheet.session in sessions:
            found[sheet.session] = sheet
    return found


def _sheet(
    fields: Fields, sessions: Mapping[str, tuple[Module, ...]], terms: frozenset[str] | None
) -> SessionSheet:
    session = fields.one_of("session", tuple(sessions)) or ""
    modules = {module.id: module for module in sessions.get(session, ())}
    sheet = SessionSheet(
        session=session,
        messages=fields.inlines("messages"),
        frameworks=_pointers(fields, "frameworks", "says", modules),
        tools=_pointers(fields, "tools", "use", modules),
        terms=fields.known("terms", terms, "term of the glossary"),
        questions=_questions(fields),
        notice=fields.optional_text("notice"),
    )
    _check_counts(fields, sheet)
    fields.close()
    return sheet


def _pointers(
    fields: Fields, key: str, says: str, modules: Mapping[str, Module]
) -> tuple[Pointer, ...]:
    found = []
    for row in fields.rows(key, f"an item of `{key}`"):
        module = row.one_of("module", tuple(modules)) or ""
        if key == "tools" and module and modules[module].worksheet is None:
            row.error(row.line("module"), f"`{module}` is no tool", "name a module of kind tool")
        found.append(Pointer(module, row.text(says)))
        row.close()
    return tuple(found)


def _questions(fields: Fields) -> tuple[Text, ...]:
    return tuple(fields.texts(node, "questions", as_printed) for node in fields.nodes("questions"))


def _check_counts(fields: Fields, sheet: SessionSheet) -> None:
    count = len(sheet.messages)
    if not FEWEST_MESSAGES <= count <= MOST_MESSAGES:
        what = f"the sheet has {count} key messages"
        instead = (
            f"write {FEWEST_MESSAGES} to {MOST_MESSAGES}: the page is to be taken in at a glance"
        )
        fields.error(fields.line("messages"), what, instead)
    if len(sheet.questions) != QUESTIONS:
        what = f"the sheet asks {len(sheet.questions)} questions"
        fields.error(fields.line("questions"), what, f"ask {QUESTIONS}")
