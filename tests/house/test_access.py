"""Who may: every route says it, and everyone is held to it, whatever is added to the table of routes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from tests.actors import Learner, Page, Visitor
from tests.house.routes import Address, access_of, addresses, sample_values

if TYPE_CHECKING:
    from flask import Flask

RULES = ("public", "signed_in", "trainer", "admin")


@pytest.fixture(scope="module")
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


@pytest.fixture(scope="module")
def trainer(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up("Béatrice Formatrice").becomes("trainer")


@pytest.fixture(scope="module")
def admin(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up("Anne Admin").becomes("admin")


def doors(app: Flask, *rules: str) -> list[Address]:
    return [one for one in addresses(app, sample_values()) if one.access in rules]


def knock(person: Visitor, door: Address) -> Page:
    """Go to an address as a browser would, with a form that lacks everything but its token."""
    if door.method == "GET":
        return person.opens(door.path, follow=False)
    return person.posts(door.path, [("csrf_token", person.token())], follow=False)


def test_every_route_declares_its_rule(shared_app: Flask) -> None:
    ours = [
        rule for rule in shared_app.url_map.iter_rules() if rule.endpoint.startswith("collectif.")
    ]
    assert len(ours) > 60
    for rule in ours:
        if rule.endpoint != "collectif.static":
            assert access_of(shared_app.view_functions[rule.endpoint]) in RULES, rule


def test_every_family_of_pages_has_the_rule_one_expects(shared_app: Flask) -> None:
    for one in addresses(shared_app, sample_values()):
        if one.path.startswith("/trainer"):
            assert one.access == "trainer", one
        if one.path.startswith("/admin"):
            assert one.access == "admin", one
        if one.path.startswith(("/module", "/session", "/diagnostic", "/entry-check", "/review")):
            assert one.access == "signed_in", one


# -- visitors ------------------------------------------------------------------------


def test_a_visitor_who_opens_a_page_for_learners_signs_in_and_comes_back(
    shared_app: Flask,
) -> None:
    visitor = Visitor(shared_app)
    for door in doors(shared_app, "signed_in", "trainer", "admin"):
        page = knock(visitor, door)
        if door.method == "GET":
            assert page.status == 303, door
            assert page.response.location.startswith("/account/sign-in?next=%2F"), door
        else:
            assert page.status == 401, door
            assert "Rien n’est perdu" in page.words, door


def test_a_program_without_a_person_is_answered_in_its_own_language(shared_app: Flask) -> None:
    client = shared_app.test_client()
    for door in doors(shared_app, "signed_in", "trainer", "admin"):
        answer = client.open(door.path, method=door.method, headers={"Accept": "application/json"})
        assert answer.status_code == 401, door
        assert answer.get_json()["sign_in"] == "/account/sign-in", door


def test_what_is_public_asks_nobody_to_sign_in(shared_app: Flask) -> None:
    for door in doors(shared_app, "public"):
        page = knock(Visitor(shared_app), door)
        assert page.status in (200, 303, 400, 404, 422), door
        assert "/account/sign-in?next" not in (page.response.location or ""), door


# -- roles ---------------------------------------------------------------------------


def test_learners_are_refused_what_is_for_trainers_and_admins(
    shared_app: Flask, learner: Learner
) -> None:
    for door in doors(shared_app, "trainer", "admin"):
        page = knock(learner, door)
        assert page.status == 403, door
        assert "Cette page n’est pas pour vous" in page.words, door


def test_trainers_are_refused_what_is_for_admins(shared_app: Flask, trainer: Learner) -> None:
    for door in doors(shared_app, "admin"):
        assert knock(trainer, door).status == 403, door


def test_admins_pass_wherever_a_role_is_asked_for(shared_app: Flask, admin: Learner) -> None:
    for door in doors(shared_app, "trainer", "admin"):
        assert knock(admin, door).status in (200, 303, 400, 404, 422), door


def test_a_role_that_was_taken_back_opens_nothing_any_more(shared_app: Flask) -> None:
    person = Learner(shared_app).signs_up().becomes("trainer")
    assert person.opens("/trainer").status == 200
    person.becomes("learner")
    assert person.opens("/trainer").status == 403


# -- other people's things -------------------------------------------------------------


def cohort_of(trainer: Learner, name: str) -> int:
    """A group with one member; its number, read off its address."""
    trainer.opens("/trainer/cohort")
    trainer.sends("/trainer/cohort", name=name)
    assert trainer.page is not None
    found = [one.action for one in trainer.page.forms if one.action.endswith("/code")]
    return int(found[0].split("/")[3])


def test_a_group_of_another_trainer_does_not_exist(shared_app: Flask, trainer: Learner) -> None:
    cohort = cohort_of(trainer, "Promotion du soir")
    other = Learner(shared_app).signs_up("Un autre formateur").becomes("trainer")
    for door in addresses(shared_app, sample_values(cohort_id=cohort)):
        if "cohort_id" in door.rule:
            assert knock(other, door).status == 404, door


def test_a_learner_of_no_group_of_mine_does_not_exist(
    shared_app: Flask, trainer: Learner, learner: Learner
) -> None:
    cohort = cohort_of(trainer, "Promotion du matin")
    with shared_app.extensions["collectif"].house.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT id FROM collectif_people WHERE email = ?", (learner.email,)
        ).one()
    for door in addresses(shared_app, sample_values(cohort_id=cohort, person_id=row.id)):
        if "/learner/" in door.rule:
            assert knock(trainer, door).status == 404, door


def test_a_device_of_somebody_else_cannot_be_disconnected(
    shared_app: Flask, learner: Learner
) -> None:
    other = Learner(shared_app).signs_up()
    with shared_app.extensions["collectif"].house.database.reading() as connection:
        device = connection.exec_driver_sql(
            "SELECT s.id FROM collectif_sign_ins s JOIN collectif_people p ON p.id = s.person_id"
            " WHERE p.email = ?",
            (other.email,),
        ).scalar_one()
    fields = [("csrf_token", learner.token()), ("device", device)]
    assert learner.posts("/account/devices", fields).status == 404
    assert other.opens("/account").status == 200


NOWHERE = [
    "/session/s9",
    "/session/s9/sheet",
    "/module/none",
    "/module/none/screen/acteurs",
    "/module/s1-lesson/screen/none",
    "/module/s1-lesson/media/none.svg",
    "/module/s1-lesson/media/..%2fmodule.yaml",
    "/module/s1-lesson/synthesis",
    "/module/s1-lesson/worksheet",
    "/module/s1-lesson/worksheet/document",
    "/module/s1-lesson/quiz",
    "/module/s1-lesson/quiz/result",
    "/module/s1-tool/worksheet/document?version=secret",
    f"/module/{'x' * 3000}",
    "/module/s1-quiz/quiz/0",
    "/module/s1-quiz/quiz/7",
    "/module/s1-quiz/quiz/99999999999999999999",
    "/account/reset/made-up",
    "/demo/made-up",
    "/none",
]


@pytest.mark.parametrize("address", NOWHERE, ids=lambda address: address[:60])
def test_a_guessed_address_is_a_calm_404(learner: Learner, address: str) -> None:
    learner.opens("/module/s1-quiz/quiz")
    if any(one.action.endswith("/quiz/start") for one in learner.page.forms):  # type: ignore[union-attr]
        learner.sends("/module/s1-quiz/quiz/start")
    assert learner.opens(address).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "/module/none/question/vrai-faux",
        "/module/s1-lesson/question/none",
        "/module/s1-quiz/question/q1",
        "/module/s1-lesson/screen/none/seen",
        "/module/s1-lesson/done",
        "/module/s1-lesson/played",
        "/module/s1-lesson/watched",
        "/module/s1-lesson/quiz/start",
        "/module/s1-lesson/quiz/1/answer",
        "/diagnostic/none/remove",
    ],
)
def test_a_form_to_a_guessed_address_is_a_calm_404(learner: Learner, address: str) -> None:
    if address.endswith("/played"):
        event = {"event": "played", "id": str(uuid.uuid4()), "session": str(uuid.uuid4())}
        assert learner.tells(address, event).status_code == 404
        return
    fields = [("csrf_token", learner.token()), ("answer_id", str(uuid.uuid4())), ("response", "a")]
    assert learner.posts(address, fields).status == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "1.5", "un"])
def test_a_person_of_an_impossible_number_does_not_exist(admin: Learner, number: str) -> None:
    fields = [("csrf_token", admin.token()), ("role", "trainer")]
    assert admin.posts(f"/admin/people/{number}/role", fields).status == 404
    assert admin.opens(f"/trainer/cohort/{number}").status == 404


def test_every_path_answers_the_methods_it_names_and_no_other(
    shared_app: Flask, learner: Learner
) -> None:
    known: dict[str, set[str]] = {}
    for door in addresses(shared_app, sample_values()):
        known.setdefault(door.path, set()).add(door.method)
    for path, methods in known.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = learner.client.open(path, method=method)
            assert answer.status_code in (404, 405), (method, path)
