"""Worksheets: sections of fields to fill in, and a filled example."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from .fields import Fields, as_number, unique
from .model import Field, FieldKind, Option, Section, Worksheet
from .typography import set_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .yaml_files import Node

_KINDS = get_args(FieldKind)
_CELLS = tuple(kind for kind in _KINDS if kind != "table")
_SCALE = (1, 5)


def read_worksheet(fields: Fields) -> Worksheet:
    """The sections, at least one with at least one field, and the example."""
    rows = fields.rows("sections", "a section", 1)
    read = [_section(row) for row in rows]
    sections = tuple(section for section, _ in read)
    unique([(row, section.id) for row, section in zip(rows, sections, strict=True)], "section")
    pairs = [pair for _, found in read for pair in found]
    unique([(row, field.id) for row, field in pairs], "field")
    if not any(field.required for _, field in pairs):
        what = "no field is `required: true`, so the sheet counts as filled when empty"
        fields.error(fields.line("sections"), what, "make at least one field required")
    example = _example(fields, {field.id: field for _, field in pairs})
    fields.close()
    return Worksheet(sections, example)


def _section(row: Fields) -> tuple[Section, list[tuple[Fields, Field]]]:
    name = row.identifier()
    row.what = f"section `{name}`"
    title, intro = row.text("title"), row.block("intro")
    rows = row.rows("fields", "a field", 1)
    found = [(one, _field(one, _KINDS)) for one in rows]
    row.close()
    return Section(name, title, intro, tuple(field for _, field in found)), found


def _field(row: Fields, kinds: tuple[str, ...]) -> Field:
    name = row.identifier()
    row.what = f"field `{name}`"
    kind = cast("FieldKind | None", row.one_of("kind", kinds))
    label, help_text = row.text("label"), row.optional_inline("help")
    required = row.flag("required", default=False)
    if kind is None:  # then we cannot tell which keys belong here
        return Field(name, "text", label)
    options = _options(row, "options", 2) if kind in ("choice", "multiple") else ()
    columns: tuple[Field, ...] = ()
    lines: tuple[Option, ...] = ()
    blank = 0
    if kind == "table":
        found = [(one, _field(one, _CELLS)) for one in row.rows("columns", "a column", 1)]
        unique([(one, column.id) for one, column in found], "column")
        columns = tuple(column for _, column in found)
        lines, blank = _options(row, "rows", 0), row.whole("blank_rows", 0, 50, 0)
        if bool(lines) == bool(blank):
            what = f"{row.what} needs either fixed `rows` or a number of `blank_rows`"
            row.error(row.node.line, what, "write one of the two")
    row.close()
    return Field(name, kind, label, help_text, required, options, columns, lines, blank)


def _options(row: Fields, key: str, least: int) -> tuple[Option, ...]:
    rows = row.rows(key, f"an item of `{key}`", least)
    options = tuple(Option(one.identifier(), one.text("text")) for one in rows)
    for one in rows:
        one.close()
    unique([(one, option.id) for one, option in zip(rows, options, strict=True)], key)
    return options


# -- the example --------------------------------------------------------------


def _example(fields: Fields, known: Mapping[str, Field]) -> Mapping[str, object]:
    """Field id → language → value, whatever short form the author used."""
    group = fields.group("example", needed=False)
    if group is None:
        return {}
    group.what = "`example`"
    found: dict[str, object] = {}
    for name, field in known.items():
        node = group.get(name)
        if node is not None:
            found[name] = _per_language(group, node, field)
    group.close()
    return found


def _per_language(group: Fields, node: Node, field: Field) -> dict[str, object]:
    """The value in each language; a value that needs no translation may be written once."""
    languages = group.context.languages
    if node.kind != "mapping":
        if field.kind in ("text", "long", "table"):
            what = f"the example of `{field.id}` is not given per language"
            group.error(node.line, what, "write {fr: …, en: …}")
            return {}
        return dict.fromkeys(languages, _value(group, node, field, languages[0]))
    for language in languages:
        if language not in node.entries:
            what = f"the example of `{field.id}` has no `{language}`"
            group.error(node.line, what, "give it in every language")
    return {
        language: _value(group, value, field, language)
        for language, value in node.entries.items()
        if language in languages
    }


def _value(group: Fields, node: Node, field: Field, language: str) -> object:
    """One value as a learner's own would be kept: text, list of ids, number, flag or rows."""
    if field.kind == "table":
        return _table(group, node, field, language)
    if field.kind == "multiple":
        if node.kind != "list":
            group.error(
                node.line, f"the example of `{field.id}` is {node.named}", "write a list of ids"
            )
            return []
        return [_option(group, item, field) for item in node.items]
    if node.kind == "text" and not node.raw.strip():
        return ""
    raw = group.scalar(node, f"the example of `{field.id}`")
    if field.kind == "choice":
        return _option(group, node, field)
    if field.kind in ("scale", "number"):
        return _number(group, node, field)
    if field.kind == "check":
        if node.kind != "bool":
            group.error(node.line, f"the example of `{field.id}` is {node.named}", "true or false")
        return raw.lower() == "true"
    if field.kind == "date":
        return group.day(node).isoformat()
    return set_type(raw, language)


def _number(group: Fields, node: Node, field: Field) -> float:
    value = as_number(node)
    low, high = _SCALE
    fits = value is not None and (
        field.kind == "number" or (value % 1 == 0 and low <= value <= high)
    )
    if value is None or not fits:
        wanted = "a number" if field.kind == "number" else f"a whole number from {low} to {high}"
        group.error(node.line, f"the example of `{field.id}` is not {wanted}", f"write {wanted}")
        return low
    return int(value) if value % 1 == 0 else value


def _option(group: Fields, node: Node, field: Field) -> str:
    name = group.scalar(node, f"the example of `{field.id}`")
    known = [option.id for option in field.options]
    if name and name not in known:
        what = f"`{name}` is no option of `{field.id}`"
        group.error(node.line, what, f"one of {', '.join(known)}")
    return name


def _table(group: Fields, node: Node, field: Field, language: str) -> list[dict[str, object]]:
    if node.kind != "list":
        what = f"the example of `{field.id}` is {node.named}"
        group.error(node.line, what, "write a list of rows: - {column: …}")
        return []
    most = len(field.rows) or field.blank_rows
    if len(node.items) > most:
        what = f"the example of `{field.id}` has {len(node.items)} rows, the table {most}"
        group.error(node.line, what, f"at most {most}")
    rows: list[dict[str, object]] = []
    for item in node.items:
        row = Fields(item, group.context, f"a row of `{field.id}`")
        cells: dict[str, object] = {}
        for column in field.columns:
            value = row.get(column.id)
            if value is not None:
                cells[column.id] = _value(group, value, column, language)
        row.close()
        rows.append(cells)
    return rows
