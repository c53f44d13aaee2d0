"""Erasing, retention and backup from the command line, and the way back from a backup."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from collectif.course.services import erasing
from tests.actors import Learner
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from tests.conftest import Clock


def run(app: Flask, *arguments: str, answer: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["collectif", *arguments], input=answer)


def statements(app: Flask) -> int:
    with app.extensions["collectif"].house.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM lrs_statements")
        return int(found.scalar_one())


def test_a_check_amid_an_erasure_says_so(
    app_on_each: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on_each
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    monkeypatch.setattr("collectif.lrs.ops.erasing.PORTION", 1)
    rooms = app.extensions["collectif"]
    subject = erasing.by_email(rooms.house, rooms.lrs.upkeep, learner.email)
    begun = erasing.erase(rooms.house, rooms.lrs.upkeep, subject, seconds=0)
    assert not begun.finished
    checked = run(app, "rebuild", "--check")
    assert checked.exit_code == 1
    assert "an erasure has not come to its end" in checked.output
    erasing.erase(rooms.house, rooms.lrs.upkeep, subject, entry=begun.entry)
    checked = run(app, "rebuild", "--check")
    assert (checked.exit_code, checked.output) == (0, "equal: 0 statements replayed\n")


def test_a_learner_is_erased_by_address(app_on_each: Flask, tmp_path: Path) -> None:
    app = app_on_each
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    before = statements(app)
    told = run(app, "erase", "--email", learner.email, "--dry-run")
    assert told.exit_code == 0, told.output
    assert f"known as mbox|mailto:{learner.email}" in told.output
    assert re.search(r"person \d+ of the course \(learner\)", told.output)
    assert f"statements: {before}" in told.output
    assert "collectif_people: 1" in told.output
    assert statements(app) == before
    asked = run(app, "erase", "--email", learner.email, answer="n\n")
    assert asked.exit_code == 1
    assert statements(app) == before
    ids = tmp_path / "ids.txt"
    done = run(app, "erase", learner.email, "--yes", "--reference", "RGPD 7", "--ids", str(ids))
    assert done.exit_code == 0, done.output
    assert f"statements: {before}" in done.output
    assert len(ids.read_text().split()) == before
    assert statements(app) == 0
    assert run(app, "rebuild", "--check").exit_code == 0
    again = run(app, "erase", learner.email, "--yes")
    assert again.output.endswith("erased: nothing\n")


def test_what_is_old_is_removed(app: Flask) -> None:
    Learner(app).signs_up().takes("s1-opening")
    kept = run(app, "retain", "--older-than", "3y", "--dry-run")
    assert kept.output == "would be removed: nothing\n"
    app.extensions["collectif"].house.clock.passes(days=4 * 366)
    before = statements(app)
    told = run(app, "retain", "--older-than", "3y", "--silent", answer="y\n")
    assert told.exit_code == 0, told.output
    assert told.output.count(f"statements: {before}") == 2, "foretold, and done"
    assert statements(app) == 0
    assert run(app, "rebuild", "--check").exit_code == 0
    assert (
        run(app, "retain", "--older-than", "1d", "--verb", "https://x.org", "--yes").exit_code == 0
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("erase",), "say who"),
        (("erase", "--email", "nobody"), "no mail address"),
        (("erase", "{}"), "no Agent"),
        (("retain",), "--older-than"),
        (("retain", "--older-than", "3 years"), "an age is a number"),
        (("retain", "--older-than", "x", "--dry-run"), "an age is a number"),
    ],
)
def test_what_cannot_be_done_is_said(
    shared_app: Flask, arguments: tuple[str, ...], why: str
) -> None:
    done = run(shared_app, *arguments)
    assert done.exit_code != 0
    assert why in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_backup_is_a_whole_copy_and_the_way_back_is_the_documented_one(
    app: Flask, sample_folder: Path, tmp_path: Path, clock: Clock
) -> None:
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    path = tmp_path / "backup" / "course.db"
    path.parent.mkdir()
    done = run(app, "backup", str(path))
    assert done.exit_code == 0, done.output
    learner.takes("s1-lesson")
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    refused = run(app, "backup", str(path))
    assert refused.exit_code == 1
    assert "--force" in refused.output
    database = tmp_path / "restored.db"
    shutil.copyfile(path, database)
    back = make_app(
        f"sqlite:///{database}", sample_folder, tmp_path, clock, COLLECTIF_AUTO_MIGRATE=False
    )
    assert run(back, "upgrade").exit_code == 0
    assert run(back, "rebuild", "--check").exit_code == 0
    again = Learner(back)
    again.signs_in(learner.email)
    assert "Module terminé" in again.opens("/module/s1-opening/screen/programme").words
    assert (
        "Module terminé"
        not in again.opens("/module/s1-lesson/screen/definitions", follow=True).words
    )
    back.extensions["collectif"].house.database.engine.dispose()
    assert run(app, "backup", str(path), "--force").exit_code == 0


def test_a_backup_that_cannot_be_made_says_why(app: Flask, tmp_path: Path) -> None:
    done = run(app, "backup", str(tmp_path / "nowhere" / "course.db"))
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
