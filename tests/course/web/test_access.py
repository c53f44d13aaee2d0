"""Who asks, and in which language the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import session

from collectif.course.errors import NotAllowed, SignInNeeded
from collectif.course.web import access
from tests.actors import Learner, Visitor
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.conftest import Clock


def language_of(page: Any) -> str:
    return str(page.html.split('<html lang="')[1][:2])


# -- who ---------------------------------------------------------------------------------


def test_a_sign_in_ends_by_itself_after_its_days(app: Flask, clock: Clock) -> None:
    learner = Learner(app).signs_up()
    clock.passes(days=29.9)
    assert learner.opens("/session/s1", follow=False).status == 200
    clock.passes(days=0.2)
    assert learner.opens("/session/s1", follow=False).status == 303
    assert learner.signs_in(learner.email).status == 200
    assert learner.opens("/session/s1", follow=False).status == 200


@pytest.mark.parametrize("token", ["made up", "", 7, None, ["a"]])
def test_a_cookie_that_names_no_sign_in_is_nobodys(shared_app: Flask, token: Any) -> None:
    visitor = Visitor(shared_app)
    with visitor.client.session_transaction() as cookie:
        cookie[access.SIGN_IN] = token
    assert visitor.opens("/session/s1", follow=False).status == 303


def test_a_cookie_that_was_signed_by_somebody_else_is_nobodys(
    shared_app: Flask, sample_folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    other = make_app(url, sample_folder, tmp_path, SECRET_KEY="another secret")
    learner = Learner(other).signs_up()
    cookie = learner.client.get_cookie("collectif")
    assert cookie is not None
    visitor = Visitor(shared_app)
    visitor.client.set_cookie("collectif", cookie.value)
    assert visitor.opens("/session/s1", follow=False).status == 303
    other.extensions["collectif"].house.database.engine.dispose()


@pytest.mark.parametrize(
    ("role", "needed", "may"),
    [
        ("learner", "learner", True),
        ("learner", "trainer", False),
        ("learner", "admin", False),
        ("trainer", "learner", True),
        ("trainer", "trainer", True),
        ("trainer", "admin", False),
        ("admin", "learner", True),
        ("admin", "trainer", True),
        ("admin", "admin", True),
    ],
)
def test_a_higher_role_may_what_a_lower_one_may(
    shared_app: Flask, role: str, needed: str, *, may: bool
) -> None:
    person = Learner(shared_app).signs_up().becomes(role)
    with person.client.session_transaction() as cookie:
        token = cookie[access.SIGN_IN]

    @access.role(needed)
    def view() -> str:
        return "seen"

    assert view.access == needed  # type: ignore[attr-defined]
    with shared_app.test_request_context():
        session[access.SIGN_IN] = token
        if may:
            assert view() == "seen"
        else:
            with pytest.raises(NotAllowed):
                view()


def test_nobody_is_asked_to_sign_in_whatever_the_role(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        assert access.visitor() is None
        for guard in (access.signed_in, access.role("learner"), access.role("admin")):
            with pytest.raises(SignInNeeded):
                guard(lambda: "seen")()
        assert access.public(lambda: "seen")() == "seen"


# -- in which language -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("fr", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-CA", "fr"),
        ("de, en;q=0.5", "en"),
        ("de", "fr"),
        ("", "fr"),
        ("*", "fr"),
        ("x" * 3000, "fr"),
    ],
)
def test_a_visitor_reads_the_language_the_browser_asks_for(
    shared_app: Flask, asked: str, given: str
) -> None:
    assert language_of(Visitor(shared_app, asked).opens("/about")) == given


def test_a_visitors_choice_outlasts_what_the_browser_asks_for(shared_app: Flask) -> None:
    visitor = Visitor(shared_app, "fr")
    visitor.opens("/about")
    assert language_of(visitor.sends("/language", lang="en")) == "en"
    assert language_of(visitor.opens("/sources")) == "en"


def test_a_persons_language_follows_them_to_another_device(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/session/s1")
    page = learner.sends("/language", lang="en")
    assert language_of(page) == "en"
    assert page.response.request.path == "/session/s1"
    elsewhere = Learner(shared_app, "fr")
    elsewhere.signs_in(learner.email)
    assert language_of(elsewhere.opens("/session/s1")) == "en"


def test_a_new_account_speaks_the_language_it_was_made_in(shared_app: Flask) -> None:
    learner = Learner(shared_app, "en").signs_up()
    learner.language = "fr"
    assert language_of(learner.opens("/")) == "en"


@pytest.mark.parametrize(
    ("languages", "asked", "given"),
    [("en", "fr", "en"), ("en,fr", "de", "en"), ("fr", "en", "fr"), ("de,en", "fr", "en")],
)
def test_the_languages_of_the_house_are_a_setting(
    sample_folder: Path, tmp_path: Path, languages: str, asked: str, given: str
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    app = make_app(url, sample_folder, tmp_path, COLLECTIF_LANGUAGES=languages)
    assert language_of(Visitor(app, asked).opens("/about")) == given
    app.extensions["collectif"].house.database.engine.dispose()


# -- where -------------------------------------------------------------------------------


def test_this_page_is_named_as_the_browser_has_it(shared_app: Flask) -> None:
    with shared_app.test_request_context("/about?a=b%26c", base_url="http://localhost/x"):
        assert access.here() == "/x/about?a=b%26c"
        assert access.sign_in_address() == "/x/account/sign-in"
        assert access.sign_in_address("/x/a?b=c&d") == (
            "/x/account/sign-in?next=%2Fx%2Fa%3Fb%3Dc%26d"
        )
