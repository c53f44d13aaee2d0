"""Many at the same time: nothing is lost, doubled or stuck."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from .lms import LMS, Mounted, activity, agent, new_id, statement, verb, voiding

THREADS = 6


def _at_once(work: Callable[[int], None]) -> None:
    """Run `work` with 0, 1, 2 … at the same time; the first exception is raised here."""
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _shared(number: int) -> dict[str, Any]:
    """A statement about agents, verbs and activities that all threads share, in another order."""
    return statement(
        actor={**agent(f"learner{number % 7}"), "name": f"Learner {number}"},
        verb={**verb(f"did{number % 3}"), "display": {"en": f"did {number}"}},
        object=activity(f"unit{number % 5}", name={"en": f"Unit {number}"}),
        context={"contextActivities": {"grouping": [activity(f"unit{(number + 1) % 5}")]}},
    )


def test_batches_about_the_same_things_neither_lock_nor_fail(lms: LMS) -> None:
    ids: list[str] = []

    def post(thread: int) -> None:
        for turn in range(5):
            step = 1 if thread % 2 else -1
            ids.extend(lms.stores(*(_shared(number + turn) for number in range(20)[::step])))

    _at_once(post)
    assert len(set(ids)) == THREADS * 5 * 20
    assert set(lms.sees()) == set(ids)


def test_the_same_statement_from_many_is_stored_once(lrs: Mounted) -> None:
    batch = [statement(id=new_id()) for _ in range(10)]

    def post(thread: int) -> None:
        response = lrs.lms.posts(batch if thread % 2 else batch[::-1])
        assert response.status_code == 200

    _at_once(post)
    assert sorted(lrs.lms.sees()) == sorted(one["id"] for one in batch)
    assert sorted(lrs.heard.recorded_ids) == sorted(one["id"] for one in batch)


def test_different_statements_under_one_id_leave_one(lms: LMS) -> None:
    one = new_id()
    statuses: list[int] = []

    def put(thread: int) -> None:
        statuses.append(lms.puts(one, statement(actor=agent(f"a{thread}"))).status_code)

    _at_once(put)
    assert sorted(statuses) == [204] + [409] * (THREADS - 1)


def test_voiding_and_voided_at_the_same_time_end_voided(lms: LMS) -> None:
    targets = [new_id() for _ in range(THREADS // 2)]

    def post(thread: int) -> None:
        target = targets[thread // 2]
        lms.stores(statement(id=target) if thread % 2 else voiding(target))

    _at_once(post)
    assert not set(targets) & set(lms.sees())
    for target in targets:
        assert lms.gets(voidedStatementId=target).status_code == 200


def test_who_pages_while_others_write_sees_each_statement_once(lms: LMS) -> None:
    before = lms.stores(*(statement() for _ in range(30)))

    def work(thread: int) -> None:
        if thread % 2:
            lms.stores(*(statement() for _ in range(10)))
        else:
            seen = lms.sees(limit=4, ascending=bool(thread % 4))
            assert len(seen) == len(set(seen))
            assert set(before) <= set(seen)

    _at_once(work)


def test_who_follows_by_since_misses_nothing(lms: LMS) -> None:
    seen: list[str] = []
    done = threading.Event()

    def follow() -> None:
        last = "2000-01-01T00:00:00Z"
        while True:
            finished = done.is_set()
            for found in lms.finds(since=last, ascending=True, limit=7):
                seen.append(found["id"])
                last = found["stored"]
            if finished:
                return

    follower = threading.Thread(target=follow)
    follower.start()
    ids: list[str] = []
    _at_once(lambda _thread: ids.extend(lms.stores(*(statement() for _ in range(15)))))
    done.set()
    follower.join()
    assert len(seen) == len(ids)
    assert set(seen) == set(ids)


def test_updates_with_tags_lose_nothing(lms: LMS) -> None:
    where = {"activityId": "https://x.org/a", "agent": agent(), "stateId": "count"}
    path = "activities/state"
    lms.asks("PUT", path, where, body="0")

    def count_up(_thread: int) -> None:
        for _ in range(4):
            while True:
                now = lms.asks("GET", path, where)
                same = {"If-Match": now.headers["ETag"]}
                text = str(int(now.text) + 1)
                if lms.asks("PUT", path, where, body=text, headers=same).status_code == 204:
                    break

    _at_once(count_up)
    assert lms.asks("GET", path, where).text == str(THREADS * 4)


def test_merges_of_many_keep_every_key(lms: LMS) -> None:
    where = {"activityId": "https://x.org/a", "agent": agent(), "stateId": "merged"}
    as_json: dict[str, str | None] = {"Content-Type": "application/json"}

    def merge(thread: int) -> None:
        body = json.dumps({f"key{thread}": thread})
        response = lms.asks("POST", "activities/state", where, body=body, headers=as_json)
        assert response.status_code == 204

    _at_once(merge)
    found = lms.asks("GET", "activities/state", where).json
    assert found == {f"key{thread}": thread for thread in range(THREADS)}
