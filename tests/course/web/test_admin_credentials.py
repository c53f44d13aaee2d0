"""The pages of keys and tokens: what one sees, what one can do, what a mistake says."""

from __future__ import annotations

import html
import re
import shlex
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from tests.actors import Learner, Page
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

HERE = "/admin/credentials"
SCOPES = {"scopes": ["statements/write", "statements/read"]}


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One house for all these tests: what one leaves does not trouble the others."""
    folder = tmp_path_factory.mktemp("credentials")
    made = make_app(f"sqlite:///{folder / 'credentials.db'}", sample_folder, folder)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="module")
def admin(app: Flask) -> Learner:
    return Learner(app).signs_up("Anne Admin").becomes("admin")


def makes(admin: Learner, **values: object) -> Page:
    admin.opens(HERE)
    return admin.sends(f"{HERE}/new", **values)


def shown(page: Page) -> list[str]:
    """What is shown in the panel of new credentials: address, key and secret, or the token."""
    panel = page.html.partition('id="made"')[2].partition("</section>")[0]
    return [html.unescape(text) for text in re.findall(r"<dd><code>([^<]+)", panel)]


def line(page: Page) -> list[str]:
    """The words of the line for a terminal."""
    found = re.search(r"<pre[^>]*><code>([^<]+)", page.html)
    assert found
    return shlex.split(html.unescape(found[1]))


def asks(app: Flask, words: list[str]) -> int:
    """Do what the line for a terminal does."""
    headers, body, address = {}, None, words[-1]
    for option, value in zip(words[1:-1:2], words[2:-1:2], strict=True):
        match option:
            case "-H":
                name, _, text = value.partition(": ")
                headers[name] = text
            case "-u":
                headers["Authorization"] = "Basic " + b64encode(value.encode()).decode()
            case "-d":
                body = value
    path = address.removeprefix("http://localhost")
    method = "GET" if body is None else "POST"
    return app.test_client().open(path, method=method, headers=headers, data=body).status_code


def test_a_house_without_keys_says_so(sample_folder: Path, tmp_path: Path) -> None:
    app = make_app(
        f"sqlite:///{tmp_path / 'x.db'}", sample_folder, tmp_path, COLLECTIF_PREFIX="/cours"
    )
    admin = Learner(app).signs_up().becomes("admin")
    page = admin.opens(HERE)
    assert "Il n’y a encore ni clé ni jeton." in page.words
    assert "http://localhost/cours/xapi" in page.words
    page = Learner(app, "en").signs_up().becomes("admin").opens(HERE)
    assert "There are no keys or tokens yet." in page.words
    assert "Write statements." in page.words
    app.extensions["collectif"].house.database.engine.dispose()


def test_a_key_is_shown_with_its_secret_once_and_works(lone_app: Flask) -> None:
    admin = Learner(lone_app).signs_up().becomes("admin")
    page = makes(admin, name="Notre LMS", **SCOPES)
    endpoint, key, secret = shown(page)
    assert endpoint == "http://localhost/xapi"
    assert "il ne sera plus montré" in page.words
    assert asks(lone_app, line(page)) == 200
    again = admin.opens(HERE)
    for text in (key, "Notre LMS", "statements/read Lire toutes les traces."):
        assert text in again.words
    assert "jamais" not in again.words, "the line for a terminal was tried"
    assert "jamais" in makes(admin, name="Autre", scopes=["all"]).words
    assert secret not in again.html
    assert "credentials_created" in admin.opens("/admin").words


@pytest.mark.parametrize(
    "scopes", [["all"], ["statements/write"], ["state"], ["statements/read/mine"], ["define"]]
)
@pytest.mark.parametrize("kind", ["key", "token"])
def test_the_line_for_a_terminal_works_whatever_the_scopes(
    app: Flask, admin: Learner, kind: str, scopes: list[str]
) -> None:
    page = makes(admin, name="Essai", kind=kind, scopes=scopes)
    assert len(shown(page)) == (3 if kind == "key" else 2)
    assert asks(app, line(page)) == 200


def test_everything_about_a_token_can_be_chosen(app: Flask, admin: Learner) -> None:
    page = makes(
        admin,
        name="Téléphone",
        kind="token",
        scopes=["all"],
        expires="2999-12-31",
        limit="3",
        home="https://lms.example.org",
        account="phone",
    )
    _endpoint, token = shown(page)
    page = admin.opens(f"{HERE}/change?key={token[:16]}")
    for text in ("31 décembre 2999", "phone (https://lms.example.org)", f"{token[:16]}_…"):
        assert text in page.words
    assert 'value="2999-12-31"' in page.html
    assert token not in page.html
    assert line(page)[2] == f"Authorization: Bearer {token[:16]}_…"
    words = [
        "curl",
        "-H",
        f"Authorization: Bearer {token}",
        "-H",
        "X-Experience-API-Version: 1.0.3",
    ]
    words.append("http://localhost/xapi/statements")
    assert [asks(app, words) for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "", "scopes": ["all"]}, "Dites pour quel outil"),
        ({"name": "LMS", "scopes": []}, "Choisissez au moins un droit."),
        ({"name": "LMS", "scopes": ["everything"]}, "Choisissez au moins un droit."),
        ({"name": "n" * 101, **SCOPES}, "C’est trop long."),
        ({"name": "LMS", "kind": "cookie", **SCOPES}, "Choisissez une clé ou un jeton."),
        ({"name": "LMS", "expires": "demain", **SCOPES}, "Écrivez une date"),
        ({"name": "LMS", "expires": "2020-01-01", **SCOPES}, "Ce jour est passé."),
        ({"name": "LMS", "limit": "beaucoup", **SCOPES}, "Écrivez un nombre entier"),
        ({"name": "LMS", "limit": "-1", **SCOPES}, "Écrivez un nombre entier"),
        ({"name": "LMS", "mbox": "personne", **SCOPES}, "nom@domaine.fr"),
        ({"name": "LMS", "mbox": "a@x.org", "home": "x:y", **SCOPES}, "pas les deux"),
        ({"name": "LMS", "home": "x:y", **SCOPES}, "Donnez aussi le nom du compte."),
        ({"name": "LMS", "account": "y", **SCOPES}, "Donnez aussi le site du compte."),
        ({"name": "LMS", "home": "x", "account": "y", **SCOPES}, "n’est pas complète"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(
    admin: Learner, values: dict[str, Any], said: str
) -> None:
    page = makes(admin, **values)
    assert page.status == 422
    assert said in page.words
    assert 'id="made"' not in page.html
    for field, value in values.items():
        if field not in ("scopes", "kind"):
            assert f'name="{field}"' in page.html
            assert f'value="{value}"' in page.html
    for scope in set(values["scopes"]) - {"everything"}:
        assert f'value="{scope}" checked' in page.html


def test_an_end_and_a_limit_are_changed(admin: Learner) -> None:
    _endpoint, key, _secret = shown(makes(admin, name="Bail", scopes=["all"]))
    admin.opens(f"{HERE}/change?key={key}")
    page = admin.sends(f"{HERE}/change", expires="2999-02-01", limit="0")
    assert "C’est enregistré." in page.words
    assert "1er février 2999" in page.words
    assert "sans limite" in page.words
    page = admin.sends(f"{HERE}/change", expires="2020-02-01", limit="12")
    assert page.status == 422
    assert "Ce jour est passé." in page.words
    assert 'value="2020-02-01"' in page.html
    assert 'value="12"' in page.html
    page = admin.opens(f"{HERE}/change?key={key}")
    page = admin.sends(f"{HERE}/change", expires="", limit="")
    assert "sans fin" in page.words
    assert "comme d’ordinaire" in page.words


def test_a_secret_is_made_anew_and_ends_the_old_one(app: Flask, admin: Learner) -> None:
    page = makes(admin, name="Tourne", kind="token", scopes=["all"])
    old = line(page)
    admin.opens(f"{HERE}/change?key={shown(page)[1][:16]}")
    page = admin.sends(f"{HERE}/rotate")
    assert "Nouveau jeton" in page.words
    assert asks(app, line(page)) == 200
    assert asks(app, old) == 401


def test_revoking_asks_first_and_needs_no_script(app: Flask, admin: Learner) -> None:
    page = makes(admin, name="Fini", scopes=["all"])
    words, key = line(page), shown(page)[1]
    page = admin.opens(f"{HERE}/revocation?key={key}")
    assert "Révoquer Fini" in page.words
    assert asks(app, words) == 200
    page = admin.sends(f"{HERE}/revocation")
    assert "Cette clé n’ouvre plus rien." in page.words
    assert "Fini" not in page.words
    assert asks(app, words) == 401
    assert "credentials_revoked" in admin.opens("/admin").words


def test_what_needs_a_look_is_pointed_at(app: Flask, admin: Learner) -> None:
    house = app.extensions["collectif"].house
    recorder = app.extensions["collectif"].lrs.recorder
    with house.database.writing() as connection:
        for name, days in (("Périmée", -1), ("Bientôt", 10), ("Plus tard", 20)):
            end = house.clock() + days * 86_400_000_000
            recorder.create_credentials(connection, name, frozenset(("all",)), expires=end)
    page = admin.opens(HERE)
    notice = page.html.partition('role="note"')[2].partition("</div>")[0]
    assert re.findall(r">([^<]+)</a>", notice) == ["Périmée", "Bientôt"]
    assert "N’ouvre plus rien depuis" in page.words
    assert "Prend fin bientôt" in page.words


@pytest.mark.parametrize("key", ["", "none", "a/b?c=d&e", "é" * 300])
@pytest.mark.parametrize("action", ["change", "rotate", "revocation"])
def test_a_key_that_does_not_exist_is_a_calm_404(admin: Learner, action: str, key: str) -> None:
    fields = [("csrf_token", admin.token()), ("key", key)]
    assert admin.posts(f"{HERE}/{action}", fields).status == 404
    if action != "rotate":
        assert admin.opens(f"{HERE}/{action}?key={key}").status == 404


def test_a_key_of_any_signs_can_be_ended(app: Flask, admin: Learner) -> None:
    key = "a/b ?c=d&é<i>'\"$(x)"
    house = app.extensions["collectif"].house
    with house.database.writing() as connection:
        app.extensions["collectif"].lrs.recorder.create_credentials(
            connection, "Drôle", frozenset(("all",)), key=key
        )
    page = admin.opens(HERE)
    (address,) = [
        html.unescape(one)
        for one in re.findall(r'href="([^"]+/change[^"]+)"', page.html)
        if "%2F" in one or "a/b" in one
    ][:1]
    page = admin.opens(address)
    assert line(page)[2] == f"{key}:…"
    admin.opens(address.replace("/change?", "/revocation?"))
    assert "Drôle" not in admin.sends(f"{HERE}/revocation").words
