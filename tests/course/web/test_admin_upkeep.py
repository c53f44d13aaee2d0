"""The page of personal data: counted first, confirmed by a word, done in bounded steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Visitor
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One house for all these tests: each brings people of its own."""
    folder = tmp_path_factory.mktemp("upkeep")
    made = make_app(f"sqlite:///{folder / 'upkeep.db'}", sample_folder, folder)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="module")
def admin(app: Flask) -> Learner:
    return Learner(app).signs_up("Anne Admin").becomes("admin")


def statements(app: Flask) -> int:
    with app.extensions["collectif"].house.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM lrs_statements")
        return int(found.scalar_one())


def is_known(app: Flask, email: str) -> bool:
    with app.extensions["collectif"].house.database.reading() as connection:
        query = "SELECT count(*) FROM collectif_people WHERE email = ?"
        return bool(connection.exec_driver_sql(query, (email,)).scalar())


def counts_of(admin: Learner, who: str) -> None:
    admin.opens("/admin/upkeep")
    admin.posts("/admin/upkeep/erase", [("csrf_token", admin.token()), ("who", who)])


def test_the_page_is_for_admins_alone(app: Flask, admin: Learner) -> None:
    assert admin.opens("/admin/upkeep").status == 200
    assert "Données personnelles" in admin.opens("/admin").words
    assert Learner(app).signs_up().opens("/admin/upkeep").status == 403
    assert Learner(app).signs_up().becomes("trainer").opens("/admin/upkeep").status == 403
    assert "Se connecter" in Visitor(app).opens("/admin/upkeep").words


def test_an_empty_log_says_so(lone_app: Flask) -> None:
    admin = Learner(lone_app).signs_up().becomes("admin")
    assert "Rien encore." in admin.opens("/admin/upkeep").words
    assert "Personne ne correspond" in admin.opens("/admin/upkeep?search=nobody-at-all").words


def test_a_person_is_found_counted_confirmed_and_erased(app: Flask, admin: Learner) -> None:
    learner = Learner(app).signs_up("Zoé Tran")
    learner.takes("s1-opening")
    before = statements(app)
    found = admin.opens("/admin/upkeep?search=zo%C3%A9+tran")
    assert learner.email in found.words
    number = re.search(r'name="person" value="(\d+)"', found.html)
    assert number
    page = admin.sends("/admin/upkeep/erase", person=number[1])
    assert "Zoé Tran" in page.words
    assert f"mbox|mailto:{learner.email}" in page.words
    told = re.search(r"traces supprimées\s: (\d+)", page.words)
    assert told
    assert statements(app) == before, "only counted so far"
    wrong = admin.sends("/admin/upkeep/erase", word="oui", reference="RGPD 12")
    assert wrong.status == 422
    assert "Écrivez ce mot exactement" in wrong.words
    assert 'value="RGPD 12"' in wrong.html, "what was typed is kept"
    assert statements(app) == before
    done = admin.sends("/admin/upkeep/erase", word=" effacer ", reference="RGPD 12")
    assert "C’est effacé" in done.words
    assert f"traces supprimées : {told[1]}" in done.words
    assert statements(app) == before - int(told[1])
    assert not is_known(app, learner.email)
    assert learner.email not in done.html
    log = admin.opens("/admin/upkeep").words
    assert "Effacement d’une personne" in log
    assert "RGPD 12" in log
    assert re.search(r"personne n° \d+", log)
    app.test_cli_runner().invoke(args=["collectif", "retain", "--older-than", "9y", "--yes"])
    assert "ligne de commande" in admin.opens("/admin/upkeep").words


