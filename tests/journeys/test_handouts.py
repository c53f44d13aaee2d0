"""What one takes away: words of the glossary at hand, a sheet on one page, the distance travelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from collectif.course.learning.record import COURSE
from collectif.course.services import demo_house, teaching

from .conftest import LAPTOP, PHONE, enters, open_window
from .people import Person, follows

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page, ViewportSize

    from .conftest import Site

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
SCREEN = "/module/s1-odd-17/screen/pourquoi"


def in_language(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.address}/")
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    form = {"lang": language, "csrf_token": token or "", "next": "/"}
    assert page.request.post(f"{site.address}/language", form=form).ok


# -- the sheet ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_sheet_is_printed_on_exactly_one_page(
    page: Page, demo_site: Site, language: str
) -> None:
    enters(page, demo_site, "learner")
    in_language(page, demo_site, language)
    for session in demo_site.rooms.house.catalogue.course.sessions:
        page.goto(f"{demo_site.address}/session/{session.id}/sheet")
        assert page.locator("html").get_attribute("lang") == language
        printed = page.pdf(format="A4", prefer_css_page_size=False)
        assert len(PAGE.findall(printed)) == 1, session.id


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_sheets_words_and_distance_have_no_serious_fault(
    browser: Browser,
    demo_site: Site,
    finds_nothing_serious: Callable[[Page], None],
    size: ViewportSize,
    scheme: str,
) -> None:
    finishes(demo_site, "learner")
    window = open_window(browser, size, color_scheme=scheme)
    page = window.new_page()
    enters(page, demo_site, "learner")
    learner = Person(page, demo_site)
    for path in ("/session/s1/sheet", "/", "/session/s4", "/entry-check/again"):
        learner.goes(path)
        finds_nothing_serious(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    places(page, ("n4", "n2", "n3", "n5", "n3"))
    page.get_by_text("Les mêmes réponses en tableau").click()
    finds_nothing_serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    learner.goes(SCREEN)
    word(page).click()
    expect(note(page)).to_be_visible()
    finds_nothing_serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    enters(page, demo_site, "trainer")
    cast = demo_house.furnish(demo_site.rooms.house).people
    cohort = cohort_of(demo_site)
    learner.goes(f"/trainer/cohort/{cohort}/learner/{cast['learner'].id}")
    expect(page.locator(".travelled li")).to_have_count(5)
    finds_nothing_serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.close()


# -- the words ----------------------------------------------------------------


def word(page: Page) -> Locator:
    return page.locator(".prose a.term").first


def note(page: Page) -> Locator:
    return page.locator(".term-note:not([hidden])")


def test_a_word_shows_its_definition_by_keyboard_and_gives_the_focus_back(
    page: Page, demo_site: Site
) -> None:
    enters(page, demo_site, "learner")
    page.goto(demo_site.address + SCREEN)
    expect(note(page)).to_have_count(0)
    word(page).focus()
    expect(note(page)).to_be_visible()
    expect(word(page)).to_have_attribute("aria-expanded", "true")
    assert word(page).get_attribute("title") is None
    page.keyboard.press("Tab")
    expect(note(page).get_by_role("link", name="Voir dans le glossaire")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note(page)).to_have_count(0)
    expect(word(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(note(page)).to_be_visible()
    page.keyboard.press("Enter")
    expect(note(page)).to_have_count(0)


def test_a_word_shows_its_definition_under_the_mouse_and_keeps_it_while_one_reads(
    page: Page, demo_site: Site
) -> None:
    enters(page, demo_site, "learner")
    page.goto(demo_site.address + SCREEN)
    word(page).hover()
    expect(note(page)).to_be_visible()
    note(page).hover()
    page.wait_for_timeout(400)
    expect(note(page)).to_be_visible()
    page.mouse.move(2, 2)
    expect(note(page)).to_have_count(0)
    word(page).click()
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    expect(note(page)).to_be_visible()
    page.locator("h1").click()
    expect(note(page)).to_have_count(0)


def test_without_script_a_word_leads_to_its_entry(browser: Browser, demo_site: Site) -> None:
    bare = open_window(browser, LAPTOP, java_script_enabled=False)
    page = bare.new_page()
    enters(page, demo_site, "learner")
    page.goto(demo_site.address + SCREEN)
    said = word(page).inner_text().lower()
    word(page).click()
    expect(page).to_have_url(re.compile(r"/resources.*#term-"))
    entry = page.locator(f"#{page.url.partition('#')[2]}")
    expect(entry).to_contain_text(re.compile(re.escape(said[:8]), re.IGNORECASE))
    bare.close()


def test_the_words_of_a_synthesis_stand_below_its_transcript(page: Page, demo_site: Site) -> None:
    enters(page, demo_site, "learner")
    page.goto(f"{demo_site.address}/module/s1-synthese/synthesis")
    expect(page.locator(".caption a")).to_have_count(0)  # the player reads the captions aloud
    listed = page.locator(".term-list a.term")
    assert listed.count() > 2
    listed.first.focus()
    expect(note(page)).to_be_visible()


# -- the distance -------------------------------------------------------------


def cohort_of(site: Site) -> int:
    """The demo's cohort."""
    house = site.rooms.house
    found: int = teaching.my_cohorts(house, demo_house.furnish(house).people["trainer"])[0][0].id
    return found


def finishes(site: Site, who: str) -> None:
    """A trainer lets somebody of the demo off what they have not done."""
    house = site.rooms.house
    cast = demo_house.furnish(house).people
    trainer, learner = cast["trainer"], cast[who].id
    teaching.waive(house, trainer, cohort_of(site), learner, COURSE, "fait en présence")


def places(page: Page, choices: tuple[str, ...], button: str = "Voir le chemin parcouru") -> None:
    """Answer the five questions, from the first to the last."""
    for number, choice in enumerate(choices):
        page.locator(f'.question input[type="radio"][value="{choice}"]').nth(number).check()
    follows(page.get_by_role("button", name=button))


def test_one_sees_the_way_one_has_come(page: Page, demo_site: Site) -> None:
    enters(page, demo_site, "learner")
    page.goto(f"{demo_site.address}/entry-check")
    places(page, ("n2", "n2", "n4", "n1", "n3"), "Garder mes réponses")
    finishes(demo_site, "learner")
    page.goto(f"{demo_site.address}/")
    page.get_by_role("link", name="Me situer à l’arrivée").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Où en êtes-vous maintenant ?")
    places(page, ("n4", "n2", "n3", "n5", "n3"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Le chemin parcouru")
    expect(page.locator(".travelled li")).to_have_count(5)
    said = page.locator("main")
    expect(said).to_contain_text("Plus haut : 2. Au même endroit : 2. Plus bas : 1.")
    expect(said).to_contain_text("Se situer plus bas qu’au départ est normal")
    expect(page.locator(".travelled li").nth(3)).to_contain_text("4 crans plus haut")
    page.goto(f"{demo_site.address}/session/s4")
    page.get_by_role("link", name="Revoir le chemin parcouru").click()
    expect(page.locator(".travelled li").first).to_contain_text("(4 sur 5)")
