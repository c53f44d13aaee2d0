"""The same question at the same time is worked out once, and never for longer than that."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from collectif.lrs.ops.in_flight import InFlight
from tests.lrs.crowd import Crowd

MANY = 8


def test_those_who_come_meanwhile_get_the_answer_of_the_first() -> None:
    flights, crowd, worked = InFlight[object](), Crowd(MANY), []

    def work_out() -> object:
        crowd.is_here()
        worked.append(object())
        return worked[-1]

    with ThreadPoolExecutor(MANY) as pool:
        asked = [pool.submit(flights.ask, crowd.word("who?"), work_out) for _ in range(MANY)]
    assert len(worked) == 1
    assert {id(one.result()) for one in asked} == {id(worked[0])}


def test_other_questions_have_answers_of_their_own() -> None:
    flights, meeting = InFlight[str](), threading.Barrier(MANY, timeout=30)

    def work_out(question: str) -> str:
        meeting.wait()  # all of them are under way at once
        return f"{question}!"

    def ask(question: str) -> str:
        return flights.ask(question, lambda: work_out(question))

    questions = [f"question {number}" for number in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        assert list(pool.map(ask, questions)) == [f"{one}!" for one in questions]


def test_nothing_is_remembered_afterwards() -> None:
    flights = InFlight[int]()
    assert [flights.ask("n", lambda number=number: number) for number in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyboardInterrupt])
def test_what_goes_wrong_keeps_nobody_waiting(fault: type[BaseException]) -> None:
    flights, crowd = InFlight[str](), Crowd(MANY)
    tries = iter(range(MANY))

    def work_out() -> str:
        crowd.is_here()
        if next(tries) < 2:
            raise fault
        return "well"

    with ThreadPoolExecutor(MANY) as pool:
        asked = [pool.submit(flights.ask, crowd.word("who?"), work_out) for _ in range(MANY)]
    faults = [one.exception() for one in asked if one.exception()]
    assert [type(one) for one in faults] == [fault, fault], "the others tried for themselves"
    assert {one.result() for one in asked if not one.exception()} == {"well"}
    assert flights.ask("who?", lambda: "again") == "again"
