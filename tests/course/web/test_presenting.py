"""Progress as pages show it: states, ticks, percentages, locks with their keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from collectif.course.learning.progress import Standing, Tick
from collectif.course.learning.rules import Opening
from collectif.course.services import reading
from collectif.course.store import people
from collectif.course.web import presenting
from collectif.course.web.access import SIGN_IN
from tests.actors import Learner
from tests.conftest import Clock, make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from collectif.course.learning.progress import Progress


def standing(**changed: object) -> Standing:
    known: dict[str, object] = {
        "module": "s1-quiz",
        "state": "not_started",
        "is_open": True,
        "completed": False,
        "passed": False,
        "waived": False,
        "score": None,
        "last": None,
        **changed,
    }
    return Standing(**known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, "not_started"),
        ({"is_open": False}, "locked"),
        ({"state": "started"}, "started"),
        ({"state": "needs_help"}, "started"),
        ({"state": "completed", "completed": True}, "completed"),
        ({"state": "completed", "completed": True, "passed": True, "score": 0.8}, "passed"),
        ({"state": "completed", "completed": True, "passed": True}, "completed"),
        ({"completed": True, "is_open": False}, "completed"),
        ({"completed": True, "waived": True}, "completed"),
    ],
)
def test_a_module_is_shown_in_one_of_five_states(changed: dict[str, object], shown: str) -> None:
    assert presenting.state_of(standing(**changed)) == shown


@pytest.mark.parametrize(
    ("score", "percent"),
    [(None, None), (0.0, 0), (0.7, 70), (0.999, 99), (1.0, 100), (2 / 3, 66), (0.29, 29)],
)
def test_percentages_are_rounded_down_so_that_100_means_everything(
    score: float | None, percent: int | None
) -> None:
    assert presenting.percent(score) == percent


def progress_of(app: Flask, learner: Learner) -> Progress:
    house = app.extensions["collectif"].house
    with house.database.reading() as connection:
        person = people.by_email(connection, learner.email)
    assert person is not None
    return reading.course_progress(house, person)


def test_what_completes_a_module_is_ticked_with_how_much_is_there(app: Flask) -> None:
    house = app.extensions["collectif"].house
    quiz = house.catalogue.module("s1-quiz")
    tool = house.catalogue.module("s1-tool")
    ticks = (Tick("passed", met=False, have=50, need=1), Tick("seen", met=True, have=2, need=2))
    shown = presenting.completion(quiz, "started", ticks)
    assert [(one.test, one.done, one.have, one.need) for one in shown.ticks] == [
        ("passed", False, 50, 70),
        ("seen", True, 2, 2),
    ]
    whole = presenting.completion(quiz, "passed", ticks)
    assert all(one.done for one in whole.ticks), "a waived or passed module asks for nothing more"
    filled = presenting.completion(tool, "started", (Tick("filled", met=False, have=0, need=1),))
    assert filled.ticks[0].need == 0
    unknown = presenting.completion(tool, "completed")
    assert all(one.done for one in unknown.ticks)


def test_a_lock_names_its_keys_with_their_minutes(app: Flask) -> None:
    learner = Learner(app).signs_up()
    with app.test_request_context():
        progress = progress_of(app, learner)
        catalogue = app.extensions["collectif"].house.catalogue
        lock = presenting.lock_of(catalogue.module("s2-quiz"), progress)
        names = {key.module.id: key for key in lock.keys if key.module}
        assert set(names) == {"s1-opening", "s1-quiz", "s2-lesson"}
        assert names["s2-lesson"].locked, "it has a lock of its own, which it explains itself"
        assert not names["s1-quiz"].locked
        assert (names["s1-quiz"].need, names["s2-lesson"].need) == ("passed", "completed")
        assert lock.minutes == sum(key.minutes for key in lock.keys) > 0


def test_a_lock_with_a_date_says_the_day(sample_folder: Path, tmp_path: Path) -> None:
    early = Clock(1_760_000_000_000_000)  # October 2025; session 2 begins in January 2026
    app = make_app(f"sqlite:///{tmp_path / 'x.db'}", sample_folder, tmp_path, early)
    learner = Learner(app).signs_up()
    for module in ("s1-opening", "s1-lesson", "s1-quiz"):
        learner.takes(module)
    page = learner.opens("/module/s2-lesson")
    assert page.status == 403
    assert "Attendre le 01/01/2026" in page.words
    with app.test_request_context():
        opening = Opening((), date(2026, 1, 1))
        (key,) = presenting.lock(opening, progress_of(app, learner)).keys
        assert (key.need, key.day, key.minutes) == ("date", date(2026, 1, 1), 0)
    early.passes(days=120)
    assert learner.opens("/module/s2-lesson").status == 200
    app.extensions["collectif"].house.database.engine.dispose()


def test_a_share_counts_required_modules_only(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.takes("s1-tool")
    learner.takes("s1-opening")
    with app.test_request_context():
        progress = progress_of(app, learner)
        catalogue = app.extensions["collectif"].house.catalogue
        session = catalogue.session("s1")
        share = presenting.share(session.modules, progress.record)
        required = [one for one in session.modules if one.required]
        assert (share.done, share.total) == (1, len(required))
        assert share.minutes_left == sum(one.minutes for one in required) - 2


def test_session_cards_tell_how_each_session_stands(app: Flask) -> None:
    learner = Learner(app).signs_up()

    def cards() -> list[str]:
        with app.test_request_context():
            progress = progress_of(app, learner)
            sessions = app.extensions["collectif"].house.catalogue.course.sessions
            return [presenting.session_card(one, progress).state for one in sessions]

    assert cards() == ["not_started", "locked"]
    learner.takes("s1-opening")
    assert cards() == ["started", "not_started"]
    learner.takes_everything()
    assert cards() == ["completed", "completed"]


def test_progress_is_read_once_for_a_page(app: Flask) -> None:
    learner = Learner(app).signs_up()
    with learner.client.session_transaction() as cookie:
        token = cookie[SIGN_IN]
    with app.test_request_context(), app.test_client().session_transaction() as _:
        presenting.session[SIGN_IN] = token
        first = presenting.current_progress()
        assert first is not None
        assert presenting.current_progress() is first
        other = progress_of(app, learner)
        presenting.remember(other)
        assert presenting.current_progress() is other


def test_a_visitor_has_no_progress(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        assert presenting.current_progress() is None
        assert presenting.frame().diagnostic == "locked"


def test_a_message_is_shown_on_the_next_page_and_then_gone(shared_app: Flask) -> None:
    learner = Learner(shared_app).signs_up()
    learner.opens("/account")
    page = learner.sends("/account/name", name="Ada Lovelace")
    assert "Votre nom est changé." in page.words
    assert "Votre nom est changé." not in learner.opens("/account").words
