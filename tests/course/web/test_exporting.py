"""Lines as files for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.web.exporting import MARK, csv_text, file_part, guarded

CELLS = st.one_of(st.text(), st.integers())


@given(st.lists(st.lists(CELLS, min_size=1), min_size=1), st.sampled_from(["fr", "en"]))
def test_what_is_read_back_is_what_was_written(lines: list[list[str | int]], language: str) -> None:
    text = csv_text(lines, language)
    assert text.startswith(MARK)
    delimiter = ";" if language == "fr" else ","
    read = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=delimiter, strict=True))
    wanted = [[guarded(c) if isinstance(c, str) else str(c) for c in line] for line in lines]
    assert [row or [""] for row in read] == wanted


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 6", "-2", "@x", "\tx", "\nx", " =cmd|' /C'!A0", "＝1"]
)
def test_a_text_is_never_run_as_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Léa", "50 %", "l’an = 1", "a-b", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_numbers_are_not_quoted() -> None:
    assert csv_text([["a", 5, -1, 100]], "fr") == f"{MARK}a;5;-1;100\r\n"


@given(st.text())
def test_a_file_name_has_only_letters_digits_and_dashes(text: str) -> None:
    name = file_part(text)
    assert len(name) <= 60
    assert all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in name)
    assert not name.startswith("-")
    assert not name.endswith("-")


def test_a_file_name_can_still_be_read() -> None:
    assert file_part("Promotion d’Été — groupe 2") == "promotion-d-ete-groupe-2"
