"""Forwarding for admins: destinations described, tested, paused, replayed; what they refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.actors import Learner, Page
from tests.conftest import make_app
from tests.lrs.peers import Asked, Said, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.lrs.peers import Scripted

SECRET = "le-secret-du-lrs-42"


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One house for all these tests, which may forward to this machine."""
    folder = tmp_path_factory.mktemp("forwarding")
    url = f"sqlite:///{folder / 'forwarding.db'}"
    made = make_app(url, sample_folder, folder, COLLECTIF_FORWARD_INSIDE=True)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="module")
def admin(app: Flask) -> Learner:
    return Learner(app).signs_up("Anne Admin").becomes("admin")


@pytest.fixture(autouse=True)
def no_destination_of_another_test(app: Flask) -> Iterator[None]:
    yield
    rooms = app.extensions["collectif"]
    with rooms.house.database.writing() as connection:
        for one in rooms.lrs.forwarder.every(connection):
            rooms.lrs.forwarder.remove(connection, one.id)


@pytest.fixture
def odd() -> Iterator[Scripted]:
    with scripted() as server:
        server.answers = lambda asked: (
            Said(200, b'{"version": ["1.0.3"]}') if asked.path.endswith("about") else Said()
        )
        yield server


_count = iter(range(1000))


def adds(admin: Learner, endpoint: str, **values: Any) -> Page:
    """Fill the form of a new destination and send it."""
    name = f"LRS n° {next(_count)}"
    admin.opens("/admin/forwarding/new")
    given = {
        "name": name,
        "endpoint": endpoint,
        "version": "1.0.3",
        "scheme": "basic",
        "key": "nous",
        "secret": SECRET,
    }
    return admin.sends("/admin/forwarding/new", **{**given, **values})


def place(page: Page) -> str:
    """The address of the destination that a page is about."""
    found = re.search(r'action="(/admin/forwarding/\d+)/test"', page.html)
    assert found, page.words
    return found[1]


def rounds(app: Flask) -> list[Any]:
    return app.extensions["collectif"].lrs.forwarder.round()


def test_it_is_reached_from_the_administration_and_begins_empty(
    sample_folder: Path, tmp_path: Path
) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'empty.db'}", sample_folder, tmp_path)
    admin = Learner(app).signs_up("Anne Admin").becomes("admin")
    assert 'href="/admin/forwarding"' in admin.opens("/admin").html
    page = admin.opens("/admin/forwarding")
    assert "Il n’y a pas encore de destination." in page.words
    assert "collectif forward run" not in page.words
    english = Learner(app, "en").signs_up("Ann Admin").becomes("admin")
    assert "There is no destination yet." in english.opens("/admin/forwarding").words
    app.extensions["collectif"].house.database.engine.dispose()


