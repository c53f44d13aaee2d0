from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.cited import TOP, figures, sourced_in, unsourced, unused
from collectif.course.content.sourcing import Exempt, Sourcing, word_pattern
from collectif.course.content.typography import set_type
from tests.builders import sample_course

from .telling import WORDS, screen, told, whats

TAG = '<a class="source" href="source:S01">[S01]</a>'


def faults(said, sourcing: Sourcing = WORDS) -> list[str]:
    return whats(unsourced(sample_course(), said, sourcing))


# -- figures ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("En 2015, 69\u00a0% des Français", ["2015", "69%"]),
        ("15\u202f000\u00a0€ et 37,5\u00a0M€", ["15000", "37.5"]),
        ("€15,000, €1.2m and 50 million", ["15000", "1.2", "50"]),
        ("trois étapes, 4 catégories, 10 jours", []),
        ("5\u00a0% de 2\u00a0M€", ["5%", "2"]),
        ("la loi n° 2003-709 du 1er août 2003", ["2003", "2003"]),
        ("2012–2017", ["2012", "2017"]),
        ("en 2020 193 États", ["2020", "193"]),
        ("AG2R et le S01", []),
        ("", []),
    ],
)
def test_figures_are_years_amounts_shares_and_numbers_above_ten(text, values):
    assert [value for value, _ in figures(text)] == values


def test_the_number_of_a_name_is_no_figure():
    titles = word_pattern(("ODD 17", "ADAPEI 49"))
    assert figures("L’ODD 17 et l’ADAPEI 49", titles) == []
    assert figures("L’ODD\u00a017 et l’ADAPEI\u202f49", titles) == []
    assert figures("17 cibles", titles) == [("17", "17")]


@given(st.integers(0, 10**7))
def test_a_number_compares_alike_in_both_languages(number):
    french = f"{number:,}".replace(",", "\u202f")
    english = f"{number:,}"
    assert [value for value, _ in figures(french)] == [value for value, _ in figures(english)]
    assert bool(figures(english)) == (number > TOP)


@given(st.decimals(0, 10**4, places=1).map(str))
def test_decimals_compare_alike_in_both_languages(number):
    french = set_type(f"{number.replace('.', ',')} %", "fr")
    assert [value for value, _ in figures(french)] == [value for value, _ in figures(f"{number}%")]


# -- beside a source ----------------------------------------------------------


def test_a_figure_without_a_tag_is_named_as_written():
    assert faults([told("En 2015, tout change.")]) == ["the figure 2015 has no source"]
    assert faults([told("En 2015, tout change [S01].")]) == []


def test_a_figure_may_come_again_on_its_screen_but_not_on_another():
    first = told("En 2015 [S01].", place="un")
    again = told("Toujours en 2015.", place="un", run=1)
    elsewhere = told("Encore en 2015.", place="deux")
    assert faults([first, again]) == []
    assert faults([first, elsewhere]) == ["the figure 2015 has no source"]


def test_a_missing_source_is_said_once_a_screen():
    assert len(faults([told("En 2015."), told("Puis en 2015.", run=1)])) == 1


def test_a_table_is_read_with_the_paragraph_before_or_after():
    table = "<table><tr><td>2015</td></tr><tr><td>2021</td></tr></table>"
    assert faults(screen(f"<p>Voici. {TAG}</p>{table}")) == []
    assert faults(screen(f"{table}<p>D’après le kit. {TAG}</p>")) == []
    assert len(faults(screen(f"<p>Loin. {TAG}</p><p>Entre.</p>{table}"))) == 2


def test_the_head_of_a_table_whose_rows_are_all_sourced_needs_no_tag():
    rows = f"<tr><td>a</td><td>1 {TAG}</td></tr><tr><td>b</td><td>2 {TAG}</td></tr>"
    assert faults(screen(f"<table><tr><th>2015</th></tr>{rows}</table>")) == []
    bare = rows.replace(TAG, "", 1)
    assert len(faults(screen(f"<table><tr><th>2015</th></tr>{bare}</table>"))) == 1


