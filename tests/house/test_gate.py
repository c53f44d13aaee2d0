"""The content gate: no path leads into a locked module, whatever is added to the table of routes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from tests.actors import Learner, Page
from tests.builders import write_sample
from tests.conftest import make_app
from tests.house.routes import Address, addresses, sample_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

KEY = "s1-opening"
LOCKED = ("s1-testimony", "s1-expert", "s1-lesson", "s1-synthesis", "s1-tool", "s1-quiz")

WHERE = {
    "synthesis": "s1-synthesis",
    "played": "s1-synthesis",
    "watched": "s1-synthesis",
    "worksheet": "s1-tool",
    "worksheet_document": "s1-tool",
    "quiz": "s1-quiz",
    "quiz_start": "s1-quiz",
    "quiz_question": "s1-quiz",
    "quiz_answer": "s1-quiz",
    "quiz_result": "s1-quiz",
    "mark": "s1-expert",
}
"""Where a view has something to show; all others are tried on the lesson."""

SECRETS = (
    "Trois sortes d’acteurs se rencontrent",
    "Combien de cibles compte",
    "deux maisons",
    "Dresser la carte",
    "Question 1 : quelle réponse",
)
"""Words of the locked modules that must not be in any answer."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The sample course with every module of session 1 closed until its opening is done."""
    folder = tmp_path_factory.mktemp("gate")
    course = write_sample(folder / "course")
    for name in LOCKED:
        path = course / "session_1" / name / "module.yaml"
        rule = f"unlock: {{completed: {KEY}}}\n"
        path.write_text(path.read_text(encoding="utf-8") + rule, encoding="utf-8")
    made = make_app(f"sqlite:///{folder / 'gate.db'}", course, folder)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture(scope="module")
def newcomer(app: Flask) -> Learner:
    return Learner(app).signs_up()


def inside(app: Flask) -> list[Address]:
    """Every address that leads into a module, each on a module where it has something to show."""
    names = {rule.endpoint for rule in app.url_map.iter_rules() if "module_id" in rule.arguments}
    found = []
    for endpoint in sorted(names):
        module = WHERE.get(endpoint.partition(".")[2], "s1-lesson")
        values = sample_values(module_id=module)
        found += [one for one in addresses(app, values) if one.endpoint == endpoint]
    return found


def knock(person: Learner, door: Address, **headers: str) -> Page:
    """Go to an address the way its page would: a form, or the player's JSON."""
    if door.method == "GET":
        return person.opens(door.path, follow=False, **headers)
    if door.endpoint.endswith(".played"):
        event: dict[str, Any] = {"event": "played", "time": 0}
        event |= {"id": str(uuid.uuid4()), "session": str(uuid.uuid4())}
        return Page(person.tells(door.path, event, **headers))
    fields = [("csrf_token", person.token()), ("answer_id", str(uuid.uuid4()))]
    return person.posts(door.path, [*fields, ("response", "a")], follow=False, **headers)


def statements(app: Flask) -> int:
    recorder = app.extensions["collectif"].lrs.recorder
    with app.extensions["collectif"].house.database.reading() as connection:
        return sum(len(batch) for batch in recorder.replay(connection))


def test_the_table_of_routes_leads_to_every_kind_of_content(app: Flask) -> None:
    names = {one.endpoint.partition(".")[2] for one in inside(app)}
    assert {"module", "screen", "seen", "answer", "mark", "media"} < names
    assert set(WHERE) < names


def test_every_path_into_a_locked_module_says_what_opens_it(app: Flask, newcomer: Learner) -> None:
    recorded = statements(app)
    for door in inside(app):
        page = knock(newcomer, door)
        assert page.status == 403, door
        assert not [secret for secret in SECRETS if secret in page.html], door
        if not door.endpoint.endswith(".played"):
            assert "Ce qui l’ouvre" in page.words, door
            assert f'href="/module/{KEY}"' in page.html, door
            assert "2 min" in page.words.replace("\u202f", " ").replace("\xa0", " "), door
    assert statements(app) == recorded


def test_scripts_are_told_of_the_lock_as_well(app: Flask, newcomer: Learner) -> None:
    for door in inside(app):
        page = knock(newcomer, door, **{"X-Fragment": "1"})
        assert page.status == 403, door
        told = page.response.get_json()
        assert told["locked"] == door.path.split("/")[2], door


def test_the_diagnostic_is_behind_the_same_gate(app: Flask, newcomer: Learner) -> None:
    page = newcomer.opens("/diagnostic")
    assert page.status == 403
    assert "Ce qui l’ouvre" in page.words
    token = newcomer.token()
    for door in addresses(app, sample_values()):
        if door.path.startswith("/diagnostic") and not door.path.endswith("/remove"):
            fields = [("csrf_token", token), ("variant", "companies")]
            asked = (
                newcomer.opens(door.path)
                if door.method == "GET"
                else newcomer.posts(door.path, fields)
            )
            assert asked.status == 403, door


def test_a_session_page_and_its_sheet_tell_only_what_will_come(newcomer: Learner) -> None:
    searches = ("/resources/search?q=cible", "/resources/search?q=maisons+regardent&kind=synthesis")
    shelves = ("/resources", "/resources/testimonies", "/resources/kit/apercu")
    for address in ("/session/s1", "/session/s1/sheet", "/", *shelves, *searches):
        page = newcomer.opens(address)
        assert page.status == 200
        assert "Combien de cibles compte" not in page.html
    assert "Pourquoi est-ce fermé" in newcomer.opens("/session/s1").words


def test_the_gate_opens_for_good_once_the_rule_is_met(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.takes(KEY)
    for door in inside(app):
        assert knock(learner, door).status in (200, 303, 409, 422), door


def test_a_gate_that_closes_again_closes_every_path(app: Flask) -> None:
    """`s2-composite` is open until the quiz of session 2 is passed."""
    learner = Learner(app).signs_up()
    for module in (KEY, "s1-lesson", "s1-quiz", "s2-composite", "s2-lesson", "s2-quiz"):
        learner.takes(module)
    page = learner.opens("/module/s2-composite/screen/cas")
    assert page.status == 200, "what was once completed stays readable"
    newcomer = Learner(app).signs_up()
    newcomer.takes(KEY)
    assert newcomer.opens("/module/s2-composite/screen/cas").status == 200
