"""Answers to the questions of screens and scenes: right, wrong, missing, sent twice, too late."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.questions import KINDS
from tests.actors import Learner, Page, Program, wrong_response

if TYPE_CHECKING:
    from flask import Flask

LESSON = "/module/s1-lesson"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


@pytest.fixture(scope="module")
def hasty(shared_app: Flask) -> Learner:
    """Somebody of whose answers nothing is kept."""
    return Learner(shared_app).signs_up()


def path(page: Page) -> str:
    return page.response.request.path


def answers(learner: Learner, question: str, headers: dict[str, str], **values: Any) -> Page:
    """Send the fields of a question of the lesson; with the header, as our script does."""
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    for name, value in values.items():
        fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return learner.posts(f"{LESSON}/question/{question}", fields, **headers)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_right_answer_is_told_so_with_its_feedback(
    shared_app: Flask, kind: str, language: str
) -> None:
    learner = Learner(shared_app, language).signs_up()
    question = next(q for q in learner.catalogue.module("s1-lesson").questions if q.kind == kind)
    page = learner.answers("s1-lesson", question.id)
    assert page.status == 200
    assert f'id="feedback-{question.id}"' in page.html
    assert path(page).endswith(("/acteurs", "/pratique"))
    verdict = "noted" if not question.scored else "right"
    assert re.search(rf'class="feedback {verdict}" id="feedback-{question.id}"', page.html)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("nombre-de-cibles", "C’est le numéro de l’objectif."),
        ("vrai-faux", "C’est tentant, mais tout dépend des objectifs."),
        ("formes", "Non, un achat a sa contrepartie."),
        ("mot", "Pensez à ce qui soutient l’engagement."),
        ("calcul", "Multipliez 1,5 par 0,6."),
        ("ranger", "Commencez par ce que vous voulez."),
        ("associer", "Relisez qui connaît quoi."),
    ],
)
def test_a_wrong_answer_says_what_to_look_at_again(
    learner: Learner, question: str, words: str
) -> None:
    known = learner.catalogue.question("s1-lesson", question)
    page = learner.answers("s1-lesson", question, wrong_response(known))
    assert words in page.words
    assert f'class="feedback wrong" id="feedback-{question}"' in page.html
    assert "Répondre à nouveau" in page.words


def test_the_solution_is_shown_after_three_tries_and_not_before(learner: Learner) -> None:
    for tries in (1, 2, 3):
        page = learner.answers("s1-lesson", "calcul", "7")
        shown = "La réponse : 0,9 k€" in page.words
        assert shown is (tries == 3), tries
    assert "3 essais" in page.words
    learner.opens(f"{LESSON}/screen/pratique")
    english = learner.sends("/language", lang="en")
    assert "0.9 k€" in english.words


@pytest.mark.parametrize(
    ("question", "solution"),
    [
        (
            "ranger",
            "Définir ses objectifs → Choisir le modèle → Se situer dans l’écosystème",
        ),
        ("mot", "La réponse : confiance"),
    ],
)
def test_the_solution_is_said_in_words(learner: Learner, question: str, solution: str) -> None:
    wrong = wrong_response(learner.catalogue.question("s1-lesson", question))
    for _ in range(3):
        page = learner.answers("s1-lesson", question, wrong)
    assert solution in page.words


def test_what_was_answered_last_is_there_when_one_comes_back(learner: Learner) -> None:
    learner.answers("s1-lesson", "mot", "amitié")
    learner.answers("s1-lesson", "mot", "estime")
    page = learner.opens(f"{LESSON}/screen/acteurs")
    assert 'value="estime"' in page.html
    assert "amitié" not in page.html
    assert "2 essais" in page.words


@pytest.mark.parametrize(
    ("typed", "in_french", "in_english"),
    [("2,8", "2,8", "2.8"), ("-2,8", "-2,8", "-2.8"), ("1250000,5", "1250000,5", "1250000.5")],
)
def test_a_number_comes_back_as_it_is_typed_in_the_language_of_the_page(
    learner: Learner, typed: str, in_french: str, in_english: str
) -> None:
    learner.answers("s1-lesson", "calcul", typed)
    assert f'value="{in_french}"' in learner.opens(f"{LESSON}/screen/pratique").html
    assert f'value="{in_english}"' in learner.sends("/language", lang="en").html


@pytest.mark.parametrize("typed", ["environ 2,8", "2.8 ou 3", " 1,2,3 ", "−2,8 k€ ?"])
def test_a_number_that_is_none_stays_to_the_letter(learner: Learner, typed: str) -> None:
    for headers in ({}, FRAGMENT):
        page = answers(learner, "calcul", headers, response=typed)
        assert page.status == 422
        assert f'value="{typed}"' in page.html


def test_open_answers_are_compared_with_a_model_and_kept(learner: Learner) -> None:
    page = learner.answers(
        "s1-lesson", "convaincre", {"text": "Nous voulons…", "met": ["objectif"]}
    )
    assert "Pour comparer" in page.words
    assert "Nous voulons… Vous cherchez… Parlons-en." in page.words
    assert re.search(r'value="objectif" checked', page.html)
    assert not re.search(r'value="autre" checked', page.html)


def test_the_order_of_things_to_sort_never_shows_the_right_one(learner: Learner) -> None:
    page = learner.opens(f"{LESSON}/screen/pratique")
    shown = re.findall(r'name="place\.([\w-]+)"', page.html)
    right = [item.id for item in learner.catalogue.question("s1-lesson", "ranger").items]
    assert sorted(shown) == sorted(right)
    assert shown != right
    again = re.findall(r'name="place\.([\w-]+)"', learner.opens(f"{LESSON}/screen/pratique").html)
    assert again == shown, "it stays the same while one thinks"


# -- fragments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "outcome", "words"),
    [("b", "right", "Oui, dix-neuf."), ("a", "wrong", "C’est le numéro de l’objectif.")],
)
def test_a_script_gets_the_changed_parts_only(
    learner: Learner, response: str, outcome: str, words: str
) -> None:
    values = {"response": response, "certainty": "2"}
    part = answers(learner, "nombre-de-cibles", FRAGMENT, **values)
    assert part.status == 200
    assert "<html" not in part.html
    assert 'id="question-nombre-de-cibles"' in part.html
    assert f'class="feedback {outcome}"' in part.html
    assert words in part.words
    assert 'id="completion"' in part.html
    assert "Question 1 sur 4" in part.words, "still the same place among the screen’s questions"


def test_the_feedback_to_a_match_says_whole_what_was_chosen(learner: Learner) -> None:
    values = {
        "match.asso": "entreprise",
        "match.entreprise": "asso",
        "match.mairie": "mairie",
        "match.region": "region",
    }
    part = answers(learner, "associer", FRAGMENT, **values)
    assert "Association Des moyens de production — Elle est au plus près" in part.words
    assert "Mairie Le cadre public — Elle facilite." in part.words


@pytest.mark.parametrize(
    ("question", "values", "kept", "said"),
    [
        ("nombre-de-cibles", {"certainty": "3"}, 'value="3" checked', "Choisissez ou écrivez"),
        ("formes", {}, "", "Choisissez ou écrivez"),
        ("mot", {"response": "   "}, "", "Choisissez ou écrivez"),
        ("calcul", {"response": "beaucoup"}, 'value="beaucoup"', "Écrivez un nombre"),
        (
            "associer",
            {"match.asso": "entreprise", "match.entreprise": ""},
            '<option value="entreprise" selected>',
            "Il manque une partie",
        ),
        (
            "ranger",
            {"place.objectifs": "2", "place.modele": "2", "place.ecosysteme": "1"},
            "<option selected>2",
            "Deux lignes ont la même place.",
        ),
        ("raconter", {"response": "m" * 30_000}, "m" * 30_000, "trop longue"),
        ("nombre-de-cibles", {"response": "z"}, "", "n’a pas pu être lue"),
        ("convaincre", {"criterion": ["autre"]}, 'value="autre" checked', "Choisissez ou écrivez"),
    ],
)
@pytest.mark.parametrize("by_script", [True, False])
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    hasty: Learner,
    question: str,
    values: dict[str, Any],
    kept: str,
    said: str,
    *,
    by_script: bool,
) -> None:
    page = answers(hasty, question, FRAGMENT if by_script else {}, **values)
    assert page.status == 422
    assert said in page.words
    assert kept in page.html
    assert ("<html" in page.html) is not by_script
    assert "feedback-" + question not in page.html


def test_a_question_of_a_scene_that_was_not_answered_stays_with_its_synthesis(
    hasty: Learner,
) -> None:
    fields = [("csrf_token", hasty.token()), ("answer_id", str(uuid.uuid4()))]
    page = hasty.posts("/module/s1-synthesis/question/retour", fields)
    assert page.status == 422
    assert "Choisissez ou écrivez une réponse." in page.words
    assert "Un pont se construit des deux côtés." in page.words
    assert "data-player" in page.html


def test_questions_of_the_quiz_are_not_shown_outside_a_try(hasty: Learner) -> None:
    fields = [("csrf_token", hasty.token()), ("answer_id", str(uuid.uuid4()))]
    for headers in (FRAGMENT, {}):
        page = hasty.posts("/module/s1-quiz/question/q3", fields, **headers)
        assert page.status == 404
        assert "Question 3" not in page.html


# -- the same answer again ---------------------------------------------------------------------


def statements(app: Flask, learner: Learner) -> list[dict[str, Any]]:
    account = learner.opens("/account").html
    _home, name = re.findall(r"<dd><code>([^<]+)", account)
    return [
        one
        for one in Program(app).asks()
        if one["actor"].get("account", {}).get("name") == name
        and one["verb"]["id"].endswith("/answered")
    ]


def test_an_answer_that_is_sent_twice_counts_once(app: Flask) -> None:
    learner = Learner(app).signs_up()
    page = learner.opens(f"{LESSON}/screen/acteurs")
    fields = [*page.form(f"{LESSON}/question/vrai-faux").fields, ("response", "true")]
    first = learner.posts(f"{LESSON}/question/vrai-faux", fields)
    again = learner.posts(f"{LESSON}/question/vrai-faux", fields)
    other = [(name, "false" if name == "response" else value) for name, value in fields]
    late = learner.posts(f"{LESSON}/question/vrai-faux", other)
    assert first.status == again.status == late.status == 200
    assert len(statements(app, learner)) == 1
    assert "C’est tentant" in late.words, "the first answer under this id stays the answer"


def test_an_answer_needs_an_id_of_its_page(hasty: Learner) -> None:
    token = hasty.token()
    for identifier in ("", "7", "not-a-uuid", "x" * 400):
        fields = [("csrf_token", token), ("answer_id", identifier), ("response", "false")]
        assert hasty.posts(f"{LESSON}/question/vrai-faux", fields).status in (400, 422)


def test_two_people_with_the_same_id_do_not_meet(app: Flask) -> None:
    identifier = str(uuid.uuid4())
    for response in ("true", "false"):
        learner = Learner(app).signs_up()
        fields = [
            ("csrf_token", learner.token()),
            ("answer_id", identifier),
            ("response", response),
        ]
        assert learner.posts(f"{LESSON}/question/vrai-faux", fields).status == 200
        assert [one["result"]["response"] for one in statements(app, learner)] == [response]


# -- an ended session ----------------------------------------------------------------------------


def test_an_answer_that_comes_after_the_session_ended_is_not_lost(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    page = learner.opens(f"{LESSON}/screen/pratique")
    form = page.form(f"{LESSON}/question/raconter")
    clock.passes(days=40)
    text = "Une épicerie sociale et « l’Étape »,\r\navec 3 < 4 partenaires & moi."
    late = learner.posts(form.action, [*form.fields, ("response", text)])
    assert late.status == 401
    assert "Rien n’est perdu" in late.words
    again = late.form(form.action)
    assert ("response", text) in again.fields
    tab = Learner(app)
    tab.client = learner.client
    assert tab.signs_in(learner.email).status == 200
    sent = learner.posts(again.action, again.fields)
    assert sent.status == 200, "the page that was left open sends it now"
    assert "3 &lt; 4 partenaires &amp; moi." in sent.html
    assert len(statements(app, learner)) == 1


def test_a_script_is_told_that_the_session_ended(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    clock.passes(days=40)
    part = learner.posts(f"{LESSON}/question/mot", [*fields, ("response", "x")], **FRAGMENT)
    assert part.status == 401
    assert part.response.get_json() == {"error": 401, "sign_in": "/account/sign-in"}
