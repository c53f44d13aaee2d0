"""The LRS as a guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from collectif.lrs import LRS, Database, Recorder

from .lms import HOME, Mounted, caller, mount, statement

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def second(tmp_path: Path) -> Database:
    return Database(sa.create_engine(f"sqlite:///{tmp_path / 'second.db'}"))


def test_two_applications_in_one_process_do_not_meet(lrs: Mounted, second: Database) -> None:
    other = mount(second, prefix="/records", default_version="2.0.0")
    lrs.lms.stores(statement())
    assert other.lms.asks("GET", "about").status_code == 404
    response = other.lms.app.test_client().get("/records/about")
    assert response.headers["X-Experience-API-Version"] == "2.0.0"
    with second.reading() as connection:
        assert list(other.recorder.replay(connection)) == []
    second.engine.dispose()


def test_one_object_mounts_several_applications(database: Database, second: Database) -> None:
    lrs = LRS()
    apps = [Flask("one"), Flask("two")]
    for app, its_database in zip(apps, (database, second), strict=True):
        lrs.init_app(app, database=its_database, homepage=HOME)
    recorders = [LRS.of(app) for app in apps]
    assert recorders[0] is not recorders[1]
    assert lrs.recorder is recorders[1]
    second.engine.dispose()


def test_it_can_be_mounted_when_made(database: Database) -> None:
    app = Flask("host")
    lrs = LRS(app, database=database, homepage=HOME)
    assert isinstance(lrs.recorder, Recorder)
    assert app.test_client().get("/xapi/about").status_code == 200


@pytest.mark.parametrize("early", [True, False])
def test_a_protection_of_the_host_against_forged_forms_lets_us_through(
    database: Database, early: bool
) -> None:
    app = Flask("host")
    app.secret_key = "secret"
    protection = CSRFProtect()
    if early:
        protection.init_app(app)
    lrs = LRS()
    lrs.init_app(app, database=database, homepage=HOME, resolver=lambda _header: caller())
    lrs.upgrade(database)
    if not early:
        protection.init_app(app)
    app.add_url_rule("/form", "form", lambda: "done", methods=["POST"])
    client = app.test_client()
    headers = {"X-Experience-API-Version": "1.0.3"}
    assert client.post("/xapi/statements", json=statement(), headers=headers).status_code == 200
    assert client.post("/form").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"prefix": "xapi"},
        {"prefix": "/xapi/"},
        {"prefix": ""},
        {"default_version": "1.0"},
        {"largest_page": 0},
        {"homepage": ""},
        {"requests_a_minute": -1},
        {"failures_a_minute": -1},
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    database: Database, wrong: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="|".join(wrong)):
        LRS().init_app(Flask("host"), **{"database": database, "homepage": HOME, **wrong})  # type: ignore[arg-type]


def test_unknown_settings_are_refused(database: Database) -> None:
    with pytest.raises(TypeError):
        LRS().init_app(Flask("host"), database=database, homepage=HOME, colour="red")


def test_nothing_is_touched_when_mounting(tmp_path: Path) -> None:
    path = tmp_path / "untouched.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    LRS().init_app(Flask("host"), database=Database(engine), homepage=HOME)
    assert not path.exists()
