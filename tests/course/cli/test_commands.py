"""The commands of an author and of an operator, on the application's own database."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.cli.commands import commands
from collectif.course.config import PREFIX, Settings
from tests.actors import Learner, Program
from tests.builders import SAMPLE, write_sample

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["collectif", *arguments])


# -- the course's files ------------------------------------------------------------------


def test_a_good_course_is_checked_in_one_line(shared_app: Flask) -> None:
    done = run(shared_app, "check", str(SAMPLE))
    assert done.exit_code == 0
    assert done.output.splitlines()[-1].startswith("0 to correct")


def test_every_fault_of_a_course_is_named_with_its_place(shared_app: Flask, tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "course")
    lesson = folder / "session_1" / "s1-lesson" / "module.yaml"
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("minutes: 8", "minutes: long\ncolour: blue"), "utf-8")
    (folder / "session_1" / "s1-expert" / "en.md").unlink()
    done = run(shared_app, "check", str(folder))
    assert done.exit_code == 1
    problems = [line for line in done.output.splitlines() if line.startswith(str(folder))]
    assert len(problems) >= 3
    assert all(re.match(r"\S+\.(yaml|md):\d+: .+; .+", line) for line in problems), problems
    assert any("colour" in line for line in problems)
    assert "Traceback" not in done.output


def test_the_check_tells_the_course_in_figures_to_people_and_programs(shared_app: Flask) -> None:
    page = run(shared_app, "check", "--report", str(SAMPLE))
    assert page.exit_code == 0
    assert "Guessing without reading" in page.output
    data = json.loads(run(shared_app, "check", "--report", "--json", str(SAMPLE)).output)
    assert data["errors"] == []
    assert data["report"]["true_false"] == {"true": 1, "false": 1}


def outline(app: Flask, folder: Path = SAMPLE) -> dict[str, Any]:
    done = run(app, "outline", "--json", str(folder))
    assert done.exit_code == 0
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_the_outline_lists_every_module_with_what_others_rely_on(shared_app: Flask) -> None:
    modules = outline(shared_app)["modules"]
    assert len(modules) == 10
    catalogue = shared_app.extensions["collectif"].house.catalogue
    for one in modules:
        known = catalogue.module(one["id"])
        assert one["session"] in ("s1", "s2")
        assert one["kind"] == known.kind
        assert one["activity"] == catalogue.activity(one["id"])
        assert one["minutes"] == known.minutes > 0
        assert one["languages"] == ["fr", "en"]
        assert one["required"] is known.required
        assert {"rule", "words"} <= one["completion"].keys()
        assert {"rule", "words"} <= one["unlock"].keys()


def test_the_activities_of_the_outline_move_progress(app: Flask) -> None:
    """What an LMS needs to know: posting `completed` for the named activity completes the module."""
    (opening,) = [one for one in outline(app)["modules"] if one["id"] == "s1-opening"]
    learner = Learner(app).signs_up()
    account = learner.opens("/account").html
    homepage, pseudonym = re.findall(r"<dd><code>([^<]+)", account)
    statement = {
        "actor": {"account": {"homePage": homepage, "name": pseudonym}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": opening["activity"]},
    }
    assert Program(app).posts(statement).status_code == 200
    assert "Module terminé" in learner.opens("/module/s1-opening/screen/programme").words


def test_the_outline_is_readable_by_people_too(shared_app: Flask) -> None:
    done = run(shared_app, "outline", str(SAMPLE))
    assert "s1-lesson" in done.output
    assert "8 min" in done.output
    assert "opens when: s1-lesson completed" in done.output.replace("(", "")


def test_a_faulty_course_has_no_outline(shared_app: Flask, tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "course")
    (folder / "course.yaml").write_text("id: [", "utf-8")
    done = run(shared_app, "outline", "--json", str(folder))
    assert done.exit_code == 1
    assert re.search(r"course\.yaml:\d+: ", done.stderr)
    assert done.stdout == ""


# -- the database ------------------------------------------------------------------------


def test_progress_is_made_anew_from_the_statements(app_on_each: Flask) -> None:
    learner = Learner(app_on_each).signs_up()
    learner.takes("s1-opening")
    learner.passes("s1-quiz", right=2)
    checked = run(app_on_each, "rebuild", "--check")
    assert checked.exit_code == 0
    assert re.fullmatch(r"equal: \d\d+ statements replayed\n", checked.output)

    database = app_on_each.extensions["collectif"].house.database
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE collectif_module_facts SET completed = NULL")
        connection.exec_driver_sql("DELETE FROM collectif_answers")
    tampered = run(app_on_each, "rebuild", "--check")
    assert tampered.exit_code == 1
    assert "different: " in tampered.output
    assert re.search(r"collectif_answers: \d+ rows differ", tampered.output)
    assert run(app_on_each, "rebuild", "--check").output == tampered.output, "nothing was written"

    mended = run(app_on_each, "rebuild")
    assert mended.exit_code == 0
    assert "rebuilt: " in mended.output
    assert run(app_on_each, "rebuild", "--check").exit_code == 0
    assert "Module terminé" in learner.opens("/module/s1-opening/screen/programme").words


def test_the_first_admin_of_a_site_is_made_by_command(app: Flask) -> None:
    person = Learner(app).signs_up()
    assert person.opens("/admin").status == 403
    done = run(app, "role", f" {person.email.upper()} ", "admin")
    assert done.exit_code == 0
    page = person.opens("/admin")
    assert page.status == 200
    assert "role_changed" in page.words, "it is in the log"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("role", "nobody@exemple.fr", "admin"), "nobody here has the address nobody@exemple.fr"),
        (("role", "nobody@exemple.fr", "boss"), "'boss' is not one of"),
        (("check", "/no/such/folder/at/all"), ""),
        (("rebuild", "--chek"), "No such option"),
        (("fly",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    shared_app: Flask, arguments: tuple[str, ...], why: str
) -> None:
    done = run(shared_app, *arguments)
    assert done.exit_code != 0
    assert why in done.output
    assert isinstance(done.exception, SystemExit)


def test_all_settings_are_printed_with_what_they_are_for(shared_app: Flask) -> None:
    told = run(shared_app, "settings").output
    for one in fields(Settings):
        assert f"{PREFIX}{one.name.upper()} (default: " in told
        assert one.metadata["doc"] in told
    assert "/site-packages/" not in told
    assert str(SAMPLE.parent) not in told


def test_every_command_says_what_it_is_for(shared_app: Flask) -> None:
    told = run(shared_app, "--help").output
    for name in commands.commands:
        assert name in told
