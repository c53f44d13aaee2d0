"""Numbers with their unit, as each language writes them."""

from __future__ import annotations

_CURRENCIES = ("€", "$", "£")


def with_unit(number: str, unit: str, language: str) -> str:
    """`number` with its unit: “22,5 %” and “45 000 €” in French, “22.5%” and “€45,000” in English.

    The space is one that does not break. A unit of English that begins with a currency, such as “€m”,
    has its sign before the number and the rest behind it.
    """
    if not unit:
        return number
    if language == "en" and unit.startswith(_CURRENCIES):
        return f"{unit[0]}{number}{unit[1:]}"
    if language == "en" and unit == "%":
        return f"{number}{unit}"
    return f"{number}\N{NO-BREAK SPACE}{unit}"
