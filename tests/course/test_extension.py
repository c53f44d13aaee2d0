"""Collectif as a guest: beside the host's own pages, users, database, forms and languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from collectif.course import Collectif, create_app
from collectif.course.content.problems import ContentErrors
from collectif.course.errors import SettingError
from tests.actors import Learner, Program, Visitor
from tests.builders import write_sample
from tests.conftest import Clock, make_app
from tests.course.hosts import engine_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.course.hosts import MakeHost


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


# -- mounting --------------------------------------------------------------------------


def test_two_applications_in_one_process_do_not_know_of_each_other(
    host: MakeHost, tmp_path: Path
) -> None:
    other_course = write_sample(tmp_path / "other")
    course = other_course / "course.yaml"
    text = course.read_text("utf-8")
    course.write_text(text.replace("Faire alliance en bref", "Un autre cours"), "utf-8")
    extension = Collectif()
    one, two = host("one"), host("two", COLLECTIF_SIGN_UP=False)
    two.config.update(COLLECTIF_CONTENT=other_course, COLLECTIF_PREFIX="/formation")
    extension.init_app(one)
    extension.init_app(two)
    learner = Learner(one).signs_up()
    learner.takes("s1-opening")
    assert "Faire alliance en bref" in learner.opens("/").words
    visitor = Visitor(two)
    assert "Un autre cours" in visitor.opens("/").words
    assert visitor.opens("/account/sign-up").status == 403
    assert visitor.opens("/account/sign-in").status == 200
    assert Learner(two).signs_in(learner.email).status == 422, "nobody of that address is here"
    assert engine_of(one).url != engine_of(two).url
    with engine_of(two).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM collectif_people").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM lrs_statements").scalar() == 0


def test_a_whole_session_can_be_taken_under_a_prefix(host: MakeHost) -> None:
    app = host()
    Collectif(app)
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    learner.takes("s1-quiz")
    assert "Quiz réussi" in learner.opens("/module/s1-quiz/quiz/result").words
    for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', learner.opens("/").html):
        assert address.startswith("/course/"), address


def test_nothing_of_ours_answers_outside_the_prefix(host: MakeHost) -> None:
    app = host()
    before = {rule.rule for rule in app.url_map.iter_rules()}
    Collectif(app)
    after = {rule.rule for rule in app.url_map.iter_rules()}
    assert all(rule.startswith("/course/") for rule in after - before)
    client = app.test_client()
    for address in ("/", "/about", "/health/live", "/xapi/about", "/assets/css/tokens.css"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Content-Security-Policy" not in answer.headers


def test_pages_of_the_host_are_left_as_they_are(host: MakeHost) -> None:
    app = host()

    @app.route("/")
    def own() -> str:
        return "<!doctype html><p>the host’s own"

    names = set(app.jinja_env.globals), set(app.jinja_env.filters)
    Collectif(app)
    assert (set(app.jinja_env.globals), set(app.jinja_env.filters)) == names
    answer = app.test_client().get("/")
    assert answer.get_data(as_text=True).endswith("the host’s own")
    for header in ("Content-Security-Policy", "Set-Cookie", "Vary", "Cache-Control"):
        assert header not in answer.headers


def test_a_host_that_lies_below_a_path_keeps_its_links_right(host: MakeHost) -> None:
    app = host()
    Collectif(app)
    client = Client(DispatcherMiddleware(Flask("outer"), {"/outer": app}))
    page = client.get("/outer/course/about").get_data(as_text=True)
    assert 'name="next" value="/outer/course/about"' in page
    turned_away = client.get("/outer/course/session/s1")
    assert (
        turned_away.location
        == "/outer/course/account/sign-in?next=%2Fouter%2Fcourse%2Fsession%2Fs1"
    )


def test_the_host_replaces_a_page_by_a_file_of_the_same_path(
    host: MakeHost, tmp_path: Path
) -> None:
    app = host()
    own = tmp_path / "host" / "templates" / "collectif" / "home"
    own.mkdir(parents=True)
    (own / "about.html").write_text(
        '{% extends "collectif/layout.html" %}{% block title %}Nous{% endblock %}'
        "{% block main %}<h1>{{ t(page.course.title) }}, chez nous</h1>"
        '<script nonce="{{ nonce() }}">greet()</script>{% endblock %}',
        encoding="utf-8",
    )
    Collectif(app)
    visitor = Visitor(app)
    page = visitor.opens("/about")
    assert "Faire alliance en bref, chez nous" in page.words
    nonce = re.search(r'nonce="([\w-]{20,})"', page.html)
    assert nonce
    assert f"'nonce-{nonce[1]}'" in page.response.headers["Content-Security-Policy"]
    assert nonce[1] not in visitor.opens("/about").html, "a nonce serves once"
    assert "nonce" not in visitor.opens("/").response.headers["Content-Security-Policy"]


# -- databases -------------------------------------------------------------------------


def test_the_database_of_the_host_is_used_and_its_tables_left_alone(
    host: MakeHost, tmp_path: Path
) -> None:
    app = host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'hosts.db'}")
    db = SQLAlchemy(app)
    with app.app_context():
        db.session.execute(sa.text("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)"))
        db.session.execute(sa.text("CREATE TABLE alembic_version (version_num TEXT)"))
        db.session.execute(sa.text("INSERT INTO alembic_version VALUES ('theirs')"))
        db.session.commit()
    Collectif(app)
    assert app.extensions["sqlalchemy"] is db
    with app.app_context():
        assert engine_of(app) is db.engine
        assert {"articles", "collectif_people", "lrs_statements"} <= tables(db.engine)
        ours = tables(db.engine) - {"articles", "alembic_version"}
        assert all(name.startswith(("collectif_", "lrs_")) for name in ours)
    Learner(app).signs_up().takes("s1-opening")
    with app.app_context():
        db.session.execute(sa.text("INSERT INTO articles (title) VALUES ('theirs')"))
        db.session.commit()
        assert db.session.scalar(sa.text("SELECT count(*) FROM articles")) == 1
        assert db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) == "theirs"
        db.session.remove()
    assert app.test_client().get("/course/health/ready").status_code == 200


def test_a_database_of_our_own_may_lie_beside_the_hosts(host: MakeHost, tmp_path: Path) -> None:
    app = host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'hosts.db'}")
    app.config["COLLECTIF_DATABASE"] = f"sqlite:///{tmp_path / 'ours.db'}"
    db = SQLAlchemy(app)
    Collectif(app)
    Learner(app).signs_up().takes("s1-opening")
    with app.app_context():
        assert tables(db.engine) == set()
        db.engine.dispose()
    assert "collectif_people" in tables(engine_of(app))


def test_without_a_database_of_the_host_one_lies_in_the_instance_folder(
    host: MakeHost, tmp_path: Path
) -> None:
    app = host()
    Collectif(app)
    assert isinstance(app.extensions["sqlalchemy"], SQLAlchemy)
    assert (tmp_path / "host" / "collectif.db").is_file()
    with engine_of(app).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() >= 5000


def test_a_postgresql_waits_for_its_upgrade_and_says_so(
    postgres_url: str, sample_folder: Path, tmp_path: Path
) -> None:
    app = make_app(postgres_url, sample_folder, tmp_path, COLLECTIF_AUTO_MIGRATE=None)
    client = app.test_client()
    before = client.get("/health/ready")
    assert (before.status_code, before.get_json()["problems"]) == (503, ["schema_outdated"])
    assert client.get("/health/live").status_code == 200
    assert client.get("/").status_code == 200, "a visitor’s page needs no table"
    done = app.test_cli_runner().invoke(args=["collectif", "upgrade"])
    assert done.exit_code == 0, done.output
    assert client.get("/health/ready").status_code == 200
    Learner(app).signs_up().takes("s1-opening")
    again = app.test_cli_runner().invoke(args=["collectif", "upgrade"])
    assert again.exit_code == 0
    engine_of(app).dispose()


@pytest.mark.parametrize("wanted", [True, False])
def test_migrations_at_the_start_are_a_setting(host: MakeHost, *, wanted: bool) -> None:
    app = host(COLLECTIF_AUTO_MIGRATE=wanted)
    Collectif(app)
    assert ("collectif_people" in tables(engine_of(app))) is wanted
    ready = app.test_client().get("/course/health/ready").status_code
    assert ready == (200 if wanted else 503)


# -- refused at the start ------------------------------------------------------------------

WRONG_SETTINGS = {
    "COLLECTIF_COLOUR": "blue",
    "COLLECTIF_SIGN_UP": "perhaps",
    "COLLECTIF_SESSION_DAYS": "many",
    "COLLECTIF_MAX_UPLOAD": "2 MB",
    "COLLECTIF_PREFIX": "course",
    "COLLECTIF_BASE_URL": "https://exemple.fr/",
    "COLLECTIF_LANGUAGES": "",
    "COLLECTIF_CONTENT": "/no/such/folder",
    "COLLECTIF_MAIL": "pigeon",
}


@pytest.mark.parametrize("key", WRONG_SETTINGS)
def test_a_setting_that_cannot_be_used_stops_the_start_by_its_name(
    host: MakeHost, key: str
) -> None:
    app = host()
    app.config[key] = WRONG_SETTINGS[key]
    with pytest.raises(SettingError) as refusal:
        Collectif(app)
    assert refusal.value.key == key
    assert str(refusal.value).startswith(f"{key}: ")
    assert "collectif" not in app.extensions


def test_no_days_at_all_are_refused(host: MakeHost) -> None:
    with pytest.raises(SettingError, match="COLLECTIF_SESSION_DAYS"):
        Collectif(host(COLLECTIF_SESSION_DAYS=0))


def test_without_a_secret_key_nothing_starts(host: MakeHost) -> None:
    app = host()
    app.config["SECRET_KEY"] = None
    with pytest.raises(SettingError, match="SECRET_KEY"):
        Collectif(app)


def test_a_course_with_faults_names_them_all_at_the_start(host: MakeHost, tmp_path: Path) -> None:
    faulty = write_sample(tmp_path / "faulty")
    (faulty / "session_1" / "s1-lesson" / "en.md").unlink()
    (faulty / "session_1" / "s1-tool" / "module.yaml").write_text("id: s1-tool\nkind: toy\n")
    app = host()
    app.config["COLLECTIF_CONTENT"] = faulty
    with pytest.raises(ContentErrors) as refusal:
        Collectif(app)
    files = {problem.file for problem in refusal.value.problems}
    assert {"session_1/s1-lesson/module.yaml", "session_1/s1-tool/module.yaml"} & files
    assert len(refusal.value.problems) > 1


def test_a_changed_file_is_read_anew_where_that_is_wished_for(
    tmp_path: Path, sqlite_url: str
) -> None:
    folder = write_sample(tmp_path / "watched")
    app = make_app(sqlite_url, folder, tmp_path, COLLECTIF_WATCH=True)
    visitor = Visitor(app)
    assert "Un petit cours complet" in visitor.opens("/about").words
    course = folder / "course.yaml"
    text = course.read_text("utf-8").replace("Un petit cours complet", "Un cours tout neuf")
    course.write_text(text, "utf-8")
    assert "Un cours tout neuf" in visitor.opens("/about").words
    course.write_text("id: [", "utf-8")
    assert "Un cours tout neuf" in visitor.opens("/about").words, "the last good one stays"
    engine_of(app).dispose()


def test_clock_and_chance_may_be_the_hosts(tmp_path: Path, sample_folder: Path) -> None:
    clock = Clock(1_700_000_000_000_000)
    app = make_app(f"sqlite:///{tmp_path / 'c.db'}", sample_folder, tmp_path, clock)
    Learner(app).signs_up().reads("s1-opening", "programme")
    (statement,) = [one for one in Program(app).asks() if one["verb"]["id"].endswith("experienced")]
    assert statement["timestamp"].startswith("2023-11-14T22:13:2")
    engine_of(app).dispose()


def test_the_door_makes_the_smallest_host(tmp_path: Path, sample_folder: Path) -> None:
    app = create_app(
        {
            "COLLECTIF_CONTENT": sample_folder,
            "COLLECTIF_DATABASE": f"sqlite:///{tmp_path / 'd.db'}",
            "SECRET_KEY": "x",
        }
    )
    assert app.test_client().get("/").status_code == 200
    engine_of(app).dispose()
