from __future__ import annotations

import json
from datetime import date

import pytest

from collectif.course.cli_content import (
    completion_words,
    main,
    outline,
    print_check,
    rule_data,
    rule_words,
)
from collectif.course.content.model import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Completed,
    Completion,
    FromDate,
    Not,
    Passed,
    ScoreAtLeast,
)
from tests.builders import SAMPLE, sample_course, write_sample


def test_a_sound_course_passes_with_advice_only(capsys):
    assert print_check(SAMPLE) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "0 to correct, 2 to consider"
    assert all(": warning: " in line for line in out[:-1])
    assert out[0].startswith(f"{SAMPLE}/session_1/s1-quiz/module.yaml:19: warning: the quiz has 6")


def test_problems_are_printed_one_a_line_and_can_be_limited_to_a_folder(tmp_path, capsys):
    folder = write_sample(tmp_path)
    (folder / "glossary.yaml").unlink()
    (folder / "session_1/s1-lesson/fr.md").unlink()
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{folder}/glossary.yaml:1: this file is missing; create it, in UTF-8",
        f"{folder}/session_1/s1-lesson/fr.md:1: this file is missing; create it, in UTF-8",
    ]
    assert main(["check", str(folder), "--only", "session_1"]) == 1
    assert "glossary" not in capsys.readouterr().out
    assert main(["check", str(folder), "--only", "session_2"]) == 0


def promising(tmp_path, block):
    folder = write_sample(tmp_path)
    course = folder / "course.yaml"
    course.write_text(course.read_text("utf-8").replace("about:\n", block + "about:\n", 1), "utf-8")
    return folder


def test_a_broken_promise_fails_the_check_but_not_the_outline(tmp_path, capsys):
    folder = promising(tmp_path, "promises:\n  whole_course:\n    tools: {least: 12}\n")
    assert main(["check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{folder}/course.yaml:8: the course has 1 tools; it promises at least 12"
    assert lines[-1].startswith("1 to correct")
    assert main(["outline", str(folder)]) == 0


def test_the_report_comes_before_the_problems(capsys):
    assert main(["check", str(SAMPLE), "--report"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Minutes")
    assert any(line.startswith("Questions: ") for line in out)
    assert out[-1] == "0 to correct, 2 to consider"


def test_problems_and_figures_are_told_as_json(tmp_path, capsys):
    folder = promising(tmp_path, "promises:\n  whole_course:\n    tools: {least: 12}\n")
    assert main(["check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["errors"] == [
        {
            "file": "course.yaml",
            "line": 8,
            "what": "the course has 1 tools",
            "instead": "it promises at least 12",
        }
    ]
    assert len(told["warnings"]) == 2
    assert "report" not in told
    assert main(["check", str(folder), "--json", "--report"]) == 1
    assert json.loads(capsys.readouterr().out)["report"]["questions"]["total"] > 10


def test_a_faulty_course_has_no_figures(tmp_path, capsys):
    folder = write_sample(tmp_path)
    (folder / "glossary.yaml").unlink()
    assert main(["check", str(folder), "--report"]) == 1
    assert "Minutes" not in capsys.readouterr().out


def test_the_outline_names_every_module():
    told = outline(sample_course())
    assert told["course"]["activity"] == "https://example.org/courses/mini"
    assert [session["minutes"] for session in told["sessions"]] == [26, 6]
    modules = {module["id"]: module for module in told["modules"]}
    assert next(iter(modules)) == "s1-opening"
    assert modules["s2-lesson"] == {
        "id": "s2-lesson",
        "session": "s2",
        "kind": "lesson",
        "activity": "https://example.org/courses/mini/modules/s2-lesson",
        "title": {"fr": "Les raisons d’agir", "en": "Reasons to act"},
        "required": True,
        "minutes": 2,
        "languages": ["fr", "en"],
        "questions": 1,
        "completion": {
            "rule": {"all": ["seen", "answered"]},
            "words": {
                "fr": "tous les écrans vus et toutes les questions répondues",
                "en": "every screen seen and every question answered",
            },
        },
        "unlock": {
            "rule": {
                "all": [{"completed": "s1-lesson"}, {"passed": "s1-quiz"}, {"from": "2026-01-01"}]
            },
            "words": {
                "fr": "s1-lesson terminé et s1-quiz réussi et à partir du 01/01/2026",
                "en": "s1-lesson completed and s1-quiz passed and from 2026-01-01",
            },
        },
    }


def test_the_outline_is_json_or_lines(capsys):
    assert main(["outline", str(SAMPLE), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == outline(sample_course())
    assert main(["outline", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "s1  Comprendre"
    assert lines[6].split() == ["s1-tool", "tool", "10", "min", "(optional)"]


def test_an_outline_of_a_faulty_course_is_its_problems(tmp_path, capsys):
    folder = write_sample(tmp_path)
    (folder / "glossary.yaml").unlink()
    assert main(["outline", str(folder)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "glossary.yaml:1: this file is missing" in printed.err


@pytest.mark.parametrize(
    ("rule", "data", "french", "english"),
    [
        (ALWAYS, {"all": []}, "toujours ouvert", "always open"),
        (Completed("a"), {"completed": "a"}, "a terminé", "a completed"),
        (Passed("a"), {"passed": "a"}, "a réussi", "a passed"),
        (ScoreAtLeast("a", 0.8), {"score": {"module": "a", "least": 0.8}}, "80% ou plus à a", "80% or more in a"),
        (FromDate(date(2026, 1, 5)), {"from": "2026-01-05"}, "à partir du 05/01/2026", "from 2026-01-05"),
        (Not(Passed("a")), {"not": {"passed": "a"}}, "non (a réussi)", "not (a passed)"),
        (
            Any((Completed("a"), All((Completed("b"), Completed("c"))))),
            {"any": [{"completed": "a"}, {"all": [{"completed": "b"}, {"completed": "c"}]}]},
            "a terminé ou (b terminé et c terminé)",
            "a completed or (b completed and c completed)",
        ),
        (
            AtLeast(1, (Completed("a"), Passed("b"))),
            {"at_least": {"count": 1, "of": [{"completed": "a"}, {"passed": "b"}]}},
            "au moins 1 de : a terminé, b réussi",
            "at least 1 of: a completed, b passed",
        ),
    ],
)  # fmt: skip
def test_rules_are_told_as_data_and_in_words(rule, data, french, english):
    assert rule_data(rule) == data
    assert rule_words(rule, "fr") == french
    assert rule_words(rule, "en") == english


def test_completion_is_told_in_words():
    assert completion_words(Completion("any", ("passed", "marked")), "fr") == (
        "le quiz réussi ou marqué comme fait"
    )
    assert completion_words(Completion("all", ("played",)), "en") == "the synthesis watched"
