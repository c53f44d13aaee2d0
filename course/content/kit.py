"""The sheets of the kit: `kit/*.yaml`, one printable page each, in the order of the files' names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .fields import Fields, unique
from .model import KitPart, KitSheet
from .problems import nearest
from .yaml_files import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from .context import Context

FOLDER = "kit"
_SOURCE = re.compile(r'href="source:([^"]+)"')


def read_kit(folder: Path, context: Context) -> tuple[KitSheet, ...]:
    """The sheets of a course; a course need not have any. Every fault is reported with its line."""
    sheets: dict[str, KitSheet] = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        root = read_yaml(path, f"{FOLDER}/{path.name}", context.report)
        if root is None:
            continue
        fields = Fields(root, context, f"the sheet `{path.stem}`")
        sheet = _read_sheet(fields)
        if sheet.id in sheets:
            what = f"another sheet has the id `{sheet.id}`"
            fields.error(fields.line("id"), what, "give each sheet its own id")
        sheets.setdefault(sheet.id, sheet)
    return tuple(sheets.values())


def _read_sheet(fields: Fields) -> KitSheet:
    rows = fields.rows("parts", "a part", 1)
    parts = [_read_part(row) for row in rows]
    unique([(row, part.id) for row, part in zip(rows, parts, strict=True)], "part")
    sheet = KitSheet(
        id=fields.identifier(),
        title=fields.text("title"),
        summary=fields.text("summary"),
        parts=tuple(parts),
        modules=_read_modules(fields),
        file=fields.file,
    )
    fields.close()
    return sheet


def _read_part(row: Fields) -> KitPart:
    name = row.identifier()
    row.what = f"part `{name}`"
    part = KitPart(name, row.text("title"), row.block("body"))
    cited = {language: set(_SOURCE.findall(html)) for language, html in part.body.items()}
    everywhere = set().union(*cited.values())
    for language, sources in cited.items():
        if missing := sorted(everywhere - sources):
            what = f"the `{language}` text does not cite {', '.join(missing)} as the others do"
            row.error(row.line("body"), what, "cite the same sources in every language")
    row.close()
    return part


def _read_modules(fields: Fields) -> tuple[str, ...]:
    known = fields.context.modules
    names = fields.known("modules", None, "module")
    for node, name in zip(fields.nodes("modules"), names, strict=True):
        if known is not None and name and name not in known:
            fields.error(node.line, f"there is no module `{name}`", nearest(name, known, most=3))
    return names
