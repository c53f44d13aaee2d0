"""Results: score, success, response, duration (Data 2.4.5 and 4.6, LRS 4.2.2.4 and 4.2.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import Invalid
from . import rules
from .extensions import check_extensions
from .scalars import check_boolean, check_number, check_text
from .structure import check_object, shown, wrong_type

if TYPE_CHECKING:
    from .structure import Check

# ISO 8601:2004 4.4.3.2: units in this order, weeks alone, a fraction in the last unit only.
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_DURATION = re.compile(
    r"P(?=[0-9T])(?!.*[.,][0-9]+[A-Z].)"
    rf"(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)
_SECONDS = re.compile(r"([0-9]+)[.,]([0-9]+)S")


def is_duration(text: str) -> bool:
    """Is this a duration in units (`P3Y1M29DT4H35M59.14S`, `P4W`)? The other form is refused."""
    return _DURATION.fullmatch(text) is not None


def comparable_duration(text: str) -> str:
    """The duration as it is compared: what is beyond 0.01 s is cut off (Data 4.6, LRS 4.2.7).

    Units are not converted into each other: a month has no number of days.
    """
    return _SECONDS.sub(_centiseconds, text)


def _centiseconds(seconds: re.Match[str]) -> str:
    decimals = seconds[2][:2].rstrip("0")
    return f"{seconds[1]}.{decimals}S" if decimals else f"{seconds[1]}S"


def check_duration(value: object, path: str) -> None:
    """A duration of any precision."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if not is_duration(value):
        raise Invalid(path, rules.DURATION, shown(value))


def validate_score(value: object, path: str) -> None:
    """A score: `scaled` from -1 to 1, `raw` from `min` to `max`, `min` below `max`.

    Raises `Invalid`.
    """
    score = check_object(value, path, _SCORE)
    low, raw, high = score.get("min"), score.get("raw"), score.get("max")
    if not -1 <= score.get("scaled", 0) <= 1:
        raise Invalid(f"{path}.scaled", rules.SCALED, shown(score["scaled"]))
    if low is not None and high is not None and low >= high:
        raise Invalid(f"{path}.min", rules.SCORE_RANGE, f"min {low}, max {high}")
    if raw is not None and not _between(low, raw, high):
        raise Invalid(f"{path}.raw", rules.SCORE_RANGE, f"min {low}, raw {raw}, max {high}")


def validate_result(value: object, path: str) -> None:
    """A measured outcome. Raises `Invalid`."""
    check_object(value, path, _RESULT)


def _between(low: float | None, value: float, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


_SCORE: dict[str, Check] = dict.fromkeys(("scaled", "raw", "min", "max"), check_number)
_RESULT: dict[str, Check] = {
    "score": validate_score,
    "success": check_boolean,
    "completion": check_boolean,
    "response": check_text,
    "duration": check_duration,
    "extensions": check_extensions,
}
