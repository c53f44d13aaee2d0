"""The interface's languages: a gettext domain of our own, whose source language is French.

The `.po` files are read as they are: an author or translator edits one and reloads, nothing to
compile. The host's own catalogue is never touched, nor ours by it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context

from .paths import TRANSLATIONS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LANGUAGES = ("fr", "en")
SOURCE = "fr"

_FIRST = re.compile(r"\b1 ")


@lru_cache(maxsize=8)
def catalogue(language: str, folder: Path = TRANSLATIONS) -> NullTranslations:
    """The translations into `language`; those of an unknown language change nothing."""
    path = folder / language / "LC_MESSAGES" / "collectif.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled, domain="collectif")


def current_language() -> str:
    """The language of the page being made, French outside a request."""
    return str(g.get("collectif_language", SOURCE)) if has_request_context() else SOURCE


def date_locale() -> str:
    """The locale that dates and times are written in: English ones are British."""
    return {"en": "en_GB"}.get(current_language(), current_language())


def gettext(message: str, **values: object) -> str:
    """The French `message` in the current language, with `%(name)s` filled from `values`."""
    text = str(catalogue(current_language()).ugettext(message))
    return text % values if values else text


def ngettext(singular: str, plural: str, number: float, **values: object) -> str:
    """The form for `number`, which is also available as `%(num)s`. French counts 0 and 1 as singular."""
    translations = catalogue(current_language())
    if isinstance(translations, Translations):
        text = str(translations.ungettext(singular, plural, int(number)))
    else:
        text = singular if abs(number) < 2 else plural
    return text % {"num": number, **values}


def best_language(wanted: str | None, known: tuple[str, ...] = LANGUAGES) -> str:
    """`wanted` when we speak it, else the first of `known`."""
    return wanted if wanted in known else known[0]


def folded(text: str) -> str:
    """The text as names and words are compared and sorted: without case and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def written_day(day: date, form: Literal["long", "full"] = "long") -> str:
    """The day in words, in the language of the request; in French its first day is the « 1er »."""
    text = str(format_date(day, form, locale=date_locale()))
    return (
        text if day.day != 1 or current_language() != SOURCE else _FIRST.sub("1er ", text, count=1)
    )
