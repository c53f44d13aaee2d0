from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.chance import band, tell


@given(st.integers(0, 60), st.floats(0, 1))
def test_the_band_of_equal_chances_is_the_binomial_one(count, chance):
    masses = [
        math.comb(count, n) * chance**n * (1 - chance) ** (count - n) for n in range(count + 1)
    ]
    fewest, most = band([chance] * count)
    assert sum(masses[:fewest]) <= 0.005 + 1e-9
    assert sum(masses[most + 1 :]) <= 0.005 + 1e-9
    assert sum(masses[: fewest + 1]) > 0.005 - 1e-9
    assert most == 0 or sum(masses[most:]) > 0.005 - 1e-9


@given(st.lists(st.floats(0, 1), max_size=40), st.randoms(use_true_random=False))
def test_the_band_holds_the_mean_and_does_not_know_the_order(chances, random):
    fewest, most = band(chances)
    assert 0 <= fewest <= most <= len(chances)
    assert fewest - 1 <= sum(chances) <= most + 1
    mixed = list(chances)
    random.shuffle(mixed)
    assert band(mixed) == (fewest, most)


def test_what_is_certain_leaves_no_room():
    assert band([1.0, 1.0, 0.0]) == (2, 2)
    assert band([]) == (0, 0)


def test_the_band_of_a_coin_tossed_a_hundred_times():
    assert band([0.5] * 100) == (37, 63)


def test_a_tell_knows_its_hits_its_chance_and_its_bounds():
    found = tell("always the first", [(True, 0.5)] * 70 + [(False, 0.5)] * 30)
    assert (found.hits, found.questions, found.expected) == (70, 100, pytest.approx(50))
    assert (found.fewest, found.most, found.share) == (37, 63, 0.7)
    assert not found.sound
    assert tell("never tried", []).sound
    assert tell("never tried", []).share == 0
