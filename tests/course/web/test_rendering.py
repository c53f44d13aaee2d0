"""A page → the answer: texts in the reader's language, links where content left them open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import g
from markupsafe import Markup

from collectif.course.content.model import Html
from collectif.course.web.access import choose_language
from collectif.course.web.rendering import is_fragment, texts_for
from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(("language", "word"), [("fr", "bonjour"), ("en", "hello")])
def test_a_course_text_is_said_in_the_language_of_the_page(
    shared_app: Flask, language: str, word: str
) -> None:
    with shared_app.test_request_context(headers={"Accept-Language": language}):
        choose_language()
        assert texts_for(None)({"fr": "bonjour", "en": "hello"}) == word


def test_a_text_that_lacks_the_language_is_said_in_another(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        g.collectif_language = "en"
        assert texts_for(None)({"fr": "bonjour"}) == "bonjour"
        assert texts_for(None)({}) == ""


def test_plain_texts_stay_to_be_escaped_and_html_does_not(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        g.collectif_language = "fr"
        plain = texts_for(None)({"fr": "1 < 2"})
        rich = texts_for(None)({"fr": Html("<em>1</em>")})
        assert not isinstance(plain, Markup)
        assert isinstance(rich, Markup)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('<a href="module:s1-quiz">', "/module/s1-quiz"),
        ('<a href="module:s1-lesson#acteurs">', "/module/s1-lesson/screen/acteurs"),
        ('<a href="source:S01">', "/sources#S01"),
        ('<img src="media:carte.svg">', "/module/s1-lesson/media/carte.svg"),
        ('<a href="https://example.org/a?b=1&amp;c=2">', "https://example.org/a?b=1&amp;c=2"),
    ],
)
def test_links_of_the_content_become_addresses_of_ours(
    shared_app: Flask, written: str, address: str
) -> None:
    with shared_app.test_request_context():
        g.collectif_language = "fr"
        assert f'="{address}"' in texts_for("s1-lesson")({"fr": Html(written)})


def test_every_link_in_the_sample_course_leads_somewhere(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.takes_everything()
    found: set[str] = set()
    for module in learner.catalogue.modules:
        for screen in module.screens:
            page = learner.opens(f"/module/{module.id}/screen/{screen.id}")
            main = page.html.partition("<main")[2].partition("</main>")[0]
            found |= set(re.findall(r'<(?:a|img) [^>]*?(?:href|src)="(/[^"#]+)', main))
    assert len(found) > 10
    for address in found:
        assert learner.opens(address).status == 200, address


@pytest.mark.parametrize(
    ("headers", "is_one"), [({"X-Fragment": "1"}, True), ({"X-Fragment": "0"}, False), ({}, False)]
)
def test_a_script_asks_for_a_fragment_by_a_header(
    shared_app: Flask, headers: dict[str, str], *, is_one: bool
) -> None:
    with shared_app.test_request_context(headers=headers):
        assert is_fragment() is is_one


def test_what_a_person_types_is_shown_as_they_typed_it(shared_app: Flask) -> None:
    name = "<img src=x onerror=alert(1)> & “Zoé”"
    learner = Learner(shared_app).signs_up(name)
    page = learner.opens("/account")
    assert "<img src=x" not in page.html
    assert "&lt;img src=x" in page.html
    assert name in page.words


def test_a_page_is_a_whole_document_of_its_language(shared_app: Flask) -> None:
    for language, other in (("fr", "en"), ("en", "fr")):
        page = Visitor(shared_app, language).opens("/about")
        assert page.html.startswith("<!doctype html>")
        assert f'<html lang="{language}"' in page.html
        assert f'<button name="lang" value="{other}" lang="{other}"' in page.html
        assert page.html.count("<h1") == 1
        assert re.search(r"<title>[^<]+ · [^<]+</title>", page.html)
