"""The interface's languages: a gettext domain of our own, whose source language is French.

The `.po` files are read as they are: an author or translator edits one and reloads, nothing to
compile. The host's own catalogue is never touched, nor ours by it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context

from .days import day_in_words, locale_of
from .paths import TRANSLATIONS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LANGUAGES = ("fr", "en")
SOURCE = "fr"


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
    """The locale that dates and times of the page are written in."""
    return locale_of(current_language())


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


def written_day(day: date, form: Literal["long", "full"] = "long") -> str:
    """The day in words, in the language of the request; in French its first day is the « 1er »."""
    return day_in_words(day, current_language(), form)
