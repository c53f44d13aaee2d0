from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.model import Source
from collectif.course.content.sourcing import Forbidden
from collectif.course.content.standing import (
    barred,
    listed_low,
    misattributed,
    quoted,
    unhedged,
)
from tests.builders import sample_course

from .telling import WORDS, sources, told, whats

KNOWN = {
    **sources(S01="H", S02="M", S03="B"),
    "S04": Source("S04", {}, unsure=("38 %",)),
    "S05": Source("S05", {}, quotable=True),
}
COURSE = replace(sample_course(), sources=KNOWN)
SAID = "« Nous avons choisi de rester ensemble dix ans. »"


# -- what must not be used ----------------------------------------------------


def test_a_source_of_standing_b_is_never_cited():
    assert whats(barred(COURSE, [told("Un fait [S03].")], WORDS)) == [
        "S03 is a hint, not a source (standing B)"
    ]
    assert not list(barred(COURSE, [told("Un fait [S01] [S02].")], WORDS))


def test_a_module_does_not_list_it_either():
    module = replace(COURSE.sessions[0].modules[0], sources=("S01", "S03"))
    session = replace(COURSE.sessions[0], modules=(module,))
    assert list(listed_low(replace(COURSE, sessions=(session,)))) == [(module.id, "S03")]


def test_forbidden_words_are_found_whatever_their_spaces_and_capitals():
    rule = Forbidden(("1 500 grandes entreprises", "l'autre titre"), "never checked")
    sourcing = replace(WORDS, forbidden=(rule,))
    said = [told("Les 1\u202f500 Grandes entreprises [S01]."), told("L’autre titre")]
    found = list(barred(COURSE, said, sourcing))
    assert whats(found) == [
        "“1 500 grandes entreprises” must not be written",
        "“l'autre titre” must not be written",
    ]
    assert found[0].instead == "never checked"


def test_the_list_of_sources_itself_may_say_what_it_is():
    said = replace(told("Le titre [S03]"), file="sources.yaml")
    assert not list(barred(COURSE, [said], WORDS))


# -- what is the course's own -------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    ["La grille du cours [S01] a neuf cases.", "Le RAMEAU propose la grille du cours."],
)
def test_a_proposal_of_the_course_has_no_other_author(sentence):
    assert whats(misattributed([told(sentence)], WORDS)) == [
        "“grille du cours” is a proposal of this course, here given another author"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "La grille du cours n’est pas celle du RAMEAU.",
        "Voici la grille du cours. Le RAMEAU parle de modèles [S01].",
        "Le RAMEAU parle de modèles [S01].",
    ],
)
def test_saying_that_it_is_the_course_s_own_is_right(sentence):
    assert not list(misattributed([told(sentence)], WORDS))


def test_languages_have_their_own_words():
    assert len(list(misattributed([told("The course’s grid [S01].", language="en")], WORDS))) == 1


# -- reserve ------------------------------------------------------------------


def unsure(text: str, part: str = "text") -> list[str]:
    return whats(unhedged(KNOWN, [told(text, part)], WORDS))


def test_what_rests_on_a_medium_source_alone_needs_a_reserve():
    assert unsure("Tous le disent [S02].") == ["S02 bears this only with a reserve"]


@pytest.mark.parametrize(
    "text",
    [
        "Selon une enquête, tous le disent [S02].",
        "En 2015, tous le disent [S02].",
        "Tous le disent [S01] [S02].",
        "Tous le disent [S01].",
        "Rien à dire. Selon lui, tous le disent [S02].",
    ],
)
def test_a_hedge_a_year_or_a_better_source_will_do(text):
    assert unsure(text) == []


def test_only_the_unsure_figures_of_a_good_source_need_a_reserve():
    assert unsure("Le bilan est fait par 38 % [S04].") == ["S04 bears this only with a reserve"]
    assert unsure("Le bilan est fait par environ 38\u00a0% [S04].") == []
    assert unsure("Le bilan est fait par 42 % [S04].") == []


def test_a_hedge_is_the_beginning_of_a_word():
    assert unsure("Tous le consolent [S02].") != []


def test_labels_are_not_judged():
    assert unsure("Tous le disent [S02].", "label") == []


# -- quotations ---------------------------------------------------------------


def quotations(text: str, part: str = "text", language: str = "fr") -> list[str]:
    return whats(quoted(KNOWN, [told(text, part, language)], WORDS))


def test_nobody_named_is_made_to_speak():
    assert quotations(f"Saulou le dit : {SAID} [S01]") == [
        "8 words in quotation marks beside the name Saulou"
    ]
    assert len(quotations("Saulou said: “We chose to stay together for ten years.”", language="en"))


@pytest.mark.parametrize(
    "text",
    [
        f"On peut dire : {SAID}",
        f"Saulou le dit : {SAID} [S05]",
        "Saulou le dit : « restons ensemble » [S01]",
        "« Le mot de Saulou que chacun a bien en tête »",
    ],
)
def test_short_words_own_words_and_quotable_sources_may_stand(text):
    assert quotations(text) == []


def test_a_question_may_stage_an_organisation_but_no_person():
    assert quotations(f"Chez Restoria, quelqu’un dit : {SAID}", "asked") == []
    assert quotations(f"Chez Restoria, quelqu’un dit : {SAID}", "feedback") != []
    assert quotations(f"Saulou dit : {SAID}", "asked") != []
