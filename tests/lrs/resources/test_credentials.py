"""The Authorization header."""

from __future__ import annotations

import base64

import pytest

from collectif.lrs import Caller, Database, Unauthorized

from ..lms import Mounted, agent, caller, mount


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
    assert (response.status_code == 401) == ("WWW-Authenticate" in response.headers)
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
        "Bearer ké:s:é",
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
        return None

    lrs = mount(database, resolver=resolver)
    with database.writing() as connection:
        lrs.recorder.create_credentials(connection, "LMS", frozenset({"all"}), key="k", secret="s")
    assert _status(lrs, "Bearer good") == 200
    assert _status(lrs, "Bearer stale") == 401
    assert _status(lrs, "Bearer other") == 401
    assert _status(lrs, _basic("k:s")) == 200
