"""Accounts, as people use them: signing up, in and out, a forgotten password, devices, groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.jobs import send_due_mails
from collectif.course.web.account import _browser
from tests.actors import PASSWORD, Learner, Page, Visitor
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def path(page: Page) -> str:
    return page.response.request.path


# -- signing up --------------------------------------------------------------------------------


def signs_up(visitor: Visitor, **values: str) -> Page:
    visitor.opens("/account/sign-up")
    known = {"name": "Zoé Tran", "email": "zoe@exemple.fr", "password": PASSWORD, **values}
    return visitor.sends("/account/sign-up", **known)


def test_an_account_is_made_in_one_step_and_one_is_signed_in(app: Flask) -> None:
    visitor = Visitor(app)
    page = signs_up(visitor, name="  Zoé   Tran ", email=" Zoe@Exemple.FR ")
    assert (page.status, path(page)) == (200, "/")
    assert "Bienvenue Zoé Tran" in page.words
    assert "zoe@exemple.fr" in visitor.opens("/account").words


def test_after_signing_up_one_is_where_one_wanted_to_go(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.opens("/module/s1-lesson/screen/acteurs")
    assert path(page) == "/account/sign-in"
    link = re.findall(r'href="(/account/sign-up\?next=[^"]+)"', page.html)[0]
    visitor.opens(link)
    values = {"name": "Zoé", "email": "zoe@exemple.fr", "password": PASSWORD}
    assert path(visitor.sends("/account/sign-up", **values)) == "/module/s1-lesson/screen/acteurs"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Écrivez votre nom"),
        ({"name": "   "}, "Écrivez votre nom"),
        ({"name": "n" * 121}, "C’est trop long."),
        ({"email": ""}, "Écrivez votre adresse électronique."),
        ({"email": "zoe"}, "n’a pas la forme"),
        ({"email": "zoe@exemple"}, "n’a pas la forme"),
        ({"email": "a b@exemple.fr"}, "n’a pas la forme"),
        ({"email": "zoe@exemple.fr\r\nBcc: x@y.fr"}, "n’a pas la forme"),
        ({"email": f"{'z' * 250}@exemple.fr"}, "C’est trop long."),
        ({"password": ""}, "Écrivez votre mot de passe."),
        ({"password": "court"}, "au moins 10 caractères"),
        ({"password": "aaaaaaaaaaaa"}, "se devine"),
        ({"password": "p" * 100 + "qrst" * 30}, "C’est trop long."),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    shared_app: Flask, values: dict[str, str], said: str
) -> None:
    page = signs_up(Visitor(shared_app), **values)
    assert page.status == 422
    assert said in page.words
    kept = {"name": "Zoé Tran", "email": "zoe@exemple.fr", **values}
    for name in ("name", "email"):
        shown = re.findall(rf'name="{name}"[^>]* value="([^"]*)"', page.html)[0]
        assert shown.split() == kept[name].split()
    assert PASSWORD not in page.html
    assert 'aria-invalid="true"' in page.html


def test_all_faults_are_said_at_once(shared_app: Flask) -> None:
    page = signs_up(Visitor(shared_app), name="", email="x", password="y")
    assert len(re.findall(r'class="error"', page.html)) >= 1
    again = signs_up(Visitor(shared_app), name="Zoé", email="x", password="court")
    assert len(re.findall(r'class="error"', again.html)) == 2


def test_an_address_that_is_taken_is_said_to_be_so(app: Flask) -> None:
    signs_up(Visitor(app))
    page = signs_up(Visitor(app), name="Une autre", email="ZOE@exemple.fr")
    assert page.status == 422
    assert "Un compte existe déjà avec cette adresse." in page.words
    assert 'value="Une autre"' in page.html


def test_a_double_click_makes_one_account(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.opens("/account/sign-up")
    fields = page.form("/account/sign-up").fields
    values = [("name", "Zoé"), ("email", "zoe@exemple.fr"), ("password", PASSWORD)]
    fields = [(name, value) for name, value in fields if name not in dict(values)] + values
    assert visitor.posts("/account/sign-up", fields).status == 200
    assert visitor.posts("/account/sign-up", fields).status in (200, 422)
    assert visitor.opens("/account").status == 200


def test_signing_up_can_be_closed_but_for_the_invited(sample_folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_house = make_app(url, sample_folder, tmp_path)
    trainer = Learner(open_house).signs_up("Béa").becomes("trainer")
    code = invites(trainer)
    closed = make_app(url, sample_folder, tmp_path / "closed", COLLECTIF_SIGN_UP=False)
    visitor = Visitor(closed)
    assert visitor.opens("/account/sign-up").status == 403
    assert "Créer un compte" not in visitor.opens("/account/sign-in").words
    assert visitor.opens("/account/sign-up?code=WRONGONE").status == 403
    assert Learner(closed).signs_up("Zoé", code).opens("/account").status == 200
    for app in (open_house, closed):
        app.extensions["collectif"].house.database.engine.dispose()


# -- signing in and out ------------------------------------------------------------------------


def test_signing_out_and_in_again(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    page = learner.opens("/")
    page = learner.sends("/account/sign-out")
    assert "Se connecter" in page.words
    assert path(learner.opens("/session/s1")) == "/account/sign-in"
    page = learner.sends("/account/sign-in", email=f" {learner.email.upper()}", password=PASSWORD)
    assert (page.status, path(page)) == (200, "/session/s1")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("nobody@exemple.fr", PASSWORD),
        ("known", "un autre mot de passe"),
        ("known", PASSWORD + " "),
        ("known", "x" * 5000),
        ("'; DROP TABLE people --", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_same_is_said(shared_app: Flask, email: str, password: str) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/")
    learner.sends("/account/sign-out")
    learner.opens("/account/sign-in")
    address = learner.email if email == "known" else email
    page = learner.sends("/account/sign-in", email=address, password=password)
    assert page.status == 422
    assert page.words.count("L’adresse ou le mot de passe ne convient pas.") == 2
    assert re.search(r'name="email"[^>]* value="', page.html)


def test_what_is_missing_is_said(shared_app: Flask) -> None:
    visitor = Visitor(shared_app)
    visitor.opens("/account/sign-in")
    page = visitor.sends("/account/sign-in", email="", password="")
    assert page.status == 422
    assert "Écrivez votre adresse électronique." in page.words
    assert "Écrivez votre mot de passe." in page.words


def test_after_many_failures_one_has_to_wait_and_is_told_how_long(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    other = Learner(app)
    for _ in range(8):
        assert other.signs_in(learner.email, "faux, archifaux").status == 422
    page = other.signs_in(learner.email)
    assert page.status == 429
    assert "Un instant, s’il vous plaît" in page.words
    assert 0 < int(page.response.headers["Retry-After"]) <= 15 * 60
    assert learner.opens("/account").status == 200, "who is signed in stays so"
    clock.passes(minutes=16)
    assert other.signs_in(learner.email).status == 200


def test_who_is_signed_in_already_is_led_on(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    assert path(learner.opens("/account/sign-in?next=/session/s1")) == "/session/s1"


def test_the_cookie_of_before_signing_out_opens_nothing(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    stolen = learner.client.get_cookie("collectif")
    assert stolen is not None
    learner.opens("/")
    learner.sends("/account/sign-out")
    thief = Visitor(shared_app)
    thief.client.set_cookie("collectif", stolen.value)
    assert path(thief.opens("/account")) == "/account/sign-in"


# -- a forgotten password ----------------------------------------------------------------------


def outbox(app: Flask) -> list[tuple[str, str]]:
    engine = app.extensions["collectif"].house.database.engine
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT recipient, body FROM collectif_mails")
        return [(row.recipient, row.body) for row in rows]


def forgets(app: Flask, email: str) -> Page:
    visitor = Visitor(app)
    visitor.opens("/account/forgotten")
    return visitor.sends("/account/forgotten", email=email)


def test_a_mailed_link_sets_a_new_password_once(app: Flask) -> None:
    learner = Learner(app).signs_up("Zoé Tran")
    assert "un lien vient d’y être envoyé" in forgets(app, learner.email).words
    ((recipient, body),) = outbox(app)
    assert recipient == learner.email
    assert body.startswith("Bonjour Zoé Tran,")
    link = re.findall(r"http://localhost(/account/reset/\S+)", body)[0]

    visitor = Learner(app)
    visitor.email = learner.email
    assert visitor.opens(link).status == 200
    weak = visitor.sends(link, new="court")
    assert weak.status == 422
    assert "au moins 10 caractères" in weak.words
    page = visitor.sends(link, new="une autre phrase, assez longue")
    assert (page.status, path(page)) == (200, "/")
    assert "Votre nouveau mot de passe est enregistré." in page.words
    assert path(learner.opens("/account")) == "/account/sign-in", "all other sign-ins ended"
    assert learner.signs_in(learner.email).status == 422
    assert learner.signs_in(learner.email, "une autre phrase, assez longue").status == 200
    again = Visitor(app).opens(link)
    assert again.status == 404
    assert "Ce lien ne sert plus" in again.words


def test_the_link_is_in_the_mail_that_leaves(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    learner = Learner(app).signs_up()
    forgets(app, learner.email)
    assert send_due_mails(app.extensions["collectif"].house) == 1
    assert "/account/reset/" in caplog.text, "the console is the post here"
    assert send_due_mails(app.extensions["collectif"].house) == 0


def test_the_link_serves_for_two_hours(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    forgets(app, learner.email)
    link = re.findall(r"/account/reset/\S+", outbox(app)[0][1])[0]
    clock.passes(minutes=119)
    assert Visitor(app).opens(link).status == 200
    clock.passes(minutes=2)
    assert Visitor(app).opens(link).status == 404


def test_nobody_learns_whether_an_address_is_known(app: Flask) -> None:
    learner = Learner(app).signs_up()
    known = forgets(app, learner.email)
    unknown = forgets(app, "personne@exemple.fr")
    assert known.words == unknown.words
    assert len(outbox(app)) == 1


def test_one_address_is_not_flooded_with_mails(app: Flask) -> None:
    learner = Learner(app).signs_up()
    answers = [forgets(app, learner.email).status for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert len(outbox(app)) == 4


def test_the_link_carries_the_public_address_of_the_site(
    sample_folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    base = "https://cours.exemple.fr"
    config = {"COLLECTIF_BASE_URL": base, "SESSION_COOKIE_SECURE": False}
    app = make_app(url, sample_folder, tmp_path, **config)
    learner = Learner(app).signs_up()
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_HOST"] = "ailleurs.example"
    visitor.opens("/account/forgotten")
    visitor.sends("/account/forgotten", email=learner.email)
    assert f"{base}/account/reset/" in outbox(app)[0][1]
    assert "ailleurs" not in outbox(app)[0][1]
    app.extensions["collectif"].house.database.engine.dispose()


def test_a_missing_address_is_asked_for(shared_app: Flask) -> None:
    page = forgets(shared_app, "")
    assert page.status == 422
    assert "Écrivez votre adresse électronique." in page.words


# -- one's own account -------------------------------------------------------------------------


def test_ones_name_can_be_changed(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up("Zoé")
    learner.opens("/account")
    page = learner.sends("/account/name", name=" Zoé  Tran ")
    assert "Votre nom est changé." in page.words
    assert 'value="Zoé Tran"' in page.html
    for wrong in ("", "   ", "n" * 121):
        page = learner.sends("/account/name", name=wrong)
        assert page.status == 422
    assert "Zoé Tran" in learner.opens("/account").words


def test_a_changed_password_ends_every_other_sign_in(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    phone = Learner(shared_app)
    phone.signs_in(learner.email)
    learner.opens("/account")
    for values, said in (
        ({"old": "pas le bon du tout", "new": "une nouvelle phrase"}, "pas votre mot de passe"),
        ({"old": PASSWORD, "new": "court"}, "au moins 10 caractères"),
        ({"old": "", "new": ""}, "Écrivez le nouveau mot de passe."),
    ):
        page = learner.sends("/account/password", **values)
        assert page.status == 422
        assert said in page.words
    assert phone.opens("/account").status == 200
    page = learner.sends("/account/password", old=PASSWORD, new="une nouvelle phrase")
    assert "vos autres appareils sont déconnectés" in page.words
    assert path(learner.opens("/account")) == "/account"
    assert path(phone.opens("/account")) == "/account/sign-in"
    assert phone.signs_in(learner.email, "une nouvelle phrase").status == 200


def test_devices_are_listed_and_can_be_disconnected(shared_app: Flask) -> None:
    learner = Learner(shared_app)
    learner.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    learner.signs_up()
    phone = Learner(shared_app)
    phone.client.environ_base["HTTP_USER_AGENT"] = IPHONE
    phone.signs_in(learner.email)
    page = learner.opens("/account")
    assert "Firefox · Linux (cet appareil)" in page.words
    assert "Safari · iPhone" in page.words
    page = learner.sends("/account/devices")
    assert "Cet appareil est déconnecté." in page.words
    assert "iPhone" not in page.words
    assert path(phone.opens("/account")) == "/account/sign-in"
    fields = [("csrf_token", learner.token()), ("device", "made-up")]
    assert learner.posts("/account/devices", fields).status == 404


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (IPHONE, "Safari · iPhone"),
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/120 Safari/537", "Chrome · Mac"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537", "Chrome · Android"),
        ("curl/8", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_browser_is_named_as_people_call_it(agent: str, name: str) -> None:
    assert _browser(agent) == name


def test_the_xapi_identity_is_a_pseudonym(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up("Zoé Tran")
    page = learner.opens("/account")
    homepage, name = re.findall(r"<dd><code>([^<]+)", page.html)
    assert homepage == "https://collectif.invalid"
    assert re.fullmatch(r"[0-9a-f-]{36}", name)


# -- groups --------------------------------------------------------------------------------------


def invites(trainer: Learner, name: str = "Promotion d’automne") -> str:
    """Make a group; its code."""
    trainer.opens("/trainer/cohort")
    page = trainer.sends("/trainer/cohort", name=name)
    link = re.findall(r"/join/([A-Z0-9]+)", page.html)[0]
    return str(link)


@pytest.fixture(scope="module")
def code(shared_app: Flask) -> str:
    return invites(Learner(shared_app).signs_up("Béa").becomes("trainer"))


def test_an_invitation_link_leads_a_newcomer_into_the_group(shared_app: Flask, code: str) -> None:
    learner = Learner(shared_app)
    page = learner.opens(f"/join/{code}")
    assert path(page) == "/join"
    assert "Vous êtes invité dans le groupe « Promotion d’automne »." in page.words
    assert "verront votre nom" in page.words, "who will see what is said before"
    page = learner.sends("/join")
    assert path(page) == "/account/sign-up"
    assert "Vous rejoindrez le groupe « Promotion d’automne »." in page.words
    values = {"name": "Zoé", "email": "zoe.invitee@exemple.fr", "password": PASSWORD}
    learner.sends("/account/sign-up", **values)
    assert "Promotion d’automne" in learner.opens("/account").words


def test_who_has_an_account_signs_in_and_joins(shared_app: Flask, code: str) -> None:
    known = Learner(shared_app).signs_up()
    learner = Learner(shared_app)
    page = learner.opens(f"/join/{code}")
    link = re.findall(r'href="(/account/sign-in\?next=[^"]+)"', page.html)[0]
    learner.opens(link)
    page = learner.sends("/account/sign-in", email=known.email, password=PASSWORD)
    assert path(page) == "/join"
    page = learner.sends("/join")
    assert "Vous faites partie du groupe « Promotion d’automne »." in page.words
    again = learner.opens(f"/join?code={code.lower()}")
    assert again.status == 200
    learner.sends("/join")
    assert learner.opens("/account").words.count("Promotion d’automne") == 1


def test_a_code_that_is_none_is_said_to_be_so(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    page = learner.opens("/join")
    assert page.status == 200
    for wrong in ("ABCDEFGH", "x" * 5000, "' OR 1=1"):
        page = learner.opens(f"/join?code={wrong}")
        assert page.status == 422
        assert "Ce code n’ouvre aucun groupe." in page.words
    assert "Vous suivez le parcours seul." in learner.opens("/account").words
