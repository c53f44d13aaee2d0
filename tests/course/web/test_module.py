"""Inside a module: its screens, and where to go from there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectif.course.web.module import solution
from tests.actors import Learner, Page
from tests.houses import catalogue

if TYPE_CHECKING:
    from flask import Flask

LESSON = "/module/s1-lesson"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def path(page: Page) -> str:
    return page.response.request.path


# -- reading -----------------------------------------------------------------------------------


def test_a_module_opens_where_one_left_it(learner: Learner) -> None:
    assert path(learner.opens(LESSON)) == f"{LESSON}/screen/pourquoi"
    learner.reads("s1-lesson", "pourquoi")
    assert path(learner.opens(LESSON)) == f"{LESSON}/screen/acteurs"
    learner.reads("s1-lesson", "acteurs")
    assert path(learner.opens(LESSON)) == f"{LESSON}/screen/acteurs", "its questions wait"
    for question in ("nombre-de-cibles", "formes", "vrai-faux", "mot"):
        learner.answers("s1-lesson", question)
    assert path(learner.opens(LESSON)) == f"{LESSON}/screen/pratique"


def test_another_device_goes_on_at_the_same_place(shared_app: Flask, learner: Learner) -> None:
    learner.reads("s1-lesson", "pourquoi")
    phone = Learner(shared_app)
    phone.signs_in(learner.email)
    assert path(phone.opens(LESSON)) == f"{LESSON}/screen/acteurs"


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("s1-opening", "/module/s1-opening/screen/programme"),
        ("s1-synthesis", "/module/s1-synthesis/synthesis"),
        ("s1-quiz", "/module/s1-quiz/quiz"),
        ("s1-tool", "/module/s1-tool/screen/mode-emploi"),
    ],
)
def test_each_kind_of_module_opens_on_its_own_page(
    learner: Learner, module: str, place: str
) -> None:
    assert path(learner.opens(f"/module/{module}")) == place


def test_a_screen_shows_its_text_its_picture_its_sources_and_its_questions(
    learner: Learner,
) -> None:
    page = learner.opens(f"{LESSON}/screen/acteurs")
    assert "Trois sortes d’acteurs se rencontrent." in page.words
    assert "Deux ronds reliés par un trait" in page.html
    assert 'href="/sources#S01"' in page.html
    for question in ("nombre-de-cibles", "formes", "vrai-faux", "mot"):
        assert f'id="question-{question}"' in page.html
    assert "Un indice" in page.words or "Indice 1" in page.words
    assert 'rel="prev"' in page.html


def test_reading_on_leads_through_the_screens_and_to_what_comes_after(learner: Learner) -> None:
    assert path(learner.reads("s1-lesson", "pourquoi")) == f"{LESSON}/screen/acteurs"
    assert path(learner.reads("s1-lesson", "acteurs")) == f"{LESSON}/screen/pratique"
    page = learner.reads("s1-lesson", "pratique")
    assert path(page) == f"{LESSON}/screen/acteurs", "questions wait there"
    assert path(learner.reads("s1-tool", "mode-emploi")) == "/module/s1-tool/worksheet"
    done = learner.reads("s1-opening", "programme")
    assert path(done) == "/session/s1"


def test_the_panel_says_what_completes_the_module_and_ticks_it(learner: Learner) -> None:
    page = learner.opens(f"{LESSON}/screen/pourquoi")
    assert "Lire les 3 écrans (0 sur 3)" in page.words
    page = learner.reads("s1-lesson", "pourquoi")
    assert "Lire les 3 écrans (1 sur 3)" in page.words
    learner.takes("s1-lesson")
    page = learner.opens(f"{LESSON}/screen/pourquoi")
    assert "Module terminé" in page.words
    assert 'href="/module/s1-synthesis"' in page.html, "and what comes next"


def test_a_script_that_notes_a_screen_gets_the_panel_back(learner: Learner) -> None:
    fields = [("csrf_token", learner.token())]
    part = learner.posts("/module/s1-opening/screen/programme/seen", fields, **FRAGMENT)
    assert part.status == 200
    assert "<html" not in part.html
    assert 'id="completion"' in part.html
    assert "Module terminé" in part.words


def test_a_module_may_be_marked_as_done_by_hand_where_its_rule_allows_it(
    learner: Learner,
) -> None:
    page = learner.opens("/module/s1-expert/screen/echelle")
    assert "une chose au choix" in page.words
    learner.sends("/module/s1-expert/done")
    assert "Module terminé" in learner.opens("/module/s1-expert/screen/echelle").words
    part = learner.posts("/module/s1-expert/done", [("csrf_token", learner.token())], **FRAGMENT)
    assert "Module terminé" in part.words
    assert learner.posts(f"{LESSON}/done", [("csrf_token", learner.token())]).status == 404


# -- media ---------------------------------------------------------------------------------------


def test_a_picture_is_sent_as_what_it_is_and_kept_from_shared_caches(learner: Learner) -> None:
    page = learner.opens(f"{LESSON}/media/carte.svg")
    headers = page.response.headers
    assert page.response.mimetype == "image/svg+xml"
    assert page.html.startswith("<svg")
    assert "public" not in headers["Cache-Control"]
    assert "private" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = learner.opens(f"{LESSON}/media/carte.svg", **{"If-None-Match": headers["ETag"]})
    assert again.status == 304


def test_a_part_of_a_file_can_be_asked_for(learner: Learner) -> None:
    page = learner.opens(f"{LESSON}/media/carte.svg", Range="bytes=0-3")
    assert (page.status, page.html) == (206, "<svg")


@pytest.mark.parametrize("name", ["module.yaml", "..%2Fmodule.yaml", "fr.md", "carte.svg%00"])
def test_only_what_the_module_shows_can_be_had(learner: Learner, name: str) -> None:
    assert learner.opens(f"{LESSON}/media/{name}").status in (400, 404)
    assert learner.opens("/module/s1-opening/media/carte.svg").status == 404


# -- what is said of a testimony, and of a number ----------------------------------------------


def test_a_pair_that_is_met_in_one_session_is_not_said_to_return(learner: Learner) -> None:
    """Restoria and its partner speak in the first session of the sample and in no other."""
    page = learner.opens("/module/s1-testimony/screen/recit")
    assert "Restoria" in page.words
    assert "revient à chaque séance" not in page.words


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.9, "0,9", "0.9"),
        (900, "900", "900"),
        (2015, "2015", "2015"),
        (1_234_567, "1\u202f234\u202f567", "1,234,567"),
        (2_400_000, "2\u202f400\u202f000", "2,400,000"),
        (-12_000.5, "-12\u202f000,5", "-12,000.5"),
    ],
)
def test_a_right_number_is_written_as_people_write_it(
    value: float, french: str, english: str
) -> None:
    question = replace(catalogue().question("s1-lesson", "calcul"), value=value, unit=None)
    assert (solution(question, "fr"), solution(question, "en")) == (french, english)


def test_a_right_number_that_counts_something_is_no_year() -> None:
    euros = {"fr": "€", "en": "€"}
    question = replace(catalogue().question("s1-lesson", "calcul"), value=2304, unit=euros)
    assert solution(question, "fr") == "2\u202f304\N{NO-BREAK SPACE}€"
    assert solution(question, "en") == "€2,304"
