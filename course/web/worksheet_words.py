"""What a worksheet holds, as it is read and printed: days are written out in the page's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ..i18n import written_day as in_words
from .forms import shown_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..content.model import Field, Worksheet


def read_values(worksheet: Worksheet, values: Mapping[str, Any]) -> dict[str, object]:
    """Kept values as the worksheet's document shows them, to read and not to change."""
    fields = {field.id: field for part in worksheet.sections for field in part.fields}
    return {
        name: _read(fields[name], value) for name, value in shown_values(worksheet, values).items()
    }


def _read(field: Field, value: Any) -> object:
    if field.kind == "table":
        return tuple(_row(field.columns, row) for row in value)
    return written_day(value) if field.kind == "date" else value


def _row(columns: Sequence[Field], row: Mapping[str, Any]) -> dict[str, object]:
    kinds = {column.id: column.kind for column in columns}
    return {
        name: written_day(cell) if kinds.get(name) == "date" else cell for name, cell in row.items()
    }


def written_day(value: str) -> str:
    """`2026-03-31` as “31 mars 2026”; what is no such day stays as it was typed."""
    try:
        return in_words(date.fromisoformat(value))
    except ValueError:
        return value
