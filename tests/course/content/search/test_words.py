"""The words of a text as they are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collectif.course.content.search.words import composed, fold, spans, words


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mecenat", "Mécénat"),
        ("oeuvre", "l’Œuvre"),
        ("ALLIANCE", "d'alliances"),
        ("reseau", "réseaux"),
        ("aujourd hui", "aujourd’hui"),
        ("savoir faire", "savoir-faire"),
        ("ca", "ça"),
        ("the partner", "the partner’s"),
        ("strasse", "Straße"),
        ("lorsqu une", "lorsqu’une"),
    ],
)
def test_accents_case_ligatures_and_apostrophes_make_no_difference(typed, written):
    assert set(words(written)) <= set(words(typed))


def test_short_words_keep_their_last_letter():
    assert words("dons prix bus") == ("dons", "prix", "bus")
    assert words("2015s 17.16") == ("2015s", "17", "16")


def test_a_text_without_letters_has_no_words():
    assert words("… — « » !") == ()
    assert fold("") == ""


@given(some.text())
def test_a_folded_word_has_nothing_left_to_fold_but_a_plural(text):
    for word in words(text):
        assert word == word.casefold()
        assert unicodedata.normalize("NFKD", word) == word
        assert word.isalnum()


@given(some.text(alphabet="éàçœÉ abcdeîsx’'.-", max_size=60))
def test_how_letters_are_coded_and_their_case_make_no_difference(text):
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))
    assert words(text.upper()) == words(text.lower())


@given(some.text())
def test_each_word_is_found_where_it_stands(text):
    text = composed(text)
    at = 0
    for folded, start, end in spans(text):
        assert at <= start < end <= len(text)
        assert fold(text[start:end]) == folded
        at = end
    assert tuple(folded for folded, _start, _end in spans(text)) == words(text)
