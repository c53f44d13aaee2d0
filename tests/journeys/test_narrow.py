"""On a phone, and on a sheet of paper: nothing is cut off and nothing has to be pushed sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, enters, sign_up

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Site

WIDE = ("s3-outil-gouvernance", "s4-outil-evaluation", "s1-outil-ecosysteme")
"""Tools whose tables have the most columns."""
A4 = {"width": 688, "height": 1000}
"""What the margins leave of a sheet of A4, in CSS pixels."""
MILLIMETRE = 96 / 25.4

CUT_OFF = """[...document.querySelectorAll("main, .sheet, .table-scroll, .sheet-table, .sheet-table *")]
    .filter((one) => one.clientWidth > 0 && (one.scrollWidth > one.clientWidth + 1
        || (one.matches("td, th") && one.scrollHeight > one.clientHeight + 1)))
    .map((one) => one.tagName + "." + one.className + " " + one.textContent.slice(0, 40))"""


@pytest.mark.parametrize("version", ["example", "blank"])
def test_a_wide_table_is_read_row_by_row_on_a_phone(
    page: Page, demo_site: Site, version: str
) -> None:
    page.set_viewport_size(PHONE)
    enters(page, demo_site, "learner")
    for tool in WIDE:
        page.goto(f"{demo_site.address}/module/{tool}/worksheet/document?version={version}")
        assert page.evaluate(CUT_OFF) == [], tool
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tool
        cell = page.locator(".printed .sheet-table td[data-label]").first
        label = cell.evaluate("one => getComputedStyle(one, '::before').content")
        assert label.strip('"') == cell.get_attribute("data-label"), tool


def test_a_wide_table_fits_on_paper(page: Page, demo_site: Site) -> None:
    enters(page, demo_site, "learner")
    page.set_viewport_size(A4)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    for tool in WIDE:
        page.goto(f"{demo_site.address}/module/{tool}/worksheet/document?version=example")
        assert page.evaluate(CUT_OFF) == [], tool
        expect(page.locator(".printed .sheet-table thead").first).to_be_visible()


def test_a_blank_table_leaves_room_to_write_in_by_hand(page: Page, demo_site: Site) -> None:
    enters(page, demo_site, "learner")
    page.set_viewport_size(A4)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    for tool in (*WIDE, "s2-outil-carre", "s2-outil-adequation"):
        page.goto(f"{demo_site.address}/module/{tool}/worksheet/document?version=blank")
        assert page.evaluate(CUT_OFF) == [], tool
        for cell in page.locator(".printed td.kind-text").all():
            box = cell.bounding_box()
            assert box and box["height"] >= 13 * MILLIMETRE, tool
            assert box["width"] >= 25 * MILLIMETRE, tool


@pytest.mark.parametrize("version", ["example", "blank"])
def test_what_is_short_takes_less_of_a_table_than_what_is_written(
    page: Page, demo_site: Site, version: str
) -> None:
    enters(page, demo_site, "learner")
    page.set_viewport_size(A4)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    page.goto(f"{demo_site.address}/module/s2-outil-carre/worksheet/document?version={version}")
    heads = page.locator(".printed thead").nth(1).locator("th").all()
    wide = {head.get_attribute("class"): head.bounding_box() for head in heads}
    number, choice, text = (wide[f"kind-{one}"] for one in ("number", "choice", "text"))
    assert number and choice and text
    assert number["width"] < choice["width"] < 0.75 * text["width"]


def test_things_to_put_in_order_have_the_width_of_a_phone_and_keys_move_them(
    page: Page, site: Site
) -> None:
    page.set_viewport_size(PHONE)
    sign_up(page, site)
    lesson = site.rooms.house.catalogue.module("s1-lesson")
    place = next(screen.id for screen in lesson.screens if "ranger" in screen.questions)
    page.goto(f"{site.address}/module/s1-lesson/screen/{place}")
    lines = page.locator("#question-ranger .ordering li")
    for line in lines.all():
        box, label = line.bounding_box(), line.locator("label").bounding_box()
        assert box and label
        assert label["width"] > 0.85 * box["width"]
        for button in line.locator(".move").all():
            target = button.bounding_box()
            assert target and min(target["width"], target["height"]) >= 24
    before = lines.locator("label").all_text_contents()
    lines.first.locator(".move:not(:disabled)").focus()
    page.keyboard.press("Enter")
    after = lines.locator("label").all_text_contents()
    assert after == [before[1], before[0], *before[2:]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
