"""Answers read from a form's fields or a kept JSON document, and written to one.

Fields of a form; an empty one says nothing, except a text, which it clears:

    item.<item>              1 … 5, not_applicable, unknown
    note.<item>              free text
    grade.<dimension>        none, example, document, data
    proof.<dimension>        free text: which document or fact
    link.<dimension>         an address of the web
    day.<dimension>          2026-01-15
    importance.<dimension>   1 … 3
    target.<dimension>       1 … 5

What cannot be taken raises `BadInput` with, by field (also for a document), a key of `PROBLEMS`.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ..errors import BadInput
from .answers import Answer, Answers, Evidence
from .model import GRADES, IMPORTANCES, LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .model import Variant

LONGEST_NOTE: Final = 2000
LONGEST_LINK: Final = 500

PROBLEMS: Final[Mapping[str, str]] = {
    "not_a_level": "neither 1 to 5 nor not_applicable nor unknown",
    "not_a_grade": "not one of the four grades of evidence",
    "not_an_importance": "not 1, 2 or 3",
    "not_a_target": "not a level from 1 to 5",
    "not_a_link": "not an address of the web",
    "not_a_day": "not a day such as 2026-01-15",
    "not_a_text": "not a text",
    "too_long": "longer than we keep",
    "not_a_document": "not the JSON document that `to_json` writes",
    "no_such_item": "not an item of this questionnaire",
    "no_such_dimension": "not a dimension of this questionnaire",
}
"""Every key that `BadInput` carries from here, and what it means."""

_WEB = frozenset({"http", "https"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class _Refused(Exception):
    """One value cannot be taken; the argument is a key of `PROBLEMS`."""


def parse(variant: Variant, form: Mapping[str, str]) -> Answers:
    """The part of a form that answers the questionnaire; other fields are left alone.

    Raises `BadInput` with every bad field, those of unknown items and dimensions included.
    """
    problems: dict[str, str] = {}
    document: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    for name, typed in form.items():
        prefix, _, key = name.partition(".")
        if prefix not in _FORM or not key:
            continue
        section, part = _FORM[prefix]
        if part:
            document[section].setdefault(key, {})[part] = typed
        else:
            document[section][key] = typed
    answers = _read(document, problems)
    problems.update(_strangers(variant, document))
    if problems:
        raise BadInput(problems)
    return answers


def from_json(text: str | bytes) -> Answers:
    """The answers of a document, of whatever version of the questionnaire; `validate` checks ids.

    Raises `BadInput`, with the key `answers` when it is no such document at all.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput({"answers": "not_a_document"}) from None
    if not _is_document(document):
        raise BadInput({"answers": "not_a_document"})
    problems: dict[str, str] = {}
    answers = _read(document, problems)
    if problems:
        raise BadInput(problems)
    return answers


