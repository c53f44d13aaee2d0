"""The entry check asked again at the end, and the distance travelled."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest

from collectif.course.services import answering
from collectif.course.services.answering import Given
from tests.actors import Learner, Page, Program
from tests.course.trainers import house_of, make_class

if TYPE_CHECKING:
    from flask import Flask

AGAIN = "/entry-check/again"
BEFORE = {"mots.response": "non", "acteurs.response": "bien"}
NOW = {"mots.response": "oui", "acteurs.response": "peu"}


def at_the_end(app: Flask, *, placed: bool = True) -> Learner:
    """Somebody who placed themselves at the start (or not), and finished the course."""
    learner = Learner(app).signs_up()
    if placed:
        learner.opens("/entry-check")
        learner.sends("/entry-check", **BEFORE)
    learner.takes_everything()
    return learner


def places(learner: Learner, **choices: str) -> Page:
    learner.opens(AGAIN)
    return learner.sends(AGAIN, **choices)


def test_before_the_end_the_page_says_what_is_left_and_takes_nothing(app: Flask) -> None:
    learner = Learner(app).signs_up()
    assert AGAIN not in learner.opens("/").html
    page = learner.opens(AGAIN)
    assert page.status == 200
    assert "Il est encore un peu tôt" in page.words
    assert 'href="/module/s2-quiz"' in page.html
    assert learner.posts(AGAIN, [*NOW.items(), ("csrf_token", learner.token())]).status == 403
    assert "entry-check/again" not in str(Program(app).asks())


def test_home_and_the_last_session_offer_it_until_it_is_answered(app: Flask) -> None:
    learner = at_the_end(app)
    assert f'class="button quiet" href="{AGAIN}"' in learner.opens("/").html
    assert f'class="button quiet" href="{AGAIN}"' in learner.opens("/session/s2").html
    assert AGAIN not in learner.opens("/session/s1").html
    assert "Le chemin parcouru" in places(learner, **NOW).words
    for path in ("/", "/session/s2"):
        page = learner.opens(path)
        assert "Revoir le chemin parcouru" in page.words
        assert f'class="button quiet" href="{AGAIN}"' not in page.html


def test_the_distance_is_told_in_words_question_by_question(app: Flask) -> None:
    learner = at_the_end(app)
    places(learner, **NOW)
    page = learner.opens(AGAIN)
    assert "<h1>Le chemin parcouru</h1>" in page.html
    assert "Plus haut : 1. Au même endroit : 0. Plus bas : 1." in page.words
    assert "Se situer plus bas qu’au départ est normal" in page.words
    assert "↑ 2 crans plus haut" in page.words
    assert "↓ 1 cran plus bas" in page.words
    assert re.search(r"pas encore\s+\(1 sur 3\)", page.words)
    assert re.search(r"oui\s+\(3 sur 3\)", page.words)
    assert page.html.count('class="travel"') == 2
    assert "<table" in page.html


def test_who_never_placed_themselves_sees_where_they_are_now(app: Flask) -> None:
    learner = at_the_end(app, placed=False)
    places(learner, **NOW)
    page = learner.opens(AGAIN)
    assert "Vous n’aviez pas répondu à ces questions au départ" in page.words
    assert "Au départ" not in page.words
    assert "cran" not in page.words


def test_what_is_missing_is_said_and_the_rest_is_kept(app: Flask) -> None:
    learner = at_the_end(app)
    page = places(learner, **{"mots.response": "oui"})
    assert page.status == 422
    assert "Choisissez une réponse." in page.words
    assert re.search(r'value="oui" checked', page.html)
    assert "Où en êtes-vous maintenant" in page.words


def test_a_change_of_mind_that_lacks_something_keeps_the_form_open(app: Flask) -> None:
    learner = at_the_end(app)
    places(learner, **NOW)
    page = learner.opens(AGAIN)
    sent = [one for one in page.form(AGAIN).fields if one[0] != "mots.response"]
    page = learner.posts(AGAIN, sent)
    assert page.status == 422
    assert '<details class="keys-help" open>' in page.html


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_said_in_both_languages(app: Flask, language: str) -> None:
    learner = at_the_end(app)
    places(learner, **NOW)
    learner.opens("/")
    learner.sends("/language", lang=language)
    expected = {"fr": "Le chemin parcouru", "en": "The distance travelled"}[language]
    assert expected in learner.opens(AGAIN).words


# -- what a trainer sees ---------------------------------------------------------------------


def test_a_trainer_sees_the_distance_of_their_learner_and_both_askings(app: Flask) -> None:
    group = make_class(app)
    person = group.joins("Léa")
    house = house_of(app)
    for again, choices in ((False, BEFORE), (True, NOW)):
        chosen = {name.partition(".")[0]: choice for name, choice in choices.items()}
        given = {name: Given(str(uuid.uuid4()), choice) for name, choice in chosen.items()}
        page = group.browser().opens(f"{group.url}/learner/{person.id}")
        assert "Le chemin parcouru" not in page.words
        answering.check_in(house, person, given, again=again)
    page = group.browser().opens(f"{group.url}/learner/{person.id}")
    assert "Le chemin parcouru" in page.words
    assert "↑ 2 crans plus haut" in page.words
    assert page.words.index("Bilan de départ") < page.words.index("Bilan d’arrivée")
