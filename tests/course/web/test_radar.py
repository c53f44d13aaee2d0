from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectif.course.web.radar import radar

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Stratégie et intention", "Écosystème", "Capacité d’innovation", "Moyens")
FULL = (3.0, 2.5, 1.0, 4.0)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def draw(
    values: tuple[float | None, ...] = FULL, labels: tuple[str, ...] = LABELS, **more: object
) -> ET.Element:
    drawn = radar(values, labels, title="Profil", description="Quatre dimensions", **more)  # type: ignore[arg-type]
    return parsed(drawn)


def of_class(svg: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in svg.iter() if name in one.get("class", "").split()]


def words(svg: ET.Element, name: str) -> list[str]:
    return [one.text or "" for one in of_class(svg, name)]


def test_it_is_an_image_with_a_name_and_a_description() -> None:
    svg = draw(ident="mine")
    assert svg.get("role") == "img"
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, title.get("id")) == ("Profil", svg.get("aria-labelledby"))
    assert (description.text, description.get("id")) == (
        "Quatre dimensions",
        svg.get("aria-describedby"),
    )


def test_there_is_a_ring_a_level_an_axis_and_a_name_a_dimension() -> None:
    svg = draw(figures=("3,0", "2,5", "1,0", "4,0"))
    assert len(of_class(svg, "radar-ring")) == 5
    assert len(of_class(svg, "radar-axis")) == 4
    assert len(of_class(svg, "radar-point")) == 4
    assert words(svg, "radar-scale") == ["1", "2", "3", "4", "5"]
    assert words(svg, "radar-figure") == ["3,0", "2,5", "1,0", "4,0"]


def test_a_long_name_is_broken_into_lines() -> None:
    assert words(draw(), "radar-label")[:2] == ["Stratégie et", "intention"]


def test_a_value_lies_on_its_axis_in_proportion() -> None:
    first, second, *_ = of_class(draw((5, 5, 1, 0)), "radar-point")
    centre_x, centre_y = 270.0, 236.0
    assert float(first.get("cx", "")) == centre_x
    assert float(second.get("cy", "")) == centre_y
    reach = centre_y - float(first.get("cy", ""))
    assert float(second.get("cx", "")) - centre_x == reach
    third = of_class(draw((5, 5, 1, 0)), "radar-point")[2]
    assert float(third.get("cy", "")) - centre_y == pytest.approx(reach / 5, abs=0.1)


def test_a_full_profile_is_one_closed_line() -> None:
    (line,) = of_class(draw(), "radar-values")
    assert (line.get("d", "").count("M"), line.get("d", "").count("Z")) == (1, 1)


def test_a_missing_value_opens_the_line_and_is_shown_as_missing() -> None:
    svg = draw((3.0, None, 1.0, 4.0), figures=("3,0", "—", "1,0", "4,0"))
    (line,) = of_class(svg, "radar-values")
    assert (line.get("d", "").count("M"), line.get("d", "").count("Z")) == (1, 0)
    assert len(of_class(svg, "radar-point")) == 3
    assert [one.text for one in of_class(svg, "radar-missing")] == [None, "Écosystème", "—"]


def test_a_value_between_two_gaps_is_a_point_without_a_line() -> None:
    svg = draw((3.0, None, 1.0, None))
    (line,) = of_class(svg, "radar-values")
    assert line.get("d") == ""
    assert len(of_class(svg, "radar-point")) == 2


def test_the_line_goes_on_from_the_last_axis_to_the_first() -> None:
    (line,) = of_class(draw((3.0, 2.0, None, 4.0)), "radar-values")
    assert line.get("d", "").count("M") == 1
    assert line.get("d", "").count("L") == 2


def test_without_any_value_only_the_ground_is_drawn() -> None:
    svg = draw((None, None, None, None))
    assert of_class(svg, "radar-point") == []
    assert len(of_class(svg, "radar-axis")) == 4


def test_targets_have_a_shape_of_their_own() -> None:
    svg = draw(targets=(4.0, 3.0, None, 5.0), legend=("Aujourd’hui", "Visé"))
    (line,) = of_class(svg, "radar-targets")
    assert line.get("stroke-dasharray")
    assert len(of_class(svg, "radar-target")) == 3 + 1  # one more in the legend
    assert words(svg, "radar-legend") == ["Aujourd’hui", "Visé"]


def test_without_targets_the_legend_speaks_of_values_only() -> None:
    svg = draw(legend=("Aujourd’hui", "Visé"))
    assert words(svg, "radar-legend") == ["Aujourd’hui"]
    assert of_class(svg, "radar-targets") == []


def test_words_are_escaped() -> None:
    drawn = radar(FULL, ("<b>&", "b", "c", "d"), title='"<i>', description="<script>")
    assert parsed(drawn).findall(f".//{SVG}b") == []
    assert "<script>" not in drawn
    assert words(parsed(drawn), "radar-label")[0] == "<b>&"


def test_there_is_no_style_and_no_colour_but_the_current_one() -> None:
    drawn = radar(FULL, LABELS, title="t", description="d", targets=FULL, legend=("a", "b"))
    assert "style" not in drawn
    assert set(re.findall(r' (?:fill|stroke)="([^"]*)"', drawn)) == {"none", "currentColor"}


@pytest.mark.parametrize(
    ("values", "labels"), [((1.0, 2.0), ("a", "b")), ((), LABELS), ((1.0, 2.0, 3.0), LABELS)]
)
def test_too_few_axes_or_values_are_refused(
    values: tuple[float, ...], labels: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"axes|label"):
        radar(values, labels, title="t", description="d")


@settings(deadline=None)
@given(st.lists(st.none() | st.floats(0, 5), min_size=3, max_size=12), st.data())
def test_any_profile_is_well_formed_and_stays_inside(
    values: list[float | None], data: st.DataObject
) -> None:
    labels = data.draw(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])),
            min_size=len(values),
            max_size=len(values),
        )
    )
    svg = parsed(radar(values, labels, title="t", description="d", targets=values))
    known = sum(value is not None for value in values)
    assert len(of_class(svg, "radar-point")) == len(of_class(svg, "radar-target")) == known
    for point in of_class(svg, "radar-point"):
        assert 0 <= float(point.get("cx", "")) <= 540
        assert 0 <= float(point.get("cy", "")) <= 520
