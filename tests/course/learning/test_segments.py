"""Played segments: the Video Profile's notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.learning.segments import merge, parse, progress, write

moments = st.floats(0, 600, allow_nan=False).map(lambda value: round(value, 3))
stretches = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair)))
lists = st.lists(stretches, max_size=12)


def test_seeing_a_passage_twice_counts_once() -> None:
    assert progress(((0, 30), (10, 30), (10, 20)), 60) == 0.5


def test_what_touches_becomes_one() -> None:
    assert parse("20[.]30[,]0[.]10[,]10[.]20") == ((0.0, 30.0),)


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "a[.]b",
        "5",
        "9[.]3",
        "-1[.]4",
        "1[.]nan",
        "0[.]inf",
        "1[.]999999",
        "[.]",
        "[,]",
    ],
)
def test_what_cannot_be_read_is_left_out(nonsense: str) -> None:
    assert parse(nonsense) == ()
    assert parse(f"{nonsense}[,]1[.]2") == ((1.0, 2.0),)


def test_beyond_the_end_does_not_count() -> None:
    assert progress(((0, 10), (90, 500)), 100) == 0.2
    assert progress(((0, 10),), 0) == 0.0


@given(lists)
def test_writing_and_reading_give_the_same(segments: list[tuple[float, float]]) -> None:
    assert parse(write(merge(segments))) == merge(segments)


@given(lists, lists)
def test_merging_does_not_depend_on_order_or_repetition(
    one: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    assert merge([*one, *other]) == merge([*merge(other), *one, *one])


@given(lists, stretches)
def test_playing_more_never_lowers_progress(
    segments: list[tuple[float, float]], more: tuple[float, float]
) -> None:
    assert 0.0 <= progress(segments, 300) <= progress([*segments, more], 300) <= 1.0
