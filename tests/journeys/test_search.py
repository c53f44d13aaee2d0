"""Looking something up: from a word to its sentence, on a phone, with the keyboard, without script."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PASSWORD, PHONE, Site, open_window, sign_up
from .people import Person, follows

pytestmark = pytest.mark.browser


def test_a_word_leads_to_its_sentence_with_the_keyboard_alone(page: Page, site: Site) -> None:
    sign_up(page, site)
    Person(page, site).goes("/resources")
    page.get_by_label("Chercher dans le cours").focus()
    page.keyboard.type("TRAVAILLENT longtemps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/resources/search?q=*")
    expect(page.get_by_label("Chercher dans le cours")).to_have_value("TRAVAILLENT longtemps")
    page.get_by_role("link", name="depuis longtemps").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/module/s1-testimony/screen/recit?phrase=*#phrase")
    sentence = page.locator("mark#phrase")
    expect(sentence).to_contain_text("travaillent ensemble depuis longtemps")
    expect(sentence).to_be_in_viewport()


def test_the_player_waits_at_the_sentence_that_was_found(page: Page, site: Site) -> None:
    sign_up(page, site)
    learner = Person(page, site)
    learner.goes("/resources/search?q=pont+se+construit")
    page.get_by_role("link", name="Puis un pont").click()
    expect(page.locator("[data-caption]")).to_contain_text("Puis un pont se construit")
    expect(page.locator("[data-stage]")).to_be_in_viewport(ratio=0.9)


def test_on_a_phone_without_script_the_sentence_is_marked_as_well(
    browser: Browser, page: Page, site: Site
) -> None:
    sign_up(page, site)
    bare = open_window(browser, PHONE, java_script_enabled=False)
    phone = bare.new_page()
    phone.goto(f"{site.address}/account/sign-in?next=/resources/search")
    phone.get_by_label("Adresse électronique").fill("ada@exemple.fr")
    phone.get_by_label("Mot de passe").fill(PASSWORD)
    follows(phone.get_by_role("button", name="Me connecter"))
    assert urlsplit(phone.url).path == "/resources/search"
    phone.get_by_label("Chercher dans le cours").fill("pont se construit")
    follows(phone.get_by_role("button", name="Chercher"))
    phone.get_by_role("link", name="Puis un pont").click()
    expect(phone.locator("mark#phrase")).to_be_in_viewport()
    bare.close()


def test_the_glossary_says_when_no_word_is_left(page: Page, site: Site) -> None:
    sign_up(page, site)
    Person(page, site).goes("/resources")
    field, none = page.get_by_label("Chercher un mot"), page.get_by_text("Aucun mot ne correspond.")
    expect(none).to_be_hidden()
    field.fill("zzzz")
    expect(none).to_be_visible()
    field.fill("")
    expect(none).to_be_hidden()
