"""Home, sessions, and the pages about the course."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest

from collectif.course.web.home import local
from tests.actors import Learner, Program, Visitor
from tests.builders import write_sample
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


# -- home ------------------------------------------------------------------------------------


def test_a_visitor_reads_what_the_course_is_and_may_begin(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/")
    assert "Faire alliance en bref" in page.words
    assert "Comprendre" in page.words
    assert 'href="/account/sign-up"' in page.html
    assert 'href="/account/sign-in"' in page.html


def test_a_newcomer_is_led_to_the_first_module_and_the_entry_check(shared_app: Flask) -> None:
    page = Learner(shared_app).signs_up("Zoé Tran").opens("/")
    assert "Bienvenue Zoé Tran" in page.words
    assert 'href="/module/s1-opening"' in page.html
    assert "Commencer" in page.words
    assert 'href="/entry-check"' in page.html
    assert "0 sur" in page.words
    assert "verrouillé" in page.html


def test_home_says_where_one_is_and_what_comes_next(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up("Zoé Tran")
    learner.takes("s1-opening")
    page = learner.opens("/")
    assert "Bonjour Zoé Tran" in page.words
    assert "1 sur" in page.words
    next_one = re.findall(r'<a class="button" href="(/module/[\w-]+)"', page.html)
    assert next_one == ["/module/s1-testimony"]
    learner.reads("s1-lesson", "pourquoi")
    page = learner.opens("/")
    assert "Reprendre" in page.words, "the module that was begun comes first"
    assert '<a class="button" href="/module/s1-lesson"' in page.html


def test_when_all_is_done_home_leads_to_the_diagnostic(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.takes_everything()
    page = learner.opens("/")
    assert "Tout est fait" in page.words
    assert "/diagnostic" in page.html
    assert "verrouillé" not in page.html


# -- sessions --------------------------------------------------------------------------------


def test_a_session_lists_its_modules_with_their_states(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.takes("s1-opening")
    learner.passes("s1-quiz", right=2)
    page = learner.opens("/session/s1")
    for title in ("Ce qui vous attend", "Les acteurs d’une alliance", "Ma carte des acteurs"):
        assert title in page.words
    states = re.findall(r'<li class="knot is-(\w+)', page.html)
    assert states[0] == "completed"
    assert states[-1] == "started"
    assert "50 % au mieux" in page.words
    assert "facultatif" in page.words
    assert "À suivre" in page.words
    assert 'href="/session/s2"' in page.html
    assert 'href="/session/s1/sheet"' in page.html


def test_a_closed_session_says_what_opens_it(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    page = learner.opens("/session/s2")
    assert page.status == 200
    assert "Cette séance n’est pas encore ouverte" in page.words
    assert 'href="/module/s1-opening"' in page.html
    learner.takes("s1-opening")
    assert "n’est pas encore ouverte" not in learner.opens("/session/s2").words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_of_a_session_sums_it_up(shared_app: Flask, language: str) -> None:
    page = Learner(shared_app, language).signs_up().opens("/session/s1/sheet")
    told = {
        "fr": ("Comprendre", "Nommer les acteurs et leurs apports", "Les mots et les acteurs."),
        "en": ("Understand", "Name the actors and what they bring", "The words and the actors."),
    }
    for words in told[language]:
        assert words in page.words


# -- about the course ------------------------------------------------------------------------


def test_about_says_what_the_course_is(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/about")
    assert "Rien n’y manque." in page.words
    assert "Comprendre" in page.words
    assert "Vos données" in page.words


def test_the_resource_centre_gathers_tools_testimonies_sheets_and_words(
    shared_app: Flask,
) -> None:
    page = Learner(shared_app).signs_up().opens("/resources")
    for words in ("Ma carte des acteurs", "Le traiteur et l’association", "Comprendre"):
        assert words in page.words
    terms = re.findall(r"<dt[^>]*>([^<]+)", page.html)
    assert terms == sorted(terms, key=str.casefold)


# -- language --------------------------------------------------------------------------------


def test_a_switch_of_language_keeps_the_place_with_its_query(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/module/s1-tool/worksheet/document?version=blank")
    page = learner.sends("/language", lang="en")
    assert page.response.request.full_path == "/module/s1-tool/worksheet/document?version=blank"
    assert "My map of actors" in page.words


def test_in_the_middle_of_a_quiz_the_same_question_is_asked_in_the_other_language(
    shared_app: Flask,
) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/module/s1-quiz/quiz")
    page = learner.sends("/module/s1-quiz/quiz/start")
    number = re.findall(r"Question (\d) : quelle réponse", page.words)[0]
    page = learner.sends("/language", lang="en")
    assert f"Question {number}: which answer is right?" in page.words
    assert page.response.request.path == "/module/s1-quiz/quiz/1"


def test_a_page_that_answers_a_form_leads_back_to_where_the_form_was(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    screen = "/module/s1-lesson/screen/acteurs"
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    headers = {"Referer": f"http://localhost{screen}?a=b"}
    page = learner.posts("/module/s1-lesson/question/mot", fields, **headers)
    assert page.status == 422
    page = learner.sends("/language", lang="en")
    assert page.response.request.full_path == f"{screen}?a=b"
    for headers in ({}, {"Referer": "https://ailleurs.example/x"}):
        learner.posts("/module/s1-lesson/question/mot", fields, **headers)
        assert learner.sends("/language", lang="fr").response.request.path == "/"


@pytest.mark.parametrize("wanted", ["de", "", "FR", "../fr", "x" * 5000])
def test_a_language_we_do_not_speak_is_refused(shared_app: Flask, wanted: str) -> None:
    visitor = Visitor(shared_app)
    visitor.opens("/about")
    assert visitor.sends("/language", lang=wanted).status == 400


def test_a_language_the_house_does_not_offer_is_refused(
    sample_folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    app = make_app(url, sample_folder, tmp_path, COLLECTIF_LANGUAGES="fr")
    visitor = Visitor(app)
    assert 'name="lang"' not in visitor.opens("/about").html
    assert visitor.sends("/language", lang="en").status == 400
    app.extensions["collectif"].house.database.engine.dispose()


OUTSIDE = [
    None,
    "",
    "https://ailleurs.example/",
    "//ailleurs.example",
    "/\\ailleurs.example",
    "\\\\ailleurs.example",
    "/\n/ailleurs.example",
    "/\t/ailleurs.example",
    "/\r\n/ailleurs.example",
    "/\\/ailleurs.example",
    " //ailleurs.example",
    "javascript:alert(1)",
    "ailleurs.example",
    "http:/ailleurs.example",
    "/a b\\c",
]


@pytest.mark.parametrize("address", OUTSIDE, ids=repr)
def test_nobody_is_sent_to_another_site(shared_app: Flask, address: str | None) -> None:
    with shared_app.test_request_context():
        assert local(address) == "/"


@pytest.mark.parametrize(
    "address", ["/", "/about", "/module/x?y=z&a=//b", "/é", "/a//b", "/join?code=ABCD"]
)
def test_pages_of_this_site_are_gone_back_to(shared_app: Flask, address: str) -> None:
    with shared_app.test_request_context():
        assert local(address) == address


@pytest.mark.parametrize("address", [one for one in OUTSIDE if one], ids=repr)
def test_no_form_sends_anybody_to_another_site(shared_app: Flask, address: str) -> None:
    visitor = Visitor(shared_app)
    visitor.opens("/about")
    page = visitor.sends("/language", lang="en", next=address, follow=False)
    assert page.response.location == "/"
    learner = Learner(shared_app).signs_up()
    sent = learner.opens("/account/sign-in?next=https://ailleurs.example/", follow=False)
    assert sent.response.location == "/"


# -- the entry check -------------------------------------------------------------------------


def test_the_entry_check_is_kept_ungraded_and_can_be_changed(app: Flask) -> None:
    learner = Learner(app).signs_up()
    page = learner.opens("/entry-check")
    assert "Je saurais citer les formes d’un partenariat" in page.words
    sent = learner.sends("/entry-check", **{"mots.response": "un-peu", "acteurs.response": "bien"})
    assert sent.response.request.path == "/"
    assert "Vos réponses sont gardées" in sent.words
    assert "Avant de partir" not in sent.words
    page = learner.opens("/entry-check")
    assert re.search(r'name="mots.response" value="un-peu" checked', page.html)
    learner.sends("/entry-check", **{"mots.response": "oui", "acteurs.response": "bien"})
    assert re.search(r'value="oui" checked', learner.opens("/entry-check").html)
    told = [one for one in Program(app).asks() if "entry-check" in one["object"]["id"]]
    assert len(told) == 4
    assert not any("success" in one["result"] for one in told)
    assert "0 sur" in learner.opens("/").words, "it counts for nothing"


def test_what_is_missing_in_the_entry_check_is_said_and_the_rest_is_kept(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.opens("/entry-check")
    page = learner.sends("/entry-check", **{"acteurs.response": "peu"})
    assert page.status == 422
    assert "Choisissez une réponse." in page.words
    assert re.search(r'name="acteurs.response" value="peu" checked', page.html)
    assert [one for one in Program(app).asks() if "entry-check" in one["object"]["id"]] == []


def test_an_answer_the_entry_check_does_not_offer_is_refused(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.opens("/entry-check")
    page = learner.sends("/entry-check", **{"mots.response": "jamais", "acteurs.response": "peu"})
    assert page.status in (400, 422)


def test_sending_the_entry_check_twice_changes_nothing(app: Flask) -> None:
    learner = Learner(app).signs_up()
    page = learner.opens("/entry-check")
    fields = [
        *page.form("/entry-check").fields,
        ("mots.response", "oui"),
        ("acteurs.response", "peu"),
    ]
    for _ in range(2):
        assert learner.posts("/entry-check", fields).status == 200
    told = [one for one in Program(app).asks() if "entry-check" in one["object"]["id"]]
    assert len(told) == 2


def test_a_course_without_an_entry_check_has_no_such_page(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "course")
    (folder / "entry_check.yaml").write_text("[]\n", "utf-8")
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", folder, tmp_path)
    learner = Learner(app).signs_up()
    assert learner.opens("/entry-check").status == 404
    assert 'href="/entry-check"' not in learner.opens("/").html
    app.extensions["collectif"].house.database.engine.dispose()
