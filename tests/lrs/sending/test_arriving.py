"""Everything arrives, in its order; who sends; what is sent again."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.lrs.lms import Mounted, new_id, voiding
from tests.lrs.peers import Asked, Said, Scripted, Time, aside, forwarder, made, shown, wish
from tests.lrs.sending.conftest import plain, refusing, several

if TYPE_CHECKING:
    from collectif.lrs import Forwarder


# -- everything arrives, in order -------------------------------------------------------------


def test_statements_arrive_in_stored_order_with_all_that_they_say(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    sent = several(23, context={"registration": new_id(), "language": "fr"})
    ids = [one for part in (sent[:1], sent[1:9], sent[9:]) for one in lrs.lms.stores(*part)]
    number = made(office, lrs.database, there, batch_statements=10)
    (turn,) = office.round()
    assert (turn.delivered, turn.set_aside, turn.more) == (23, 0, False)
    assert peer.lms.sees(ascending=True) == ids
    assert [plain(one) for one in peer.lms.finds()] == [plain(one) for one in lrs.lms.finds()]
    authority = peer.lms.finds(limit=1)[0]["authority"]
    assert authority == peer.callers["lms"].authority, "the other LRS vouches by itself"
    one = shown(office, lrs.database, number)
    assert (one.waiting, one.oldest, one.isolated, one.state) == (0, None, 0, "active")
    assert one.last_success == 1_790_000_000_000_000
    assert office.round() == []


def test_what_waits_is_what_came_since(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    lrs.lms.stores(*several(3))
    number = made(office, lrs.database, there)
    assert shown(office, lrs.database, number).waiting == 3
    oldest = shown(office, lrs.database, number).oldest
    assert oldest is not None
    office.round()
    lrs.lms.stores(*several(2))
    one = shown(office, lrs.database, number)
    assert one.waiting == 2
    assert one.oldest > oldest
    office.round()
    assert len(peer.lms.finds()) == 5


def test_a_destination_may_begin_with_what_comes_from_now_on(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    lrs.lms.stores(*several(3))
    with lrs.database.writing() as connection:
        number = office.add(connection, wish(there), past=False)
    later = lrs.lms.stores(*several(2))
    assert shown(office, lrs.database, number).waiting == 2
    office.round()
    assert sorted(peer.lms.sees()) == sorted(later)


def test_a_batch_holds_no_more_than_it_may(lrs: Mounted, office: Forwarder, odd: Scripted) -> None:
    lrs.lms.stores(*several(7))
    made(office, lrs.database, odd.address, batch_statements=3)
    office.round()
    assert [len(ids) for ids in odd.posted] == [3, 3, 1]
    lrs.lms.stores(*several(5))
    made(office, lrs.database, odd.address, name="Small", batch_bytes=900)
    odd.asked.clear()
    office.round()
    sizes = [len(one.body) for one in odd.asked if len(one.ids) > 1]
    assert sizes
    assert max(sizes) < 1000


def test_one_destination_in_trouble_keeps_no_other_waiting(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str, odd: Scripted
) -> None:
    odd.answers = lambda _: Said(500)
    made(office, lrs.database, odd.address, name="Broken")
    made(office, lrs.database, there)
    lrs.lms.stores(*several(4))
    assert [turn.delivered for turn in office.round()] == [0, 4]
    assert len(peer.lms.finds()) == 4


def test_the_calls_to_the_database_do_not_grow_with_the_batch(
    lrs: Mounted, office: Forwarder, odd: Scripted, count_calls: Any
) -> None:
    number = made(office, lrs.database, odd.address, batch_statements=200)
    spent = []
    for count in (5, 100):
        lrs.lms.stores(*several(count), *[voiding(new_id()) for _ in range(count)])
        with count_calls() as calls:
            office.round()
        spent.append(len(calls))
    assert spent[0] == spent[1]
    assert spent[0] <= 14, spent
    assert shown(office, lrs.database, number).waiting == 0
    with count_calls() as calls:
        assert office.round() == []
    assert len(calls) == 1, "an idle destination costs one question"


# -- who sends --------------------------------------------------------------------------------


class Dies(BaseException):
    """The process ends here."""


def test_a_crash_after_the_answer_sends_the_same_again_and_doubles_nothing(
    lrs: Mounted, peer: Mounted, there: str, time: Time
) -> None:
    ids = lrs.lms.stores(*several(4))

    def dies() -> int:
        if peer.heard.recorded_ids:
            raise Dies
        return time.now

    office = forwarder(lrs.database, time)
    number = made(office, lrs.database, there)
    with pytest.raises(Dies):
        forwarder(lrs.database, time, now=dies).round()
    assert peer.heard.recorded_ids == ids
    assert shown(office, lrs.database, number).waiting == 4
    office.round()
    assert shown(office, lrs.database, number).waiting == 0
    assert peer.heard.recorded_ids == ids
    assert len(peer.lms.finds()) == 4


def test_of_two_workers_one_sends(lrs: Mounted, odd: Scripted, time: Time) -> None:
    lrs.lms.stores(*several(3))
    first, second = (forwarder(lrs.database, time) for _ in range(2))
    made(first, lrs.database, odd.address)
    inside: list[Any] = []
    odd.answers = lambda _: Said(before=lambda: inside.append(second.round()))
    assert [turn.delivered for turn in first.round()] == [3]
    assert inside == [[]], "while the first one was sending, the second found nothing to do"
    assert len(odd.posted) == 1


def test_a_worker_that_died_is_followed_by_another_and_writes_nothing_any_more(
    lrs: Mounted, odd: Scripted, time: Time
) -> None:
    ids = lrs.lms.stores(*several(3))
    slow, quick = (forwarder(lrs.database, time) for _ in range(2))
    number = made(slow, lrs.database, odd.address)
    taken_over: list[Any] = []

    def answer(asked: Asked) -> Said:
        if taken_over:
            return Said()
        time.passes(minutes=6)  # the lease of the first one has ended
        taken_over.append(None)
        taken_over.append(quick.round())
        return Said(400)

    odd.answers = answer
    slow.round()
    assert [turn.delivered for turn in taken_over[1]] == [3]
    one = shown(quick, lrs.database, number)
    assert (one.waiting, one.isolated, one.state) == (0, 0, "active")
    assert odd.posted == [ids, ids]


def test_what_an_admin_changes_meanwhile_is_not_written_over(
    lrs: Mounted, office: Forwarder, odd: Scripted
) -> None:
    lrs.lms.stores(*several(3))
    number = made(office, lrs.database, odd.address)

    def pauses() -> None:
        with lrs.database.writing() as connection:
            office.pause(connection, number)

    odd.answers = lambda _: Said(before=pauses)
    office.round()
    one = shown(office, lrs.database, number)
    assert (one.state, one.waiting) == ("paused", 3), "sent once more when resumed, under its ids"


# -- replay -----------------------------------------------------------------------------------


def test_replay_sends_again_from_a_time_or_from_the_beginning(
    lrs: Mounted, office: Forwarder, odd: Scripted
) -> None:
    first = lrs.lms.stores(*several(2))
    second = lrs.lms.stores(*several(3))
    number = made(office, lrs.database, odd.address)
    odd.answers = refusing(second[2])
    list(office.drain(number))
    assert len(aside(office, lrs.database, number)) == 1
    odd.answers = lambda _: Said()
    odd.asked.clear()
    with lrs.database.reading() as connection:
        since = connection.execute(
            sa.text(
                "SELECT min(stored) FROM (SELECT stored FROM lrs_statements ORDER BY stored DESC LIMIT 3) AS s"
            )
        ).scalar_one()
    with lrs.database.writing() as connection:
        assert office.replay(connection, number, since) == 3
    assert aside(office, lrs.database, number) == [], "it goes again in its order"
    office.round()
    assert list(chain(*odd.posted)) == second
    odd.asked.clear()
    with lrs.database.writing() as connection:
        assert office.replay(connection, number) == 5
    office.round()
    assert list(chain(*odd.posted)) == [*first, *second]
