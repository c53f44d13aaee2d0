"""Searching the course, and opening what was found at its sentence."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from flask import Flask

    from tests.actors import Page


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def search(learner: Learner, typed: str, more: str = "") -> Page:
    return learner.opens(f"/resources/search?q={quote(typed)}{more}")


def links(page: Page, part: str) -> list[str]:
    found = re.findall(r'href="([^"]*phrase=[^"]*)"', page.html)
    return [unescape(link) for link in found if part in link]


def marked(page: Page) -> str:
    return unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page.html)))


def test_what_was_typed_is_kept_and_the_address_says_it_all(learner: Learner) -> None:
    page = search(learner, '"deux maisons" & co')
    assert page.status == 200
    assert ("q", '"deux maisons" & co') in page.form("/resources/search").fields


def test_a_visitor_is_sent_to_sign_in_and_comes_back_to_the_search(shared_app: Flask) -> None:
    page = Visitor(shared_app).opens("/resources/search?q=mecenat", follow=False)
    assert page.status == 303
    assert "search%3Fq%3Dmecenat" in page.response.location


def test_a_sentence_opens_its_screen_where_it_is_marked(learner: Learner) -> None:
    page = search(learner, "travaillent longtemps")
    (link,) = links(page, "/module/s1-testimony/screen/recit")
    assert link.endswith("#phrase")
    there = learner.opens(link.partition("#")[0])
    assert marked(there) == "Un traiteur et une association travaillent ensemble depuis longtemps."
    assert 'id="phrase"' in there.html


def test_a_caption_opens_the_synthesis_at_its_second(learner: Learner) -> None:
    (link,) = links(search(learner, "pont se construit"), "/module/s1-synthesis/synthesis")
    there = learner.opens(link.partition("#")[0])
    assert marked(there).startswith("Puis un pont")
    position = re.search(r'data-position="([\d.]+)"', there.html)
    assert position
    story = learner.catalogue.module("s1-synthesis").storyboard
    assert story
    assert float(position[1]) == pytest.approx(story.scenes[0].seconds, abs=0.1)


def test_a_sheet_opens_at_its_sentence(learner: Learner) -> None:
    (link,) = links(search(learner, "tient par la confiance"), "/resources/kit/apercu")
    assert marked(learner.opens(link.partition("#")[0])) == "Elle tient par la confiance."


def test_a_tool_a_word_and_a_source_open_where_they_stand(learner: Learner) -> None:
    assert 'href="/resources#term-mecenat"' in search(learner, "mecenat").html
    assert 'href="/sources#S02"' in search(learner, "enquete en ligne").html
    worksheet = learner.catalogue.module("s1-tool").worksheet
    assert worksheet
    section = worksheet.sections[0]
    page = search(learner, section.title["fr"])
    assert f'href="/module/s1-tool/worksheet#section-{section.id}"' in page.html


def test_a_page_with_an_unknown_sentence_is_as_always(learner: Learner) -> None:
    for name in ("00000000", "%00x", "é", "a" * 500):
        page = learner.opens(f"/module/s1-lesson/screen/acteurs?phrase={quote(name)}")
        assert "<mark" not in page.html
    assert "<mark" not in learner.opens("/resources/kit/apercu?phrase=zz").html
    assert "<mark" not in learner.opens("/module/s1-synthesis/synthesis?phrase=zz").html


def test_results_are_grouped_and_counted_by_kind(learner: Learner) -> None:
    page = search(learner, "alliance")
    assert re.search(r"\d+ résultats", page.words)
    kinds = re.findall(r'id="kind-(\w+)"', page.html)
    assert len(kinds) == len(set(kinds)) > 1
    only = search(learner, "alliance", "&kind=term")
    assert re.findall(r'id="kind-(\w+)"', only.html) == ["term"]
    assert 'aria-current="true"' in only.html
    unknown = search(learner, "alliance", "&kind=nothing")
    assert re.findall(r'id="kind-(\w+)"', unknown.html) == kinds


def test_nothing_found_says_what_to_try(learner: Learner) -> None:
    page = search(learner, "zzzz")
    assert "Rien ne correspond" in page.words
    assert "/resources/search?q=" in page.html
    assert page.status == 200


def test_what_the_other_language_has_is_one_press_away(learner: Learner) -> None:
    page = search(learner, "caterer")
    assert "Dans l’autre langue" in page.words
    there = learner.posts(
        "/language",
        [("csrf_token", learner.token()), ("lang", "en"), ("next", "/resources/search?q=caterer")],
    )
    assert "The caterer and the association" in there.words
    assert "One result" in there.words


@pytest.mark.parametrize("typed", ["", "  ", "…", '"', "a" * 5000, "'; DROP--", "<b>x</b>", "%"])
def test_whatever_is_typed_gets_a_page(learner: Learner, typed: str) -> None:
    page = search(learner, typed)
    assert page.status == 200
    assert "<b>x</b>" not in page.html


def test_what_is_closed_is_found_by_its_title_with_what_opens_it(shared_app: Flask) -> None:
    newcomer = Learner(shared_app).signs_up()
    page = search(newcomer, "club usine")
    assert "Ce qui l’ouvre" in page.words
    assert 'href="/module/s1-opening"' in page.html
    assert "rencontre inventée" not in page.words
    assert "Rien ne correspond" in search(newcomer, "rencontre inventée").words
    newcomer.takes("s1-opening")
    assert "rencontre" in search(newcomer, "rencontre inventée").words
    assert "Ce qui l’ouvre" not in search(newcomer, "club usine").words
