"""A real browser against a real server: Chromium from the system, the application in a thread."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from collectif.course.paths import MODULES
from collectif.course.services import accounts, demo_house
from tests.conftest import make_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
expect.set_options(timeout=20_000)  # A machine that tests and serves may be slow, never wrong.
PASSWORD = "une phrase assez longue"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no Chromium here; `.ci/browser` installs one"
    started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield started
    started.close()


def open_window(browser: Browser, size: ViewportSize, **wishes: Any) -> BrowserContext:
    """A window of a French reader; `wishes` as Playwright's `new_context` has them.

    Without movement unless asked for: what still moves can slip away between the press and the release of a
    click.
    """
    wishes.setdefault("reduced_motion", "reduce")
    return browser.new_context(locale="fr-FR", viewport=size, **wishes)


class Site:
    """The application under test and where it answers."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address

    @property
    def rooms(self):  # type: ignore[no-untyped-def]  # the rooms of the extension
        return self.app.extensions["collectif"]


def _serve(app: Flask) -> Iterator[Site]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture
def site(sqlite_url: str, sample_folder: Path, tmp_path: Path) -> Iterator[Site]:
    """The sample course, served."""
    yield from _serve(make_app(sqlite_url, sample_folder, tmp_path, clock=_now))


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course with its demo cohort, furnished once for all journeys of this worker."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.db"
    app = make_app(f"sqlite:///{path}", MODULES, folder, clock=_now, COLLECTIF_DEMO=True)
    house = app.extensions["collectif"].house
    demo_house.furnish(house)
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    house.database.engine.dispose()
    return path


@pytest.fixture
def demo_site(demo_database: Path, tmp_path: Path) -> Iterator[Site]:
    """The real course with its demo cohort, served from a copy of its own."""
    copy = tmp_path / "demo.db"
    shutil.copy(demo_database, copy)
    yield from _serve(
        make_app(f"sqlite:///{copy}", MODULES, tmp_path, clock=_now, COLLECTIF_DEMO=True)
    )


def enters(page: Page, site: Site, who: str) -> None:
    """Sign in as somebody of the demo, by their one-click link."""
    house = site.rooms.house
    person = demo_house.furnish(house).people[who]
    page.goto(f"{site.address}/demo/{accounts.demo_token(house, person)}")


def _now() -> int:
    return time.time_ns() // 1000


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of a French reader on a laptop."""
    made = open_window(browser, LAPTOP)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that fails the test when a script fails or the policy blocks something."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: faults.append(message.text) if _is_fault(message.text) else None,
    )
    yield opened
    assert faults == []


def _is_fault(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text


@pytest.fixture
def finds_nothing_serious() -> Callable[[Page], None]:
    """Fails with axe's words when a page has a serious or critical fault of accessibility."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page).response["violations"]
        serious = [
            f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], f"{page.url}: {serious}"

    return check


def sign_up(
    page: Page, site: Site, name: str = "Ada Martin", email: str = "ada@exemple.fr"
) -> None:
    """Sign up through the page."""
    page.goto(f"{site.address}/account/sign-up")
    page.get_by_label("Prénom et nom").fill(name)
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url(f"{site.address}/")
