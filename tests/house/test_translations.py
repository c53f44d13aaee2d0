"""Every sentence of the interface exists in English, with the same placeholders."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "course/translations/en/LC_MESSAGES/collectif.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


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


def test_there_is_something_to_translate() -> None:
    assert len(extracted()) > 200


def test_no_sentence_is_missing_in_english() -> None:
    known = english()
    missing = [one for one in extracted() if (entry := known.get(one)) is None or not entry.string]
    assert not missing, f"{len(missing)} without English, such as {sorted(map(str, missing))[:8]}"


def test_no_english_sentence_is_left_over() -> None:
    wanted = {one if isinstance(one, str) else one[0] for one in extracted()}
    left = [entry.id for entry in english() if entry.id and _first(entry.id) not in wanted]
    assert left == []


def _first(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def test_placeholders_are_the_same_in_both_languages() -> None:
    for entry in english():
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        wanted = set(
            PLACEHOLDER.findall(" ".join(entry.id if isinstance(entry.id, tuple) else (entry.id,)))
        )
        for form in forms:
            if entry.id:
                assert set(PLACEHOLDER.findall(form)) <= wanted, entry.id


@pytest.mark.parametrize("mark", [" :", " ;", " !", " ?", "« ", " »"])
def test_french_typography_uses_no_break_spaces(mark: str) -> None:
    """A plain space before a double sign would let a line begin with it."""
    bad = [one for one in map(_first, extracted()) if mark in one]
    assert bad == []
