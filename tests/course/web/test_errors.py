"""What goes wrong is answered calmly: the right status, words that help, the reader's language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from flask import abort

from collectif.course import errors as our
from collectif.course.i18n import catalogue
from tests.actors import Learner, Visitor
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


def raising(error: Exception) -> Any:
    def view() -> str:
        raise error

    return view


FAULTS: dict[str, tuple[Exception, int]] = {
    "not-found": (our.NotFound("x"), 404),
    "not-allowed": (our.NotAllowed("x"), 403),
    "bad-input": (our.BadInput({"x": "missing"}), 400),
    "outdated": (our.Outdated("x"), 409),
    "too-many": (our.TooMany(61), 429),
    "another-of-ours": (our.CollectifError("x"), 400),
    "a-fault": (ZeroDivisionError("the password is hunter2"), 500),
}


@pytest.fixture(scope="module")
def app(sample_folder: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with an address for everything that may go wrong."""
    folder = tmp_path_factory.mktemp("errors")
    made = make_app(f"sqlite:///{folder / 'x.db'}", sample_folder, folder)
    for name, (error, _status) in FAULTS.items():
        made.add_url_rule(f"/{name}", f"collectif.{name}", raising(error))
    for status in (400, 406, 410, 415, 418, 501, 503):
        made.add_url_rule(
            f"/status/{status}", f"collectif.status-{status}", lambda status=status: abort(status)
        )
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


TITLES = {
    "/none": (404, "Cette page n’existe pas"),
    "/not-found": (404, "Cette page n’existe pas"),
    "/not-allowed": (403, "Cette page n’est pas pour vous"),
    "/bad-input": (400, "Cette demande n’a pas été comprise"),
    "/another-of-ours": (400, "Cette demande n’a pas été comprise"),
    "/outdated": (409, "Cela a changé entre-temps"),
    "/too-many": (429, "Un instant, s’il vous plaît"),
    "/language": (405, "Cette demande n’a pas été comprise"),
    "/a-fault": (500, "Un incident de notre côté"),
    "/status/400": (400, "Cette demande n’a pas été comprise"),
    "/status/410": (410, "Cette demande n’a pas été comprise"),
    "/status/418": (418, "Cette demande n’a pas été comprise"),
    "/status/501": (501, "Un incident de notre côté"),
    "/status/503": (503, "Un incident de notre côté"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", TITLES)
def test_every_error_has_a_page_in_the_readers_language(
    app: Flask, address: str, language: str
) -> None:
    status, title = TITLES[address]
    page = Visitor(app, language).opens(address)
    assert page.status == status
    assert f'<html lang="{language}"' in page.html
    said = str(catalogue(language).ugettext(title))
    assert f"<h1>{said}</h1>" in page.html
    assert f'<p class="fine">{status}</p>' in page.html
    assert 'href="/"' in page.html, "and a way back"


@pytest.mark.parametrize("address", TITLES)
def test_programs_are_answered_in_json(app: Flask, address: str) -> None:
    answer = app.test_client().get(address, headers={"Accept": "application/json"})
    assert answer.status_code == TITLES[address][0]
    assert answer.get_json()["error"] == answer.status_code


def test_a_refused_value_is_named_to_programs(app: Flask) -> None:
    answer = app.test_client().get("/bad-input", headers={"Accept": "application/json"})
    assert answer.get_json() == {"error": 400, "problems": {"x": "missing"}}


def test_another_method_is_told_which_ones_there_are(app: Flask) -> None:
    answer = app.test_client().get("/language")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_who_tries_too_often_is_told_how_long_to_wait(app: Flask) -> None:
    page = Visitor(app).opens("/too-many")
    assert page.response.headers["Retry-After"] == "61"
    assert "Réessayez dans 2 min" in page.words


def test_a_fault_of_ours_is_logged_whole_and_shown_without_details(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "collectif"):
        page = Learner(app).signs_up().opens("/a-fault")
    assert page.status == 500
    assert "hunter2" not in page.html
    assert "Traceback" not in page.html
    (record,) = [one for one in caplog.records if one.name == "collectif"]
    assert record.exc_info is not None
    assert "GET /a-fault" in record.getMessage()


def test_who_is_signed_in_stays_so_on_an_error_page(app: Flask) -> None:
    learner = Learner(app).signs_up("Zoé Tran")
    for address in ("/none", "/not-found"):
        assert "Zoé Tran" in learner.opens(address).words, address


def test_when_the_database_is_gone_pages_are_still_calm(
    sample_folder: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", sample_folder, tmp_path)
    learner = Learner(app, "en").signs_up()
    with app.extensions["collectif"].house.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE collectif_sign_ins")
    for address in ("/", "/session/s1", "/none", "/account"):
        page = learner.opens(address)
        assert page.status == 500, address
        assert '<p class="fine">500</p>' in page.html
    assert learner.opens("/assets/css/tokens.css").status == 200
    assert Visitor(app).opens("/health/live").status == 200
    assert "collectif_sign_ins" in caplog.text
    app.extensions["collectif"].house.database.engine.dispose()


def test_an_error_inside_an_error_page_does_not_go_round_in_circles(app: Flask) -> None:
    """A form with too much in it from somebody whose session has ended: two things at once."""
    page = Visitor(app).posts("/module/s1-tool/worksheet", [("f.phrase", "é" * 2_000_000)])
    assert page.status == 413


def test_a_redirect_of_the_router_is_left_alone(app: Flask) -> None:
    assert app.test_client().get("/xapi").status_code in (301, 307, 308, 404)


def test_a_form_for_learners_that_comes_from_elsewhere_is_not_kept(app: Flask) -> None:
    page = Visitor(app).posts(
        "/module/s1-tool/worksheet",
        [("f.phrase", "typed by another site")],
        **{"Sec-Fetch-Site": "cross-site"},
    )
    assert page.status == 401
    assert "typed by another site" not in page.html
