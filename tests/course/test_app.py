"""Running alone: the smallest host, its secret, its cookie, its settings from the environment."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course import create_app
from collectif.course.errors import SettingError
from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    Make = Callable[..., Flask]


@pytest.fixture
def alone(tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes the application that is the course and nothing else, in an instance folder of its own."""
    monkeypatch.setenv("COLLECTIF_INSTANCE", str(tmp_path / "instance"))
    made: list[Flask] = []

    def make(**config: Any) -> Flask:
        app = create_app({"COLLECTIF_CONTENT": sample_folder, **config})
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["collectif"].house.database.engine.dispose()


def test_a_secret_is_made_once_and_read_by_its_owner_only(alone: Make, tmp_path: Path) -> None:
    first = alone()
    path = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(str(first.secret_key)) >= 48
    assert alone().secret_key == first.secret_key, "the next start signs with the same"


def test_a_given_secret_leaves_no_file(
    alone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alone(SECRET_KEY="given").secret_key == "given"
    monkeypatch.setenv("COLLECTIF_SECRET_KEY", "from outside")
    assert alone().secret_key == "from outside"
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_settings_come_from_the_environment_unless_they_are_given(
    alone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLECTIF_SIGN_UP", "false")
    monkeypatch.setenv("COLLECTIF_LANGUAGES", "en, fr")
    monkeypatch.setenv("COLLECTIF_SESSION_DAYS", "7")
    settings = alone().extensions["collectif"].house.settings
    assert (settings.sign_up, settings.languages, settings.session_days) == (False, ("en", "fr"), 7)
    assert alone(COLLECTIF_SIGN_UP=True).extensions["collectif"].house.settings.sign_up


def test_a_misspelt_setting_in_the_environment_stops_the_start(
    alone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLECTIF_PREFIXE", "/cours")
    with pytest.raises(SettingError, match="COLLECTIF_PREFIXE"):
        alone()


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_the_version_of_answers_to_requests_that_name_none_can_be_set(
    alone: Make, version: str
) -> None:
    client = alone(COLLECTIF_XAPI_VERSION=version).test_client()
    answer = client.get("/xapi/statements")
    assert answer.status_code == 400
    assert answer.headers["X-Experience-API-Version"] == version
    answer = client.get("/xapi/about", headers={"X-Experience-API-Version": "1.0.3"})
    assert set(answer.json["version"]) >= {"1.0.3", "2.0.0"}


def test_the_database_lies_in_the_instance_folder(alone: Make, tmp_path: Path) -> None:
    alone()
    assert (tmp_path / "instance" / "collectif.db").is_file()


# -- the cookie ------------------------------------------------------------------------


def cookie(app: Flask) -> str:
    """The header that sets the session's cookie, at sign-up."""
    visitor = Visitor(app)
    visitor.opens("/account/sign-up")
    values = {"name": "Ada", "email": "ada@exemple.fr", "password": "une phrase assez longue"}
    page = visitor.sends("/account/sign-up", follow=False, **values)
    assert page.status == 303
    return str(page.response.headers["Set-Cookie"])


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(alone: Make) -> None:
    parts = [part.strip() for part in cookie(alone()).split(";")]
    assert parts[0].startswith("collectif=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert "Secure" not in parts


def test_the_cookie_is_kept_to_https_where_the_site_is_known_to_speak_it(alone: Make) -> None:
    assert "Secure" in cookie(alone(COLLECTIF_BASE_URL="https://cours.exemple.fr"))


@pytest.mark.parametrize("wanted", [True, False])
def test_whether_the_cookie_is_kept_to_https_can_be_decided(alone: Make, *, wanted: bool) -> None:
    app = alone(COLLECTIF_BASE_URL="https://cours.exemple.fr", SESSION_COOKIE_SECURE=wanted)
    assert app.config["SESSION_COOKIE_SECURE"] is wanted


def test_the_cookie_lasts_as_long_as_a_sign_in(alone: Make) -> None:
    app = alone(COLLECTIF_SESSION_DAYS=90)
    assert app.permanent_session_lifetime.days == 90


def test_the_cookie_does_not_travel_with_every_file(alone: Make) -> None:
    learner = Learner(alone()).signs_up()
    for address in ("/assets/css/tokens.css?v=1", "/health/live", "/about"):
        with learner.client.get(address) as answer:
            assert "Set-Cookie" not in answer.headers, address


# -- addresses that are nobody's ---------------------------------------------------------


def test_an_unknown_address_is_answered_with_a_page_of_ours(alone: Make) -> None:
    app = alone()
    page = Visitor(app).opens("/wp-login.php")
    assert page.status == 404
    assert "Cette page n’existe pas" in page.words
    assert "default-src 'self'" in page.response.headers["Content-Security-Policy"]
    assert page.response.headers.getlist("Vary") == ["Cookie, Accept-Language"]


def test_a_host_name_that_is_not_trusted_gets_nothing(alone: Make) -> None:
    client = alone(TRUSTED_HOSTS=["cours.exemple.fr"]).test_client()
    assert client.get("/", base_url="http://cours.exemple.fr").status_code == 200
    refused = client.get("/", base_url="http://ailleurs.example")
    assert refused.status_code == 400
    assert "/assets/" not in refused.get_data(as_text=True)


def test_flask_finds_the_commands(alone: Make) -> None:
    done = alone().test_cli_runner().invoke(args=["collectif", "--help"])
    assert done.exit_code == 0
    for command in ("check", "outline", "upgrade", "rebuild", "role", "credentials", "settings"):
        assert command in done.output
