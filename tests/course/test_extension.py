"""Collectif as a guest: beside the host's own pages, users, database, forms and languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import Flask, render_template_string, request
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from collectif.course import Collectif, HostLearner, create_app
from collectif.course.content.problems import ContentErrors
from collectif.course.errors import SettingError
from tests.actors import Learner, Program, Visitor
from tests.builders import write_sample
from tests.conftest import Clock, make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    MakeHost = Callable[..., Flask]


@pytest.fixture
def host(tmp_path: Path, sample_folder: Path) -> Iterator[MakeHost]:
    """Makes applications that are somebody else's; Collectif is mounted by the test."""
    made: list[Flask] = []

    def make(name: str = "host", **config: Any) -> Flask:
        app = Flask(
            name,
            instance_path=str(tmp_path / name),
            template_folder=str(tmp_path / name / "templates"),
        )
        app.config.update(
            SECRET_KEY="a long random text",
            COLLECTIF_CONTENT=sample_folder,
            COLLECTIF_PREFIX="/course",
            **config,
        )
        made.append(app)
        return app

    yield make
    for app in made:
        if "collectif" in app.extensions:
            app.extensions["collectif"].house.database.engine.dispose()


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def engine_of(app: Flask) -> sa.Engine:
    engine: sa.Engine = app.extensions["collectif"].house.database.engine
    return engine


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


# -- the host's own users ----------------------------------------------------------------


class Users:
    """The host's users: whoever is set is signed in."""

    def __init__(self) -> None:
        self.now: HostLearner | None = None

    def __call__(self) -> HostLearner | None:
        return self.now


@pytest.fixture
def users() -> Users:
    return Users()


@pytest.fixture
def with_users(host: MakeHost, users: Users) -> Flask:
    app = host(COLLECTIF_CURRENT_LEARNER=users)
    Collectif(app)
    return app


def test_people_of_the_host_are_known_from_their_first_visit(
    with_users: Flask, users: Users
) -> None:
    users.now = HostLearner("7", "Zoé Tran", "Zoe@Exemple.fr", "en")
    learner = Learner(with_users)
    assert "Zoé Tran" in learner.opens("/").words
    learner.takes("s1-opening")
    assert learner.opens("/session/s1").words
    users.now = HostLearner("7", "Zoé Tran-Vidal", "zoe@exemple.fr")
    account = learner.opens("/account")
    assert "Zoé Tran-Vidal" in account.words
    assert "zoe@exemple.fr" in account.words
    users.now = HostLearner("8", "Nour")
    assert "Nour" in Learner(with_users).opens("/").words
    with engine_of(with_users).connect() as connection:
        rows = connection.exec_driver_sql("SELECT host_id, name, password FROM collectif_people")
        assert [tuple(row) for row in rows] == [("7", "Zoé Tran-Vidal", None), ("8", "Nour", None)]


def test_our_sign_in_pages_are_gone_where_the_host_has_the_users(
    with_users: Flask, users: Users
) -> None:
    for person in (None, HostLearner("7", "Zoé")):
        users.now = person
        client = with_users.test_client()
        for page in ("sign-in", "sign-up", "sign-out", "forgotten", "reset/x", "password", "name"):
            assert client.get(f"/course/account/{page}").status_code == 404, page
            assert client.post(f"/course/account/{page}").status_code == 404, page
        assert client.get("/course/demo/x").status_code == 404


def test_a_visitor_of_such_a_host_is_sent_to_its_sign_in(with_users: Flask) -> None:
    visitor = Visitor(with_users)
    landing = visitor.opens("/")
    assert landing.status == 200
    assert "Se connecter" not in landing.words
    for address in ("/session/s1", "/account", "/join", "/join?code=ABCD2345"):
        sent = visitor.opens(address, follow=False)
        assert sent.status == 303
        assert sent.response.location.startswith("/course/account/sign-in?next=%2Fcourse%2F")
    late = visitor.posts("/module/s1-lesson/question/mot", [("response", "confiance")])
    assert late.status == 401
    assert "confiance" in late.words, "what was typed is kept"


def test_every_page_works_for_the_hosts_users(with_users: Flask, users: Users) -> None:
    users.now = HostLearner("1", "Anne", role="admin")
    admin = Learner(with_users)
    for address in ("/", "/about", "/sources", "/resources", "/account", "/join", "/trainer"):
        page = admin.opens(address)
        assert page.status == 200, address
        assert "Me déconnecter" not in page.words, "the host signs out"
        assert "Changer de mot de passe" not in page.words
    assert admin.opens("/admin").status == 200
    assert admin.opens("/none").status == 404


