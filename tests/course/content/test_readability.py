from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.readability import (
    Readability,
    module_readability,
    readability,
    syllables,
)
from tests.builders import sample_course


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pont", 1), ("les", 1), ("elle", 1), ("monde", 1), ("alliance", 2), ("alliances", 2),
        ("entreprise", 3), ("partenariat", 4), ("mécénat", 3), ("idée", 2), ("théâtre", 2),
        ("donnent", 1), ("moment", 2), ("souvent", 2), ("collectivité", 5), ("expérience", 3),
    ],
)  # fmt: skip
def test_french_syllables_with_their_mute_endings(word, count):
    assert syllables(word, "fr") == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bridge", 1), ("makes", 1), ("judges", 2), ("the", 1), ("table", 2), ("partnership", 3),
        ("wanted", 2), ("changed", 1), ("create", 1), ("idea", 3), ("trust", 1), ("company", 3),
    ],
)  # fmt: skip
def test_english_syllables_with_their_silent_endings(word, count):
    assert syllables(word, "en") == count


@given(
    st.text(alphabet="abcdefghijéèoustràçœ", min_size=1, max_size=30), st.sampled_from(("fr", "en"))
)
def test_every_word_has_a_syllable_and_no_more_than_letters(word, language):
    assert 1 <= syllables(word, language) <= len(word)


def test_the_formula_of_kandel_and_moles():
    found = readability(["Le pont est là. Il va loin."], "fr")
    assert found == Readability(pytest.approx(207 - 1.015 * 3.5 - 73.6), 3.5, 4, 2)


def test_the_formula_of_flesch():
    found = readability(["The bridge is there. It goes far."], "en")
    assert found.ease == pytest.approx(206.835 - 1.015 * 3.5 - 84.6)


def test_an_elided_word_is_said_with_the_next():
    assert readability(["L’alliance."], "fr").ease == pytest.approx(207 - 1.015 - 2 * 73.6)


def test_paragraphs_end_sentences_and_long_words_make_a_text_harder():
    assert readability(["Un titre", "Une phrase."], "fr").sentences == 2
    short = readability(["Nous avons un but."], "fr").ease
    assert readability(["Nous coordonnons une expérimentation."], "fr").ease < short


@pytest.mark.parametrize("texts", [[], [""], ["… !"]])
def test_a_text_without_words_has_no_readability(texts):
    assert readability(texts, "fr") == Readability(0, 0, 0, 0)


def test_a_module_is_read_without_its_titles_questions_and_tags():
    modules = {one.id: one for session in sample_course().sessions for one in session.modules}
    found = module_readability(modules["s1-lesson"], "en")
    assert found.longest == max(found.longest, 8)
    assert 0 < found.mean <= found.longest
    assert module_readability(modules["s1-quiz"], "fr").sentences == 0
    assert module_readability(modules["s1-synthesis"], "fr").sentences > 0
