"""sheet.yaml: what a session's printed page says."""

from __future__ import annotations

from textwrap import dedent

import pytest

from collectif.course.content.load import load, read
from collectif.course.content.sheets import MOST_MESSAGES
from collectif.course.paths import MODULES

SHEET = """\
session: s1
messages:
  - {fr: "Un **mot** [S01].", en: "A **word** [S01]."}
  - {fr: "Deux.", en: "Two."}
  - {fr: "Trois.", en: "Three."}
  - {fr: "Quatre.", en: "Four."}
  - {fr: "Cinq.", en: "Five."}
frameworks:
  - module: s1-expert
    says: {fr: "qui fait quoi ?", en: "who does what?"}
tools:
  - module: s1-tool
    use: {fr: "voir clair", en: "see clearly"}
terms: [alliance]
questions:
  - {fr: "Qui ?", en: "Who?"}
  - {fr: "Quand ?", en: "When?"}
  - {fr: "Pourquoi ?", en: "Why?"}
notice: {fr: "Ni l'un ni l'autre.", en: "Neither."}
"""


def problems(sample, text: str) -> list[tuple[str, int, str]]:
    sample.write("session_1/sheet.yaml", dedent(text))
    return [(one.file, one.line, one.what) for one in read(sample.folder).errors]


def test_a_sheet_is_read_with_its_session(sample):
    sample.write("session_1/sheet.yaml", SHEET)
    sheet = load(sample.folder).sheets["s1"]
    assert sheet.messages[0]["fr"].startswith("Un <strong>mot</strong> <a class=")
    assert [one.module for one in (*sheet.frameworks, *sheet.tools)] == ["s1-expert", "s1-tool"]
    assert sheet.terms == ("alliance",)
    assert sheet.questions[1]["fr"] == "Quand\u202f?"
    assert sheet.notice == {"fr": "Ni l’un ni l’autre.", "en": "Neither."}


def test_a_course_may_have_no_sheets(sample):
    assert load(sample.folder).sheets == {}


@pytest.mark.parametrize(
    ("written", "instead", "line", "what"),
    [
        ("session: s1", "session: s9", 1, "`s9` is no session we know"),
        ('[S01].", en', '[S99].", en', 3, "the source `S99` is not in sources.yaml"),
        ('  - {fr: "Cinq.", en: "Five."}\n', "", 2, "the sheet has 4 key messages"),
        ("  - module: s1-expert", "  - module: s2-lesson", 9, "`s2-lesson` is no module we know"),
        ("  - module: s1-tool", "  - module: s1-expert", 12, "`s1-expert` is no tool"),
        ("[alliance]", "[aliance]", 14, "there is no term of the glossary `aliance`"),
        ('  - {fr: "Qui ?", en: "Who?"}\n', "", 15, "the sheet asks 2 questions"),
        ("notice:", "note:", 19, "`note` is not a key of the sheet"),
        ('en: "Two."', 'de: "Zwei."', 4, "`messages` of the sheet has no `en`"),
    ],
)
def test_each_fault_is_told_at_its_line(sample, written: str, instead: str, line: int, what: str):
    assert SHEET.count(written) == 1
    found = problems(sample, SHEET.replace(written, instead))
    assert ("session_1/sheet.yaml", line, what) in found


def test_a_session_has_one_sheet(sample):
    sample.write("session_2/sheet.yaml", SHEET)
    assert problems(sample, SHEET)[0][2] == "the session `s1` has two sheets"


def test_each_session_of_the_course_has_its_sheet():
    course = load(MODULES)
    assert sorted(course.sheets) == sorted(session.id for session in course.sessions)
    assert all(len(sheet.messages) <= MOST_MESSAGES for sheet in course.sheets.values())
