"""What keeps pages safe: the token of forms, the size of forms, headers, no inline code."""

from __future__ import annotations

import re
import uuid
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from collectif.course.web.security import add_headers
from tests.actors import Learner, Visitor
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

ANSWER = "/module/s1-lesson/question/vrai-faux"


@pytest.fixture(scope="module")
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def answer(**values: str) -> list[tuple[str, str]]:
    return [("answer_id", str(uuid.uuid4())), ("response", "false"), *values.items()]


# -- forms of other sites ------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        ANSWER,
        "/module/s1-lesson/screen/pourquoi/seen",
        "/module/s1-quiz/quiz/start",
        "/module/s1-tool/worksheet",
        "/module/s1-synthesis/watched",
        "/account/name",
        "/account/password",
        "/account/devices",
        "/entry-check",
        "/join",
        "/language",
        "/account/sign-out",
        "/account/sign-in",
        "/account/sign-up",
        "/account/forgotten",
        "/account/reset/x",
    ],
)
def test_a_form_without_the_pages_token_changes_nothing(learner: Learner, address: str) -> None:
    page = learner.posts(address, answer(), follow=False)
    assert page.status == 400
    assert learner.opens("/account").status == 200, "still signed in"


@pytest.mark.parametrize("token", ["", "made-up", "IjEi.aaaaaa.bbbbbbbb"])
def test_a_made_up_token_is_refused(learner: Learner, token: str) -> None:
    assert learner.posts(ANSWER, answer(csrf_token=token)).status == 400


def test_the_token_of_somebody_else_is_refused(shared_app: Flask, learner: Learner) -> None:
    token = Visitor(shared_app).token()
    assert learner.posts(ANSWER, answer(csrf_token=token)).status == 400


def test_the_token_may_come_in_the_form_or_in_a_header(learner: Learner) -> None:
    token = learner.token()
    assert learner.posts(ANSWER, answer(csrf_token=token)).status == 200
    assert learner.posts(ANSWER, answer(), **{"X-CSRFToken": token}).status == 200
    assert learner.posts(ANSWER, answer(), **{"X-CSRFToken": "made-up"}).status == 400


def test_scripts_prove_themselves_by_the_header(learner: Learner) -> None:
    event = {"event": "initialized", "id": str(uuid.uuid4()), "session": str(uuid.uuid4())}
    address = "/module/s1-synthesis/played"
    bare = learner.client.post(address, json=event)
    assert (bare.status_code, bare.get_json()["error"]) == (400, 400)
    assert learner.tells(address, event).status_code == 200


def test_a_form_left_open_overnight_can_still_be_sent(app: Flask, clock: object) -> None:
    learner = Learner(app).signs_up()
    token = learner.token()
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
    assert learner.posts(ANSWER, answer(csrf_token=token)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},  # behind a proxy that speaks HTTPS
    ],
)
def test_a_stale_form_of_our_own_page_can_be_sent_again(
    learner: Learner, headers: dict[str, str]
) -> None:
    """The session was renewed in another tab: what was typed is kept, and one click sends it."""
    page = learner.posts(ANSWER, answer(csrf_token="old"), **headers)
    assert page.status == 400
    assert "Rien n’est perdu" in page.words
    again = learner.sends(ANSWER)
    assert again.status == 200
    assert "la bonne est celle qui sert les objectifs" in again.words


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_not_offered_to_be_sent_again(
    learner: Learner, headers: dict[str, str]
) -> None:
    page = learner.posts(ANSWER, answer(), **headers)
    assert page.status == 400
    assert "Rien n’est perdu" not in page.words
    assert 'name="response"' not in page.html


# -- size ----------------------------------------------------------------------------------


MEGABYTE = "a" * 1_000_000


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/module/s1-lesson/question/raconter", "response"),
        ("/module/s1-lesson/question/mot", "response"),
        ("/module/s1-lesson/question/calcul", "response"),
        ("/module/s1-tool/worksheet", "f.phrase"),
        ("/account/name", "name"),
        ("/account/password", "new"),
        ("/account/sign-in", "email"),
        ("/account/forgotten", "email"),
        ("/join", "code"),
        ("/language", "lang"),
    ],
)
def test_a_megabyte_of_text_is_refused_calmly_wherever_it_is_typed(
    learner: Learner, address: str, field: str
) -> None:
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    page = learner.posts(address, [*fields, (field, MEGABYTE)], follow=False)
    assert page.status in (400, 422), page.words[:200]
    assert learner.opens("/").status == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_over_the_limit_gets_the_page_that_says_so(shared_app: Flask, language: str) -> None:
    learner = Learner(shared_app, language).signs_up()
    fields = answer(csrf_token=learner.token(), more="é" * 1_000_000)  # six bytes each on its way
    for address in (ANSWER, "/module/s1-tool/worksheet", "/account/sign-in"):
        page = learner.posts(address, fields)
        assert page.status == 413
        assert f'<html lang="{language}"' in page.html
        assert "413" in page.words
        assert len(page.html) < 20_000, "what was too long is not sent back"


def test_a_visitors_form_over_the_limit_is_as_calm(shared_app: Flask) -> None:
    page = Visitor(shared_app).posts("/module/s1-tool/worksheet", [("f.phrase", "é" * 1_000_000)])
    assert page.status == 413


def test_the_limit_is_a_setting(sample_folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    app = make_app(url, sample_folder, tmp_path, COLLECTIF_MAX_UPLOAD="2000")
    learner = Learner(app).signs_up()
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4()))]
    address = "/module/s1-lesson/question/raconter"
    assert learner.posts(address, [*fields, ("response", "a" * 1000)]).status == 200
    assert learner.posts(address, [*fields, ("response", "a" * 3000)]).status == 413
    app.extensions["collectif"].house.database.engine.dispose()


