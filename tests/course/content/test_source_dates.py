"""Every source says when what it cites was published, or that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.content.load import load
from collectif.course.content.partial_dates import PartialDate
from collectif.course.content.source_dates import read_as_of, read_dates
from collectif.course.paths import MODULES
from tests.builders import sample_course

from .reading import fields, said

if TYPE_CHECKING:
    from pathlib import Path

YEAR = PartialDate(2021)


def test_the_sample_has_a_source_of_every_form() -> None:
    sources = sample_course().sources
    assert sources["S01"].dates == (PartialDate(2020, 11),)
    assert sources["S02"].dates == (PartialDate(2015, 6, 1), None)
    assert sources["CG"].dates == ()


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("2021", (PartialDate(2021),)),
        ("2021-03", (PartialDate(2021, 3),)),
        ("2021-03-15", (PartialDate(2021, 3, 15),)),
        ('"2021"', (PartialDate(2021),)),
        ("undated", (None,)),
        ("several", ()),
        ("[2012-07-12, 2012-09]", (PartialDate(2012, 7, 12), PartialDate(2012, 9))),
        ("[2019, undated]", (PartialDate(2019), None)),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(
    written: str, dates: tuple[PartialDate | None, ...], tmp_path: Path
) -> None:
    row = fields(f"date: {written}\n", tmp_path)
    assert read_dates(row, YEAR) == dates
    assert said(row) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2021-13", "`2021-13` is no date; write 2021, 2021-03 or 2021-03-15, or undated"),
        ("2021-02-30", "`2021-02-30` is no date"),
        ("vers 2011", "`vers 2011` is no date"),
        ("{year: 2021}", "`date` is a group of keys; write one plain value"),
        ("2022", "`2022` lies after 2021, the state of knowledge of the course; correct it,"),
        ("2022-01-01", "`2022-01-01` lies after 2021"),
        ("[2020, 2022]", "`2022` lies after 2021"),
        ("[2020, several]", "`several` is no date"),
        ("[2020]", "`date` lists 1; write one date without brackets"),
        ("[]", "`date` lists 0"),
        ("[undated, undated]", "`date` lists no date; write `date: undated`"),
    ],
)
def test_a_fault_is_named_at_its_line(written: str, problem: str, tmp_path: Path) -> None:
    row = fields(f"id: S01\ndate: {written}\n", tmp_path)
    read_dates(row, YEAR)
    assert said(row)[0].startswith(f"snippet.yaml:2: {problem}")
    assert len(said(row)) == 1


@pytest.mark.parametrize("written", ["", "date:\n"])
def test_a_missing_date_is_asked_for(written: str, tmp_path: Path) -> None:
    row = fields(f"id: S01\n{written}", tmp_path)
    read_dates(row, None)
    assert said(row)[0].endswith(
        "`date` is missing in the snippet; write `date: 2021-03-15` or `date: undated`"
    )


def test_a_year_that_has_begun_is_not_in_the_future(tmp_path: Path) -> None:
    row = fields("date: [2021, 2021-12-31]\n", tmp_path)
    assert len(read_dates(row, YEAR)) == 2
    row = fields("date: 2021\n", tmp_path)
    read_dates(row, PartialDate(2021, 6))
    assert said(row) == []


def test_without_a_state_of_knowledge_any_date_will_do(tmp_path: Path) -> None:
    row = fields("date: 2999\n", tmp_path)
    assert read_dates(row, None) == (PartialDate(2999),)
    assert said(row) == []


def test_the_state_of_knowledge_may_be_left_out_but_must_be_a_date(tmp_path: Path) -> None:
    assert read_as_of(fields("id: mini\n", tmp_path)) is None
    assert read_as_of(fields("as_of: 2025-12\n", tmp_path)) == PartialDate(2025, 12)
    wrong = fields("id: mini\nas_of: undated\n", tmp_path)
    assert read_as_of(wrong) is None
    assert said(wrong) == [
        "snippet.yaml:2: `undated` is no date; write 2021, 2021-03 or 2021-03-15"
    ]


def test_the_bound_of_course_yaml_holds_in_sources_yaml(sample) -> None:
    sample.change("course.yaml", "about:\n", "as_of: 2019\nabout:\n")
    line = sample.text("sources.yaml").split("\n").index("  date: 2020-11") + 1
    assert sample.errors() == [
        f"sources.yaml:{line}: `2020-11` lies after 2019, the state of knowledge of the course; "
        "correct it, or `as_of` in course.yaml"
    ]


def test_a_source_without_a_date_is_no_source(sample) -> None:
    line = sample.change("sources.yaml", "  date: several\n", "")
    assert sample.errors() == [
        f"sources.yaml:{line - 1}: `date` is missing in source `CG`; "
        "write `date: 2021-03-15` or `date: undated`"
    ]


def test_the_course_says_when_each_of_its_sources_was_published() -> None:
    course = load(MODULES)
    assert course.as_of is not None
    dated = [source for source in course.sources.values() if any(source.dates)]
    assert len(dated) >= 60
    for source in dated:
        for date in source.dates:
            years = [text for text in source.text.values() if date and f", {date.year}" in text]
            assert years == [], "the date is printed beside the text"
