"""A learner who uses no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import PASSWORD, Site, sign_up
from .people import Person

pytestmark = pytest.mark.browser


def test_an_account_is_made_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/account/sign-up")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ada Martin")
    page.keyboard.press("Tab")
    page.keyboard.type("ada@exemple.fr")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/")


def test_a_question_is_answered_and_the_feedback_takes_the_focus(page: Page, site: Site) -> None:
    sign_up(page, site)
    person = Person(page, site)
    lesson = next(one for one in person.catalogue.modules if one.kind == "lesson")
    screen = next(one for one in lesson.screens if one.questions)
    question = person.catalogue.question(lesson.id, screen.questions[0])
    person.goes(f"/module/{lesson.id}/screen/{screen.id}")
    person.card(question.id).locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"#feedback-{question.id}")).to_be_focused()


def test_arrows_turn_the_screens(page: Page, site: Site) -> None:
    sign_up(page, site)
    person = Person(page, site)
    lesson = next(one for one in person.catalogue.modules if len(one.screens) > 1)
    person.goes(f"/module/{lesson.id}/screen/{lesson.screens[0].id}")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/screen/{lesson.screens[1].id}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/screen/{lesson.screens[0].id}")


def test_the_player_is_driven_by_keys_and_tells_what_was_played(page: Page, site: Site) -> None:
    sign_up(page, site)
    person = Person(page, site)
    synthesis = next(one for one in person.catalogue.modules if one.storyboard)
    person.goes(f"/module/{synthesis.id}/synthesis")
    page.locator("[data-do=toggle]:visible").first.focus()
    with page.expect_request(f"**/module/{synthesis.id}/played"):
        page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_request(f"**/module/{synthesis.id}/played"):
        page.keyboard.press("Space")
    now = page.locator("[data-now]").inner_text()
    assert now != "0:00"
