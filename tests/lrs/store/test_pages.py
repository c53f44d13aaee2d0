"""Pages in stored order, compared with what a plain reading of all rows gives."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.lrs.store import pages, references, statements
from collectif.lrs.store.pages import Range
from collectif.lrs.store.references import Reference
from collectif.lrs.store.statements import Kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from collectif.lrs import Database

RED, BLUE, RARE = 1, -2, 3
EVERY = range(1, 61)


@pytest.fixture
def filled(connection: Connection) -> Connection:
    """60 statements: even ones red, those divisible by three blue, 30 rare; 12 and 30 are voided;
    40 targets 30, 41 targets 40, and both 12 and 18 lead to 42."""
    statements.add(
        connection,
        [Kept(at, str(uuid.uuid4()), at % 5, at in {12, 30}, f'{{"at":{at}}}') for at in EVERY],
    )
    own = [Reference(RED, at) for at in EVERY if at % 2 == 0]
    own += [Reference(BLUE, at) for at in EVERY if at % 3 == 0]
    own += [Reference(RARE, 30)]
    led = [Reference(key, at, 30) for at in (40, 41) for key in (RED, BLUE, RARE)]
    led += [Reference(key, 42, origin) for origin in (12, 18) for key in (RED, BLUE)]
    references.add(connection, own + led)
    return connection


def _found(connection: Connection, where: Range, count: int = 100) -> list[int]:
    return [found.stored for found in pages.find(connection, where, count)]


def test_everything_but_what_is_voided_newest_first(filled: Connection) -> None:
    assert _found(filled, Range()) == [at for at in reversed(EVERY) if at not in {12, 30}]


def test_the_text_comes_along(filled: Connection) -> None:
    assert pages.find(filled, Range(), 1)[0].raw == '{"at":60}'


def test_oldest_first_when_asked(filled: Connection) -> None:
    assert _found(filled, Range(ascending=True), 3) == [1, 2, 3]


def test_bounds_leave_out_the_one_and_keep_the_other(filled: Connection) -> None:
    assert _found(filled, Range(since=5, until=8)) == [8, 7, 6]


def test_a_key_finds_its_statements_and_those_that_lead_to_them(filled: Connection) -> None:
    assert _found(filled, Range((RARE,))) == [41, 40]


def test_a_statement_that_matches_several_times_comes_once(filled: Connection) -> None:
    red = [at for at in reversed(EVERY) if at % 2 == 0 or at == 41]
    assert _found(filled, Range((RED,))) == [at for at in red if at not in {12, 30}]


@pytest.mark.parametrize("count", range(1, 12))
def test_a_page_is_full_although_voided_and_repeated_rows_lie_between(
    filled: Connection, count: int
) -> None:
    everything = _found(filled, Range((RED,)))
    assert _found(filled, Range((RED,)), count) == everything[:count]
    upwards = Range((RED,), ascending=True)
    assert _found(filled, upwards, count) == everything[::-1][:count]


def test_all_keys_have_to_match_through_the_same_statement(filled: Connection) -> None:
    both = [at for at in reversed(EVERY) if at % 6 == 0 or at in {40, 41}]
    assert _found(filled, Range((RED, BLUE))) == [at for at in both if at not in {12, 30}]
    # 40 is red by itself and blue through 30; without the rows of 30 it would not be both.
    assert _found(filled, Range((BLUE, RED, RARE))) == [41, 40]


def test_only_what_an_authority_vouches_for(filled: Connection) -> None:
    assert _found(filled, Range((RED,), authority=0)) == [60, 50, 40, 20, 10]
    assert _found(filled, Range(authority=4))[:2] == [59, 54]


def test_an_unknown_key_finds_nothing(filled: Connection) -> None:
    assert _found(filled, Range((99,))) == []


def test_the_latest_counts_voided_ones_too(connection: Connection) -> None:
    assert pages.latest(connection) == 0
    statements.add(connection, [Kept(5, str(uuid.uuid4()), 0, voided=True, raw="{}")])
    assert pages.latest(connection) == 5


@given(
    count=st.integers(1, 9),
    ascending=st.booleans(),
    keys=st.sampled_from([(), (RED,), (BLUE,), (RED, BLUE)]),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_pages_one_after_another_are_everything_once(
    filled: Connection, count: int, ascending: bool, keys: tuple[int, ...]
) -> None:
    where = Range(keys, ascending=ascending)
    everything = _found(filled, where)
    paged: list[int] = []
    while page := _found(filled, where, count):
        paged += page
        where = where.beyond(page[-1])
    assert paged == everything


def test_a_page_costs_one_call(database: Database, count_calls: object) -> None:
    with database.reading() as connection, count_calls() as calls:  # type: ignore[operator]
        pages.find(connection, Range((RED, BLUE), since=4), 50)
    assert len(calls) == 1
