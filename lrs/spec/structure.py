"""What holds for every object of the standard (Data 2.2, LRS 4.2.1): a table of properties.

A check takes a value and its JSON path and raises `Invalid` at the first fault; what it may give
back is for those who call it by name. An object is a mapping from each allowed property to the
check of its value; whatever is not in it is refused.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import Invalid
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Check: TypeAlias = "Callable[[object, str], object]"

_SIMPLE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
}
_SHOWN = 80


def child(path: str, key: object) -> str:
    """The JSON path of a property: `$.actor`, or `$["http://…"]` where the key is no plain name."""
    if isinstance(key, str) and _SIMPLE_KEY.fullmatch(key):
        return f"{path}.{key}"
    return f"{path}[{json.dumps(key, ensure_ascii=False, default=str)}]"


def shown(value: object) -> str:
    """A refused value as one short line of JSON."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def wrong_type(path: str, value: object, expected: str) -> Invalid:
    """The error for a value of another JSON type than `expected`."""
    if value is None:
        return Invalid(path, rules.NULL, f"expected {expected}")
    found = _NAMES.get(type(value), type(value).__name__)
    return Invalid(path, rules.TYPE, f"expected {expected}, found {found}")


def check_object(
    value: object, path: str, properties: Mapping[str, Check], required: Collection[str] = ()
) -> dict[str, Any]:
    """The object itself, when every property is allowed and right and none is missing."""
    if not isinstance(value, dict):
        raise wrong_type(path, value, "object")
    for key, item in value.items():
        check = properties.get(key)
        if check is None:
            raise _unknown(path, key, properties)
        check(item, f"{path}.{key}")
    for key in required:
        if key not in value:
            raise Invalid(f"{path}.{key}", rules.REQUIRED)
    return value


def check_array(value: object, path: str, check: Check) -> list[Any]:
    """The array itself, when `check` holds for each of its values."""
    if not isinstance(value, list):
        raise wrong_type(path, value, "array")
    for index, item in enumerate(value):
        check(item, f"{path}[{index}]")
    return value


def array_of(check: Check) -> Check:
    """The check of an array whose values `check` accepts."""

    def check_values(value: object, path: str) -> None:
        check_array(value, path, check)

    return check_values


def trusted(_value: object, _path: str) -> None:
    """The check of what has been checked already."""


def constant(allowed: str) -> Check:
    """The check of a property that has this one value, in exactly this case."""

    def check_constant(value: object, path: str) -> None:
        if value != allowed:
            if not isinstance(value, str):
                raise wrong_type(path, value, "string")
            raise Invalid(path, rules.VALUE, f"expected {allowed}, found {shown(value)}")

    return check_constant


def _unknown(path: str, key: object, properties: Collection[str]) -> Invalid:
    folded = str(key).lower()
    for known in properties:
        if known.lower() == folded:
            return Invalid(child(path, key), rules.CASE, f"expected {known}")
    return Invalid(child(path, key), rules.UNKNOWN)
