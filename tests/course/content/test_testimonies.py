"""Testimonies chosen by what they are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from collectif.course.content.testimonies import FACETS, choices, matching, values_of
from tests.builders import sample_course

MODULES = [module for session in sample_course().sessions for module in session.modules]
TOLD = [module for module in MODULES if module.testimony]
KNOWN = choices(TOLD)


def test_a_testimony_is_known_by_its_facets():
    (one,) = (module for module in TOLD if module.id == "s1-testimony")
    assert values_of(one) == {
        "kind": ("company", "association"),
        "territory": ("Maine-et-Loire",),
        "category": ("cooperation",),
        "dimension": ("D2",),
        "period": ("1980", "1990", "2000", "2010"),
    }


def test_what_is_no_testimony_has_no_facet():
    (lesson,) = (module for module in MODULES if module.id == "s1-lesson")
    assert not any(values_of(lesson).values())
    assert matching([lesson], {}) == ()


def test_a_period_without_a_year_is_of_no_decade():
    (one,) = (module for module in TOLD if module.id == "s1-testimony")
    told = replace(one, testimony=replace(one.testimony, period={"fr": "depuis toujours"}))
    assert values_of(told)["period"] == ()


def test_there_is_a_choice_for_every_value():
    assert set(KNOWN["kind"]) == {"company", "association"}
    assert KNOWN["period"] == ("1980", "1990", "2000", "2010", "2020")


def test_all_that_is_wanted_must_hold():
    assert [m.id for m in matching(TOLD, {"category": "mecenat"})] == ["s2-composite"]
    assert matching(TOLD, {"category": "mecenat", "period": "1980"}) == ()
    assert list(matching(TOLD, dict.fromkeys(FACETS, ""))) == TOLD


@given(some.sampled_from(FACETS), some.data())
def test_each_choice_leaves_those_that_have_it_and_no_others(facet, data):
    value = data.draw(some.sampled_from(KNOWN[facet]))
    left = matching(TOLD, {facet: value})
    assert left
    assert all((module in left) == (value in values_of(module)[facet]) for module in TOLD)