def test_long_runs_say_how_far_they_are_and_go_on(
    app: Flask, admin: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.course.web.admin_upkeep.SECONDS", 0.0)
    monkeypatch.setattr("collectif.lrs.ops.erasing.PORTION", 4)
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    counts_of(admin, learner.email)
    assert admin.page is not None
    assert "C’est un minimum" in admin.page.words
    page = admin.sends("/admin/upkeep/erase", word="EFFACER")
    rounds = 0
    while "C’est effacé" not in page.words:
        assert "Effacé jusqu’ici" in page.words
        assert "Il en reste." in page.words
        page = admin.sends("/admin/upkeep/erase")
        rounds += 1
        assert rounds < 30
    assert rounds > 1
    assert not is_known(app, learner.email)


@pytest.mark.parametrize("who", ["", "nobody", "x|y", "{", '{"mbox": 1}'])
def test_what_names_nobody_is_said_beside_the_field_and_kept(admin: Learner, who: str) -> None:
    counts_of(admin, who)
    assert admin.page is not None
    assert admin.page.status == 422
    assert 'aria-invalid="true"' in admin.page.html


def test_a_person_who_does_not_exist_is_not_found(admin: Learner) -> None:
    admin.opens("/admin/upkeep")
    fields = [("csrf_token", admin.token()), ("person", "999999999")]
    assert admin.posts("/admin/upkeep/erase", fields).status == 404


def test_somebody_unknown_has_nothing_to_erase(admin: Learner) -> None:
    counts_of(admin, "account|https://lms.exemple.fr|4711")
    assert admin.page is not None
    assert "Il n’y a rien à effacer." in admin.page.words


def test_nobody_erases_themselves(app: Flask, admin: Learner) -> None:
    counts_of(admin, admin.email)
    assert admin.page is not None
    assert "C’est vous." in admin.page.words
    fields = [("csrf_token", admin.token()), ("who", admin.email), ("word", "EFFACER")]
    assert admin.posts("/admin/upkeep/erase", fields).status == 403
    assert is_known(app, admin.email)


def retention(admin: Learner, **fields: str) -> None:
    admin.opens("/admin/upkeep")
    admin.sends("/admin/upkeep/retain", **fields)


def test_retention_is_counted_then_confirmed(app: Flask, admin: Learner) -> None:
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    retention(admin, number="3", unit="y")
    assert admin.page is not None
    assert "Traces et documents de plus de 3 ans." in admin.page.words
    assert "Il n’y a rien à effacer." in admin.page.words, "nothing is that old"
    before = str(9 * 10**17)  # as if three years had gone by
    fields = [("csrf_token", admin.token()), ("number", "3"), ("unit", "y"), ("before", before)]
    counted = admin.posts("/admin/upkeep/retain", fields)
    told = re.search(r"traces supprimées\s: (\d+)", counted.words)
    assert told
    assert int(told[1]) == statements(app)
    wrong = admin.sends("/admin/upkeep/retain", word="non")
    assert wrong.status == 422
    done = admin.sends("/admin/upkeep/retain", word="EFFACER")
    assert f"traces supprimées : {told[1]}" in done.words
    assert statements(app) == 0
    assert "--older-than 3y" in admin.opens("/admin/upkeep").words


@pytest.mark.parametrize("number", ["", "0", "-1", "3.5", "x", "99999999"])
def test_what_is_no_age_is_said_and_what_was_typed_is_kept(admin: Learner, number: str) -> None:
    retention(admin, number=number, unit="m", verb="https://exemple.fr/v")
    assert admin.page is not None
    assert admin.page.status == 422
    assert "Écrivez un nombre entier" in admin.page.words
    assert "https://exemple.fr/v" in admin.page.html


def test_the_rule_is_said_whole(admin: Learner) -> None:
    retention(
        admin,
        number="1",
        unit="d",
        silent="1",
        activity="https://a.org https://b.org",
        verb="https://v.org",
    )
    assert admin.page is not None
    for part in ("1 jour", "plus rien n’est venu", "https://a.org, https://b.org", "https://v.org"):
        assert part in admin.page.words


def test_the_pages_speak_english_too(app: Flask, admin: Learner) -> None:
    learner = Learner(app).signs_up()
    admin.opens("/admin/upkeep")
    admin.sends("/language", lang="en")
    page = admin.opens("/admin/upkeep")
    assert "Erase a person" in page.words
    assert "Keep for a while only" in page.words
    counts_of(admin, learner.email)
    assert "Type ERASE to confirm" in admin.page.words  # type: ignore[union-attr]
    done = admin.sends("/admin/upkeep/erase", word="erase")
    assert "It is erased" in done.words
    admin.opens("/admin/upkeep")
    admin.sends("/language", lang="fr")