def to_json(answers: Answers) -> str:
    """A document that `from_json` reads back; the same answers always give the same text."""
    document = {
        "items": {key: _said(one) for key, one in answers.items.items()},
        "evidence": {key: _said(one) for key, one in answers.evidence.items()},
        "importance": dict(answers.importance),
        "targets": dict(answers.targets),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def validate(variant: Variant, answers: Answers) -> None:
    """Raises `BadInput` when answers speak of items or dimensions that the variant does not have."""
    problems = _strangers(variant, {section: getattr(answers, section) for section in _SECTIONS})
    if problems:
        raise BadInput(problems)


# -- from raw values to answers -----------------------------------------------


def _read(document: Mapping[str, Mapping[str, Any]], problems: dict[str, str]) -> Answers:
    """The answers in a document; what cannot be taken goes to `problems` under its field's name."""

    def part(section: str, key: str, name: str, raw: object) -> Any:
        if raw is None:
            return None
        try:
            return _READERS[section, name](raw)
        except _Refused as refused:
            problems[field_name(section, key, name)] = str(refused)
            return None

    def parts(section: str) -> dict[str, dict[str, Any]]:
        return {
            key: {name: part(section, key, name, raw) for name, raw in said.items()}
            for key, said in document.get(section, {}).items()
        }

    def numbers(section: str) -> dict[str, int]:
        read = {key: part(section, key, "", raw) for key, raw in document.get(section, {}).items()}
        return {key: number for key, number in read.items() if number is not None}

    return Answers(
        items={key: Answer(**said) for key, said in parts("items").items()},
        evidence={key: Evidence(**said) for key, said in parts("evidence").items()},
        importance=numbers("importance"),
        targets=numbers("targets"),
    )


def field_name(section: str, key: str, part: str = "") -> str:
    """The form's field for a part of the answers: `("items", "d1-a", "level")` → `item.d1-a`."""
    return f"{_PREFIXES[section, part]}.{key}"


def _is_document(document: object) -> bool:
    return (
        isinstance(document, dict)
        and set(document) <= set(_SECTIONS)
        and all(
            isinstance(keys, dict) and all(_fits(section, said) for said in keys.values())
            for section, keys in document.items()
        )
    )


def _fits(section: str, said: object) -> bool:
    parts = {name for owner, name in _READERS if owner == section}
    return "" in parts or (isinstance(said, dict) and set(said) <= parts)


def _strangers(variant: Variant, document: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    items = {item.id for item in variant.items}
    dimensions = {one.id for one in variant.dimensions}
    found: dict[str, str] = {}
    for section, keys in document.items():
        known, problem = (
            (items, "no_such_item") if section == "items" else (dimensions, "no_such_dimension")
        )
        name = next(name for owner, name in _READERS if owner == section)
        found |= {field_name(section, key, name): problem for key in keys if key not in known}
    return found


def _said(one: Answer | Evidence) -> dict[str, object]:
    parts = {part.name: getattr(one, part.name) for part in fields(one)}
    return {name: value for name, value in parts.items() if value is not None}


# -- one value ----------------------------------------------------------------


def _whole(raw: object, allowed: tuple[int, ...], problem: str) -> int | None:
    """A number typed or kept; nothing for an empty field."""
    if raw == "":
        return None
    for number in allowed:
        if (type(raw) is int and raw == number) or raw == str(number):
            return number
    raise _Refused(problem)


def _level(raw: object) -> object:
    return raw if raw in ("not_applicable", "unknown") else _whole(raw, LEVELS, "not_a_level")


def _importance(raw: object) -> int | None:
    return _whole(raw, IMPORTANCES, "not_an_importance")


def _target(raw: object) -> int | None:
    return _whole(raw, LEVELS, "not_a_target")


def _grade(raw: object) -> object:
    if raw == "":
        return None
    if raw not in GRADES:
        raise _Refused("not_a_grade")
    return raw


def _note(raw: object, longest: int = LONGEST_NOTE) -> str:
    """A text without what nobody sees, its ends of line made one kind."""
    if not isinstance(raw, str):
        raise _Refused("not_a_text")
    text = _UNSEEN.sub("", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise _Refused("too_long")
    return text


def _link(raw: object) -> str:
    text = _note(raw, LONGEST_LINK)
    try:
        address = urlsplit(text)
    except ValueError:
        raise _Refused("not_a_link") from None
    if text and (address.scheme not in _WEB or not address.netloc or re.search(r"\s", text)):
        raise _Refused("not_a_link")
    return text


def _day(raw: object) -> str:
    text = _note(raw)
    if not text:
        return text
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise _Refused("not_a_day")


_READERS: Mapping[tuple[str, str], Callable[[object], Any]] = {
    ("items", "level"): _level,
    ("items", "note"): _note,
    ("evidence", "grade"): _grade,
    ("evidence", "note"): _note,
    ("evidence", "link"): _link,
    ("evidence", "day"): _day,
    ("importance", ""): _importance,
    ("targets", ""): _target,
}
_SECTIONS = ("items", "evidence", "importance", "targets")
_FORM: Mapping[str, tuple[str, str]] = {
    "item": ("items", "level"),
    "note": ("items", "note"),
    "grade": ("evidence", "grade"),
    "proof": ("evidence", "note"),
    "link": ("evidence", "link"),
    "day": ("evidence", "day"),
    "importance": ("importance", ""),
    "target": ("targets", ""),
}
_PREFIXES: Mapping[tuple[str, str], str] = {place: prefix for prefix, place in _FORM.items()}