def test_a_destination_is_added_tested_and_gets_what_was_recorded(
    app: Flask, admin: Learner, odd: Scripted
) -> None:
    page = adds(admin, odd.address)
    assert "La destination est ajoutée." in page.words
    assert "en attente" in page.words
    page = admin.sends(f"{place(page)}/test")
    assert "Tout va bien\u00a0: un LRS répond et nous reconnaît." in page.html
    assert [one.delivered > 0 for one in rounds(app)] == [True]
    assert odd.posted
    page = admin.opens(place(page))
    assert "Aucune trace en attente." in page.words
    assert "À jour." in page.words
    assert "collectif forward run" in admin.opens("/admin/forwarding").words
    for action in ("destination_added", "destination_tested"):
        assert action in admin.opens("/admin").html


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Donnez un nom de 100 caractères au plus."),
        ({"endpoint": "lrs.exemple.fr"}, "Donnez l’adresse complète du LRS"),
        ({"endpoint": "http://lrs.exemple.fr/xapi"}, "L’adresse doit commencer par https"),
        ({"endpoint": "http://localhost/xapi/"}, "C’est notre propre adresse"),
        ({"key": ""}, "Écrivez la clé"),
        ({"key": "a:b"}, "Une clé ne contient ni deux-points"),
        ({"secret": ""}, "Écrivez le secret"),
        ({"version": "0.9"}, "n’a pas pu être acceptée"),
        ({"scheme": "oauth"}, "n’a pas pu être acceptée"),
        ({"include_verbs": "https://a.b/c\nnon"}, "Ligne 2\u00a0: ce n’est pas un IRI"),
        ({"exclude_registrations": "42"}, "Ligne 1\u00a0: ce n’est pas un identifiant"),
        ({"pseudonyms": "1"}, "Donnez l’IRI sous lequel"),
        ({"batch_statements": "beaucoup"}, "Choisissez un nombre de 1 à 1000."),
        ({"batch_kilobytes": "99999999"}, "Choisissez un nombre de 1 à 16384."),
        ({"peer": "none-such"}, "Cette clé n’existe plus."),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_is_kept_but_the_secret(
    admin: Learner, values: dict[str, str], said: str
) -> None:
    page = adds(admin, **{"endpoint": "https://lrs.exemple.fr/xapi", **values})
    assert page.status == 422
    assert said in page.html
    assert SECRET not in page.html
    if "key" not in values:
        assert 'value="nous"' in page.html
    for name, value in values.items():
        if name in ("name", "endpoint", "include_verbs", "batch_statements"):
            assert value in page.html


def test_a_name_is_given_once(admin: Learner, odd: Scripted) -> None:
    adds(admin, odd.address, name="Une seule fois")
    page = adds(admin, odd.address, name="Une seule fois")
    assert page.status == 422
    assert "Une autre destination porte déjà ce nom." in page.words


def test_a_destination_is_changed_and_keeps_its_secret(
    app: Flask, admin: Learner, odd: Scripted
) -> None:
    lists = {
        "include_activity_prefixes": "https://",
        "exclude_verbs": "https://a.b/c\r\nhttps://a.b/d",
        "pseudonyms": "1",
        "home_page": "https://etude.exemple.fr",
        "drop_responses": "1",
        "drop_extensions": "https://a.b/e",
    }
    at = place(adds(admin, odd.address, **lists))
    page = admin.opens(f"{at}/edit")
    assert SECRET not in page.html
    for value in ("https://</textarea>", "https://a.b/c", "https://etude.exemple.fr"):
        assert value in page.html
    page = admin.sends(f"{at}/edit", name="Nouveau nom", version="1.0.3", **lists)
    assert "La destination est modifiée." in page.words
    assert "Nouveau nom" in page.words
    assert "remplacées par des pseudonymes" in page.words
    assert "3 critères" in page.words
    Learner(app).signs_up()
    odd.asked.clear()
    rounds(app)
    assert odd.posted
    assert b"etude.exemple.fr" in odd.asked[0].body
    page = admin.opens(f"{at}/edit")
    elsewhere = admin.sends(f"{at}/edit", endpoint="https://autre.exemple.fr/xapi", version="1.0.3")
    assert elsewhere.status == 422, "a secret is given to nobody else"
    assert "Il est à redonner quand l’adresse" in elsewhere.words


def test_what_was_refused_is_shown_tried_again_and_given_up(
    app: Flask, admin: Learner, odd: Scripted
) -> None:
    at = place(adds(admin, odd.address, start="now"))
    learner = Learner(app).signs_up()
    learner.reads("s1-lesson", "acteurs")
    odd.answers = lambda _: Said(400, b"<b>no such verb</b>")
    while any(turn.more for turn in rounds(app)):
        continue
    page = admin.opens(at)
    assert "&lt;b&gt;no such verb&lt;/b&gt;" in page.html
    assert "mises de côté" in page.words
    refused = len(re.findall(r'name="stored"', page.html)) // 2
    assert refused >= 2
    page = admin.sends(f"{at}/dismiss")
    assert "ne sera plus proposée" in page.words
    odd.answers = lambda _: Said()
    page = admin.sends(f"{at}/retry")
    assert "sera réessayée" in page.words
    rounds(app)
    assert "Aucune." in admin.opens(at).words
    for action in ("isolated_dismissed", "isolated_retried"):
        assert action in admin.opens("/admin").html


