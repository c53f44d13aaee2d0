"""Unlock rules, and the set that opens them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectif.course.content.model import (
    All,
    Any,
    AtLeast,
    Completed,
    FromDate,
    Not,
    Passed,
    Rule,
    ScoreAtLeast,
)
from collectif.course.learning.record import ModuleRecord
from collectif.course.learning.rules import holds, opening

TODAY = date(2026, 11, 23)
DONE = ModuleRecord(first=1, last=2, completed=2, passed=2, best=1.0)
STARTED = ModuleRecord(first=1, last=2)
MODULES = tuple("abcdefgh")


def scored(best: float) -> ModuleRecord:
    return ModuleRecord(first=1, last=2, best=best)


def test_no_condition_is_an_open_lock() -> None:
    assert holds(All(()), {}, TODAY)
    assert not holds(Any(()), {}, TODAY)


def test_a_started_module_is_not_a_completed_one() -> None:
    assert not holds(Completed("a"), {"a": STARTED}, TODAY)
    assert holds(Completed("a"), {"a": DONE}, TODAY)


def test_completed_and_passed_are_two_facts() -> None:
    only_completed = ModuleRecord(first=1, last=2, completed=2)
    assert holds(Completed("a"), {"a": only_completed}, TODAY)
    assert not holds(Passed("a"), {"a": only_completed}, TODAY)


@pytest.mark.parametrize(
    ("best", "least", "opens"),
    [
        (0.0, 0.0, True),
        (0.69, 0.7, False),
        (0.7, 0.7, True),
        (1.0, 1.0, True),
        (0.999, 1.0, False),
    ],
)
def test_a_score_on_the_mark_counts(best: float, least: float, opens: bool) -> None:
    assert holds(ScoreAtLeast("a", least), {"a": scored(best)}, TODAY) is opens


def test_without_any_score_even_a_mark_of_zero_is_not_reached() -> None:
    assert not holds(ScoreAtLeast("a", 0.0), {}, TODAY)


def test_a_waiver_counts_for_every_condition() -> None:
    waived = {"a": ModuleRecord(first=1, last=1, waived=1)}
    for rule in (Completed("a"), Passed("a"), ScoreAtLeast("a", 0.9)):
        assert holds(rule, waived, TODAY)


def test_a_date_opens_on_its_day() -> None:
    assert not holds(FromDate(TODAY + timedelta(days=1)), {}, TODAY)
    assert holds(FromDate(TODAY), {}, TODAY)


def test_the_cheaper_of_two_ways_is_shown() -> None:
    rule = Any((All((Completed("a"), Completed("b"))), Completed("c")))
    minutes = {"a": 5, "b": 5, "c": 12}.__getitem__
    assert opening(rule, {}, TODAY, minutes).modules == ("a", "b")
    assert opening(rule, {"a": DONE}, TODAY, minutes).modules == ("b",)


def test_k_of_n_asks_for_the_shortest_that_are_missing() -> None:
    rule = AtLeast(3, tuple(Completed(module) for module in "abcde"))
    minutes = dict(zip("abcde", (9, 8, 7, 6, 5), strict=True)).__getitem__
    assert opening(rule, {"a": DONE}, TODAY, minutes).modules == ("d", "e")


def test_a_day_to_wait_for_is_named() -> None:
    day = TODAY + timedelta(days=9)
    found = opening(All((Completed("a"), FromDate(day))), {}, TODAY)
    assert (found.modules, found.day) == (("a",), day)


def test_what_was_done_already_and_must_not_be_cannot_be_opened() -> None:
    assert not opening(Not(Completed("a")), {"a": DONE}, TODAY).possible


def test_forty_modules_are_answered_at_once() -> None:
    everything = All(tuple(Completed(f"m{number}") for number in range(40)))
    some = AtLeast(20, everything.of)
    assert len(opening(everything, {}, TODAY).modules) == 40
    assert len(opening(some, {}, TODAY).modules) == 20


leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Completed, st.sampled_from(MODULES)),
    st.builds(Passed, st.sampled_from(MODULES)),
    st.builds(ScoreAtLeast, st.sampled_from(MODULES), st.sampled_from((0.0, 0.5, 1.0))),
)


def branches(children: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    parts = st.lists(children, min_size=1, max_size=4).map(tuple)
    k_of_n = parts.flatmap(lambda of: st.integers(1, len(of)).map(lambda k: AtLeast(k, of)))
    return st.one_of(st.builds(All, parts), st.builds(Any, parts), k_of_n)


rules = st.recursive(leaves, branches, max_leaves=9)
records = st.dictionaries(st.sampled_from(MODULES), st.sampled_from((DONE, STARTED)), max_size=5)


@settings(max_examples=300, deadline=None)
@given(rules, records)
def test_doing_exactly_the_set_opens_it_and_no_proper_subset_does(
    rule: Rule, record: dict[str, ModuleRecord]
) -> None:
    found = opening(rule, record, TODAY)
    assert found.possible
    assert holds(rule, {**record, **dict.fromkeys(found.modules, DONE)}, TODAY)
    for left_out in found.modules:
        others = [module for module in found.modules if module != left_out]
        assert not holds(rule, {**record, **dict.fromkeys(others, DONE)}, TODAY)


@settings(max_examples=150, deadline=None)
@given(rules, records, st.sampled_from(MODULES))
def test_doing_more_never_closes_what_was_open(
    rule: Rule, record: dict[str, ModuleRecord], module: str
) -> None:
    if holds(rule, record, TODAY):
        assert holds(rule, {**record, module: DONE}, TODAY)
