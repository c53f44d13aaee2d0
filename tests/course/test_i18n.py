"""The interface's languages: French is the source, others are read from .po files as they are."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from flask import Flask, g

from collectif.course.i18n import (
    best_language,
    catalogue,
    current_language,
    gettext,
    ngettext,
    written_day,
)
from collectif.course.paths import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
ENGLISH = (
    HEADER
    + """
msgid "Bonjour %(name)s !"
msgstr "Hello %(name)s!"

msgid "%(num)s module terminé"
msgid_plural "%(num)s modules terminés"
msgstr[0] "%(num)s module completed"
msgstr[1] "%(num)s modules completed"

msgid "Pas encore traduit"
msgstr ""
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of translations with a few messages in English."""
    path = tmp_path / "en" / "LC_MESSAGES" / "collectif.po"
    path.parent.mkdir(parents=True)
    path.write_text(ENGLISH, encoding="utf-8")
    return tmp_path


@pytest.fixture
def english() -> Iterator[None]:
    """A request for an English page."""
    with Flask("host").test_request_context():
        g.collectif_language = "en"
        yield


def test_outside_a_request_one_speaks_french() -> None:
    assert current_language() == "fr"
    assert gettext("Bonjour %(name)s !", name="Zoé") == "Bonjour Zoé !"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 module"), (1, "1 module"), (1.5, "1.5 module"), (2, "2 modules"), (-1, "-1 module")],
)
def test_in_french_nothing_and_one_are_singular(number: float, said: str) -> None:
    assert ngettext("%(num)s module", "%(num)s modules", number) == said


def test_our_messages_are_said_in_the_language_of_the_page(english: None) -> None:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "collectif.po").open("rb") as file:
        known = [one for one in read_po(file, locale="en") if one.id and one.string]
    assert len(known) > 100
    for one in known:
        if one.pluralizable:
            values = _values("".join(one.id))
            for number in (0, 1, 2):
                expected = one.string[number != 1] % {"num": number, **values}
                assert ngettext(*one.id, number, **values) == expected
        else:
            assert gettext(one.id) == one.string


def _values(message: str) -> dict[str, str]:
    """Something for every placeholder of a message."""
    return dict.fromkeys(set(re.findall(r"%\((\w+)\)s", message)) - {"num"}, "x")


def test_translations_are_read_as_they_are(folder: Path) -> None:
    english = catalogue("en", folder)
    assert english.ugettext("Bonjour %(name)s !") == "Hello %(name)s!"
    said = [
        english.ungettext("%(num)s module terminé", "%(num)s modules terminés", number)
        for number in (0, 1, 2)
    ]
    assert said == [
        "%(num)s modules completed",
        "%(num)s module completed",
        "%(num)s modules completed",
    ]
    assert english.ugettext("Pas encore traduit") == "Pas encore traduit"


def test_what_is_not_translated_stays_in_french(english: None) -> None:
    assert gettext("Jamais %(what)s", what="vu") == "Jamais vu"
    assert ngettext("%(num)s jamais vu", "%(num)s jamais vus", 2) == "2 jamais vus"


def test_a_per_cent_sign_alone_is_left_alone() -> None:
    assert gettext("70 % suffisent") == "70 % suffisent"


def test_a_language_that_we_lack_changes_nothing(folder: Path) -> None:
    assert catalogue("de", folder).ugettext("Bonjour") == "Bonjour"
    with Flask("host").test_request_context():
        g.collectif_language = "de"
        assert gettext("Bonjour %(name)s !", name="Zoé") == "Bonjour Zoé !"
        assert ngettext("%(num)s module", "%(num)s modules", 0) == "0 module"


def test_in_a_request_of_somebody_elses_one_speaks_french() -> None:
    with Flask("host").test_request_context():
        assert current_language() == "fr"


@pytest.mark.parametrize(
    ("wanted", "known", "spoken"),
    [
        ("en", ("fr", "en"), "en"),
        ("de", ("fr", "en"), "fr"),
        (None, ("en",), "en"),
        ("", ("fr", "en"), "fr"),
    ],
)
def test_a_wanted_language_is_spoken_if_it_can_be(
    wanted: str | None, known: tuple[str, ...], spoken: str
) -> None:
    assert best_language(wanted, known) == spoken


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 10, 1), "1er octobre 2026"),
        ("fr", date(2026, 10, 11), "11 octobre 2026"),
        ("fr", date(2026, 10, 31), "31 octobre 2026"),
        ("en", date(2026, 10, 1), "1 October 2026"),
    ],
)
def test_a_day_is_written_as_people_say_it(language: str, day: date, words: str) -> None:
    with Flask("days").test_request_context():
        g.collectif_language = language
        assert written_day(day) == words
