from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.typography import (
    faults,
    longest_sentence,
    sentences,
    set_type,
    words,
)


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


def test_sentences_are_cut_after_their_marks():
    assert sentences("Un. Deux\u202f? « Trois. »") == ["Un.", "Deux\u202f?", "« Trois."]
    assert sentences("") == []


# -- faults -------------------------------------------------------------------


def said(text: str, language: str) -> list[str]:
    return [what for what, _, _ in faults(set_type(text, language), language)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('Un "mot"', "a straight quotation mark"),
        ("Un 'mot'", "a straight apostrophe"),
        ("Et puis...", "three full stops"),
        ("Deux  espaces", "two spaces in a row"),
        ("Quoi?", "no space before ; ! or ?"),
        ("Oui: non", "no space before a colon"),
        ("«Oui »", "no space after «"),
        ("« Oui»", "no space before »"),
        ("60% du don", "no space before % or €"),
        ("15000 habitants", "a large number in one block"),
    ],
)
def test_french_faults_are_named(text, fault):
    assert fault in said(text, "fr")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('A "word"', "a straight quotation mark"),
        ("the 'word'", "a straight apostrophe"),
        ("What ?", "a space before a mark or %"),
        ("60 % of it", "a space before a mark or %"),
        ("15\u202f000 people", "a number with spaces"),
        ("15000 people", "a large number in one block"),
        ("15 € each", "€ after the number"),
        ("And then...", "three full stops"),
    ],
)
def test_english_faults_are_named(text, fault):
    assert fault in said(text, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quoi ? Oui ! « Non » : 60 % de 15 000 € ; c'est tout…", "fr"),
        ("à 10:30, en 2015, Cerfa 16216, ISO 44001", "fr"),
        ("coursera.org/lecture/partenariats?a=1;b", "fr"),
        ("« (quoi ?) »", "fr"),
        ("Un titre, “What: now?”, en anglais", "fr"),
        ("What? Yes! “No”: 60% of €15,000; that's all…", "en"),
        ("the kit « L’ODD 17 : en pratique ! » in French", "en"),
        ("pdfslide.fr/a-b... and so on"[:16], "en"),
    ],
)
def test_sound_texts_have_no_fault(text, language):
    assert said(text, language) == []


def test_languages_we_do_not_know_are_left_alone():
    assert said('Was? "Ja"', "de") == []


def test_the_place_of_a_fault_begins_a_little_before_it():
    ((_, _, place),) = faults("Une phrase. Et puis quoi?", "fr")
    assert place == "Et puis quoi?"


@given(st.text(alphabet="ab «»:;!?%€0123456789", max_size=30))
def test_spaces_that_were_typed_are_never_a_fault_in_french(text):
    spaced = "".join(f" {char} " if char in "«»:;!?%€" else char for char in text)
    typed = " ".join(spaced.split())
    known = {"no space before a colon", "no space before % or €", "no space before »"}
    assert not known & set(said(typed.lstrip(":;!?%€» "), "fr"))
