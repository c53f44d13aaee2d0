"""Nothing that opens a door is ever written to a log, to the audit, or in clear into the database."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PASSWORD = "le-secret-de-mon-compte-42"
WRONG = "ce-nest-pas-le-bon-secret-43"
NEW = "un-tout-nouveau-secret-44"


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that any logger says, down to the last detail."""
    known = [
        logging.getLogger(name)
        for name in logging.root.manager.loggerDict
        if name.startswith(("collectif", "sqlalchemy", "flask", "werkzeug"))
    ]
    levels = {logger: logger.level for logger in known}
    for logger in known:
        logger.setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    yield caplog
    for logger, level in levels.items():
        logger.setLevel(level)


def said(heard: pytest.LogCaptureFixture) -> str:
    return heard.text + " ".join(str(record.args) for record in heard.records)


def stored(app: Flask) -> str:
    """Everything the database holds, as text."""
    engine = app.extensions["collectif"].house.database.engine
    with engine.connect() as connection:
        return "\n".join(connection.connection.driver_connection.iterdump())


def signed_up(app: Flask) -> Learner:
    learner = Learner(app)
    learner.email = "ada@exemple.fr"
    learner.opens("/account/sign-up")
    learner.sends("/account/sign-up", name="Ada", email=learner.email, password=PASSWORD)
    return learner


def cookie_token(learner: Learner) -> str:
    with learner.client.session_transaction() as session:
        return str(session["collectif_sign_in"])


def test_passwords_and_cookies_stay_with_their_owner(
    app: Flask, heard: pytest.LogCaptureFixture
) -> None:
    learner = signed_up(app)
    secrets = [PASSWORD, cookie_token(learner)]
    learner.opens("/account")
    learner.sends("/account/password", old=WRONG, new=NEW)
    learner.sends("/account/password", old=PASSWORD, new=NEW)
    learner.sends("/account/sign-out")
    assert learner.signs_in(learner.email, WRONG).status == 422
    assert learner.signs_in(learner.email, NEW).status == 200
    secrets += [WRONG, NEW, cookie_token(learner)]
    kept = stored(app)
    for secret in secrets:
        assert secret not in said(heard)
        assert secret not in kept
    assert "$argon2id$" in kept


def test_a_password_is_never_sent_back_to_the_page(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.opens("/account/sign-up")
    page = visitor.sends("/account/sign-up", name="", email="x", password=PASSWORD)
    assert page.status == 422
    assert PASSWORD not in page.html
    visitor.opens("/account/sign-in")
    assert PASSWORD not in visitor.sends("/account/sign-in", email="x", password=PASSWORD).html


def test_the_link_to_a_new_password_is_in_the_mail_alone(
    app: Flask, heard: pytest.LogCaptureFixture
) -> None:
    learner = signed_up(app)
    visitor = Visitor(app)
    visitor.opens("/account/forgotten")
    visitor.sends("/account/forgotten", email=learner.email)
    kept = stored(app)
    token = re.findall(r"/account/reset/([\w-]+)", kept)[0]
    assert kept.count(token) == 1, "the mail that waits to be sent, and nothing else"
    assert token not in said(heard)
    visitor.opens(f"/account/reset/{token}")
    assert visitor.sends(f"/account/reset/{token}", new=NEW).status == 200
    assert NEW not in said(heard)
    assert NEW not in stored(app)


def test_the_secret_of_a_key_is_shown_once_and_kept_nowhere(
    app: Flask, heard: pytest.LogCaptureFixture
) -> None:
    admin = signed_up(app).becomes("admin")
    admin.opens("/admin/credentials")
    page = admin.sends("/admin/credentials/new", name="Notre LMS", scopes=["all"])
    key, secret = re.findall(r"<dd><code>([^<]+)</code></dd>", page.html)[1:3]
    pair = b64encode(f"{key}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"}
    assert app.test_client().get("/xapi/statements", headers=headers).status_code == 200
    wrong = {**headers, "Authorization": f"Basic {pair[:-4]}AAA="}
    assert app.test_client().get("/xapi/statements", headers=wrong).status_code == 401
    assert secret not in admin.opens("/admin/credentials").html
    for text in (said(heard), stored(app)):
        assert secret not in text
        assert pair not in text


def test_a_token_is_shown_once_and_kept_nowhere(
    app: Flask, heard: pytest.LogCaptureFixture
) -> None:
    admin = signed_up(app).becomes("admin")
    admin.opens("/admin/credentials")
    page = admin.sends("/admin/credentials/new", name="Téléphone", kind="token", scopes=["all"])
    found = re.search(r"<dd><code>(clf_\w{12}_[\w-]{43})</code></dd>", page.html)
    assert found
    headers = {"Authorization": f"Bearer {found[1]}", "X-Experience-API-Version": "1.0.3"}
    assert app.test_client().get("/xapi/statements", headers=headers).status_code == 200
    wrong = {**headers, "Authorization": f"Bearer {found[1][:-4]}AAAA"}
    assert app.test_client().get("/xapi/statements", headers=wrong).status_code == 401
    secret = found[1][len("clf_0123456789ab_") :]
    assert secret not in admin.opens("/admin/credentials").html
    for text in (said(heard), stored(app)):
        assert secret not in text


def test_a_fault_of_ours_is_logged_without_what_was_typed(
    app: Flask, heard: pytest.LogCaptureFixture
) -> None:
    with app.extensions["collectif"].house.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE collectif_sign_ins")
    visitor = Visitor(app)
    visitor.opens("/account/sign-up")
    page = visitor.sends("/account/sign-up", name="Ada", email="a@b.fr", password=PASSWORD)
    assert page.status == 500
    assert "collectif_sign_ins" in said(heard), "the fault itself is told"
    assert PASSWORD not in said(heard)
    assert "a@b.fr" not in "".join(
        record.exc_text or "" for record in heard.records if record.name == "collectif"
    )


def test_one_click_links_of_the_demo_are_kept_as_digests(app: Flask) -> None:
    assert not re.search(
        r"INSERT INTO \"collectif_tokens\" VALUES\('(?![0-9a-f]{64}')", stored(app)
    )
