"""`collectif credentials …`: keys and tokens for other programs."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["collectif", "credentials", *arguments])


def works(app: Flask, *, key: str = "", secret: str = "", token: str = "") -> bool:
    pair = b64encode(f"{key}:{secret}".encode()).decode()
    shown = f"Bearer {token}" if token else f"Basic {pair}"
    headers = {"Authorization": shown, "X-Experience-API-Version": "1.0.3"}
    return app.test_client().get("/xapi/statements", headers=headers).status_code == 200


def pair_in(done: Result) -> dict[str, Any]:
    found = re.fullmatch(r"key (\S+)\nsecret (\S{16,})\n", done.output)
    assert found, done.output
    return {"key": found[1], "secret": found[2]}


def token_in(done: Result) -> str:
    found = re.fullmatch(r"token (clf_[0-9a-f]{12}_\S{43})\n", done.output)
    assert found, done.output
    return found[1]


def log(app: Flask) -> list[str]:
    with app.extensions["collectif"].house.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, detail FROM collectif_audit WHERE person_id IS NULL ORDER BY id"
        )
        return [" ".join(row) for row in rows]


def test_a_key_for_another_program_is_made_and_works(app: Flask) -> None:
    done = run(app, "create", "Notre LMS", "--scope", "statements/read")
    found = re.fullmatch(r"key (\S+)\nsecret (\S{16,})\n", done.output)
    assert found
    pair = b64encode(f"{found[1]}:{found[2]}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"}
    client = app.test_client()
    assert client.get("/xapi/statements", headers=headers).status_code == 200
    statement = {
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": "https://example.org/x"},
    }
    refused = client.post("/xapi/statements", json=statement, headers=headers)
    assert refused.status_code == 403, "a key may do what its scopes say"


def test_a_scope_the_standard_does_not_have_is_refused_in_a_sentence(app: Flask) -> None:
    done = run(app, "create", "Notre LMS", "--scope", "everything")
    assert done.exit_code != 0
    assert "everything" in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_token_is_made_with_an_end_a_limit_and_an_authority(app_on_each: Flask) -> None:
    app = app_on_each
    token = token_in(
        run(
            app,
            *("create", "Téléphone", "--token", "--expires", "2999-12-31", "--limit", "2"),
            *("--scope", "statements/read", "--scope", "statements/write"),
            *("--authority", "https://lms.example.org phone 7"),
        )
    )
    assert [works(app, token=token) for _ in range(3)] == [True, True, False]
    (line,) = run(app, "list").output.splitlines()
    kind, name, scopes, ends, used, limit = line.split(" · ")
    assert (kind, name) == (f"token {token[:16]}", "Téléphone")
    assert (scopes, ends) == ("statements/read statements/write", "ends 2999-12-31")
    assert re.fullmatch(r"used \d{4}-\d\d-\d\d \d\d:\d\d UTC", used)
    assert limit == "2 requests a minute"
    (known,) = app.extensions["collectif"].lrs.recorder.list_credentials(
        app.extensions["collectif"].house.database.engine.connect()
    )
    assert known.authority["account"] == {"homePage": "https://lms.example.org", "name": "phone 7"}


def test_the_authority_may_be_a_mail_address(app: Flask) -> None:
    pair_in(run(app, "create", "LMS", "--authority", "lms@example.org"))
    with app.extensions["collectif"].house.database.reading() as connection:
        (known,) = app.extensions["collectif"].lrs.recorder.list_credentials(connection)
    assert known.authority["mbox"] == "mailto:lms@example.org"


def test_a_secret_and_a_token_are_made_anew(app: Flask) -> None:
    pair, token = pair_in(run(app, "create", "LMS")), token_in(run(app, "create", "T", "--token"))
    newer = pair_in(run(app, "rotate", pair["key"]))
    assert newer["key"] == pair["key"]
    assert works(app, **newer)
    assert not works(app, **pair)
    anew = token_in(run(app, "rotate", token[:16]))
    assert anew[:16] == token[:16]
    assert works(app, token=anew)
    assert not works(app, token=token)


def test_an_end_is_set_and_taken_away(app: Flask) -> None:
    pair = pair_in(run(app, "create", "LMS"))
    assert run(app, "expire", pair["key"], "2999-01-31").output.endswith("ends: 2999-01-31\n")
    assert "ends 2999-01-31" in run(app, "list").output
    assert run(app, "expire", pair["key"], "--never").output.endswith("ends: never\n")
    assert "ends never · used never" in run(app, "list").output
    assert works(app, **pair)


def test_a_limit_is_set_and_taken_away(app: Flask) -> None:
    pair = pair_in(run(app, "create", "LMS", "--expires", "2999-01-31"))
    for given, told in ((("1",), "1 requests"), (("0",), "any number of requests"), ((), "")):
        assert run(app, "limit", pair["key"], *given).exit_code == 0
        listed = run(app, "list").output
        assert told in listed
        assert ("requests a minute" in listed) == bool(told)
        assert "ends 2999-01-31" in listed
        assert [works(app, **pair) for _ in range(2)] == [True, given != ("1",)]


def test_what_is_revoked_opens_nothing(app: Flask) -> None:
    pair = pair_in(run(app, "create", "LMS"))
    assert works(app, **pair)
    assert run(app, "revoke", pair["key"]).exit_code == 0
    assert not works(app, **pair)
    assert run(app, "list").output == ""


def test_everything_is_written_into_the_log(app: Flask) -> None:
    key = pair_in(run(app, "create", "LMS"))["key"]
    run(app, "rotate", key)
    run(app, "expire", key, "2999-01-31")
    run(app, "revoke", key)
    assert log(app) == [
        "credentials_created LMS, from the command line",
        "credentials_rotated LMS, from the command line",
        "credentials_changed expires 2999-01-31, from the command line",
        "credentials_revoked LMS, from the command line",
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("create", " "), "a name is needed"),
        (("create", "n" * 101), "at most 100 characters"),
        (("create", "LMS", "--expires", "tomorrow"), "tomorrow"),
        (("create", "LMS", "--expires", "2020-01-01"), "that day is over"),
        (("create", "LMS", "--expires", "9999-12-31"), "too far away"),
        (("create", "LMS", "--limit", "-1"), "-1"),
        (("create", "LMS", "--authority", "nobody"), "no mail address"),
        (("create", "LMS", "--authority", "nowhere somebody"), "no IRI"),
        (("rotate", "none"), "no key or token"),
        (("revoke", "none"), "no key or token"),
        (("limit", "none"), "no key or token"),
        (("limit", "none", "-1"), "-1"),
        (("expire", "none", "--never"), "no key or token"),
        (("expire", "none"), "either a day or --never"),
        (("expire", "none", "2999-01-01", "--never"), "either a day or --never"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    shared_app: Flask, arguments: tuple[str, ...], why: str
) -> None:
    done = run(shared_app, *arguments)
    assert done.exit_code != 0
    assert why in done.output
    assert isinstance(done.exception, SystemExit)
