from __future__ import annotations

import pytest

from collectif.course.content.problems import Report
from collectif.course.content.sourcing import Sourcing, word_pattern
from collectif.course.content.sourcing_file import read_sourcing

from .reading import context

TEXT = """names: [Restoria]
people: [Saulou]
titles: [ODD 17]
marks:
  fr: ["Exemple de l'autre"]
  en: [Invented]
composites:
  - {module: s1-lesson, place: exemple}
exempt:
  - {module: s1-quiz, place: calcul, why: "arithmetic"}
  - {module: s1-quiz, place: autre, figures: ["3,0", 12], why: "a mean"}
forbidden:
  - {words: [jamais], why: "never checked"}
"""


def reading(text: str, folder):
    (folder / "sourcing.yaml").write_text(text, encoding="utf-8")
    report = Report()
    sourcing, lines = read_sourcing(folder, context(report))
    return sourcing, lines, [str(problem) for problem in report.errors]


def test_everything_it_says_is_read(tmp_path):
    sourcing, lines, errors = reading(TEXT, tmp_path)
    assert errors == []
    assert sourcing.names == ("Restoria",)
    assert sourcing.titles == ("ODD 17",)
    assert sourcing.marks == {"fr": ("Exemple de l’autre",), "en": ("Invented",)}
    assert sourcing.composites == {("s1-lesson", "exemple")}
    assert sourcing.exempted("s1-quiz", "calcul") is None
    assert sourcing.exempted("s1-quiz", "autre") == {"3,0", "12"}
    assert sourcing.exempted("s1-quiz", "ailleurs") == frozenset()
    assert sourcing.forbidden[0].words == ("jamais",)
    assert lines == {"s1-lesson, exemple": 8, "s1-quiz, calcul": 10, "s1-quiz, autre": 11}


def test_a_course_need_not_have_the_file(tmp_path):
    assert read_sourcing(tmp_path, context()) == (Sourcing(), {})


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("names:", "nams:", "sourcing.yaml:1: `nams` is not a key"),
        (', why: "arithmetic"', "", "sourcing.yaml:10: `why` is missing"),
        ("words: [jamais], ", "", "sourcing.yaml:13: `words` is missing"),
        ("place: exemple", "plaice: exemple", "sourcing.yaml:8: `place` is missing"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path, old, new, fault):
    _, _, errors = reading(TEXT.replace(old, new), tmp_path)
    assert any(error.startswith(fault) for error in errors), errors


def test_a_file_that_cannot_be_understood_is_reported_and_judges_nothing(tmp_path):
    sourcing, _, errors = reading("names: [", tmp_path)
    assert sourcing == Sourcing()
    assert len(errors) == 1


def test_the_longest_name_is_found_first_and_none_finds_nothing():
    assert word_pattern(("La Poste", "Poste")).findall("La Poste, Poste") == ["La Poste", "Poste"]
    assert word_pattern(()).search("mot") is None
