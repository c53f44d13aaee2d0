"""The Authorization header."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs import Caller, Database, InvalidToken, Unauthorized

from ..lms import Mounted, agent, caller, mount, statement

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from collectif.lrs import Credentials


def _basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.fixture
def keyed(database: Database) -> Mounted:
    """An LRS without a resolver, with the key `ké` and the secret `s:é`."""
    lrs = mount(database, resolver=None)
    with database.writing() as connection:
        lrs.recorder.create_credentials(
            connection, "LMS", frozenset({"all"}), agent("boss"), "ké", "s:é"
        )
    return lrs


def _status(lrs: Mounted, authorization: str | None) -> int:
    response = lrs.lms.asks("GET", "statements", headers={"Authorization": authorization})
    offered = response.headers.getlist("WWW-Authenticate")
    assert [one.split()[0] for one in offered] == (
        ["Basic", "Bearer"] if response.status_code == 401 else []
    )
    return response.status_code


def test_key_and_secret_open_the_door(keyed: Mounted) -> None:
    assert _status(keyed, _basic("ké:s:é")) == 200
    assert _status(keyed, _basic("ké:s:é").replace("Basic", "bAsIc")) == 200


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic Og==",
        "Basic é",
        "Basic !!!!",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        _basic("nocolon"),
        _basic("ké:wrong"),
        _basic("other:s:é"),
        "Bearer",
        "Bearer ké:s:é",
        "Bearer clf_0123456789ab_" + "A" * 43,
        _basic("k\0:s\0"),
        "Digest username=x",
    ],
)
def test_anything_else_is_401(keyed: Mounted, authorization: str | None) -> None:
    assert _status(keyed, authorization) == 401


def test_the_authority_is_that_of_the_credentials(keyed: Mounted) -> None:
    headers = {"Authorization": _basic("ké:s:é"), "Content-Type": "application/json"}
    statement = '{"actor":{"mbox":"mailto:a@x.org"},"verb":{"id":"x:v"},"object":{"id":"x:a"}}'
    posted = keyed.lms.asks("POST", "statements", body=statement, headers=headers)
    params = {"statementId": posted.json[0]}
    got = keyed.lms.asks("GET", "statements", params, headers=headers)
    assert got.json["authority"] == agent("boss")


def test_the_owner_may_know_callers_of_its_own(database: Database) -> None:
    def resolver(authorization: str | None) -> Caller | None:
        if authorization == "Bearer good":
            return caller("owner's")
        if authorization == "Bearer stale":
            raise Unauthorized("stale")
        if authorization == "Bearer old":
            raise InvalidToken("old")
        return None

    lrs = mount(database, resolver=resolver)
    with database.writing() as connection:
        lrs.recorder.create_credentials(connection, "LMS", frozenset({"all"}), key="k", secret="s")
    assert _status(lrs, "Bearer good") == 200
    assert _status(lrs, "Bearer stale") == _status(lrs, "Bearer old") == 401
    assert _status(lrs, "Bearer other") == 401
    assert _status(lrs, _basic("k:s")) == 200
    with database.writing() as connection:
        token = lrs.recorder.create_credentials(connection, "T", frozenset({"all"}), kind="token")
    assert _status(lrs, f"Bearer {token.secret}") == 200, "what the owner does not know is ours"


# -- bearer tokens --------------------------------------------------------------------------------


def _made(lrs: Mounted, *scopes: str, **options: Any) -> Credentials:
    with lrs.database.writing() as connection:
        return lrs.recorder.create_credentials(
            connection, "Phone", frozenset(scopes or ("all",)), **options
        )


def _asks(lrs: Mounted, authorization: str, method: str = "GET", **options: Any) -> TestResponse:
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    return lrs.lms.asks(method, "statements", headers=headers, **options)


def test_a_token_opens_the_door_as_far_as_its_scopes_go(keyed: Mounted) -> None:
    token = _made(keyed, "statements/write", kind="token", authority=agent("phone")).secret
    body = json.dumps(statement())
    assert _asks(keyed, f"Bearer {token}", "POST", body=body).status_code == 200
    assert _asks(keyed, f"bEARER  {token} ", "POST", body=body).status_code == 200
    refused = _asks(keyed, f"Bearer {token}")
    assert refused.status_code == 403
    got = _asks(keyed, _basic("ké:s:é"))
    assert {one["authority"]["mbox"] for one in got.json["statements"]} == {agent("phone")["mbox"]}


def test_a_refused_token_is_called_invalid_and_nothing_more(keyed: Mounted) -> None:
    gone, over = _made(keyed, kind="token"), _made(keyed, kind="token", expires=1)
    with keyed.database.writing() as connection:
        keyed.recorder.revoke_credentials(connection, gone.key)
    answers = [
        _asks(keyed, f"Bearer {token}")
        for token in (gone.secret, over.secret, f"{over.key}_{'A' * 43}", "x", "")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    for answer in answers:
        basic, bearer = answer.headers.getlist("WWW-Authenticate")
        assert basic == 'Basic realm="xAPI", charset="UTF-8"'
        assert bearer == 'Bearer realm="xAPI", error="invalid_token"'
    _, without = _asks(keyed, "").headers.getlist("WWW-Authenticate")
    assert without == 'Bearer realm="xAPI"', "nothing was shown, so nothing is invalid"


def test_tokens_work_in_the_alternate_syntax(keyed: Mounted) -> None:
    token = _made(keyed, kind="token").secret
    form = f"Authorization=Bearer%20{token}&X-Experience-API-Version=1.0.3"
    headers: dict[str, str | None] = {
        "Authorization": None,
        "X-Experience-API-Version": None,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = keyed.lms.asks("POST", "statements", {"method": "GET"}, body=form, headers=headers)
    assert answer.status_code == 200


# -- limits ---------------------------------------------------------------------------------------


def _is_told_to_wait(answer: TestResponse) -> None:
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["error"].startswith("Too many requests: ")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["X-Experience-API-Version"]


def test_more_requests_than_granted_are_429(database: Database) -> None:
    lrs = mount(database, resolver=None, requests_a_minute=3)
    usual, own, free = _made(lrs), _made(lrs, kind="token", limit=2), _made(lrs, limit=0)
    pair = _basic(f"{usual.key}:{usual.secret}")
    assert [_asks(lrs, pair).status_code for _ in range(3)] == [200] * 3
    _is_told_to_wait(_asks(lrs, pair))
    assert [_asks(lrs, f"Bearer {own.secret}").status_code for _ in range(2)] == [200] * 2
    _is_told_to_wait(_asks(lrs, f"Bearer {own.secret}", "POST", body="[]"))
    pair = _basic(f"{free.key}:{free.secret}")
    assert {_asks(lrs, pair).status_code for _ in range(8)} == {200}


def test_failed_attempts_are_429_for_the_address_they_come_from(database: Database) -> None:
    lrs = mount(database, resolver=None, failures_a_minute=2)
    made = _made(lrs)
    for secret in ("a", "b"):
        assert _asks(lrs, _basic(f"{made.key}:{secret}")).status_code == 401
    assert _asks(lrs, _basic(f"{made.key}:b")).status_code == 401, "the same again is no attempt"
    assert _asks(lrs, "Digest x").status_code == 401, "nor is what needs no look"
    _is_told_to_wait(_asks(lrs, _basic(f"{made.key}:c")))
    _is_told_to_wait(_asks(lrs, f"Bearer clf_0123456789ab_{'A' * 43}"))
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    pair = _basic(f"{made.key}:{made.secret}")
    assert _asks(lrs, pair, environ_base=elsewhere).status_code == 200
    assert _asks(lrs, pair).status_code == 200, "known by now"


# -- last use -------------------------------------------------------------------------------------


def _last_used(lrs: Mounted, key: str) -> int | None:
    with lrs.database.reading() as connection:
        listed = lrs.recorder.list_credentials(connection)
    return next(one.last_used for one in listed if one.key == key)


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_use_is_noted_with_the_request(keyed: Mounted, method: str, count_calls: Any) -> None:
    token = _made(keyed, kind="token")
    assert _last_used(keyed, token.key) is None
    for expected in (1, 0):
        with count_calls() as calls:
            _asks(keyed, f"Bearer {token.secret}", method, body="[]" if method == "POST" else None)
        assert len([one for one in calls if "last_used" in one and "UPDATE" in one]) == expected
    assert (_last_used(keyed, token.key) or 0) > 0


def test_what_is_refused_is_no_use(keyed: Mounted) -> None:
    token = _made(keyed, kind="token", expires=1)
    _asks(keyed, f"Bearer {token.secret}")
    _asks(keyed, f"Bearer {token.key}_{'A' * 43}")
    assert _last_used(keyed, token.key) is None
