from __future__ import annotations

from collectif.course.content.problems import ContentErrors, Problem, Report, nearest


def test_a_problem_reads_as_file_line_wrong_and_right():
    problem = Problem(
        "session_1/x/module.yaml", 12, "`minuts` is not a key", "did you mean `minutes`?"
    )
    assert str(problem) == (
        "session_1/x/module.yaml:12: `minuts` is not a key; did you mean `minutes`?"
    )


def test_the_exception_holds_every_problem_and_prints_one_a_line():
    problems = [Problem("a", 1, "x", "y"), Problem("b", 2, "x", "y")]
    raised = ContentErrors(iter(problems))
    assert raised.problems == tuple(problems)
    assert str(raised) == "a:1: x; y\nb:2: x; y"


def test_a_report_keeps_each_problem_once_in_reading_order():
    report = Report()
    report.error("b", 1, "x", "y")
    report.error("a", 10, "x", "y")
    report.error("a", 9, "x", "y")
    report.error("a", 9, "x", "y")
    report.warn("a", 1, "z", "y")
    assert [(one.file, one.line) for one in report.errors] == [("a", 9), ("a", 10), ("b", 1)]
    assert [one.what for one in report.warnings] == ["z"]


def test_the_nearest_name_is_proposed():
    assert nearest("minuts", ["minutes", "title"]) == "did you mean `minutes`?"


def test_without_a_near_one_the_known_names_are_listed_up_to_a_limit():
    assert nearest("zzz", ["b", "a"]) == "known here: `a`, `b`"
    assert nearest("zzz", [f"n{index}" for index in range(9)], most=2) == "known here: `n0`, `n1` …"
    assert nearest("zzz", []) == "none is defined yet"
