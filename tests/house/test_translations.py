"""Every sentence of the interface exists in English, whole, and set as each language sets its type."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "course/translations/en/LC_MESSAGES/collectif.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
END = re.compile(r"[.:!?…]?$")
TITLES = (
    "«\u00a0L’ODD 17 en pratique\u00a0»",
    "«\u00a0Les partenariats qui changent le monde\u00a0»",
)
"""French works, which keep their French title in English."""
ALIKE = frozenset(
    (
        "%(h)s h",
        "%(item)s, note",
        "%(num)s minute",
        "%(num)s minutes",
        ".",
        "Administration",
        "association",
        "composite",
        "Date",
        "Dimension",
        "Importance",
        "Module",
        "Organisation",
        "Question",
        "Question %(number)s",
        "questionnaire %(version)s",
        "Score",
        "Secret",
        "Sources",
    )
)
"""What both languages write alike. Anything else that reads the same was not translated."""


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """Every message of the code and the templates."""
    found: set[str | tuple[str, ...]] = set()
    for folder in ("course", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder),
            METHODS,
            keywords=KEYWORDS,
            options_map={"**.html": {"silent": "false"}},
        ):
            found.add(tuple(message) if isinstance(message, list | tuple) else message)
    return frozenset(found)


@cache
def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


@cache
def entries() -> tuple[Message, ...]:
    """The translated messages, without the header."""
    return tuple(entry for entry in english() if entry.id)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The singular and the plural, or the one form there is; an untranslated message has an empty one."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def french() -> list[str]:
    return [form for one in extracted() for form in forms(one)]


def pairs() -> list[tuple[str, str]]:
    """French form, English form."""
    return [
        pair
        for entry in entries()
        for pair in zip(forms(entry.id), forms(entry.string), strict=True)
    ]


def test_there_is_something_to_translate() -> None:
    assert len(extracted()) > 200


def test_no_sentence_is_missing_in_english() -> None:
    known = english()
    missing = [
        one
        for one in extracted()
        if (entry := known.get(one)) is None or not all(forms(entry.string))
    ]
    assert not missing, f"{len(missing)} without English, such as {sorted(map(str, missing))[:8]}"


def test_no_english_sentence_is_left_over() -> None:
    wanted = {forms(one)[0] for one in extracted()}
    assert [entry.id for entry in entries() if forms(entry.id)[0] not in wanted] == []


def test_a_singular_and_its_plural_are_translated_together() -> None:
    plural = {one[0]: one for one in extracted() if isinstance(one, tuple)}
    for entry in entries():
        first = forms(entry.id)[0]
        assert forms(entry.id) == plural.get(first, (first,))
        assert len(forms(entry.string)) == len(forms(entry.id))


def test_english_counts_one_as_singular_and_all_else_as_plural() -> None:
    assert english().num_plurals == 2
    assert english().plural_expr == "(n != 1)"


def test_no_translation_waits_to_be_reviewed() -> None:
    assert [entry.id for entry in entries() if entry.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for source, target in pairs():
        assert sorted(set(PLACEHOLDER.findall(source))) == sorted(set(PLACEHOLDER.findall(target)))


def test_every_form_can_be_filled() -> None:
    """A lone per cent sign in a message with placeholders fails when the page is made."""
    for form in (*french(), *(target for _source, target in pairs())):
        values = dict.fromkeys(PLACEHOLDER.findall(form), "x")
        assert "%(" not in (form % values if values else form)


def test_a_sentence_ends_as_it_does_in_french() -> None:
    for source, target in pairs():
        assert END.findall(source.strip()) == END.findall(target.strip()), source


def test_nothing_was_left_in_french() -> None:
    assert [target for source, target in pairs() if source == target and source not in ALIKE] == []


@pytest.mark.parametrize("mark", [" :", " ;", " !", " ?", "« ", " »", " %%", "'", '"', "..."])
def test_french_typography_uses_no_break_spaces(mark: str) -> None:
    """A plain space before a double sign would let a line begin with it."""
    assert [one for one in french() if mark in one] == []


@pytest.mark.parametrize(
    "fault", [r"\s[:;!?]", r"\s%(?!\()", r"[\u00a0\u202f]", r"[\"']", r"\.\.\.", "[«»]", "  "]
)
def test_english_typography_has_curly_quotes_and_no_space_before_a_mark(fault: str) -> None:
    for _source, target in pairs():
        text = target
        for title in TITLES:
            text = text.replace(title, "Title")
        assert not re.search(fault, text), target
