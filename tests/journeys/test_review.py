"""The weekly review in a real browser: somebody of the demo who has completed the course comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from collectif.course.services import accounts, rebuilding
from collectif.course.store import people

from .conftest import PHONE, Site, open_window
from .people import Person, follows

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser


def comes_in(page: Page, site: Site, who: str = "anouk") -> None:
    """Sign in as somebody of the demo cohort."""
    house = site.rooms.house
    with house.database.reading() as connection:
        person = people.by_email(connection, f"{who}@demo.example")
    assert person is not None
    page.goto(f"{site.address}/demo/{accounts.demo_token(house, person)}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_missed_questions_come_back_on_a_phone(
    browser: Browser, demo_site: Site, finds_nothing_serious: Callable[[Page], None], scheme: str
) -> None:
    phone = open_window(browser, PHONE, color_scheme=scheme)
    page = phone.new_page()
    comes_in(page, demo_site)
    expect(page.locator("main")).to_contain_text("Révision de la semaine")
    page.get_by_role("link", name="Réviser").click()
    page.wait_for_url("**/review")
    finds_nothing_serious(page)
    total = int(page.locator("#waiting-title").inner_text().split()[0])
    page.locator("main a.button", has_text="Commencer").click()
    page.wait_for_url("**/review/question/*")
    anouk = Person(page, demo_site)
    for number in range(1, total + 1):
        expect(page.locator(".question-head")).to_be_visible()
        module, question = page.url.rsplit("/", 1)[1].split(".")
        anouk.answers(module, question, right=number != 1)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        expect(page.locator("#review-dots .is-right, #review-dots .is-wrong")).to_have_count(number)
        if number <= 2:
            finds_nothing_serious(page)
        follows(page.locator("#review-pager a.after"))
    expect(page.locator("main")).to_contain_text("C’est fait pour cette semaine")
    expect(page.locator("main")).to_contain_text("Prochaine révision")
    finds_nothing_serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.close()
    assert rebuilding.compare(demo_site.rooms.house, demo_site.rooms.fold).equal


def test_the_switch_works_by_keyboard_and_without_script(
    browser: Browser, demo_site: Site, finds_nothing_serious: Callable[[Page], None], page: Page
) -> None:
    comes_in(page, demo_site)
    page.goto(f"{demo_site.address}/account")
    page.get_by_role("button", name="Désactiver la révision").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("La révision de la semaine est désactivée.")
    finds_nothing_serious(page)

    plain = open_window(browser, PHONE, java_script_enabled=False)
    again = plain.new_page()
    comes_in(again, demo_site)
    again.goto(f"{demo_site.address}/review")
    again.get_by_role("button", name="Activer la révision").click()
    expect(again.locator("main")).to_contain_text("Commencer")
    plain.close()
