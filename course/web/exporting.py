"""Lines → a CSV file that spreadsheets open by a double click: the same cells as the page."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from flask import Response

from ..collation import folded
from ..i18n import current_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""

# Full-width signs start formulas too, in some spreadsheets.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def csv_text(lines: Iterable[Sequence[str | int]], language: str) -> str:
    """The lines as CSV: `;` between cells where the comma is decimal (French), `,` elsewhere.

    Whole numbers stay numbers. A text that a spreadsheet would run as a formula gets an apostrophe.
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if language == "fr" else ",")
    for line in lines:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in line])
    return MARK + file.getvalue()


def guarded(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_response(lines: Iterable[Sequence[str | int]], names: Sequence[str], day: date) -> Response:
    """The lines as a file to save, called after `names` and the day."""
    response = Response(csv_text(lines, current_language()), mimetype="text/csv")
    name = "-".join([*filter(None, map(file_part, names)), day.isoformat()])
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_part(text: str) -> str:
    """A part of a file name that every system takes: plain letters, digits and dashes."""
    return "-".join(re.findall(r"[a-z0-9]+", folded(text)))[:60].rstrip("-")
