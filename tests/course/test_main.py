"""The `collectif` command by itself, and the demo's furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from collectif.course.main import main, prepare
from tests.actors import Learner, Program, Visitor
from tests.builders import write_sample
from tests.conftest import Clock, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

BASE = "http://127.0.0.1:5000"


@pytest.fixture
def alone(tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of somebody who runs the sample course alone."""
    monkeypatch.setenv("COLLECTIF_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("COLLECTIF_CONTENT", str(sample_folder))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_it_knows_all_commands_and_the_demo() -> None:
    told = run("--help").output
    for name in ("check", "credentials", "demo", "outline", "rebuild", "role", "settings"):
        assert name in told


def test_commands_work_on_the_database_of_the_instance(alone: Path) -> None:
    assert run("upgrade").exit_code == 0
    assert (alone / "instance" / "collectif.db").is_file()
    done = run("rebuild", "--check")
    assert done.exit_code == 0, done.output
    assert done.output == "equal: 0 statements replayed\n"


def test_a_faulty_course_stops_with_file_and_line_and_no_traceback(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_sample(alone / "faulty")
    quiz = folder / "session_1" / "s1-quiz" / "module.yaml"
    quiz.write_text(quiz.read_text("utf-8").replace("draw: 4", "draw: many"), "utf-8")
    monkeypatch.setenv("COLLECTIF_CONTENT", str(folder))
    for command in (("upgrade",), ("demo",)):
        done = run(*command)
        assert done.exit_code == 1
        assert re.search(r"session_1/s1-quiz/module\.yaml:\d+: ", done.output)
        assert isinstance(done.exception, SystemExit)
        assert "Traceback" not in done.output


def test_a_setting_that_cannot_be_used_is_named_and_no_traceback(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLECTIF_SESSION_DAYS", "soon")
    done = run("upgrade")
    assert done.exit_code == 1
    assert "COLLECTIF_SESSION_DAYS: is not a whole number" in done.output
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    done = run("demo", "--port", port)
    assert done.exit_code == 2
    assert "--port" in done.output


# -- the demo's furniture ------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demo; whoever needs links that open asks for new ones, which end those of others."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'demo.db'}"
    made = make_app(url, sample_folder, folder, Clock(), COLLECTIF_DEMO=True)
    prepare(made, BASE)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


def link(lines: list[str], name: str) -> str:
    return next(line.split(" ")[1] for line in lines if line.startswith(name)).removeprefix(BASE)


def test_the_demo_has_a_cohort_of_twelve_at_various_stages(app: Flask) -> None:
    lines = prepare(app, BASE)
    trainer = Learner(app)
    page = trainer.opens(link(lines, "trainer"))
    address = re.findall(r'href="(/trainer/cohort/\d+)"', page.html)[0]
    grid = trainer.opens(address)
    learners = set(re.findall(rf'href="{address}/learner/(\d+)"', grid.html))
    assert len(learners) == 12


def test_the_histories_of_the_demo_were_recorded_as_real_ones_are(
    app: Flask,
) -> None:
    assert len(Program(app).asks(limit="50")) > 100
    done = app.test_cli_runner().invoke(args=["collectif", "rebuild", "--check"])
    assert done.exit_code == 0, done.output


def test_the_demo_is_furnished_once(app: Flask) -> None:
    lines = prepare(app, BASE)
    count = "SELECT count(*) FROM lrs_statements"
    engine = app.extensions["collectif"].house.database.engine
    with engine.connect() as connection:
        before = connection.exec_driver_sql(count).scalar()
    again = prepare(app, BASE)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(count).scalar() == before
    assert [line.split(" ")[0] for line in again] == [line.split(" ")[0] for line in lines]
    assert Visitor(app).opens(link(lines, "admin")).status == 404, "earlier links end"
    assert Visitor(app).opens(link(again, "admin")).status == 200


def test_one_click_links_open_on_this_machine_only(app: Flask) -> None:
    address = link(prepare(app, BASE), "admin")
    client = app.test_client()
    for place, status in (("127.0.0.1", 303), ("::1", 303), ("192.0.2.7", 404), ("10.0.0.1", 404)):
        answer = client.get(address, environ_overrides={"REMOTE_ADDR": place})
        assert answer.status_code == status, place
        client.delete_cookie("collectif")


def test_one_click_links_open_nothing_where_there_is_no_demo(
    app: Flask, sample_folder: Path, tmp_path: Path
) -> None:
    address = link(prepare(app, BASE), "admin")
    url = str(app.extensions["collectif"].house.database.engine.url)
    real = make_app(url, sample_folder, tmp_path, Clock(), COLLECTIF_DEMO=False)
    assert Visitor(real).opens(address).status == 404
    real.extensions["collectif"].house.database.engine.dispose()