def test_refused_credentials_are_told_and_a_pause_is_taken_back(
    app: Flask, admin: Learner, odd: Scripted
) -> None:
    at = place(adds(admin, odd.address))
    odd.answers = lambda _: Said(401, SECRET.encode())
    rounds(app)
    page = admin.opens(at)
    assert "le LRS a refusé nos identifiants" in page.words
    assert SECRET not in page.html
    page = admin.sends(f"{at}/test")
    assert "Ce qui répond n’est pas un LRS." in page.words
    odd.answers = lambda _: Said()
    page = admin.sends(f"{at}/resume")
    assert "L’envoi reprend." in page.words
    page = admin.sends(f"{at}/pause")
    assert "à la demande d’un administrateur" in page.words
    assert rounds(app) == []


def test_replay_and_removal_are_asked_first(app: Flask, admin: Learner, odd: Scripted) -> None:
    at = place(adds(admin, odd.address))
    rounds(app)
    odd.asked.clear()
    assert "Depuis quel jour" in admin.opens(f"{at}/replay").words
    page = admin.sends(f"{at}/replay", since="demain")
    assert page.status == 422
    assert 'value="demain"' in page.html
    page = admin.sends(f"{at}/replay", since="")
    assert re.search(r"\d+ traces? repart", page.words)
    rounds(app)
    assert odd.posted
    assert "Plus rien ne lui sera envoyé." in admin.opens(f"{at}/removal").words
    page = admin.sends(f"{at}/removal")
    assert "La destination est retirée." in page.words
    assert admin.opens(at).status == 404
    audit = admin.opens("/admin").html
    for action in ("destination_replayed", "destination_removed"):
        assert action in audit


@pytest.mark.parametrize("path", ["", "/edit", "/replay", "/removal"])
def test_a_destination_that_is_not_there_is_a_calm_404(admin: Learner, path: str) -> None:
    assert admin.opens(f"/admin/forwarding/999{path}").status == 404
    assert admin.opens(f"/admin/forwarding/{2**62}{path}").status == 404


@pytest.mark.parametrize("action", ["test", "pause", "resume", "retry", "dismiss"])
def test_a_form_to_a_destination_that_is_not_there_is_a_calm_404(
    admin: Learner, action: str
) -> None:
    fields = [("csrf_token", admin.token()), ("stored", "1")]
    assert admin.posts(f"/admin/forwarding/999/{action}", fields).status == 404


def test_nonsense_in_a_form_is_no_fault_of_ours(admin: Learner, odd: Scripted) -> None:
    at = place(adds(admin, odd.address))
    token = admin.token()
    for stored in ("", "x", "9" * 40, "²"):
        fields = [("csrf_token", token), ("stored", stored)]
        assert admin.posts(f"{at}/dismiss", fields).status == 400
    assert admin.opens(f"{at}?after=x").status == 200
    assert admin.opens(f"{at}?after={2**70}").status == 200


def test_nobody_but_admins_may(app: Flask, odd: Scripted, admin: Learner) -> None:
    at = place(adds(admin, odd.address))
    for person in (Learner(app).signs_up(), Learner(app).signs_up().becomes("trainer")):
        assert person.opens("/admin/forwarding").status == 403
        assert person.opens(at).status == 403
        assert person.posts(f"{at}/removal", [("csrf_token", person.token())]).status == 403


def test_trouble_is_told_with_what_the_other_side_said(
    app: Flask, admin: Learner, odd: Scripted
) -> None:
    at = place(adds(admin, odd.address))

    def answer(_: Asked) -> Said:
        return Said(502, b"our cellar is flooded")

    odd.answers = answer
    rounds(app)
    page = admin.opens(at)
    assert "1 essai sans succès" in page.words
    assert "our cellar is flooded" in page.words
    english = Learner(app, "en").signs_up("Ann Admin").becomes("admin")
    assert "1 try without success" in english.opens(at).words
