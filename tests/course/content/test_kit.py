"""The sheets of the kit, and what an author is told of their faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.content.kit import read_kit
from collectif.course.content.load import load, read
from collectif.course.content.problems import Report
from collectif.course.paths import MODULES
from tests.builders import sample_course, write_sample

from .reading import context

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """\
id: apercu
title: {fr: "Un", en: "One"}
summary: {fr: "Deux.", en: "Two."}
parts:
  - id: debut
    title: {fr: "Début", en: "Start"}
    body: {fr: "Un texte [S01].", en: "A text [S01]."}
modules: [s1-lesson]
"""


def faults(folder: Path, text: str, name: str = "1-a.yaml") -> list[str]:
    (folder / "kit").mkdir(exist_ok=True)
    (folder / "kit" / name).write_text(text, encoding="utf-8")
    report = Report()
    read_kit(folder, context(report))
    return [str(problem) for problem in report.errors]


def test_a_sheet_is_read_with_its_parts_and_modules():
    (sheet,) = sample_course().kit
    assert (sheet.id, sheet.title["en"]) == ("apercu", "The overview: working together")
    assert sheet.parts[0].body["fr"].startswith("<p>Une alliance naît")
    assert sheet.modules == ("s1-lesson",)


def test_sheets_stand_in_the_order_of_their_files(tmp_path):
    assert faults(tmp_path, SHEET.replace("apercu", "second"), "2-b.yaml") == []
    assert faults(tmp_path, SHEET, "1-a.yaml") == []
    sheets = read_kit(tmp_path, context(Report()))
    assert [sheet.id for sheet in sheets] == ["apercu", "second"]


def test_a_course_need_not_have_a_kit(tmp_path):
    assert read_kit(tmp_path, context(Report())) == ()


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("modules: [s1-lesson]", "modules: [s1-leson]", "kit/1-a.yaml:8: there is no module"),
        ("modules: [s1-lesson]", "module: [s1-lesson]", "kit/1-a.yaml:8: `module` is not a key"),
        ("A text [S01]", "A text", "kit/1-a.yaml:7: the `en` text does not cite S01"),
        ("Un texte [S01]", "Un texte [S09]", "kit/1-a.yaml:7: the source `S09`"),
        ("id: apercu", "id: Aperçu", "kit/1-a.yaml:1: `Aperçu` cannot be an id"),
        ('summary: {fr: "Deux.", en', "summary: {en", "kit/1-a.yaml:3: `summary` of the sheet"),
        ("modules: [s1-lesson]", "modules: [s1-lesson, s1-lesson]", "`s1-lesson` stands twice"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path, written, instead, told):
    found = faults(tmp_path, SHEET.replace(written, instead))
    assert [fault for fault in found if told in fault]


def test_two_sheets_have_two_ids(tmp_path):
    faults(tmp_path, SHEET)
    assert "another sheet has the id `apercu`" in faults(tmp_path, SHEET, "2-b.yaml")[0]


def test_two_parts_have_two_ids(tmp_path):
    part = SHEET[SHEET.index("  - id") : SHEET.index("modules")]
    assert "the part id `debut` stands twice" in faults(tmp_path, SHEET.replace(part, part * 2))[0]


def test_a_fault_of_a_sheet_stops_the_course(tmp_path):
    folder = write_sample(tmp_path / "course")
    path = folder / "kit" / "1-apercu.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("s1-lesson", "nowhere"))
    assert any("kit/1-apercu.yaml" in str(problem) for problem in read(folder).errors)


def test_the_course_has_the_four_sheets_of_the_kit_each_with_its_sources():
    kit = load(MODULES).kit
    assert [sheet.id for sheet in kit] == [
        "argumentaire",
        "kit-methodologique",
        "exemples-inspirants",
        "cartographie-des-outils",
    ]
    for sheet in kit:
        assert sheet.modules
        for language in ("fr", "en"):
            assert "source:S01" in " ".join(part.body[language] for part in sheet.parts) or (
                sheet.id == "exemples-inspirants"
            )
