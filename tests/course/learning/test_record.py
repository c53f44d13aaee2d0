"""What is known of a learner and a module: joining it does not depend on order or grouping."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.learning.record import (
    ModuleRecord,
    gather,
    is_completed,
    is_passed,
    join,
)

moments = st.integers(0, 10)
maybe = st.none() | moments


@st.composite
def records(draw: st.DrawFn) -> ModuleRecord:
    first = draw(moments)
    return ModuleRecord(
        first=first,
        last=first + draw(moments),
        completed=draw(maybe),
        passed=draw(maybe),
        filled=draw(maybe),
        marked=draw(maybe),
        waived=draw(maybe),
        failures=draw(moments),
        wrong=draw(moments),
        best=draw(st.none() | st.sampled_from((0.0, 0.5, 1.0))),
        milliseconds=draw(moments),
    )


@given(records(), records(), records())
def test_joining_does_not_depend_on_order_or_grouping(
    one: ModuleRecord, two: ModuleRecord, three: ModuleRecord
) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))


def test_the_first_time_counts_for_facts_and_the_best_for_scores() -> None:
    early = ModuleRecord(first=1, last=4, completed=4, best=0.5, wrong=1, milliseconds=100)
    late = ModuleRecord(first=2, last=9, completed=9, passed=9, best=0.9, wrong=2, milliseconds=50)
    assert join(early, late) == ModuleRecord(
        first=1, last=9, completed=4, passed=9, best=0.9, wrong=3, milliseconds=150
    )


def test_what_is_known_under_several_identifiers_is_one_record() -> None:
    by_account, by_mail = ModuleRecord(1, 2, failures=1), ModuleRecord(3, 4, completed=4)
    record = gather([("a", by_account), ("b", by_mail), ("a", by_mail)])
    assert record == {"a": ModuleRecord(1, 4, completed=4, failures=1), "b": by_mail}


def test_what_was_waived_counts_as_completed_and_passed() -> None:
    record = {"a": ModuleRecord(1, 1, waived=1), "b": ModuleRecord(1, 1)}
    assert (is_completed(record, "a"), is_passed(record, "a")) == (True, True)
    assert (is_completed(record, "b"), is_passed(record, "b")) == (False, False)
    assert not is_completed(record, "unknown")
