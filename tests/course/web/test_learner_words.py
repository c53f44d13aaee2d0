"""What learners answered, in words."""

from __future__ import annotations

import pytest

from collectif.course.content.catalogue import Catalogue
from collectif.course.content.questions import mark, right_response
from collectif.course.learning.facts import AnswerFact
from collectif.course.learning.record import COURSE
from collectif.course.web.learner_words import (
    answer_groups,
    answer_heads,
    cells_of,
    response_in_words,
    verb_in_words,
)
from tests.builders import sample_course

CATALOGUE = Catalogue(sample_course())
EVERY_QUESTION = [(m.id, q) for m in CATALOGUE.modules for q in m.questions]


def fact(module: str, question: str, response: str, correct: bool | None = None) -> AnswerFact:
    return AnswerFact("id", "actor", module, question, 0, response, correct, None, None, None)


@pytest.mark.parametrize(
    ("question", "response", "words"),
    [
        ("nombre-de-cibles", "b", "19"),
        ("formes", "don[,]temps", "Un don d’argent · Du temps de salariés"),
        ("vrai-faux", "true", "Vrai"),
        ("mot", "{lang=fr}La Confiance", "La Confiance"),
        (
            "associer",
            "asso[.]entreprise[,]region[.]mairie",
            "Association → Des moyens de production · Région → Le cadre public",
        ),
        ("ranger", "modele[,]objectifs", "Choisir le modèle → Définir ses objectifs"),
        ("calcul", "0.9", "0,9\N{NO-BREAK SPACE}k€"),
        ("aisance", "peu", "peu"),
        ("raconter", "Une épicerie.\nEt un fournil.", "Une épicerie.\nEt un fournil."),
        (
            "convaincre",
            "objectif[.]true[,]autre[.]false[,]text[.]Bonjour [,] vous",
            "Bonjour [,] vous — critères cochés\u00a0: Je dis mon objectif",
        ),
        (
            "convaincre",
            "objectif[.]false[,]autre[.]false[,]text[.]Oui",
            "critères cochés\u00a0: aucun",
        ),
    ],
)
def test_a_response_is_told_in_the_words_of_the_course(
    question: str, response: str, words: str
) -> None:
    said = response_in_words(CATALOGUE.question("s1-lesson", question), response)
    assert said.endswith(words)


@pytest.mark.parametrize(("module", "question"), EVERY_QUESTION, ids=lambda part: str(part)[:30])
def test_every_right_answer_of_the_course_can_be_told(module: str, question: object) -> None:
    del module
    marked = mark(question, right_response(question, "fr"), "fr")  # type: ignore[arg-type]
    said = response_in_words(question, marked.response)  # type: ignore[arg-type]
    assert said
    assert "[,]" not in said
    assert "[.]" not in said


@pytest.mark.parametrize("response", ["zzz", "a[,]b", "", "x" * 50_000])
def test_a_response_that_cannot_be_read_is_shown_as_it_came(response: str) -> None:
    said = response_in_words(CATALOGUE.question("s1-lesson", "nombre-de-cibles"), response)
    assert said.startswith(response.replace("[,]", " · ")[:100])
    assert len(said) <= 1_001


def test_answers_come_module_by_module_the_entry_check_first() -> None:
    entry = CATALOGUE.course.entry_check[0]
    groups = answer_groups(
        CATALOGUE,
        [
            fact("s1-lesson", "nombre-de-cibles", "b", correct=True),
            fact("s1-lesson", "formes", "achat", correct=False),
            fact("s1-opening", "rien", "17[,]18"),
            fact(COURSE, entry.id, entry.choices[0].id),
            fact("parti", "aussi", "oui"),
        ],
    )
    assert {group.title for group in groups[:2]} == {"Bilan de départ", "parti"}
    assert [group.number for group in groups[2:]] == ["1.1", "1.4"]
    opening, lesson = groups[2:]
    assert (opening.lines[0].question, opening.lines[0].response) == ("rien", "17 · 18")
    assert [line.verdict for line in lesson.lines] == ["Juste", "Faux"]
    assert lesson.wrong == 1
    assert all(len(cells_of(line)) == len(answer_heads()) for line in lesson.lines)


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ({"id": "http://adlnet.gov/expapi/verbs/passed"}, "a réussi"),
        ({"id": "https://x.org/v", "display": {"en": "did", "fr-FR": "a fait"}}, "a fait"),
        ({"id": "https://x.org/v", "display": {"de": "tat"}}, "tat"),
        ({"id": "https://x.org/verbs/waved/"}, "waved"),
    ],
)
def test_a_verb_is_told_as_well_as_it_can_be(verb: dict[str, object], words: str) -> None:
    assert verb_in_words(verb) == words
