"""What a host hears of, and when: after the commit, once, from its own application."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from collectif.course import course_completed, diagnosis_finished, module_completed, signals
from tests.actors import Learner, Program
from tests.conftest import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from blinker import Signal
    from flask import Flask


@contextmanager
def listening(signal: Signal, app: Flask) -> Iterator[list[dict[str, Any]]]:
    """Keeps what is sent by `app` meanwhile."""
    heard: list[dict[str, Any]] = []

    def hear(_sender: Flask, **carried: Any) -> None:
        heard.append(carried)

    with signal.connected_to(hear, sender=app):
        yield heard


def test_the_door_offers_every_signal_by_its_name() -> None:
    assert {
        "module_completed": module_completed,
        "course_completed": course_completed,
        "diagnosis_finished": diagnosis_finished,
    } == signals.BY_NAME


def test_a_completed_module_is_announced_once(app: Flask) -> None:
    learner = Learner(app).signs_up()
    with listening(module_completed, app) as heard:
        learner.reads("s1-testimony", "recit")
        assert heard == [], "a question still waits"
        learner.answers("s1-testimony", "duree", "contrat")
        assert [one["module"] for one in heard] == ["s1-testimony"]
        assert isinstance(heard[0]["person"], int)
        learner.reads("s1-testimony", "recit")
        learner.answers("s1-testimony", "duree", "confiance")
    assert len(heard) == 1


def test_the_completed_course_is_announced_once_with_its_last_module(app: Flask) -> None:
    learner = Learner(app).signs_up()
    with listening(course_completed, app) as course, listening(module_completed, app) as modules:
        learner.takes_everything()
    assert len(course) == 1
    assert course[0] == {"person": modules[0]["person"]}
    required = {one.id for one in learner.catalogue.modules if one.required}
    assert required <= {one["module"] for one in modules}
    assert len(modules) == len({one["module"] for one in modules})


def test_who_listens_finds_everything_in_the_database_already(app: Flask) -> None:
    learner = Learner(app).signs_up()
    program, found = Program(app), list[str]()

    def look(_sender: Flask, **_carried: Any) -> None:
        found.extend(one["verb"]["id"].rsplit("/", 1)[1] for one in program.asks())

    with module_completed.connected_to(look, sender=app):
        learner.takes("s1-opening")
    assert "completed" in found


def test_a_listener_that_fails_takes_nothing_back(app: Flask) -> None:
    learner = Learner(app).signs_up()

    def fail(_sender: Flask, **_carried: Any) -> None:
        raise ZeroDivisionError

    with module_completed.connected_to(fail, sender=app):
        assert learner.reads("s1-opening", "programme").status == 500
    assert "Module terminé" in learner.opens("/module/s1-opening/screen/programme").words


def test_what_was_refused_is_not_announced(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.reads("s1-testimony", "recit")
    with listening(module_completed, app) as heard:
        learner.opens("/module/s1-testimony/screen/recit")
        assert learner.sends("/module/s1-testimony/question/duree").status == 422
    assert heard == []


def test_one_application_does_not_hear_of_another(
    app: Flask, sample_folder: Path, tmp_path: Path
) -> None:
    other = make_app(f"sqlite:///{tmp_path / 'other.db'}", sample_folder, tmp_path)
    with listening(module_completed, other) as heard:
        Learner(app).signs_up().takes("s1-opening")
        assert heard == []
        Learner(other).signs_up().takes("s1-opening")
    assert len(heard) == 1
    other.extensions["collectif"].house.database.engine.dispose()