def test_a_character_no_database_takes_is_refused(app_on_each: Flask) -> None:
    learner = Learner(app_on_each).signs_up()
    token = learner.token()
    for address, field in (
        ("/module/s1-lesson/question/mot", "response"),
        ("/module/s1-tool/worksheet", "f.phrase"),
        ("/account/name", "name"),
        ("/account/sign-in", "email"),
    ):
        page = learner.posts(address, [*answer(csrf_token=token), (field, "a\0b")])
        assert page.status == 400, address
    assert learner.opens("/join?code=a%00b").status == 400
    assert learner.opens("/module/a%00b").status in (400, 404)
    odd = "𝛂 \u202e \ufffe \u0301 'DROP TABLE\" <b>"
    page = learner.posts("/account/name", [("csrf_token", token), ("name", odd)])
    assert page.status == 200
    assert "&lt;b&gt;" in page.html


# -- headers ---------------------------------------------------------------------------------

KINDS = {
    "a page": ("/about", 200),
    "a page for learners": ("/session/s1", 200),
    "a redirect": ("/module/s1-lesson", 303),
    "a refusal": ("/admin", 403),
    "a lock": ("/module/s2-lesson", 403),
    "nothing of that name": ("/module/none", 404),
    "no address of ours": ("/none/at/all", 404),
    "another method": ("/language", 405),
    "a document": ("/module/s1-tool/worksheet/document", 200),
    "a picture of a module": ("/module/s1-lesson/media/carte.svg", 200),
    "a file": ("/assets/css/tokens.css", 200),
    "a missing file": ("/assets/none.css", 404),
    "data": ("/xapi-profile.jsonld", 200),
    "health": ("/health/ready", 200),
    "a fault": ("/a-fault", 500),
}


@pytest.fixture(scope="module")
def with_a_fault(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Learner]:
    folder = tmp_path_factory.mktemp("faulty")
    app = make_app(f"sqlite:///{folder / 'x.db'}", sample_folder, folder)

    @app.route("/a-fault", endpoint="collectif.a_fault")
    def fault() -> str:
        raise ZeroDivisionError

    yield Learner(app).signs_up()
    app.extensions["collectif"].house.database.engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_headers(with_a_fault: Learner, kind: str) -> None:
    address, status = KINDS[kind]
    page = with_a_fault.opens(address, follow=False)
    assert page.status == status
    headers = page.response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; script-src 'self';") or (
        policy == "default-src 'none'; sandbox" and "media" in address
    )
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    if page.response.mimetype == "text/html":
        assert headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in headers["Vary"]
        assert "Accept-Language" in headers["Vary"]


def test_a_redirect_after_a_form_and_an_answer_to_a_script_carry_them_too(
    learner: Learner,
) -> None:
    token = learner.token()
    for headers in ({}, {"X-Fragment": "1"}, {"Accept": "application/json"}):
        answered = learner.posts(ANSWER, answer(csrf_token=token), follow=False, **headers)
        assert "default-src 'self'" in answered.response.headers["Content-Security-Policy"]


def test_over_https_browsers_are_told_to_stay_there(learner: Learner) -> None:
    secure = learner.client.get("/about", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in learner.opens("/about").response.headers


def test_what_the_host_has_set_is_left(shared_app: Flask) -> None:
    with shared_app.test_request_context("/about"):
        response = shared_app.response_class("x", headers={"Referrer-Policy": "no-referrer"})
        assert add_headers(response).headers["Referrer-Policy"] == "no-referrer"


# -- a crawl: no inline code anywhere --------------------------------------------------------


class Inline(HTMLParser):
    """Notes what the policy would block: scripts and styles in the page, attributes that are code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        self.found += [
            value for value in given.values() if value.strip().lower().startswith("javascript:")
        ]
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.add(given["href"].partition("#")[0])


def crawl(person: Visitor, start: tuple[str, ...]) -> dict[str, list[str]]:
    """Every page that links lead to from `start`, with the inline code of each."""
    waiting, seen = list(start), dict[str, list[str]]()
    while waiting:
        address = waiting.pop()
        shape = re.sub(r"\d+", "0", address)
        if shape in seen:
            continue
        page = person.opens(address)
        assert page.status in (200, 403), address
        parser = Inline()
        if page.response.mimetype == "text/html":
            parser.feed(page.html)
        seen[shape] = parser.found
        waiting += sorted(parser.links)
    return seen


@pytest.mark.parametrize("role", ["visitor", "learner", "trainer", "admin"])
def test_no_page_that_links_lead_to_holds_inline_code(shared_app: Flask, role: str) -> None:
    person: Visitor = Visitor(shared_app)
    start: tuple[str, ...] = ("/", "/account/sign-in")
    if role != "visitor":
        learner = Learner(shared_app).signs_up().becomes(role)
        if role == "learner":
            learner.takes_everything()
        person, start = learner, ("/", "/account", "/trainer", "/admin", "/module/s2-lesson")
    found = crawl(person, start)
    assert len(found) >= (6 if role == "visitor" else 25)
    assert {address: code for address, code in found.items() if code} == {}


def test_pages_that_no_link_leads_to_hold_no_inline_code_either(shared_app: Flask) -> None:
    visitor = Visitor(shared_app)
    late = visitor.posts("/module/s1-lesson/question/mot", [("response", "<script>x</script>")])
    pages = [late, visitor.opens("/none"), visitor.opens("/account/reset/x")]
    visitor.opens("/account/sign-up")
    pages.append(visitor.sends("/account/sign-up", name="<script>", email="x", password="y"))
    for page in pages:
        parser = Inline()
        parser.feed(page.html)
        assert parser.found == []
