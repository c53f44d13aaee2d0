"""When what a source cites was published: the key `date` of sources.yaml, and `as_of` of course.yaml, the
state of knowledge, which no source may be younger than.

A date is a year, a month or a day, as far as the source gives it, or `undated`. A list has one for each
document that the text names, in its order. `several` stands for a collection whose text dates its works itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .partial_dates import PartialDate, read_date

if TYPE_CHECKING:
    from .fields import Fields
    from .yaml_files import Node

UNDATED, SEVERAL = "undated", "several"
Dates = tuple[PartialDate | None, ...]
"""One for each document; None where it bears none. Empty for a collection."""
_FORMS = "2021, 2021-03 or 2021-03-15"


def read_as_of(fields: Fields) -> PartialDate | None:
    """Until when the course's facts were gathered; None when course.yaml does not say."""
    node = fields.get("as_of")
    if node is None:
        return None
    found = read_date(fields.scalar(node, "`as_of`"))
    if found is None:
        fields.error(node.line, f"`{node.raw}` is no date", f"write {_FORMS}")
    return found


def read_dates(row: Fields, as_of: PartialDate | None) -> Dates:
    """The dates of one source, none of them after `as_of`; what is missing or no date is reported."""
    node = row.need("date", f"2021-03-15` or `date: {UNDATED}")
    if node is None or (node.kind != "list" and node.raw == SEVERAL):
        return ()
    if node.kind != "list":
        return (_date(row, node, as_of),)
    if len(node.items) < 2:
        row.error(node.line, f"`date` lists {len(node.items)}", "write one date without brackets")
    found = tuple(_date(row, item, as_of) for item in node.items)
    if found and not any(found) and all(item.raw == UNDATED for item in node.items):
        row.error(node.line, "`date` lists no date", f"write `date: {UNDATED}`")
    return found


def _date(row: Fields, node: Node, as_of: PartialDate | None) -> PartialDate | None:
    written = row.scalar(node, "`date`")
    found = read_date(written)
    if found is None and written not in ("", UNDATED):
        row.error(node.line, f"`{written}` is no date", f"write {_FORMS}, or {UNDATED}")
    if found is not None and as_of is not None and found.first > as_of.last:
        what = f"`{written}` lies after {as_of}, the state of knowledge of the course"
        row.error(node.line, what, "correct it, or `as_of` in course.yaml")
    return found
