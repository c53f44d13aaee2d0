"""Numeric: a number as people type it in French or English, right within a tolerance."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..links import plain
from ..model import NumericCase, Question
from .feedback import parse_right_and_wrong
from .response import BadResponse, FeedbackLine, Mark, Response, typed, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..fields import Fields

_MOST = 1e12
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = {sign: re.compile(rf"[+-]?\d{{1,3}}(?:\{sign}\d{{3}})+") for sign in ",."}
_LONGEST = 40


def parse(fields: Fields) -> Mapping[str, Any]:
    """The number, its tolerance and unit, frequent errors, and what to say."""
    value = fields.number("value", -_MOST, _MOST)
    tolerance = fields.number("tolerance", 0, _MOST, 0)
    rows = fields.rows("cases", "a case")
    cases = tuple(_case(row) for row in rows)
    for row, case in zip(rows, cases, strict=True):
        if abs(exact(case.value) - exact(value)) <= exact(tolerance):
            what = f"the case {case.value:g} counts as right, so its feedback is never shown"
            row.error(row.line("value"), what, "change the case or the tolerance")
    return {
        "value": value,
        "tolerance": tolerance,
        "unit": fields.optional_text("unit"),
        "cases": cases,
        **parse_right_and_wrong(fields),
    }


def _case(row: Fields) -> NumericCase:
    case = NumericCase(row.number("value", -_MOST, _MOST), row.inline("feedback"))
    row.close()
    return case


def exact(value: float) -> Decimal:
    """The decimal number as it is written, so that 0.1 + 0.2 is 0.3."""
    return Decimal(repr(float(value)))


def understand(text: str, language: str, units: frozenset[str] = frozenset()) -> Decimal:
    """The number a person typed: `1,5`, `1.5`, `1 000`, `19 cibles`, `€500`; raises `BadResponse`.

    A comma before exactly three digits groups thousands in English (`1,000`) and is a decimal comma
    in French; where both signs stand, the last one is the decimal sign.
    """
    text = _without_unit(text.replace("−", "-").replace("–", "-").strip(), units)
    bare = _SPACES.sub("", text)
    if len(bare) > _LONGEST:
        raise BadResponse("not_a_number")
    bare = _with_point(bare, language)
    if not _PLAIN.fullmatch(bare) or not bare.isascii():
        raise BadResponse("not_a_number")
    return Decimal(bare)


def _without_unit(text: str, units: frozenset[str]) -> str:
    """What is left when a unit stood behind the number, or before it."""
    folded = text.casefold()
    sign = text[: len(text) - len(text.lstrip("+-"))]
    for unit in sorted(filter(None, units), key=len, reverse=True):
        if folded.endswith(unit.casefold()):
            return text[: -len(unit)]
        if folded.startswith(unit.casefold(), len(sign)):
            return sign + text[len(sign) + len(unit) :]
    return text


def _with_point(text: str, language: str) -> str:
    """The number with a decimal point and without signs between thousands."""
    if "," in text and "." in text:
        decimal = max(",.", key=text.rfind)
        group = "." if decimal == "," else ","
        head, _, tail = text.rpartition(decimal)
        return f"{head.replace(group, '')}.{tail}" if _GROUPED[group].fullmatch(head) else "?"
    grouped_comma = language.partition("-")[0] != "fr" and _GROUPED[","].fullmatch(text)
    for sign in ",.":
        if text.count(sign) > 1 or (sign == "," and grouped_comma):
            return text.replace(sign, "") if _GROUPED[sign].fullmatch(text) else "?"
    return text.replace(",", ".")


def mark(question: Question, response: Response, language: str) -> Mark:
    """Right within the tolerance, both ends included; a foreseen error has its own feedback."""
    number = understand(typed(response), language, _units(question))
    correct = abs(number - exact(question.value or 0)) <= exact(question.tolerance)
    case = _foreseen(question.cases, number)
    if case is not None and not correct:
        feedback: tuple[FeedbackLine, ...] = (FeedbackLine(None, case.feedback, good=False),)
    else:
        feedback = whole(correct=correct, question=question)
    return Mark(correct, float(correct), feedback, written(number))


def _foreseen(cases: Sequence[NumericCase], number: Decimal) -> NumericCase | None:
    """The error nearest to a number, if it is that error, rounded to the decimals that were typed."""
    nearest = min(cases, key=lambda one: abs(exact(one.value) - number), default=None)
    if nearest is None:
        return None
    step = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    return nearest if abs(exact(nearest.value) - number) <= step / 2 else None


def _units(question: Question) -> frozenset[str]:
    return frozenset({"%", "€", *(plain(unit) for unit in (question.unit or {}).values())})


def written(number: Decimal) -> str:
    """The number with a point and without needless zeros, as xAPI has it."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """Why the number is what it is."""
    return whole(correct=True, question=question)


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `numeric`: the number itself, or the range that counts."""
    value, tolerance = exact(question.value or 0), exact(question.tolerance)
    low, high = written(value - tolerance), written(value + tolerance)
    return {
        "interactionType": "numeric",
        "correctResponsesPattern": [low if low == high else f"{low}[:]{high}"],
    }


def read(_question: Question, response: str) -> Response:
    """The number as text; a range of one number counts as that number."""
    low, _, high = response.partition("[:]")
    if high and low != high:
        raise BadResponse("shape")
    if not _PLAIN.fullmatch(low):
        raise BadResponse("not_a_number")
    return low


def right(question: Question, language: str) -> Response:
    """The number itself, as people of the language type it."""
    return as_typed(written(exact(question.value or 0)), language)


def as_typed(number: str, language: str) -> str:
    """A number with a point as it is typed in the language: in French with a comma. What is no such
    number, or is typed another way, stays as it is, so that `understand` reads the same again."""
    french = language.partition("-")[0] == "fr"
    return number.replace(".", ",") if french and _PLAIN.fullmatch(number) else number