def test_a_frame_is_one_paragraph():
    assert faults(screen(f"<aside><p>Un don. {TAG}</p><p>Il fait 30 000 €.</p></aside>")) == []
    assert len(faults(screen("<aside><p>Un don.</p><p>Il fait 30 000 €.</p></aside>"))) == 1


def test_a_scene_is_one_paragraph():
    assert faults([told("En 2015.", "caption"), told("Ensemble [S01].", "caption")]) == []
    assert len(faults([told("En 2015.", "caption")])) == 1


def test_any_feedback_sources_what_is_asked_and_each_feedback_its_own():
    asked = told("Combien en 2015 ?", "asked")
    assert faults([asked, told("Oui [S01].", "feedback")]) == []
    assert len(faults([asked, told("Oui.", "feedback")])) == 1
    other = told("Non, 69 %.", "feedback")
    assert faults([asked, told("Oui [S01].", "feedback"), other]) == [
        "the figure 69 % has no source"
    ]


def test_an_exemption_holds_for_its_place_or_for_the_figures_it_lists():
    said = [told("En 2015, 84 000 €.")]
    whole = replace(WORDS, exempt=(Exempt("s1-lesson", "ecran", "arithmetic"),))
    some = replace(
        WORDS, exempt=(Exempt("s1-lesson", "ecran", "arithmetic", frozenset({"84 000 €"})),)
    )
    elsewhere = replace(WORDS, exempt=(Exempt("s1-lesson", "autre", "arithmetic"),))
    assert faults(said, whole) == []
    assert faults(said, some) == ["the figure 2015 has no source"]
    assert len(faults(said, elsewhere)) == 2


def test_titles_and_labels_carry_no_tag_and_are_not_asked_for_one():
    assert faults([told("51 et 49", "title"), told("Décrire 2015", "label")]) == []


def test_each_language_is_judged_by_itself():
    said = [told("En 2015 [S01]."), told("In 2015.", language="en")]
    assert [one.paragraph.language for one in unsourced(sample_course(), said, WORDS)] == ["en"]


@given(st.lists(st.tuples(st.sampled_from(["2015", "69 %", "mot"]), st.booleans()), max_size=8))
def test_a_tag_in_every_paragraph_leaves_nothing_to_say(rows):
    said = [
        told(f"{word} [S01]" if tagged else word, run=run)
        for run, (word, tagged) in enumerate(rows)
    ]
    expected = {word for word, _ in rows if word != "mot"} - {word for word, tag in rows if tag}
    assert {fault.split()[2] for fault in faults(said)} == {word.split()[0] for word in expected}
    everywhere = [told(f"{one.text} [S01]", run=one.run) for one in said]
    assert faults(everywhere) == []


# -- names --------------------------------------------------------------------


def test_a_name_stands_once_beside_a_source_in_its_module():
    alone = told("Restoria répond.", place="un")
    assert faults([alone]) == ["the name Restoria stands nowhere beside a source in this module"]
    assert faults([alone, told("Restoria cuisine [S01].", place="deux")]) == []


def test_only_whole_words_are_names():
    assert faults([told("Saulouse et Restorias")]) == []


def test_the_organisations_of_a_testimony_are_names_there():
    said = replace(told("Le traiteur parle."), module="s1-testimony")
    module = next(m for m in sample_course().sessions[0].modules if m.kind == "testimony")
    assert module.testimony is not None
    name = module.testimony.organisations[0].name
    named = replace(said, marked=f"Voici {name}.")
    assert faults([named], Sourcing()) == [
        f"the name {name} stands nowhere beside a source in this module"
    ]


def test_paragraphs_that_may_hold_facts_are_told_with_their_source():
    said = [told("Un [S01]."), told("Deux.", run=1), told("Titre", "title")]
    assert [sourced for _, sourced in sourced_in(said)] == [True, False]


def test_rows_of_sourcing_yaml_that_lead_nowhere_are_named_once():
    sourcing = replace(
        WORDS,
        exempt=(Exempt("s1-lesson", "parti", "x"), Exempt("s1-lesson", "parti", "y")),
        composites=frozenset({("s1-lesson", "ecran"), ("s9", "rien")}),
    )
    assert list(unused([told("mot")], sourcing)) == [("s1-lesson", "parti"), ("s9", "rien")]
