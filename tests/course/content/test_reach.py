from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import (
    ALWAYS,
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
from collectif.course.content.reach import (
    can_hold,
    cycle_in,
    opening_rules,
    reachable,
    way_to_trouble,
)

from .ruled import course_of

NAMES = ("a", "b", "c", "d")


def rules() -> st.SearchStrategy[Rule]:
    names = st.sampled_from(NAMES)
    simple = st.one_of(
        st.just(ALWAYS),
        st.builds(Completed, names),
        st.builds(Passed, names),
        st.builds(ScoreAtLeast, names, st.just(0.5)),
        st.dates().map(FromDate),
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda of: All(tuple(of))),
            st.lists(inner, min_size=1, max_size=3).map(lambda of: Any(tuple(of))),
            st.lists(inner, min_size=2, max_size=3).map(lambda of: AtLeast(2, tuple(of))),
            inner.map(Not),
        ),
        max_leaves=5,
    )


def test_rules_hold_as_soon_as_enough_is_done():
    assert can_hold(ALWAYS, ())
    assert not can_hold(Any(()), ())
    assert can_hold(AtLeast(1, (Completed("a"), Completed("b"))), ("b",))
    assert not can_hold(AtLeast(2, (Completed("a"), Completed("b"))), ("b",))
    assert can_hold(Passed("a"), ("a",))
    assert not can_hold(ScoreAtLeast("a", 0.5), ())
    assert can_hold(Not(Completed("a")), ("a",))


def test_the_rule_of_a_session_holds_for_its_modules():
    course = course_of({"a": ALWAYS, "b": Completed("a")})
    session = replace(course.sessions[0], unlock=Completed("b"))
    locked = replace(course, sessions=(session,))
    assert opening_rules(locked)["b"] == All((Completed("b"), Completed("a")))
    assert reachable(locked) == frozenset()
    assert reachable(course) == {"a", "b"}


def test_a_rule_on_a_module_that_is_not_there_counts_as_held():
    assert reachable(course_of({"a": Completed("z")})) >= {"a"}


def test_a_way_around_a_cycle_is_a_way():
    course = course_of({"a": Any((Completed("b"), ALWAYS)), "b": Completed("a")})
    assert reachable(course) == {"a", "b"}


def test_a_path_ends_where_it_was_or_where_nothing_is_stuck():
    rules = {"a": Completed("b"), "b": Completed("c"), "c": Completed("b"), "d": Completed("z")}
    assert way_to_trouble("a", rules, rules) == ["a", "b", "c", "b"]
    assert way_to_trouble("d", rules, rules) == ["d"]


def test_a_cycle_is_named_the_same_from_wherever_one_comes():
    assert cycle_in(["a", "c", "b", "c"]) == ["b", "c", "b"]
    assert cycle_in(["b", "c", "b"]) == ["b", "c", "b"]
    assert cycle_in(["a", "b"]) == []
    assert cycle_in(["a"]) == []
    assert cycle_in(["a", "a"]) == ["a", "a"]


@given(st.fixed_dictionaries({name: rules() for name in NAMES}))
def test_what_is_reachable_can_be_opened_one_after_the_other(unlocks):
    course = course_of(unlocks)
    done = reachable(course)
    opened: set[str] = set()
    for _ in NAMES:
        opened |= {name for name in done if can_hold(unlocks[name], opened)}
    assert opened == done
    for name in set(NAMES) - done:
        assert not can_hold(unlocks[name], done)


@given(st.fixed_dictionaries({name: rules() for name in NAMES}))
def test_looking_for_trouble_always_ends(unlocks):
    course = course_of(unlocks)
    opening = opening_rules(course)
    stuck = [name for name in opening if name not in reachable(course)]
    for name in stuck:
        path = way_to_trouble(name, opening, stuck)
        assert path[0] == name
        assert set(path) <= set(stuck)
