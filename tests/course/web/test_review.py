"""The weekly review, as a browser without script goes through it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.actors import Learner, Page, wrong_response

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock

FRAGMENT = {"X-Fragment": "1"}
MISSED = ("vrai-faux", "calcul", "ranger")


def path(page: Page) -> str:
    return page.response.request.path


def finishes(app: Flask, *missed: str) -> Learner:
    """Somebody who completed the course and missed these questions of the lesson."""
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    for name in missed:
        question = learner.catalogue.question("s1-lesson", name)
        learner.answers("s1-lesson", name, wrong_response(question))
    learner.takes_everything()
    return learner


def wait_for_monday(clock: Clock) -> None:
    """Let time pass to the beginning of the week after next."""
    today = datetime.fromtimestamp(clock() / 1_000_000, UTC)
    clock.passes(days=14 - today.weekday())


@pytest.fixture
def learner(app: Flask, clock: Clock) -> Learner:
    found = finishes(app, *MISSED)
    wait_for_monday(clock)
    return found


def replies(learner: Learner, *, right: bool = True, **headers: str) -> Page:
    """Answer the question that waits first, from its own page."""
    page = learner.opens("/review")
    link = re.findall(r'href="(/review/question/[^"]+)"', page.html)[0]
    page = learner.opens(link)
    form = page.form(f"{link}/answer")
    module, name = link.rsplit("/", 1)[1].split(".")
    question = learner.catalogue.question(module, name)
    fields = learner.fields(question, None if right else wrong_response(question))
    sent: list[tuple[str, Any]] = [one for one in form.fields if one[0] not in fields]
    sent += [(field, value) for field, values in fields.items() for value in values]
    return learner.posts(form.action, sent, **headers)


# -- before ------------------------------------------------------------------------------------


def test_before_the_end_it_says_what_opens_it(shared_app: Flask) -> None:
    newcomer = Learner(shared_app).signs_up()
    page = newcomer.opens("/review")
    assert page.status == 403
    assert "Révision de la semaine" in page.words
    assert "Ce qui l’ouvre" in page.words
    assert newcomer.opens("/review/question/s1-lesson.vrai-faux").status == 403
    assert "Réviser" not in newcomer.opens("/").words


def test_right_after_the_course_nothing_is_due_yet(app: Flask) -> None:
    learner = finishes(app, "vrai-faux")
    page = learner.opens("/review")
    assert "Rien à revoir pour l’instant." in page.words
    assert "1 question manquée attend son tour" in page.words
    assert re.search(r"Prochaine révision : \w+ \d+ \w+ 20\d\d\.", page.words)
    assert "Réviser" not in learner.opens("/").words


# -- a review -----------------------------------------------------------------------------------


def test_home_invites_and_the_review_begins(learner: Learner) -> None:
    page = learner.opens("/")
    assert "3 questions vous attendent, sans note" in page.words
    assert 'href="/review"' in page.html
    page = learner.opens("/review")
    assert "3 questions vous attendent" in page.words
    assert "3 minutes" in page.words
    assert "Commencer" in page.words


def test_an_order_once_given_is_shown_in_that_order(app: Flask, clock: Clock) -> None:
    learner = finishes(app, "ranger")
    wait_for_monday(clock)
    question = learner.catalogue.question("s1-lesson", "ranger")
    page = replies(learner, right=False)
    shown = re.findall(r'<span class="place"[^>]*>(\d)</span><span>([^<]+)</span>', page.html)
    texts = {item.id: str(item.text["fr"]) for item in question.items}
    given = [texts[name] for name in wrong_response(question)]
    assert shown == [(str(place), text) for place, text in enumerate(given, 1)]
    assert "<select" not in page.html, "nothing is left to choose"


def test_question_by_question_to_the_end(learner: Learner) -> None:
    seen = []
    for number in (1, 2, 3):
        page = replies(learner, right=number != 2)
        seen.append(path(page))
        assert page.status == 200
        assert f"Question {number} sur 3" in page.words
        assert ("Juste" if number != 2 else "Pas tout à fait") in page.words
        assert "Relire le module" in page.words
        assert ("Terminer la révision" if number == 3 else "Question suivante") in page.words
    assert len(set(seen)) == 3
    page = learner.opens("/review")
    assert "C’est fait pour cette semaine." in page.words
    assert "2 réponses justes sur 3." in page.words
    assert "Ce qui a résisté reviendra bientôt" in page.words
    assert "Prochaine révision : lundi" in page.words
    assert "Réviser" not in learner.opens("/").words


def test_an_answer_can_be_looked_at_again_and_not_changed(learner: Learner) -> None:
    page = replies(learner, right=False)
    again = learner.opens(path(page))
    assert "Pas tout à fait" in again.words
    assert "Valider ma réponse" not in again.words
    token = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    fields = [*token, ("response", "true"), ("place.a", "1")]
    assert learner.posts(f"{path(page)}/answer", fields).status in (409, 422)


def test_a_question_may_be_left_for_later(learner: Learner) -> None:
    page = learner.opens("/review")
    first = re.findall(r'href="(/review/question/[^"]+)"', page.html)[0]
    page = learner.opens(first)
    assert "Passer pour l’instant" in page.words
    assert "Question 1 sur 3" in page.words
    assert learner.opens("/review").words.count("3 questions vous attendent") == 1


def test_an_incomplete_answer_is_asked_for_again(learner: Learner) -> None:
    page = learner.opens("/review")
    link = re.findall(r'href="(/review/question/[^"]+)"', page.html)[0]
    learner.opens(link)
    for headers in ({}, FRAGMENT):
        fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
        page = learner.posts(f"{link}/answer", fields, **headers)
        assert page.status == 422
        assert "Choisissez ou écrivez une réponse." in page.words
        assert ("<main" in page.html) is not bool(headers)


def test_scripts_get_the_parts_that_changed(learner: Learner) -> None:
    page = replies(learner, **FRAGMENT)
    assert page.status == 200
    assert "<main" not in page.html
    for part in ('id="question-', 'id="review-dots"', 'id="review-pager"'):
        assert page.html.count(part) == 1
    assert "Juste" in page.words


def test_a_guessed_card_is_a_calm_404(learner: Learner) -> None:
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    for card in ("s1-lesson.gone", "gone.vrai-faux", "nothing", "a.b.c", "."):
        assert learner.opens(f"/review/question/{card}").status == 404
        assert learner.posts(f"/review/question/{card}/answer", fields).status == 404


def test_a_question_that_is_no_part_of_the_week_leads_to_what_is(learner: Learner) -> None:
    page = learner.opens("/review/question/s1-lesson.formes")
    assert path(page) == "/review"
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    page = learner.posts("/review/question/s1-lesson.formes/answer", [*fields, ("response", "a")])
    assert page.status == 409


# -- nothing missed -------------------------------------------------------------------------------


def test_who_missed_nothing_is_congratulated_and_offered_five(app: Flask) -> None:
    learner = finishes(app)
    page = learner.opens("/review")
    assert "vous n’avez manqué aucune question du cours" in page.words
    assert "5 questions vous attendent" in page.words
    for _ in range(5):
        page = replies(learner)
        assert "Relire la séance" in page.words
    page = learner.opens("/review")
    assert "5 réponses justes sur 5." in page.words
    assert "Prochaine révision : lundi" in page.words


# -- the switch -----------------------------------------------------------------------------------


def test_it_can_be_turned_off_and_on_again_on_its_own_page(learner: Learner) -> None:
    learner.opens("/review")
    page = learner.sends("/review/switch")
    assert path(page) == "/review"
    assert "La révision de la semaine est désactivée." in page.words
    assert "rien ne vous est redemandé" in page.words
    assert "Réviser" not in learner.opens("/").words
    assert path(learner.opens("/review/question/s1-lesson.vrai-faux")) == "/review"
    page = learner.sends("/review/switch")
    assert "La révision de la semaine est activée." in page.words
    assert "3 questions vous attendent" in page.words


def test_it_can_be_turned_off_and_on_again_in_the_account(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    assert "Désactiver la révision" in learner.opens("/account").words
    page = learner.sends("/review/switch")
    assert path(page) == "/account"
    assert "Activer la révision" in page.words
    assert "Désactiver la révision" in learner.sends("/review/switch").words


def test_the_switch_leads_to_no_other_site(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/account")
    page = learner.sends("/review/switch", follow=False, next="https://exemple.fr")
    assert page.response.location == "/"


def test_in_english_too(app: Flask, clock: Clock) -> None:
    learner = finishes(app, *MISSED)
    wait_for_monday(clock)
    learner.opens("/")
    learner.sends("/language", lang="en")
    learner.language = "en"
    page = learner.opens("/review")
    assert "3 questions are waiting for you" in page.words
    assert "Read the module again" in replies(learner).words
    replies(learner, right=False)
    replies(learner)
    page = learner.opens("/review")
    assert "That is all for this week." in page.words
    assert "2 right answers out of 3." in page.words
    assert re.search(r"Next review: Monday,? \d+ \w+ 20\d\d\.", page.words)
