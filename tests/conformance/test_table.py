"""The table of requirements and tests is whole and as it would be made now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .table import PAGE, Point, Section, Test, faults, read_sections, read_tests, render

if TYPE_CHECKING:
    from pathlib import Path

ONE = Point("1.1", "It answers.", "both", "must", "C 1; L 4")
OPEN = Point("1.2", "It sings.", "2.0", "may", open="nobody asked")
FITS = [Section("Answers", [ONE, OPEN])], [Test("test_a.py", "test_it_answers", ("1.1",))]


def test_every_point_has_a_test_and_every_test_a_point() -> None:
    assert faults(read_sections(), read_tests()) == []


def test_no_point_is_listed_twice() -> None:
    ids = [point.id for section in read_sections() for point in section.points]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids, key=lambda one: [int(part) for part in one.split(".")])


def test_the_page_is_as_it_would_be_made_now() -> None:
    made = render(read_sections(), read_tests())
    assert PAGE.read_text(encoding="utf-8") == made, "stale: run `make docs-table`"


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        ([], "1.1 has no test: It answers."),
        ([Test("test_a.py", "test_x", ("1.1", "9.9"))], "9.9 is no point, named by test_x"),
        ([*FITS[1], Test("test_a.py", "test_y")], "test_a.py: test_y names no point"),
        ([Test("test_a.py", "test_z", ("1.1", "1.2"))], "1.2 is open and has a test"),
    ],
)
def test_what_does_not_fit_is_told(tests: list[Test], told: str) -> None:
    assert faults(FITS[0], tests) == [told]
    assert faults(*FITS) == []


def test_a_row_tells_who_demands_what_and_who_tests_it() -> None:
    page = render(*FITS)
    assert (
        "| 1.1 | It answers. (C 1; L 4) | must | 1.0.3, 2.0"
        " | [it answers](../tests/conformance/test_a.py) |"
    ) in page
    assert "| 1.2 | It sings. | may | 2.0 | none: nobody asked |" in page
    assert "2 points" in page
    assert "1 of them covered" in page


def test_points_are_read_off_the_first_words(tmp_path: Path) -> None:
    (tmp_path / "test_b.py").write_text(
        'def test_one() -> None:\n    """1.1, 2.10: both."""\n\n'
        'def test_two() -> None:\n    """About 1.1: nothing."""\n\n'
        "def helper() -> None: ...\n",
        encoding="utf-8",
    )
    assert read_tests(tmp_path) == [
        Test("test_b.py", "test_one", ["1.1", "2.10"]),
        Test("test_b.py", "test_two"),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        '{id: "1.1", says: x, version: "3.0", demand: must}',
        '{id: "1.1", says: x, version: both, demand: perhaps}',
        '{id: "1.1", says: x, version: both, demand: must, tests: y}',
    ],
)
def test_a_requirement_says_only_what_is_known(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "requirements.yaml"
    path.write_text(f"- title: T\n  points:\n    - {entry}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"1\.1"):
        read_sections(path)
