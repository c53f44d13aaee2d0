"""Refusals say what is wrong, where, and by which rule."""

from __future__ import annotations

from typing import Any

import pytest

from collectif.lrs import (
    Conflict,
    Database,
    Forbidden,
    Invalid,
    LRSError,
    Malformed,
    NotFound,
    PreconditionFailed,
    TooLarge,
    TooMany,
    Unauthorized,
)
from collectif.lrs.resources import errors

from ..lms import LMS, mount, statement


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Malformed("not UTF-8", position=3), 400),
        (Invalid("$.actor", "wrong-type"), 400),
        (Unauthorized("key or secret"), 401),
        (Forbidden("scope all"), 403),
        (NotFound("x"), 404),
        (Conflict("another"), 409),
        (PreconditionFailed("If-Match"), 412),
        (TooLarge("JSON", limit=5), 413),
        (TooLarge("JSON"), 413),
        (TooMany("slow down", retry_after=7), 429),
    ],
)
def test_every_error_has_its_status_and_a_sentence(error: LRSError, status: int) -> None:
    response = errors.answer(error)
    assert response.status_code == status
    assert response.json["error"]


def test_a_rule_that_is_broken_is_named_with_its_place() -> None:
    told = errors.answer(Invalid("$[3].actor.mbox", "mailto", '"x"')).json
    assert (told["path"], told["rule"]) == ("$[3].actor.mbox", "mailto")
    assert '"x"' in told["error"]


def test_what_cannot_be_read_is_told_with_its_position() -> None:
    told = errors.answer(Malformed("expected ,", position=12, path="$[1]")).json
    assert (told["path"], told["position"]) == ("$[1]", 12)


def test_headers_go_with_some_statuses() -> None:
    assert errors.answer(TooMany(retry_after=7)).headers["Retry-After"] == "7"
    assert errors.answer(Unauthorized()).headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"actor": {"mbox": "ada"}}, "$.actor.mbox"),
        ({"verb": {}}, "$.verb.id"),
        ({"object": {"objectType": "activity", "id": "x:y"}}, "$.object.objectType"),
        ({"result": {"score": {"scaled": 2}}}, "$.result.score.scaled"),
        ({"context": {"registration": "x"}}, "$.context.registration"),
        ({"extra": 1}, "$.extra"),
        ({"actor": None}, "$.actor"),
    ],
)
def test_a_refused_statement_is_told_with_its_json_path(
    lms: LMS, changed: dict[str, Any], path: str
) -> None:
    response = lms.posts(statement(**changed))
    assert (response.status_code, response.json["path"]) == (400, path)
    assert response.json["citation"]
    batched = lms.posts([statement(), statement(**changed)])
    assert batched.json["path"] == path.replace("$", "$[1]", 1)


@pytest.mark.parametrize(
    "body", ["", "{", "nonsense", '{"a":1,"a":2}', '["\\ud800"]', "[NaN]", "\ufeff{}", "[" * 200]
)
def test_a_body_that_cannot_be_read_is_told_with_its_place(lms: LMS, body: str) -> None:
    response = lms.asks(
        "POST", "statements", body=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400
    assert response.json["path"].startswith("$")


def test_our_own_fault_is_told_to_the_log_only(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def recorded(self, *_told: object) -> None:
            raise ZeroDivisionError("inside")

        def voided(self, *_told: object) -> None:
            raise ZeroDivisionError("inside")

    lms = mount(database, listener=Broken()).lms
    response = lms.posts(statement())
    assert response.status_code == 500
    assert response.json == {"error": "The server failed"}
    assert response.headers["X-Experience-API-Version"] == "1.0.3"
    assert "ZeroDivisionError" in caplog.text
    assert lms.sees() == []