def test_the_host_decides_roles(with_users: Flask, users: Users) -> None:
    users.now = HostLearner("7", "Zoé")
    learner = Learner(with_users)
    assert learner.opens("/trainer").status == 403
    users.now = HostLearner("7", "Zoé", role="trainer")
    assert learner.opens("/trainer").status == 200
    users.now = HostLearner("9", "Anne", role="admin")
    admin = Learner(with_users)
    admin.opens("/admin")
    assert admin.sends("/admin/people/1/role", role="admin").status == 403
    with pytest.raises(ValueError, match="boss"):
        HostLearner("1", "Zoé", role="boss")


def test_forms_stay_safe_where_the_host_has_the_users(with_users: Flask, users: Users) -> None:
    users.now = HostLearner("7", "Zoé")
    learner = Learner(with_users)
    assert learner.posts("/module/s1-opening/question/envie", [("response", "assez")]).status == 400
    learner.opens("/module/s1-opening/screen/programme")
    assert learner.sends("/module/s1-opening/screen/programme/seen").status == 200
    assert learner.answers("s1-opening", "envie", "assez").status == 200


def test_two_people_of_the_host_may_share_an_address(with_users: Flask, users: Users) -> None:
    users.now = HostLearner("7", "Zoé", "equipe@exemple.fr")
    assert Learner(with_users).opens("/").status == 200
    users.now = HostLearner("8", "Nour", "equipe@exemple.fr")
    second = Learner(with_users)
    for _ in range(2):
        assert "Nour" in second.opens("/").words
    users.now = HostLearner("9", "x" * 500)
    assert Learner(with_users).opens("/").status == 200


# -- the host's other extensions ---------------------------------------------------------


@pytest.mark.parametrize("order", ["before", "after"])
def test_the_hosts_protection_of_forms_and_ours_go_together(host: MakeHost, order: str) -> None:
    app = host()
    if order == "before":
        CSRFProtect(app)
    Collectif(app)
    if order == "after":
        CSRFProtect(app)

    @app.post("/own")
    def own() -> str:
        return "saved"

    assert app.test_client().post("/own").status_code == 400, "theirs is still protected"
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    bare = learner.posts("/module/s1-opening/question/envie", [("response", "assez")])
    assert bare.status == 400
    program = Program(app)
    answer = program.client.post("/course/xapi/statements", json=[], headers=program.headers)
    assert answer.status_code == 200, "programs prove themselves by their key"


def test_the_hosts_languages_are_its_own(host: MakeHost) -> None:
    app = host(BABEL_DEFAULT_LOCALE="de")
    Babel(app, locale_selector=lambda: request.args.get("lang", "de"))

    @app.route("/date")
    def date() -> str:
        return render_template_string("{{ _('Accueil') }} {{ 1234.5 | numberformat }}")

    Collectif(app)
    visitor = Visitor(app)
    client = app.test_client()
    assert client.get("/date").get_data(as_text=True) == "Accueil 1.234,5"
    assert "Accueil" in visitor.opens("/").words
    assert '<html lang="fr"' in visitor.opens("/").html
    assert '<html lang="en"' in Visitor(app, "en").opens("/about?lang=de").html
    assert client.get("/date").get_data(as_text=True) == "Accueil 1.234,5"


def test_the_hosts_error_pages_are_its_own_and_ours_ours(host: MakeHost) -> None:
    app = host()
    seen: list[str] = []

    @app.errorhandler(404)
    def missing(_error: Exception) -> tuple[str, int]:
        seen.append(request.path)
        return "the host has no such page", 404

    @app.errorhandler(Exception)
    def broken(_error: Exception) -> tuple[str, int]:
        seen.append(request.path)
        return "the host is sorry", 500

    @app.route("/broken")
    def fails() -> str:
        raise ZeroDivisionError

    Collectif(app)
    client = app.test_client()
    assert client.get("/none").get_data(as_text=True) == "the host has no such page"
    assert client.get("/broken").get_data(as_text=True) == "the host is sorry"
    assert seen == ["/none", "/broken"]
    learner = Learner(app).signs_up()
    seen.clear()
    page = learner.opens("/module/none")
    assert (page.status, seen) == (404, [])
    assert "Cette page n’existe pas" in page.words
    xapi = client.get("/course/xapi/none")
    assert xapi.status_code == 404
    assert xapi.get_json()["error"]


def test_before_and_after_every_request_of_the_host_its_own_hooks_run(host: MakeHost) -> None:
    app = host()
    asked: list[str] = []

    @app.before_request
    def note() -> None:
        asked.append(request.path)

    @app.after_request
    def sign(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response

    Collectif(app)
    page = Visitor(app).opens("/about")
    assert asked == ["/course/about"]
    assert page.response.headers["Content-Security-Policy"] == "default-src 'none'"


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
