"""Numbers with their unit, in each language."""

from __future__ import annotations

import pytest

from collectif.course.web.quantities import with_unit


@pytest.mark.parametrize(
    ("number", "unit", "language", "written"),
    [
        ("22,5", "%", "fr", "22,5\N{NO-BREAK SPACE}%"),
        ("22.5", "%", "en", "22.5%"),
        ("45", "€", "fr", "45\N{NO-BREAK SPACE}€"),
        ("45", "€", "en", "€45"),
        ("2,4", "M€", "fr", "2,4\N{NO-BREAK SPACE}M€"),
        ("2.4", "€m", "en", "€2.4m"),
        ("12", "tonnes", "fr", "12\N{NO-BREAK SPACE}tonnes"),
        ("12", "tonnes", "en", "12\N{NO-BREAK SPACE}tonnes"),
        ("19", "", "fr", "19"),
    ],
)
def test_a_number_stands_with_its_unit_as_the_language_writes_it(
    number: str, unit: str, language: str, written: str
) -> None:
    assert with_unit(number, unit, language) == written
