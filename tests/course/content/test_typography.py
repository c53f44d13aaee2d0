from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.typography import longest_sentence, set_type, words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'alliance", "L’alliance"),
        ("Quoi ?", "Quoi\u202f?"),
        ("Oui ! Non ; peut-être : voilà", "Oui\u202f! Non\u202f; peut-être\u00a0: voilà"),
        ("« Oui »", "«\u00a0Oui\u00a0»"),
        ("15 000 € et 60 %", "15\u202f000\u00a0€ et 60\u00a0%"),
        ("8 M€ en 2020", "8\u00a0M€ en 2020"),
        ("à 10:30", "à 10:30"),
        ("Quoi?", "Quoi?"),
        ("en 2020 193 États", "en 2020\u202f193 États"),
    ],
)
def test_french_gets_its_spaces_and_apostrophes(typed, printed):
    assert set_type(typed, "fr") == printed


def test_english_gets_apostrophes_and_keeps_its_spaces():
    assert set_type("It's the partners' work : ok", "en") == "It’s the partners’ work : ok"
    assert set_type("the 'partners' say", "en") == "the 'partners' say"


@given(st.text(alphabet="abc '’«»:;!?%€ 0123456789\u00a0\u202f", max_size=40))
def test_doing_it_twice_changes_nothing(text):
    for language in ("fr", "en"):
        once = set_type(text, language)
        assert set_type(once, language) == once


@given(st.text(max_size=60))
def test_only_spaces_and_apostrophes_change(text):
    blank = str.maketrans(dict.fromkeys(" \u00a0\u202f'’"))
    assert set_type(text, "fr").translate(blank) == text.translate(blank)


def test_words_with_apostrophes_and_hyphens_count_once():
    assert words("L’alliance, un savoir-faire d'aujourd’hui !") == 4
    assert words("") == 0


def test_the_longest_sentence_is_found_across_quotes_and_question_marks():
    text = "Un deux. Trois quatre cinq\u202f? « Six sept huit neuf. » Dix !"
    assert longest_sentence(text) == (4, "« Six sept huit neuf.")
    assert longest_sentence("") == (0, "")
