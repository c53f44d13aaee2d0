"""A learner's day in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from .conftest import LAPTOP, PASSWORD, PHONE, Site, open_window, sign_up
from .people import Person, follows

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser


def test_a_new_learner_takes_a_whole_session(page: Page, site: Site) -> None:
    sign_up(page, site)
    learner = Person(page, site)
    for module in learner.catalogue.session("s1").modules:
        if not module.storyboard:
            learner.takes(module)
    learner.goes("/session/s1")
    done = page.locator("main").get_by_text("Terminé")
    assert done.count() >= 3
    learner.goes("/diagnostic")
    expect(page.locator("main")).to_contain_text("Ce qui l’ouvre")


def test_a_tab_closed_in_the_middle_of_a_quiz_loses_nothing(
    context: BrowserContext, browser: Browser, page: Page, site: Site
) -> None:
    sign_up(page, site)
    learner = Person(page, site)
    for module in learner.catalogue.session("s1").modules[:4]:
        learner.takes(module)
    quiz = learner.catalogue.session("s1").modules[-1].id
    learner.starts_quiz(quiz)
    learner.answers_next(quiz)
    learner.goes_on()
    learner.answers_next(quiz, right=False)
    answered = page.locator("#quiz-dots .is-right, #quiz-dots .is-wrong").count()
    page.close()

    again = context.new_page()
    Person(again, site).goes(f"/module/{quiz}/quiz")
    expect(again.locator("#quiz-dots .is-right, #quiz-dots .is-wrong")).to_have_count(answered)

    phone = open_window(browser, PHONE)
    elsewhere = phone.new_page()
    elsewhere.goto(f"{site.address}/account/sign-in")
    elsewhere.get_by_label("Adresse électronique").fill("ada@exemple.fr")
    elsewhere.get_by_label("Mot de passe").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Me connecter").click()
    elsewhere.wait_for_url(f"{site.address}/")
    elsewhere.goto(f"{site.address}/module/{quiz}/quiz")
    expect(elsewhere.locator("#quiz-dots .is-right, #quiz-dots .is-wrong")).to_have_count(answered)
    phone.close()


HOW_IT_SCROLLS = """
const scroll = Element.prototype.scrollIntoView;
Element.prototype.scrollIntoView = function (how) {
  document.body.dataset.scrolled = how.behavior;
  scroll.call(this, how);
};
"""


@pytest.mark.parametrize(("wish", "how"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_what_is_said_to_an_answer_comes_without_movement_for_who_asked_for_less(
    browser: Browser, site: Site, wish: str, how: str
) -> None:
    phone = open_window(browser, PHONE, reduced_motion=wish)
    page = phone.new_page()
    page.add_init_script(HOW_IT_SCROLLS)
    sign_up(page, site)
    learner = Person(page, site)
    lesson = next(one for one in learner.catalogue.modules if one.kind == "lesson")
    screen = next(one for one in lesson.screens if one.questions)
    learner.goes(f"/module/{lesson.id}/screen/{screen.id}")
    learner.answers(lesson.id, screen.questions[0])
    expect(page.locator("body")).to_have_attribute("data-scrolled", how)
    phone.close()


def test_an_answer_given_without_network_is_kept_and_sent_later(
    context: BrowserContext, page: Page, site: Site
) -> None:
    sign_up(page, site)
    learner = Person(page, site)
    lesson = next(one for one in learner.catalogue.modules if one.kind == "lesson")
    screen = next(one for one in lesson.screens if one.questions)
    learner.goes(f"/module/{lesson.id}/screen/{screen.id}")
    question = learner.catalogue.question(lesson.id, screen.questions[0])
    context.set_offline(True)
    learner.fills(question, question.choices[0].id)
    learner.card(question.id).get_by_role("button", name="Valider").click()
    expect(page.locator("body")).to_contain_text("gardée")
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(learner.card(question.id).locator("[data-feedback]")).to_be_visible()
    page.reload()
    expect(learner.card(question.id).locator("[data-feedback]")).to_be_visible()


def test_the_language_changes_and_the_place_stays(page: Page, site: Site) -> None:
    sign_up(page, site)
    learner = Person(page, site)
    lesson = next(one for one in learner.catalogue.modules if one.kind == "lesson")
    screen = lesson.screens[1]
    learner.goes(f"/module/{lesson.id}/screen/{screen.id}")
    expect(page.locator("article h2")).to_have_text(str(screen.title["fr"]))
    page.locator("form.lang button").click()
    expect(page.locator("article h2")).to_have_text(str(screen.title["en"]))
    assert page.url.endswith(f"/module/{lesson.id}/screen/{screen.id}")


def test_without_script_the_whole_session_can_be_taken(browser: Browser, site: Site) -> None:
    bare = open_window(browser, PHONE, java_script_enabled=False)
    page = bare.new_page()
    sign_up(page, site)
    learner = Person(page, site)
    for module in learner.catalogue.session("s1").modules[:4]:
        learner.takes(module)
    synthesis = next(one for one in learner.catalogue.modules if one.storyboard)
    learner.goes(f"/module/{synthesis.id}/synthesis")
    follows(page.locator(f"form[action='/module/{synthesis.id}/watched'] button"))
    tool = next(one for one in learner.catalogue.modules if one.worksheet)
    learner.takes(tool)
    quiz = learner.catalogue.session("s1").modules[-1].id
    learner.passes(quiz)
    expect(page.locator("main")).to_contain_text("100")
    bare.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_of_the_learner_has_a_serious_fault_of_accessibility(
    browser: Browser,
    site: Site,
    finds_nothing_serious: Callable[[Page], None],
    size: ViewportSize,
    scheme: str,
) -> None:
    window = open_window(browser, size, color_scheme=scheme)
    page = window.new_page()
    for path in (
        "/",
        "/account/sign-in",
        "/account/forgotten",
        "/about",
        "/sources",
        "/join",
        "/nowhere",
    ):
        page.goto(site.address + path)
        finds_nothing_serious(page)
    sign_up(page, site)
    learner = Person(page, site)
    paths = [
        "/",
        "/entry-check",
        "/resources",
        "/resources/search",
        "/resources/search?q=alliance",
        "/resources/search?q=club+usine",
        "/resources/testimonies?kind=company",
        "/resources/kit/apercu",
        "/account",
        "/session/s1",
        "/session/s1/sheet",
        "/diagnostic",
    ]
    for module in learner.catalogue.session("s1").modules:
        paths += [f"/module/{module.id}/screen/{screen.id}" for screen in module.screens]
        if module.storyboard:
            paths.append(f"/module/{module.id}/synthesis")
        if module.worksheet:
            paths += [f"/module/{module.id}/worksheet", f"/module/{module.id}/worksheet/document"]
    for path in paths:
        learner.goes(path)
        finds_nothing_serious(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    window.close()
