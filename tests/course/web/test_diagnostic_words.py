"""Every number of the diagnostic can say how it was made."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from collectif.course.diagnostics.parsing import PROBLEMS
from collectif.course.diagnostics.result import EXPLANATIONS, Explanation
from collectif.course.diagnostics.scoring import score
from collectif.course.web import diagnostic_words as words
from tests.course.diagnostics.samples import (
    VARIANT,
    answered,
    everywhere,
    full_answers,
    partial_answers,
    patient,
)

if TYPE_CHECKING:
    from collectif.course.diagnostics.answers import Answers
    from collectif.course.diagnostics.result import Result


def result(answers: Answers) -> Result:
    return score(VARIANT, answers)


def lines(dimension: str, answers: Answers) -> list[str]:
    """How a dimension's number was reached, with plain spaces."""
    found = words.explain(VARIANT, result(answers).dimensions[dimension].explanation)
    return [re.sub("[\u00a0\u202f]", " ", line) for line in found]


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def test_every_key_of_an_explanation_has_its_sentence() -> None:
    assert set(words.SENTENCES) == set(EXPLANATIONS)


def test_a_mean_shows_its_sum_and_what_it_was_divided_by() -> None:
    said = lines("D1", answered({"D1": (3, 4, 4)}))
    assert said[:2] == [
        "Moyenne de 3 réponses : 11 ÷ 3 = 3,67.",
        "Preuve retenue : « document (fr) ».",
    ]
    assert said[2] == "3,7 se place entre 3,4 et 4,1 : niveau 4, level 4 (fr)."


def test_a_capped_score_says_by_what_and_from_where() -> None:
    said = lines("D1", answered({"D1": (3, 4, 4)}, {"D1": "none"}))
    assert "Sans preuve, un score ne dépasse pas 2,5 : 3,67 est ramené à 2,5." in said


def test_items_left_out_are_named_with_the_reason() -> None:
    said = lines("D1", answered({"D1": (4, "not_applicable", "unknown")}))
    assert said == [
        "Hors du calcul, car ne s’applique pas : « d1-b (fr) ».",
        "Hors du calcul, car vous ne savez pas : « d1-c (fr) ».",
        "1 réponse porte un niveau ; il en faut au moins 2 : pas de score.",
    ]
    said = lines("D1", answered({"D1": (None, None, None)}))
    assert said == [
        "Encore sans réponse : « d1-a (fr) », « d1-b (fr) » et « d1-c (fr) ».",
        "0 réponse porte un niveau ; il en faut au moins 2 : pas de score.",
    ]


def test_the_overall_number_says_what_holds_its_level() -> None:
    answers = answered(
        {**dict.fromkeys([f"D{n}" for n in range(1, 9)], (5, 5, 5)), "D5": (1, 1, 1)}
    )
    overall = result(answers).overall
    said = [plain(line) for line in words.explain(VARIANT, overall.explanation)]
    assert (
        said[0] == "Moyenne des 8 dimensions, toutes du même poids, avant arrondi : 36 ÷ 8 = 4,5."
    )
    assert said[2].endswith("Le plus bas est 1 (« D5 (fr) ») : niveau 2 au lieu de 5.")
    assert (
        plain(words.verdict(VARIANT, overall)) == "Niveau 2 sur 5, level 2 (fr) : score global 4,5"
    )
    assert plain(words.limited(VARIANT, overall)) == "Ce qui retient le niveau : « D5 (fr) »."


def test_without_an_overall_score_the_verdict_says_so() -> None:
    overall = result(answered({"D1": (3, 3, 3)})).overall
    assert words.verdict(VARIANT, overall) == "Un profil par dimension, sans score global"
    assert words.limited(VARIANT, overall) == ""
    (said,) = words.explain(VARIANT, overall.explanation)
    assert "« D2 (fr) »" in plain(said)
    assert "D1" not in said


def test_a_priority_says_its_formula_and_what_was_taken_for_granted() -> None:
    (first, *_) = result(everywhere(2)).priorities
    said = [plain(line) for line in words.explain(VARIANT, first.explanation)]
    assert said == [
        "Vous n’avez pas fixé de niveau visé : le suivant compte, 3.",
        "Vous n’avez pas dit l’importance : celle du questionnaire compte, 2 sur 3.",
        "Priorité = (niveau visé 3 − niveau 2) × importance 2 = 2.",
    ]


@patient
@given(partial_answers() | full_answers())
def test_any_result_can_be_put_in_words(answers: Answers) -> None:
    found = result(answers)
    steps: list[Explanation] = [*found.overall.explanation]
    for one in (*found.dimensions.values(), *found.priorities):
        steps += one.explanation
    said = [*words.explain(VARIANT, steps), words.verdict(VARIANT, found.overall)]
    assert all(line and "%" not in line and "None" not in line for line in said)


def test_a_profile_reads_as_one_text() -> None:
    figures = {one.id: "3,0" for one in VARIANT.dimensions} | {"D8": ""}
    text = plain(words.described(VARIANT, figures))
    assert text.startswith("Score sur 5 de chaque dimension. D1 (fr) : 3,0 ;")
    assert text.endswith("D8 (fr) : sans score.")


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("item.d2-b", "Énoncé 2"),
        ("note.d2-c", "Énoncé 3, note"),
        ("link.D2", "Lien"),
        ("day.D2", "Date"),
        ("target.D2", "Niveau visé"),
        ("item.d99-z", "Énoncé inconnu"),
        ("odd.D2", "odd.D2"),
    ],
)
@pytest.mark.parametrize("key", PROBLEMS)
def test_every_fault_names_its_field(field: str, label: str, key: str) -> None:
    said = plain(words.faults(VARIANT, {field: key})[field])
    assert said.startswith(f"{label} : ")
    assert said.endswith(".")


def test_numbers_are_written_as_the_language_does() -> None:
    assert words.score(3.0) == "3,0"
    assert words.score(None) == ""
    one = replace(VARIANT.scale[0], name={"fr": "Réactif", "en": "Reactive"})
    assert words.level_name(replace(VARIANT, scale=(one, *VARIANT.scale[1:])), 1) == "Réactif"
