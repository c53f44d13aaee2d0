"""What a worksheet's document says of what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.web.worksheet_words import read_values, written_day
from tests.houses import catalogue

if TYPE_CHECKING:
    from tests.actors import Learner

TOOL = "/module/s1-tool/worksheet"


def test_a_day_is_written_out() -> None:
    assert written_day("2026-03-31") == "31 mars 2026"
    assert written_day("2026-03-01") == "1er mars 2026"


@pytest.mark.parametrize("typed", ["", "2026-02-30", "31/03/2026", "bientôt", "9" * 200])
def test_what_is_no_day_stays_as_it_was_typed(typed: str) -> None:
    assert written_day(typed) == typed


@given(st.text())
def test_whatever_is_typed_for_a_day_can_be_read(typed: str) -> None:
    assert written_day(typed)[:1] == typed[:1] or typed[:1] in "0123456789"


def test_other_fields_and_cells_are_left_alone() -> None:
    sheet = catalogue().module("s1-tool").worksheet
    assert sheet is not None
    values = {"phrase": "2026-03-31", "debut": "2026-03-31", "table": [{"qui": "2026-03-31"}]}
    found = read_values(sheet, values)
    assert (found["phrase"], found["debut"]) == ("2026-03-31", "31 mars 2026")
    assert found["table"] == ({"qui": "2026-03-31"},)


def test_the_document_speaks_the_language_of_the_page(learner: Learner) -> None:
    learner.opens(TOOL)
    learner.sends(TOOL, **{"f.debut": "2026-03-31"})
    assert "31 mars 2026" in learner.opens(f"{TOOL}/document").words
    page = learner.sends("/language", lang="en")
    assert "31 March 2026" in page.words
    assert "2026-03-31" not in page.words
    assert 'value="2026-03-31"' in learner.opens(TOOL).html, "the form keeps what a browser reads"
