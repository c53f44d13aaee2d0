"""Worksheets: kept as one types (a State document), `filled` told once when they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, NotFound
from ..xapi import statements as say
from .following import Outcome, Step, standing_in, stepping_into, tell
from .reading import find_module

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from ..content.model import Field, Module, Worksheet
    from ..store.people import Person
    from .house import House

Values = dict[str, Any]
"""Field id → text, list of option ids, or for a table a list of rows (column id → value)."""

_STATE = "worksheet"
_LARGEST = 400_000
_LONGEST_TEXT = 20_000
_MOST_ROWS = 60


@dataclass(frozen=True)
class Sheet:
    """A worksheet as the learner left it; `saved` is microseconds UTC, None before the first save."""

    step: Step
    values: Values
    saved: int | None


def fields_of(worksheet: Worksheet) -> tuple[Field, ...]:
    """Every field of the worksheet, in order."""
    return tuple(field for section in worksheet.sections for field in section.fields)


def worksheet_of(sheet: Sheet) -> Worksheet:
    """The worksheet that was opened."""
    assert sheet.step.module.worksheet is not None
    return sheet.step.module.worksheet


def example_values(worksheet: Worksheet, language: str) -> Values:
    """The filled example in `language`; values that are the same in all languages as they are."""
    return {
        name: value[language] if isinstance(value, dict) and language in value else value
        for name, value in worksheet.example.items()
    }


def open_sheet(house: House, person: Person, module: str) -> Sheet:
    """The worksheet of `module` with what `person` filled in. Raises NotFound, Locked."""
    found = _find_tool(house, module)
    with house.database.reading() as connection:
        step = standing_in(house, connection, person, found)
        return _sheet(house, connection, step)


def save(
    house: House, person: Person, module: str, values: Mapping[str, Any]
) -> tuple[Sheet, Outcome]:
    """Keep `values` (fields unknown to the worksheet are refused). Raises BadInput, NotFound, Locked."""
    found = _find_tool(house, module)
    assert found.worksheet is not None
    kept = checked(found.worksheet, values)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        content = json.dumps({"saved": step.voice.at, "values": kept}, ensure_ascii=False)
        house.recording.recorder.put_state(
            connection,
            say.module_iri(house.catalogue.course, found.id),
            dict(step.voice.actor),
            _STATE,
            content.encode(),
            registration=step.voice.registration,
        )
        done = is_filled(found.worksheet, kept)
        told = [say.filled(step.voice, found)] if done and not step.details.filled else []
        outcome = tell(house, connection, step, told, filled=done or step.details.filled)
    return Sheet(outcome.step, kept, step.voice.at), outcome


def is_filled(worksheet: Worksheet, values: Mapping[str, Any]) -> bool:
    """Whether every required field holds something; with none required, whether anything is filled."""
    required = [field for field in fields_of(worksheet) if field.required]
    if not required:
        return any(_holds(values.get(field.id)) for field in fields_of(worksheet))
    return all(_holds(values.get(field.id)) for field in required)


def _holds(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return any(_holds(one) for one in value)
    if isinstance(value, dict):
        return any(_holds(one) for one in value.values())
    return False


def checked(worksheet: Worksheet, values: Mapping[str, Any]) -> Values:
    """`values` in the shapes their fields take; raises BadInput naming the fields that do not fit."""
    fields = {field.id: field for field in fields_of(worksheet)}
    problems = {name: "unknown_field" for name in values if name not in fields}
    kept: Values = {}
    for name, value in values.items():
        if name in fields:
            fault = _fault(fields[name], value)
            if fault:
                problems[name] = fault
            kept[name] = value
    if problems:
        raise BadInput(problems)
    if len(json.dumps(kept, ensure_ascii=False)) > _LARGEST:
        raise BadInput({"worksheet": "too_long"})
    return kept


def _fault(field: Field, value: Any) -> str | None:
    """What is wrong with `value` for `field`, as a key; None when it fits."""
    if field.kind == "table":
        return _table_fault(field, value)
    if field.kind == "multiple":
        known = {option.id for option in field.options}
        good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return None if good and known.issuperset(value) else "unknown_option"
    if not isinstance(value, str) or not _can_be_kept(value):
        return "not_a_text"
    if len(value) > _LONGEST_TEXT:
        return "too_long"
    if field.kind == "choice" and value and value not in {option.id for option in field.options}:
        return "unknown_option"
    if field.kind == "scale" and value not in ("", "1", "2", "3", "4", "5"):
        return "unknown_option"
    return None


def _can_be_kept(text: str) -> bool:
    """Whether the text is one: half a surrogate pair, which JSON can hold, is in no encoding."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _table_fault(field: Field, value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > _MOST_ROWS:
        return "too_many_rows" if isinstance(value, list) else "not_a_table"
    columns = {column.id: column for column in field.columns}
    for row in value:
        if not isinstance(row, dict):
            return "not_a_table"
        for name, cell in row.items():
            if name not in columns:
                return "unknown_column"
            fault = _fault(columns[name], cell)
            if fault:
                return fault
    return None


def _find_tool(house: House, module: str) -> Module:
    found = find_module(house, module)
    if found.worksheet is None:
        raise NotFound(module)
    return found


def _sheet(house: House, connection: Connection, step: Step) -> Sheet:
    document = house.recording.recorder.get_state(
        connection,
        say.module_iri(house.catalogue.course, step.module.id),
        dict(step.voice.actor),
        _STATE,
        registration=step.voice.registration,
    )
    if document is None:
        return Sheet(step, {}, None)
    kept = json.loads(document.content)
    return Sheet(step, dict(kept.get("values", {})), kept.get("saved"))
