"""Administration: people and their roles, keys of the xAPI endpoint, the log."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Page
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One house for all these tests: what one leaves does not trouble the others."""
    folder = tmp_path_factory.mktemp("admin")
    made = make_app(f"sqlite:///{folder / 'admin.db'}", sample_folder, folder)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="module")
def admin(app: Flask) -> Learner:
    return Learner(app).signs_up("Anne Admin").becomes("admin")


def number_of(app: Flask, person: Learner) -> int:
    with app.extensions["collectif"].house.database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT id FROM collectif_people WHERE email = ?", (person.email,)
        )
        return int(found.scalar_one())


# -- people --------------------------------------------------------------------------------------


def test_people_are_listed_and_found_by_name_or_address(app: Flask, admin: Learner) -> None:
    for name in ("Zoé Tran", "Nour 100%", "Élie_Bon"):
        Learner(app).signs_up(name)
    page = admin.opens("/admin")
    for name in ("Anne Admin", "Zoé Tran", "Nour 100%"):
        assert name in page.words
    found = admin.opens("/admin?search=zo%C3%A9")
    assert "Zoé Tran" in found.words
    assert "Nour" not in found.words
    assert "Nour 100%" in admin.opens("/admin?search=100%25").words
    assert "Zoé" not in admin.opens("/admin?search=%25").words, "a sign, not a wildcard"
    assert "Zoé" not in admin.opens("/admin?search=_").words
    assert "Élie_Bon" in admin.opens("/admin?search=_").words
    assert "Zoé Tran" in admin.opens("/admin?search=@exemple.fr").words
    none = admin.opens("/admin?search=nobody")
    assert "Personne ne correspond à cette recherche." in none.words


@pytest.mark.parametrize("page", ["0", "-3", "x", "99999999999999999999", "2"])
def test_any_page_number_is_answered(admin: Learner, page: str) -> None:
    assert admin.opens(f"/admin?page={page}").status == 200


def test_long_lists_come_page_by_page(app: Flask, admin: Learner) -> None:
    house = app.extensions["collectif"].house
    with house.database.writing() as connection:
        for number in range(60):
            connection.exec_driver_sql(
                "INSERT INTO collectif_people (name, language, pseudonym, registration, created)"
                " VALUES (?, 'fr', ?, ?, 0)",
                (f"Personne {number:02}", f"p{number}", f"r{number}"),
            )
    first = admin.opens("/admin?search=Personne")
    assert len(re.findall(r"<b>Personne \d\d</b>", first.html)) == 50
    assert "Personne 55" not in first.words
    assert "Page suivante" in first.words
    assert "Page précédente" not in first.words
    second = admin.opens("/admin?search=Personne&page=2")
    assert "Personne 55" in second.words
    assert "Page précédente" in second.words
    assert "Page suivante" not in second.words


def test_a_role_is_given_and_noted(app: Flask, admin: Learner) -> None:
    person = Learner(app).signs_up("Zoé Tran")
    assert person.opens("/trainer").status == 403
    admin.opens(f"/admin?search={person.email}")
    number = number_of(app, person)
    page = admin.sends(f"/admin/people/{number}/role", role="trainer")
    assert "Le rôle est changé." in page.words
    assert f"person {number}" in page.words
    assert person.opens("/trainer").status == 200
    admin.opens(f"/admin?search={person.email}")
    admin.sends(f"/admin/people/{number}/role", role="learner")
    assert person.opens("/trainer").status == 403


@pytest.mark.parametrize("role", ["boss", "", "ADMIN"])
def test_a_role_that_is_none_is_refused(app: Flask, admin: Learner, role: str) -> None:
    number = number_of(app, Learner(app).signs_up())
    fields = [("csrf_token", admin.token()), ("role", role)]
    assert admin.posts(f"/admin/people/{number}/role", fields).status == 400


def test_the_last_admin_cannot_lock_everybody_out(app: Flask, admin: Learner) -> None:
    own = number_of(app, admin)
    page = admin.opens("/admin")
    assert f"/admin/people/{own}/role" not in page.html
    fields = [("csrf_token", admin.token()), ("role", "learner")]
    assert admin.posts(f"/admin/people/{own}/role", fields).status == 403
    assert admin.opens("/admin").status == 200


def test_a_person_who_does_not_exist_gets_no_role(admin: Learner) -> None:
    fields = [("csrf_token", admin.token()), ("role", "learner")]
    assert admin.posts("/admin/people/4000/role", fields).status == 404


# -- keys ----------------------------------------------------------------------------------------


def makes(admin: Learner, **values: object) -> Page:
    admin.opens("/admin")
    return admin.sends("/admin/credentials", **values)


def test_a_key_is_shown_with_its_secret_once_and_works(app: Flask, admin: Learner) -> None:
    page = makes(admin, name="Notre LMS", scopes=["statements/write", "statements/read"])
    endpoint, key, secret = re.findall(r"<dd><code>([^<]+)", page.html)
    assert endpoint == "http://localhost/xapi"
    assert "il ne sera plus montré" in page.words
    pair = b64encode(f"{key}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"}
    client = app.test_client()
    assert client.get("/xapi/statements", headers=headers).status_code == 200
    again = admin.opens("/admin")
    assert key in again.words
    assert "Notre LMS" in again.words
    assert "statements/read, statements/write" in again.words
    assert secret not in again.html

    page = admin.sends("/admin/credentials/revoke")
    assert "Cette clé n’ouvre plus rien." in page.words
    assert client.get("/xapi/statements", headers=headers).status_code == 401
    for what in ("credentials_created", "credentials_revoked"):
        assert what in page.words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "", "scopes": ["all"]}, "Écrivez votre nom"),
        ({"name": "Notre LMS", "scopes": []}, "Choisissez au moins un droit."),
        ({"name": "Notre LMS", "scopes": ["everything"]}, "Choisissez au moins un droit."),
        ({"name": "n" * 101, "scopes": ["all"]}, ""),
    ],
)
def test_a_key_that_cannot_be_made_says_why(
    admin: Learner, values: dict[str, object], said: str
) -> None:
    page = makes(admin, **values)
    assert page.status == 422
    assert said in page.words
    assert f'value="{values["name"]}"' in page.html
    assert "Nouvelle clé" not in page.words


def test_a_key_that_does_not_exist_cannot_be_revoked(admin: Learner) -> None:
    fields = [("csrf_token", admin.token()), ("key", "none")]
    assert admin.posts("/admin/credentials/revoke", fields).status == 404


def test_the_address_of_the_endpoint_is_the_mounted_one(
    sample_folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    app = make_app(url, sample_folder, tmp_path, COLLECTIF_PREFIX="/cours")
    admin = Learner(app).signs_up().becomes("admin")
    assert "http://localhost/cours/xapi" in admin.opens("/admin").words
    app.extensions["collectif"].house.database.engine.dispose()
