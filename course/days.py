"""Days and months in words, in the language asked for: whoever calls knows the language."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from babel.dates import format_date, format_skeleton

_FIRST = re.compile(r"\b1 ")


def locale_of(language: str) -> str:
    """The locale in which a language writes its dates and times: English ones are British."""
    return {"en": "en_GB"}.get(language, language)


def day_in_words(day: date, language: str, form: Literal["long", "full"] = "long") -> str:
    """`15 mars 2021`, `15 March 2021`; in French the first day of a month is the « 1er »."""
    text = str(format_date(day, form, locale=locale_of(language)))
    return text if day.day != 1 or language != "fr" else _FIRST.sub("1er ", text, count=1)


def month_in_words(year: int, month: int, language: str) -> str:
    """`mars 2021`, `March 2021`."""
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))
