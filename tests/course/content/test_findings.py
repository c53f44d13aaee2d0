from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.findings import Finding, line_of, located

from .telling import told

ROWS = """## Un titre {#ecran}

Un **mot** fort, puis un [lien](module:s1-quiz). [S01]
| Cellule | Autre « cellule » |
- id: question
  text: {fr: "Quoi ?", en: "What?"}"""


def found(excerpt: str) -> int:
    finding = Finding(told(excerpt), excerpt, "faux", "juste")
    (problem,) = located([finding], lambda file: ROWS if file.endswith("module.yaml") else "")
    return problem.line


def test_a_paragraph_is_found_whatever_its_markup_and_citations():
    assert found("Un mot fort, puis un [S01]") == 3
    assert found("Cellule | Autre «\u00a0cellule\u00a0»") == 4
    assert found("What?") == 6


def test_what_is_not_found_stands_on_line_one():
    assert found("Absent de ce fichier") == 1
    assert found("…") == 1


def test_a_sentence_over_two_lines_is_found_by_its_beginning():
    rows = ["premierelignequicommencelaphrase", "etquicontinueici"]
    assert line_of("Première-ligne".replace("è", "e") + " qui commence la phrase et qui", rows) == 1


def test_a_file_is_read_once_however_many_findings():
    read: list[str] = []

    def rows(file: str) -> str:
        read.append(file)
        return "un\ndeux"

    finding = Finding(told("deux"), "deux", "faux", "juste")
    assert [problem.line for problem in located([finding, finding], rows)] == [2, 2]
    assert len(read) == 1


@given(st.lists(st.text("abcdefgh", min_size=12, max_size=60), min_size=1, max_size=6, unique=True))
def test_a_whole_line_is_found_at_a_line_that_begins_like_it(rows):
    for row in rows:
        at = line_of(row, rows)
        assert row[:10] in rows[at - 1]
