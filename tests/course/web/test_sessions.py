"""The visitor's session: read where there is one, and nothing worked out where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, session

from collectif.course.web.sessions import Sessions

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def app() -> Flask:
    made = Flask("counting")
    made.secret_key = "of this test"
    made.session_interface = Sessions()

    @made.route("/count")
    def count() -> str:
        session["count"] = session.get("count", 0) + 1
        return str(session["count"])

    @made.route("/nothing")
    def nothing() -> str:
        return str(sorted(session))

    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_what_a_visitor_did_is_there_at_the_next_request(client: FlaskClient) -> None:
    assert [client.get("/count").text for _ in range(3)] == ["1", "2", "3"]


def test_who_brings_no_cookie_has_an_empty_session_and_gets_none(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert answer.text == "[]"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("value", ["", "forged", "eyJjb3VudCI6IDQxfQ.aaaaaa.bbbbbb"])
def test_a_forged_cookie_is_an_empty_session(client: FlaskClient, value: str) -> None:
    client.set_cookie("session", value)
    assert client.get("/count").text == "1"


def test_without_a_secret_there_is_no_session(app: Flask, client: FlaskClient) -> None:
    app.secret_key = None
    app.testing = True
    with pytest.raises(RuntimeError, match="secret key"):
        client.get("/count")
