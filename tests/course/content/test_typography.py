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


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("la séance 1 et les chapitres 2 et 3", "la séance~1 et les chapitres~2 et 3"),
        ("l’ODD 17, ISO 26000, Séance 4", "l’ODD~17, ISO~26000, Séance~4"),
        ("page 3, p. 12, n° 27, art. 238", "page~3, p.~12, n°~27, art.~238"),
        ("3 ans, 1,2 million, 5 Md€, 2 jours", "3~ans, 1,2~million, 5~Md€, 2~jours"),
        ("le 16 octobre 2019 ou le 1er juillet", "le 16~octobre 2019 ou le 1er~juillet"),
        ("les sondages 3, en 2020 s’engage", "les sondages 3, en 2020 s’engage"),
        ("deux séances, 193 États, 4 mainteneurs", "deux séances, 193 États, 4 mainteneurs"),
        ("la séance une, ODD dix-sept", "la séance une, ODD dix-sept"),
    ],
)
def test_a_number_stays_with_what_it_numbers_or_measures(typed, printed):
    assert set_type(typed, "fr") == printed.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("session 1, Steps 2 and 3, SDG 17", "session~1, Steps~2 and 3, SDG~17"),
        ("12 July 2012, 3 years, 1.2 million", "12~July 2012, 3~years, 1.2~million"),
        ("no. 27, pp. 3-4, but no 3 of 17 goals", "no.~27, pp.~3-4, but no 3 of 17 goals"),
        ("in May 2015, 193 States", "in May 2015, 193 States"),
    ],
)
def test_so_it_does_in_english(typed, printed):
    assert set_type(typed, "en") == printed.replace("~", "\u00a0")


def test_other_languages_keep_their_numbers_as_they_are():
    assert set_type("Seite 3, in 3 Jahren", "de") == "Seite 3, in 3 Jahren"


def test_english_gets_apostrophes_and_keeps_its_spaces():
    assert set_type("It's the partners' work : ok", "en") == "It’s the partners’ work : ok"
    assert set_type("the 'partners' say", "en") == "the 'partners' say"


_WORDS = st.sampled_from(["page ", "ODD ", "n° ", " ans", " mai", " session", "1er ", " €", " "])


@given(
    st.text(alphabet="abc '’«»:;!?%€ 0123456789\u00a0\u202f", max_size=40)
    | st.lists(_WORDS | st.text(alphabet="0123 ", max_size=4), max_size=9).map("".join)
)
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
