from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.forwarding import progress as rules
from collectif.lrs.forwarding.progress import Progress, Terms

NOW = 1_790_000_000_000_000
TERMS = Terms()


@given(st.sets(st.integers(0, 79)), st.integers(1, 50))
def test_every_statement_is_delivered_or_set_aside_once_and_in_order(
    poison: set[int], largest: int
) -> None:
    """The whole way: windows of statements, some of which are never taken."""
    terms = Terms(most_refusals=1000)
    one = Progress(position=-1, window=largest)
    delivered: list[int] = []
    aside: list[int] = []
    requests = 0
    while one.position < 79:
        requests += 1
        first = one.position + 1
        sent = list(range(first, min(first + min(one.window, largest), 80)))
        if not poison & set(sent):
            delivered += sent
            one = rules.delivered(one, sent[-1], largest, NOW)
        elif len(sent) > 1:
            one = rules.halved(one, len(sent))
        else:
            aside += sent
            one = rules.set_aside(one, sent[0], terms, "no")
    assert delivered == [number for number in range(80) if number not in poison]
    assert aside == sorted(poison)
    assert requests <= 80 / largest + 1 + (len(poison) + 1) * 14


@given(st.integers(0, 100), st.floats(0, 1), st.none() | st.integers(0, 10**11))
def test_a_pause_is_a_part_of_one_that_doubles_to_its_limit(
    failures: int, chance: float, wanted: int | None
) -> None:
    one = rules.failed(Progress(failures=failures), "no", TERMS, NOW, lambda: chance, wanted)
    ceiling = min(900, 5 * 2**failures)
    assert one.failures == failures + 1
    assert NOW + (wanted or 0) <= one.next_attempt <= NOW + max(wanted or 0, ceiling * 1_000_000)
    assert one.state == "active", "it is tried again without end"


def test_chance_spreads_those_who_failed_together() -> None:
    pauses = {
        rules.failed(Progress(failures=5), "", TERMS, NOW, lambda n=n: n / 10).next_attempt
        for n in range(11)
    }
    assert len(pauses) == 11


def test_too_many_refusals_lead_back_to_where_they_began() -> None:
    one = rules.delivered(Progress(window=8), 100, 50, NOW)
    for number in range(TERMS.most_refusals - 1):
        one = rules.set_aside(one, 101 + number, TERMS, "no")
        assert (one.state, one.refusals) == ("active", number + 1)
    one = rules.set_aside(one, 200, TERMS, "never")
    assert (one.state, one.reason, one.position, one.detail) == (
        "paused",
        "refuses_all",
        100,
        "never",
    )
    one = rules.resumed(one, 50)
    assert (one.state, one.reason, one.position, one.window) == ("active", "", 100, 50)
    assert one.refused_after is None


def test_one_that_is_taken_ends_the_row_of_refusals() -> None:
    one = Progress()
    for number in range(100):
        one = rules.set_aside(one, 2 * number + 1, TERMS, "no")
        one = rules.delivered(one, 2 * number + 2, 50, NOW)
    assert (one.state, one.refusals) == ("active", 0)


def test_windows_grow_again_but_not_among_known_ones() -> None:
    one = Progress(window=50)
    assert rules.halved(one, 50).window == 25
    assert rules.halved(one, 3).window == 1
    assert rules.halved(one, 50, conflict=True).window == 1
    assert rules.known_there(replace(one, window=1), 7, NOW) == replace(
        one, window=1, position=7, last_success=NOW
    )
    assert rules.delivered(replace(one, window=4), 7, 5, NOW).window == 5


def test_a_pause_keeps_the_place_and_says_why() -> None:
    one = rules.paused(Progress(position=9, failures=3, refusals=2), rules.BY_HAND, "x")
    assert (one.position, one.state, one.reason, one.detail) == (9, "paused", "by_hand", "x")
    assert rules.passed_over(one, 12).position == 12
