"""Collectif beside what else the host has: its users, its protection of forms, its languages, its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import render_template_string, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from collectif.course import Collectif, HostLearner
from tests.actors import Learner, Program, Visitor
from tests.course.hosts import engine_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.course.hosts import MakeHost

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
