"""Requests recorded together: one commit, and still each for itself."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs import Conflict, Forbidden
from collectif.lrs.ops import drafts
from collectif.lrs.ops.grouping import Grouping
from collectif.lrs.ops.recording import Recording, Sending

from ..lms import JSON, Heard, Mounted, agent, caller, new_id, statement, voiding
from .test_recording import Closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectif.lrs import Caller

LMS = caller("lms")


def _sending(*statements: JSON, by: Caller = LMS) -> Sending:
    sent = [(json.dumps(one).encode(), one) for one in statements]
    return Sending(drafts.check(sent, version="1.0.3"), by)


class Crowd:
    """Threads that all wait for one recording that is under way, and are recorded after it."""

    def __init__(self, lrs: Mounted) -> None:
        self.lrs = lrs
        self.heard = Heard()
        self.grouping = Grouping(lrs.database, Recording(self.heard))
        self.commits = 0

    def records(self, *sendings: Sending) -> list[int | BaseException | None]:
        """The outcome of each, in order, when all of them arrive while another is recorded."""
        outcomes: list[int | BaseException | None] = [None] * len(sendings)

        def run(place: int) -> None:
            try:
                outcomes[place] = self.grouping.record(sendings[place])
            except Exception as failure:
                outcomes[place] = failure

        threads = [threading.Thread(target=run, args=(place,)) for place in range(len(sendings))]
        with self.grouping._turn:
            for thread in threads:
                thread.start()
            while len(self.grouping._queue) < len(sendings):
                threading.Event().wait(0.001)
        for thread in threads:
            thread.join()
        return outcomes


@pytest.fixture
def crowd(lrs: Mounted) -> Crowd:
    return Crowd(lrs)


def _commits(calls: list[str]) -> int:
    """How many transactions took times."""
    return sum("lrs_clock" in call and "UPDATE" in call for call in calls)


def test_those_who_wait_are_recorded_in_one_transaction(
    crowd: Crowd, count_calls: Callable[[], Any]
) -> None:
    with count_calls() as calls:
        outcomes = crowd.records(*(_sending(statement(), statement()) for _ in range(8)))
    assert _commits(calls) == 1
    assert len(crowd.lrs.lms.sees()) == 16
    assert len(crowd.heard.recorded_ids) == 16
    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], int)


def test_each_statement_has_the_authority_and_rights_of_its_sender(crowd: Crowd) -> None:
    other = caller("other", "statements/write")
    named = {"id": "https://x.org/u", "definition": {"name": {"en": "by other"}}}
    crowd.records(_sending(statement(object=named), by=other), _sending(statement()))
    authorities = {one["authority"]["account"]["name"] for one in crowd.lrs.lms.finds()}
    assert authorities == {"lms", "other"}
    found = crowd.lrs.lms.asks("GET", "activities", {"activityId": "https://x.org/u"})
    assert "definition" not in found.json


def test_a_request_that_fails_fails_alone(crowd: Crowd) -> None:
    one = new_id()
    crowd.lrs.lms.stores(statement(id=one))
    outcomes = crowd.records(
        _sending(statement()),
        _sending(statement(id=one, actor=agent("ben"))),
        _sending(statement(), by=caller("reader", "all/read")),
        _sending(statement()),
    )
    assert isinstance(outcomes[1], Conflict)
    assert isinstance(outcomes[2], Forbidden)
    assert isinstance(outcomes[0], int)
    assert isinstance(outcomes[3], int)
    assert len(crowd.lrs.lms.sees()) == 3


def test_the_same_statement_twice_in_a_group_is_stored_once(crowd: Crowd) -> None:
    sent = statement(id=new_id())
    outcomes = crowd.records(*(_sending(sent) for _ in range(4)))
    assert all(isinstance(outcome, int) for outcome in outcomes)
    assert crowd.lrs.lms.sees() == [sent["id"]]
    assert crowd.heard.recorded_ids == [sent["id"]]


def test_of_two_statements_under_one_id_one_is_a_conflict(crowd: Crowd) -> None:
    one = new_id()
    outcomes = crowd.records(
        _sending(statement(id=one)), _sending(statement(id=one, actor=agent("ben")))
    )
    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]


def test_voiding_and_voided_may_meet_in_a_group(crowd: Crowd) -> None:
    one = new_id()
    crowd.records(_sending(statement(id=one)), _sending(voiding(one)))
    assert one not in crowd.lrs.lms.sees()
    assert one not in crowd.heard.recorded_ids


def test_large_batches_make_groups_of_their_own(
    crowd: Crowd, count_calls: Callable[[], Any]
) -> None:
    with count_calls() as calls:
        crowd.records(*(_sending(*(statement() for _ in range(300))) for _ in range(3)))
    assert _commits(calls) == 3
    with crowd.lrs.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lrs_statements").scalar() == 900


def test_who_has_a_gate_is_recorded_alone(crowd: Crowd, count_calls: Callable[[], Any]) -> None:
    guarded = caller("guarded", gate=Closed())
    with count_calls() as calls:
        crowd.grouping.record(_sending(statement(), by=guarded))
    assert _commits(calls) == 1
    closed = statement(object={"id": "https://x.org/closed"})
    with pytest.raises(Forbidden):
        crowd.grouping.record(_sending(closed, by=guarded))


def test_nothing_to_store_is_no_fault(crowd: Crowd) -> None:
    assert crowd.grouping.record(_sending()) is None
