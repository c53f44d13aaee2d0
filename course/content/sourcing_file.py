"""sourcing.yaml: what the rules of `sourcing.py` and `standing.py` need to know of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields import Fields
from .sourcing import Exempt, Forbidden, Sourcing, Strings
from .typography import set_type
from .yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .context import Context

FILE = "sourcing.yaml"


def read_sourcing(folder: Path, context: Context) -> tuple[Sourcing, Mapping[str, int]]:
    """What the file says, and the line of each place it names (`module, place`); its faults are reported.

    A course need not have it: then there are no exemptions, and only organisations of testimonies are names.
    """
    if not (folder / FILE).exists():
        return Sourcing(), {}
    root = read_yaml(folder / FILE, FILE, context.report)
    if root is None:
        return Sourcing(), {}
    fields = Fields(root, context, FILE)
    places: dict[str, int] = {}
    sourcing = Sourcing(
        names=fields.strings("names"),
        people=fields.strings("people"),
        titles=fields.strings("titles"),
        marks=_strings(fields, "marks"),
        composites=frozenset(
            _place(row, places) for row in fields.rows("composites", "a composite")
        ),
        exempt=tuple(_exempt(row, places) for row in fields.rows("exempt", "an exemption")),
        forbidden=tuple(_forbidden(row) for row in fields.rows("forbidden", "a rule")),
        ours=_strings(fields, "ours"),
        others=fields.strings("others"),
        disclaimed=_strings(fields, "disclaimed"),
        hedges=_strings(fields, "hedges"),
    )
    fields.close()
    return sourcing, places


def _strings(fields: Fields, key: str) -> Strings:
    group = fields.group(key, needed=False)
    if group is None:
        return {}
    found = {
        language: tuple(set_type(word, language) for word in group.strings(language))
        for language in group.context.languages
    }
    group.close()
    return found


def _place(row: Fields, places: dict[str, int]) -> tuple[str, str]:
    module, place = row.string("module"), row.string("place")
    places.setdefault(f"{module}, {place}", row.node.line)
    row.close()
    return module, place


def _exempt(row: Fields, places: dict[str, int]) -> Exempt:
    figures, why = frozenset(row.strings("figures")), row.string("why")
    module, place = _place(row, places)
    return Exempt(module, place, why, figures)


def _forbidden(row: Fields) -> Forbidden:
    rule = Forbidden(row.strings("words", 1), row.string("why"))
    row.close()
    return rule
