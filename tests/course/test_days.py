"""Days and months are written as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from collectif.course.days import day_in_words, locale_of, month_in_words


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2021, 3, 1), "1er mars 2021"),
        ("fr", date(2021, 3, 21), "21 mars 2021"),
        ("en", date(2021, 3, 1), "1 March 2021"),
    ],
)
def test_a_day_is_written_as_people_say_it(language: str, day: date, words: str) -> None:
    assert day_in_words(day, language) == words


def test_the_day_of_the_week_may_be_said_as_well() -> None:
    assert day_in_words(date(2021, 3, 1), "fr", "full") == "lundi 1er mars 2021"


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "mars 2021"), ("en", "March 2021"), ("de", "März 2021")]
)
def test_a_month_is_written_in_its_language(language: str, words: str) -> None:
    assert month_in_words(2021, 3, language) == words


def test_english_dates_are_british() -> None:
    assert (locale_of("en"), locale_of("fr")) == ("en_GB", "fr")
