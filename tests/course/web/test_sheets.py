"""A session on one page, and the glossary's words at hand in a module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from collectif.course.paths import MODULES
from tests.actors import Learner
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def reader(sqlite_url: str, tmp_path: Path) -> Learner:
    """A learner of the real course."""
    return Learner(make_app(sqlite_url, MODULES, tmp_path)).signs_up()


def test_a_sheet_says_what_its_author_wrote(reader: Learner) -> None:
    page = reader.opens("/session/s1/sheet")
    for heading in ("À retenir", "Les cadres rencontrés", "Les outils, et leur usage"):
        assert heading in page.words
    assert page.html.count("<li>") >= 6 + 3 + 2 + 3
    assert "Quoi" in page.words
    assert 'href="/module/s1-outil-modele"' in page.html
    assert re.search(
        r"Sources citées : (S\d+ \(\d{4}\), )+sans date : (S\d+\w?, )+S\d+", page.words
    )
    assert "http://localhost/sources" in page.words
    assert "affilié ni à l’ESSEC ni au RAMEAU" in page.words


def test_a_session_without_a_sheet_is_told_by_its_modules(shared_app: Flask) -> None:
    page = Learner(shared_app).signs_up().opens("/session/s1/sheet")
    assert "À l’issue de la séance, vous savez" in page.words
    assert "Sources citées" not in page.words


def test_a_word_links_to_its_entry_with_the_definition_on_the_page(reader: Learner) -> None:
    page = reader.opens("/module/s1-odd-17/screen/pourquoi")
    names = re.findall(r'<a class="term" href="/resources[^"]*#term-([\w-]+)"', page.html)
    assert "agenda-2030" in names
    notes = re.findall(r'id="note-term-([\w-]+)" hidden', page.html)
    assert sorted(notes) == sorted(names)
    assert "term:" not in page.html


def test_the_words_of_a_synthesis_are_linked_in_its_captions_and_listed(reader: Learner) -> None:
    page = reader.opens("/module/s1-synthese/synthesis")
    assert re.search(r'<p class="caption">[^<]*<a class="term"', page.html)
    assert "Les mots du glossaire" in page.words
    assert not re.search(r'class="caption">[^<]*\[S\d', page.html)


def test_every_link_to_a_word_leads_to_an_entry(reader: Learner) -> None:
    entries = set(re.findall(r'id="(term-[\w-]+)"', reader.opens("/resources/glossary").html))
    entries |= set(re.findall(r'id="(term-[\w-]+)"', reader.opens("/resources").html))
    for screen in ("pourquoi", "cibles", "fin-et-moyen"):
        html = reader.opens(f"/module/s1-odd-17/screen/{screen}").html
        assert set(re.findall(r'class="term" href="[^"#]*#([\w-]+)"', html)) <= entries
