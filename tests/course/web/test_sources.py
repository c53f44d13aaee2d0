"""The page of sources: public, each with its date, by tag or by date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Visitor
from tests.conftest import make_app
from tests.course.content.reading import Sample

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A copy of the sample course to be changed."""
    return Sample(tmp_path / "course")


def ids(html: str) -> list[str]:
    """The sources of a page in their order."""
    return re.findall(r'<div id="(\w+)"><dt>', html)


def test_every_source_is_public(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/sources")
    assert ids(page.html) == ["S01", "S02", "CG"]
    assert 'href="https://example.org/enquete"' in page.html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("novembre 2020", "1er juin 2015 · sans date", "plusieurs dates", "Par date")),
        ("en", ("November 2020", "1 June 2015 · undated", "several dates", "By date")),
    ],
)
def test_dates_are_said_in_the_readers_language(
    language: str, words: tuple[str, ...], shared_app: Flask
) -> None:
    page = Visitor(shared_app, language).opens("/sources")
    for one in words:
        assert one in page.words
    assert '<time datetime="2015-06-01">' in page.html
    assert page.html.count("<time") == 2, "what is undated has no date for programs either"


def test_sources_can_be_read_by_date_the_youngest_first(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/sources?order=date")
    assert ids(page.html) == ["S01", "S02", "CG"]
    assert re.findall(r"<h2>(.*?)</h2>", page.html) == ["2020", "2015", "Plusieurs dates"]
    assert re.findall(r'<a href="([^"]+)" aria-current="true">Par', page.html) == [
        "/sources?order=date"
    ]


def test_an_order_that_nobody_knows_is_that_of_the_tags(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/sources?order=%3Cb%3E")
    assert "<h2>" not in page.html
    assert ids(page.html) == ["S01", "S02", "CG"]


def test_a_printed_sheet_names_its_sources_with_their_years(shared_app: Flask) -> None:
    page = Learner(shared_app).signs_up().opens("/resources/kit/apercu")
    assert "Sources citées : S01 (2020), S02 (2015)." in page.words.replace("\u00a0", " ")


def test_on_a_sheet_what_is_undated_comes_last(sqlite_url: str, sample, tmp_path) -> None:
    sample.change("sources.yaml", "date: 2020-11", "date: undated")
    learner = Learner(make_app(sqlite_url, sample.folder, tmp_path)).signs_up()
    said = learner.opens("/resources/kit/apercu").words.replace("\u00a0", " ")
    assert "Sources citées : S02 (2015), sans date : S01." in said
    sample.change("sources.yaml", "date: [2015-06-01, undated]", "date: undated")
    learner = Learner(make_app(sqlite_url, sample.folder, tmp_path), "en").signs_up()
    said = learner.opens("/resources/kit/apercu").words
    assert "Sources cited: undated: S01, S02." in said


def test_the_search_finds_a_source_by_its_date(shared_app: Flask) -> None:
    page = Learner(shared_app).signs_up().opens("/resources/search?q=novembre+2020")
    assert 'href="/sources#S01"' in page.html
    assert "novembre" in page.words
