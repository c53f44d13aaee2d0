"""The promise of the demo: the missing quiz, the diagnostic, its plan; and the trainer sees it all."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from collectif.course.services import demo_house, rebuilding, simulating
from collectif.course.xapi import statements as say
from tests.actors import Program

from .conftest import LAPTOP, PHONE, Site, enters, open_window
from .people import Person, follows

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

QUIZ = "s4-quiz"


def answers_the_diagnostic(page: Page) -> None:
    """Choose the first questionnaire and answer every item, with evidence."""
    page.locator("form[action='/diagnostic'] input[type=radio]").first.check()
    page.locator("form[action='/diagnostic'] button").first.click()
    page.wait_for_url("**/dimension/*")
    for number in range(8):
        page.wait_for_url(f"**/dimension/D{number + 1}")
        for place, group in enumerate(page.locator("fieldset:has(input[name^='item.'])").all()):
            group.locator("input[type=radio]").nth((number + place) % 4).check()
        page.locator("input[name^='grade.']").nth(2).check()
        page.locator("button[name=go][value=next], button[name=go][value=result]").first.click()
    page.wait_for_url("**/result")


def test_presque_passes_the_missing_quiz_and_comes_to_a_plan(
    browser: Browser, demo_site: Site, finds_nothing_serious: Callable[[Page], None]
) -> None:
    phone = open_window(browser, PHONE)
    page = phone.new_page()
    enters(page, demo_site, "presque")
    expect(page.locator("main")).to_contain_text("Quiz de la séance 4")
    page.goto(f"{demo_site.address}/diagnostic")
    expect(page.locator("main")).to_contain_text("Ce qui l’ouvre")

    presque = Person(page, demo_site)
    presque.passes(QUIZ)
    presque.goes("/diagnostic")
    finds_nothing_serious(page)
    answers_the_diagnostic(page)
    follows(page.locator("form[action$='/finish'] button").first)
    expect(page.locator("svg[role=img]").first).to_be_visible()
    expect(page.get_by_role("heading", name="Le plan")).to_be_visible()
    assert page.locator("main a[href*='/module/']").count() >= 6
    finds_nothing_serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.close()

    desk = open_window(browser, LAPTOP)
    trainer = desk.new_page()
    enters(trainer, demo_site, "trainer")
    trainer.locator("a[href*='/trainer/cohort/']").first.click()
    row = trainer.locator("tbody tr", has_text="Nadia Benali")
    expect(row).to_contain_text("100")
    desk.close()
    assert rebuilding.compare(demo_site.rooms.house, demo_site.rooms.fold).equal


def test_the_same_unlock_happens_when_an_lms_posts_the_quiz(page: Page, demo_site: Site) -> None:
    house = demo_site.rooms.house
    presque = demo_house.furnish(house).people["presque"]
    assert simulating.remaining(house, presque) == (QUIZ,)
    lms = Program(demo_site.app)
    statements = [
        {
            "actor": house.recording.actor(presque.pseudonym),
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": say.module_iri(house.catalogue.course, QUIZ)},
        }
        for verb in ("passed", "completed")
    ]
    assert lms.posts(*statements).status_code == 200
    enters(page, demo_site, "presque")
    page.goto(f"{demo_site.address}/diagnostic")
    expect(page.locator("form[action='/diagnostic']")).to_be_visible()
    assert rebuilding.compare(house, demo_site.rooms.fold).equal


def test_a_trainer_makes_a_group_and_somebody_joins_by_the_link(
    browser: Browser, demo_site: Site, finds_nothing_serious: Callable[[Page], None]
) -> None:
    desk = open_window(browser, LAPTOP)
    page = desk.new_page()
    enters(page, demo_site, "trainer")
    page.goto(f"{demo_site.address}/trainer/cohort")
    page.locator("input[name=name]").fill("Groupe du mardi")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/trainer/cohort/*")
    grid = page.url
    finds_nothing_serious(page)
    code = house_code(demo_site, int(grid.rstrip("/").rpartition("/")[2].partition("?")[0]))

    phone = open_window(browser, PHONE)
    joining = phone.new_page()
    joining.goto(f"{demo_site.address}/join/{code}")
    expect(joining.locator("main")).to_contain_text("Groupe du mardi")
    joining.get_by_role("button", name="Créer mon compte et rejoindre").click()
    joining.get_by_label("Prénom et nom").fill("Zoé Petit")
    joining.get_by_label("Adresse électronique").fill("zoe@exemple.fr")
    joining.get_by_label("Mot de passe").fill("une phrase assez longue")
    joining.get_by_role("button", name="Créer mon compte").click()
    joining.wait_for_url(f"{demo_site.address}/")
    phone.close()

    page.goto(grid)
    expect(page.locator("tbody tr", has_text="Zoé Petit")).to_be_visible()
    desk.close()


def house_code(site: Site, cohort: int) -> str:
    """The invitation code that the group's page shows."""
    with site.rooms.house.database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT code FROM collectif_cohorts WHERE id = ?", (cohort,)
        ).scalar()
    return str(found)


def test_the_export_has_the_cells_of_the_grid(page: Page, demo_site: Site) -> None:
    enters(page, demo_site, "trainer")
    page.goto(f"{demo_site.address}/trainer/cohort/1")
    names = page.locator("tbody tr th[scope=row]").all_inner_texts()
    answer = page.request.get(f"{demo_site.address}/trainer/cohort/1.csv")
    rows = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [name.strip() for name in names]
    assert len(rows) == 13


def test_no_page_of_the_trainer_or_the_admin_has_a_serious_fault(
    browser: Browser, demo_site: Site, finds_nothing_serious: Callable[[Page], None]
) -> None:
    for who, paths in (
        ("trainer", ("/trainer", "/trainer/cohort", "/trainer/cohort/1", "/trainer/cohort/1/edit")),
        ("admin", ("/admin", "/admin/statements", "/admin/statements?agent=nobody")),
    ):
        for size in (PHONE, LAPTOP):
            window = open_window(browser, size)
            page = window.new_page()
            enters(page, demo_site, who)
            for path in paths:
                page.goto(demo_site.address + path)
                finds_nothing_serious(page)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            window.close()
