"""Names are compared and sorted as a dictionary has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.collation import folded


@pytest.mark.parametrize(
    ("text", "plain"), [("Élise", "elise"), ("ÇA", "ca"), ("Straße", "strasse")]
)
def test_names_are_compared_without_case_and_accents(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_a_letter_with_an_accent_stands_among_its_like() -> None:
    assert sorted(["Zoé", "Étienne", "Fanny", "Eva"], key=folded) == [
        "Étienne",
        "Eva",
        "Fanny",
        "Zoé",
    ]


@given(st.text(alphabet="aàâeéèÉcçnñoöÖ ’-", max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
