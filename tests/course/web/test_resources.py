"""The resource centre: its front, the sheets of the kit, testimonies by what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def test_the_front_has_the_search_the_kit_and_a_way_to_the_testimonies(learner: Learner) -> None:
    page = learner.opens("/resources")
    assert page.form("/resources/search").method == "get"
    assert 'href="/resources/kit/apercu"' in page.html
    assert 'href="/resources/testimonies"' in page.html


@pytest.mark.parametrize("address", ["/resources/testimonies", "/resources/kit/apercu"])
def test_a_visitor_is_sent_to_sign_in(shared_app: Flask, address: str) -> None:
    page = Visitor(shared_app).opens(address, follow=False)
    assert page.status == 303
    assert "/account/sign-in" in page.response.location


def test_a_sheet_can_be_read_printed_and_followed(learner: Learner) -> None:
    page = learner.opens("/resources/kit/apercu")
    assert "L’aperçu" in page.words
    assert "Une alliance naît d’un besoin partagé" in page.words
    assert 'href="/sources#S01"' in page.html
    assert 'href="/module/s1-lesson"' in page.html
    assert "data-print" in page.html


def test_a_sheet_speaks_english(shared_app: Flask) -> None:
    page = Learner(shared_app, "en").signs_up().opens("/resources/kit/apercu")
    assert "An alliance is born of a shared need" in page.words
    assert "Back to the resources" in page.words


def test_there_is_no_sheet_that_nobody_wrote(learner: Learner) -> None:
    assert learner.opens("/resources/kit/none").status == 404


def test_what_one_chooses_testimonies_by_is_named_in_its_gender(learner: Learner) -> None:
    html = learner.opens("/resources/testimonies").html
    every = re.findall(r'<select id="f-(\w+)"[^>]*>\s*<option value="">(\w+)</option>', html)
    assert dict(every) == {
        "kind": "Toutes",
        "territory": "Tous",
        "category": "Toutes",
        "dimension": "Toutes",
        "period": "Toutes",
    }
    assert re.search(r'<option value="association">Association</option>', html)
    assert re.search(r'<option value="\d{4}">Années \d{4}</option>', html)


def test_testimonies_are_chosen_by_what_they_are(learner: Learner) -> None:
    page = learner.opens("/resources/testimonies")
    assert "2 témoignages sur 2" in page.words
    page = learner.opens("/resources/testimonies?category=cooperation&period=1990&dimension=D2")
    assert "1 témoignage sur 2" in page.words
    assert "Le traiteur et l’association" in page.words
    assert "Un club et une usine" not in page.words
    assert '<option value="1990" selected>' in page.html


def test_choices_that_nothing_meets_say_so_and_are_kept(learner: Learner) -> None:
    page = learner.opens("/resources/testimonies?category=mecenat&period=1980")
    assert "Aucun témoignage ne réunit ces choix" in page.words
    assert '<option value="mecenat" selected>' in page.html
    assert "Tout afficher" in page.words


def test_an_unknown_choice_is_no_choice(learner: Learner) -> None:
    page = learner.opens("/resources/testimonies?category=none&kind=%3Cb%3E")
    assert "2 témoignages sur 2" in page.words


def test_a_territory_stays_chosen_in_the_other_language(shared_app: Flask) -> None:
    learner = Learner(shared_app, "en").signs_up()
    page = learner.opens("/resources/testimonies?territory=Maine-et-Loire")
    assert "1 testimony of 2" in page.words
    assert 'value="Maine-et-Loire" selected>Maine-et-Loire (western France)' in page.html
