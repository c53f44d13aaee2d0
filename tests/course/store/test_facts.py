"""The projections: raised in any order, read for one learner or a whole cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from collectif.course.learning.facts import (
    AnswerFact,
    Fact,
    ModuleFact,
    PlayedFact,
    ReviewFact,
    ScreenFact,
    WaiverFact,
)
from collectif.course.learning.record import ModuleRecord, gather, join
from collectif.course.store import facts
from collectif.course.store.schema import metadata, people
from collectif.lrs import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

EMPTY = ModuleRecord(first=5, last=5)


def answer(
    statement: str, question: str, at: int, actor: str = "a", module: str = "m"
) -> AnswerFact:
    return AnswerFact(statement, actor, module, question, at, "yes", True, 1.0, None, None)


def test_what_is_known_grows_by_what_is_said(connection: Connection) -> None:
    for record in (
        ModuleRecord(5, 5, failures=1, wrong=2, milliseconds=10),
        ModuleRecord(3, 3, completed=3, best=0.25),
        ModuleRecord(9, 9, completed=9, passed=9, best=0.75, failures=1),
    ):
        facts.raise_rows(connection, [ModuleFact("a", "m", record)])
    assert facts.record_rows(connection, ["a"]) == [
        ("m", ModuleRecord(3, 9, 3, 9, failures=2, wrong=2, best=0.75, milliseconds=10))
    ]


steps = st.builds(
    ModuleRecord,
    first=st.just(5),
    last=st.integers(5, 9),
    completed=st.none() | st.integers(5, 9),
    passed=st.none() | st.integers(5, 9),
    waived=st.none() | st.integers(5, 9),
    failures=st.integers(0, 1),
    best=st.none() | st.sampled_from((0.1, 0.2, 0.3)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, min_size=1, max_size=6), st.integers(1, 3))
def test_rows_are_joined_as_records_are(records: list[ModuleRecord], size: int) -> None:
    """In the database, statement by statement or in portions, exactly as `join` says."""
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine, [table for table in metadata.sorted_tables])
    with Database(engine).writing() as connection:
        for start in range(0, len(records), size):
            portion = records[start : start + size]
            facts.raise_rows(connection, [ModuleFact("a", "m", record) for record in portion])
        found = facts.record_rows(connection, ["a"])
    engine.dispose()
    assert gather(found) == gather([("m", record) for record in records])
    expected = records[0]
    for record in records[1:]:
        expected = join(expected, record)
    assert found == [("m", expected)]


def test_a_screen_was_seen_when_it_was_first_seen(connection: Connection) -> None:
    seen = [ScreenFact("a", "m", "one", 7), ScreenFact("a", "m", "one", 3)]
    facts.raise_rows(connection, [*seen, ScreenFact("a", "m", "two", 9)])
    facts.raise_rows(connection, [ScreenFact("a", "m", "two", 8), ScreenFact("b", "m", "three", 1)])
    found = facts.everything(connection)["collectif_screens"]
    assert found == [("a", "m", "one", 3), ("a", "m", "two", 8), ("b", "m", "three", 1)]


def told(*given: Fact) -> list[Fact]:
    """These facts as statements tell them: each also says something of its module."""
    places = {(fact.actor, fact.module) for fact in given}
    return [*given, *(ModuleFact(actor, module, EMPTY) for actor, module in sorted(places))]


def test_steps_in_a_module_are_those_of_all_ones_identifiers(connection: Connection) -> None:
    late, early = answer("1", "q", 7), answer("2", "q", 5, actor="mail")
    facts.raise_rows(
        connection,
        told(
            late,
            early,
            answer("3", "q", 5, actor="stranger"),
            answer("4", "q", 5, module="other"),
            ScreenFact("mail", "m", "one", 3),
            ScreenFact("a", "m", "two", 3),
            ScreenFact("a", "other", "three", 3),
        ),
    )
    known = facts.known_in(connection, ["a", "mail"], "m")
    assert known.screens == {"one", "two"}
    assert known.answers == [early, late] == facts.answers_in(connection, ["a", "mail"], "m")
    assert sorted(known.records) == [("m", EMPTY), ("m", EMPTY), ("other", EMPTY)]
    assert len(facts.answers_in(connection, ["a", "mail"])) == 3
    nobody = facts.known_in(connection, ["nobody"], "m")
    assert (nobody.records, nobody.screens, nobody.answers) == ([], frozenset(), [])


def test_an_answer_without_right_or_wrong_stays_so(connection: Connection) -> None:
    open_answer = AnswerFact("1", "a", "m", "q", 5, "", None, None, None, None)
    facts.raise_rows(connection, told(open_answer))
    assert facts.known_in(connection, ["a"], "m").answers == [open_answer]


def test_what_was_played_and_waived_is_read_again(connection: Connection) -> None:
    played = PlayedFact("1", "a", "m", "0[.]5")
    waivers = [WaiverFact("2", "a", "n", 9, "b", "z"), WaiverFact("3", "a", "m", 4, "a", "z")]
    facts.raise_rows(connection, [played, *waivers])
    assert facts.played_in(connection, ["a"], "m") == [played]
    assert facts.played_in(connection, ["a"], "n") == []
    assert facts.waivers_of(connection, ["a"]) == [waivers[1], waivers[0]]


def test_many_learners_are_read_in_one_query(connection: Connection) -> None:
    values = {"language": "fr", "created": 1}
    for actor in "ab":
        row = {"name": actor, "pseudonym": actor, "registration": actor, **values}
        connection.execute(sa.insert(people).values(**row))
    facts.raise_rows(connection, [ModuleFact(actor, "m", EMPTY) for actor in "abc"])
    found = facts.records_of_many(connection, sa.select(people.c.pseudonym))
    assert sorted(found) == [("a", "m", EMPTY), ("b", "m", EMPTY)]


@pytest.mark.parametrize("actor", ["a", None])
def test_forgetting_one_actor_or_all(connection: Connection, actor: str | None) -> None:
    everybody: Sequence[Fact] = [
        fact
        for who in "ab"
        for fact in (
            ModuleFact(who, "m", EMPTY),
            ScreenFact(who, "m", "s", 1),
            answer(f"1{who}", "q", 1, actor=who),
            ReviewFact(f"4{who}", who, "m", "q", 1, "", correct=True, score=1.0),
            PlayedFact(f"2{who}", who, "m", "0[.]1"),
            WaiverFact(f"3{who}", who, "m", 1, "why", "z"),
        )
    ]
    facts.raise_rows(connection, everybody)
    facts.forget(connection, actor)
    left = {len(rows) for rows in facts.everything(connection).values()}
    assert left == ({1} if actor else {0})
