"""Token buckets: what is granted, what has to wait, and what is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.ops.limiting import Buckets, neighbours


def test_a_minutes_worth_is_granted_at_once_and_then_evenly() -> None:
    buckets = Buckets()
    assert [buckets.take("lms", 4, 100.0) for _ in range(5)] == [0, 0, 0, 0, 15.0]
    assert buckets.take("lms", 4, 114.0) == pytest.approx(1.0)
    assert buckets.take("lms", 4, 115.0) == 0
    assert buckets.take("lms", 4, 115.0) == pytest.approx(15.0)


def test_each_name_has_a_bucket_of_its_own() -> None:
    buckets = Buckets()
    assert buckets.take("a", 1, 0.0) == 0
    assert buckets.take("b", 1, 0.0) == 0
    assert buckets.take("a", 1, 1.0) == 59.0


def test_looking_takes_nothing() -> None:
    buckets = Buckets()
    assert [buckets.wait("a", 1, 0.0) for _ in range(3)] == [0, 0, 0]
    buckets.take("a", 1, 0.0)
    assert buckets.wait("a", 1, 30.0) == 30.0
    assert buckets.wait("a", 1, 60.0) == 0


@given(
    st.integers(1, 1000),
    st.lists(st.floats(0, 90, allow_subnormal=False), min_size=1, max_size=60),
    st.floats(0, 1e6),
)
def test_never_more_than_a_minutes_worth_and_what_flows_in(
    a_minute: int, pauses: list[float], start: float
) -> None:
    buckets, moment, granted = Buckets(), start, 0
    for pause in pauses:
        moment += pause
        wait = buckets.take("a", a_minute, moment)
        assert wait == 0 or 0 < wait <= 60 / a_minute * 1.001
        granted += wait == 0
        assert granted <= a_minute * (1 + (moment - start) / 60) + 1


@given(st.integers(1, 1000), st.integers(0, 2000), st.floats(0, 1e6))
def test_who_waits_as_long_as_told_is_granted(a_minute: int, before: int, moment: float) -> None:
    buckets = Buckets()
    for _ in range(before):
        buckets.take("a", a_minute, moment)
    wait = buckets.take("a", a_minute, moment)
    if wait:
        assert buckets.take("a", a_minute, moment + wait) == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 30)), max_size=200))
def test_what_is_remembered_is_bounded(sent: list[tuple[int, float]]) -> None:
    buckets, moment = Buckets(most=8), 0.0
    for name, pause in sent:
        moment += pause
        buckets.take(str(name), 3, moment)
        assert len(buckets) <= 8


def test_who_is_nearest_to_a_full_bucket_is_forgotten_first() -> None:
    buckets = Buckets(most=4)
    for _ in range(10):
        buckets.take("greedy", 10, 0.0)
    for name in range(100):
        buckets.take(str(name), 10, 0.0)
    assert buckets.take("greedy", 10, 0.0) > 0


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_neighbours_are_counted_together(address: str, name: str) -> None:
    assert neighbours(address) == name
