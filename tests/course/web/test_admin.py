"""Administration: people and their roles, the log, the ways to the other pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner
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


def test_people_are_listed_and_found_by_name_or_address(lone_app: Flask) -> None:
    admin = Learner(lone_app).signs_up("Anne Admin").becomes("admin")
    for name in ("Zoé Tran", "Nour 100%", "Élie_Bon"):
        Learner(lone_app).signs_up(name)
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


def test_the_way_to_keys_and_tokens_is_shown(admin: Learner) -> None:
    assert 'href="/admin/credentials"' in admin.opens("/admin").html
