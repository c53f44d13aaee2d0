"""Worksheets: kept as one types, filled when what is required holds something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.model import Section, Worksheet
from collectif.course.errors import BadInput, NotFound
from collectif.course.services import worksheets
from collectif.course.xapi import vocabulary as say
from tests.houses import catalogue
from tests.pupils import FILLED

if TYPE_CHECKING:
    from tests.pupils import Pupil

TOOL = "s1-tool"
_KNOWN = catalogue().module(TOOL).worksheet
assert _KNOWN is not None
SHEET: Worksheet = _KNOWN


def kept(pupil: Pupil) -> dict[str, Any]:
    return worksheets.open_sheet(pupil.house, pupil.comes_back(), TOOL).values


def optional() -> Worksheet:
    """The same worksheet with nothing required."""

    def lax(section: Section) -> Section:
        fields = tuple(replace(field, required=False) for field in section.fields)
        return replace(section, fields=fields)

    return replace(SHEET, sections=tuple(map(lax, SHEET.sections)))


# -- keeping ------------------------------------------------------------------------------


def test_a_new_worksheet_is_empty(pupil: Pupil) -> None:
    sheet = worksheets.open_sheet(pupil.house, pupil.person, TOOL)
    assert (sheet.values, sheet.saved) == ({}, None)


def test_what_is_typed_is_kept_finished_or_not(pupil: Pupil) -> None:
    pupil.fills(TOOL, nom="L’épicerie ❤", table=[{"qui": "Mairie", "role": "allie"}, {}])
    assert kept(pupil) == {"nom": "L’épicerie ❤", "table": [{"qui": "Mairie", "role": "allie"}, {}]}
    pupil.fills(TOOL, nom="")
    assert kept(pupil) == {"nom": ""}
    assert worksheets.open_sheet(pupil.house, pupil.person, TOOL).saved is not None


def test_a_worksheet_is_nobody_elses(pupil: Pupil) -> None:
    pupil.fills(TOOL)
    other = type(pupil)(pupil.built)
    assert kept(other) == {}


# -- filled ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({}, False),
        ({"phrase": "Oui"}, False),
        ({"phrase": " \n\t ", "acteur": "association"}, False),
        (FILLED, True),
        ({**FILLED, "nom": "", "table": []}, True),
    ],
)
def test_filled_is_when_every_required_field_holds_something(
    values: dict[str, Any], filled: bool
) -> None:
    assert worksheets.is_filled(SHEET, values) is filled


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({}, False),
        ({"nom": " ", "apports": [], "table": [], "accord": ""}, False),
        ({"table": [{"qui": " "}, {}]}, False),
        ({"table": [{}, {"qui": "Mairie"}]}, True),
        ({"apports": ["temps"]}, True),
        ({"accord": "1"}, True),
    ],
)
def test_where_nothing_is_required_anything_will_do(values: dict[str, Any], filled: bool) -> None:
    assert worksheets.is_filled(optional(), values) is filled


def test_filled_is_told_once_and_stays_when_it_is_emptied(pupil: Pupil) -> None:
    assert not pupil.fills(TOOL, phrase="Un début").completed
    assert pupil.fills(TOOL).completed_now
    again = pupil.speaks("en").fills(TOOL, phrase="")
    assert (again.completed, again.completed_now) == (True, False)
    pupil.fills(TOOL)
    assert len(pupil.statements(say.FILLED)) == 1
    assert kept(pupil) == FILLED


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("unknown", "a", "unknown_field"),
        ("phrase", 5, "not_a_text"),
        ("phrase", None, "not_a_text"),
        ("phrase", "half a \ud83d", "not_a_text"),
        ("phrase", "x" * 20_001, "too_long"),
        ("acteur", "martien", "unknown_option"),
        ("apports", "temps", "unknown_option"),
        ("apports", ["temps", "or"], "unknown_option"),
        ("apports", [{}], "unknown_option"),
        ("force", "6", "unknown_option"),
        ("table", "a", "not_a_table"),
        ("table", ["a"], "not_a_table"),
        ("table", [{"what": "a"}], "unknown_column"),
        ("table", [{"role": "ennemi"}], "unknown_option"),
        ("table", [{"qui": ["a"]}], "not_a_text"),
        ("table", [{}] * 61, "too_many_rows"),
    ],
)
def test_what_does_not_fit_its_field_is_refused_by_name(
    pupil: Pupil, field: str, value: Any, fault: str
) -> None:
    pupil.fills(TOOL, nom="déjà là")
    with pytest.raises(BadInput) as refusal:
        pupil.fills(TOOL, **{field: value})
    assert refusal.value.problems == {field: fault}
    assert kept(pupil) == {"nom": "déjà là"}


def test_no_option_chosen_and_no_mark_given_is_no_fault() -> None:
    values = {"acteur": "", "force": "", "apports": [], "table": [{"role": "", "qui": ""}]}
    assert worksheets.checked(SHEET, values) == values


def test_a_worksheet_has_a_largest_size() -> None:
    rows = [{"qui": "x" * 20_000}] * 19
    assert worksheets.checked(SHEET, {"table": rows})
    with pytest.raises(BadInput, match="worksheet: too_long"):
        worksheets.checked(SHEET, {"table": [*rows, *rows]})


def test_only_tools_have_a_worksheet(pupil: Pupil) -> None:
    for module in ("s1-lesson", "unknown"):
        with pytest.raises(NotFound):
            worksheets.open_sheet(pupil.house, pupil.person, module)
        with pytest.raises(NotFound):
            pupil.fills(module)


def test_the_example_speaks_the_readers_language() -> None:
    french, english = (worksheets.example_values(SHEET, one) for one in ("fr", "en"))
    assert french["phrase"] == "Trouver deux alliés d’ici juin."
    assert english["phrase"] == "Find two allies by June."
    assert french["apports"] == english["apports"]
    assert worksheets.is_filled(SHEET, french)
