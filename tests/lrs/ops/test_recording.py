"""Recording: all or nothing, once, told to the listener, at the same cost for few and many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs import Conflict, Forbidden, Invalid, Malformed, StatementFilter

from ..lms import JSON, Mounted, activity, agent, caller, failing, mount, new_id, statement, voiding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import Caller, Database, Recorded

LMS = caller("lms")


def _record(lrs: Mounted, *statements: JSON, by: Caller = LMS) -> tuple[str, ...]:
    with lrs.database.writing() as connection:
        return lrs.recorder.record(connection, statements, by)


def _stored(lrs: Mounted) -> list[Recorded]:
    with lrs.database.reading() as connection:
        return [one for batch in lrs.recorder.replay(connection) for one in batch]


def test_what_is_recorded_is_stored_and_heard_in_order(lrs: Mounted) -> None:
    ids = _record(lrs, *(statement() for _ in range(5)))
    stored = _stored(lrs)
    assert [one.id for one in stored] == list(ids) == lrs.heard.recorded_ids
    assert [one.stored for one in stored] == sorted({one.stored for one in stored})


def test_a_recorded_statement_is_complete(lrs: Mounted) -> None:
    _record(lrs, statement())
    (one,) = _stored(lrs)
    assert {"id", "timestamp", "stored", "authority", "version"} <= one.statement.keys()
    assert one.statement["authority"] == LMS.authority


def test_nothing_recorded_is_no_fault(lrs: Mounted) -> None:
    assert _record(lrs) == ()


def test_the_same_statement_again_is_stored_and_heard_once(lrs: Mounted) -> None:
    sent = statement(id=new_id())
    for _ in range(3):
        assert _record(lrs, sent, statement())[0] == sent["id"]
    assert len(_stored(lrs)) == 4
    assert len(lrs.heard.recorded_ids) == 4


def test_another_statement_under_a_known_id_undoes_the_batch(lrs: Mounted) -> None:
    sent = statement(id=new_id())
    _record(lrs, sent)
    with pytest.raises(Conflict):
        _record(lrs, statement(), {**sent, "actor": agent("ben")})
    assert len(_stored(lrs)) == 1
    assert len(lrs.heard.recorded_ids) == 1


def test_one_bad_statement_refuses_the_batch(lrs: Mounted) -> None:
    with pytest.raises(Invalid) as refused:
        _record(lrs, statement(), statement(verb={"id": "nothing"}))
    assert refused.value.path == "$[1].verb.id"
    assert _stored(lrs) == []


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}, "\ud800"])
def test_what_is_no_json_is_refused(lrs: Mounted, value: Any) -> None:
    with pytest.raises(Malformed):
        _record(lrs, statement(result={"extensions": {"https://x.org/e": value}}))


def test_recording_takes_a_scope(lrs: Mounted) -> None:
    with pytest.raises(Forbidden):
        _record(lrs, statement(), by=caller("reader", "all/read"))


def test_a_failing_owner_undoes_the_recording(lrs: Mounted) -> None:
    with failing(lrs.database) as connection:
        lrs.recorder.record(connection, [statement()], LMS)
    assert _stored(lrs) == []


def test_two_recordings_in_one_transaction_are_in_order(lrs: Mounted) -> None:
    with lrs.database.writing() as connection:
        first = lrs.recorder.record(connection, [statement()], LMS)
        second = lrs.recorder.record(connection, [statement(), voiding(first[0])], LMS)
    assert [one.id for one in _stored(lrs)] == list(second)
    assert lrs.heard.voided_ids == list(first)


class Closed:
    """A gate that refuses what is about one activity."""

    def statements(self, _connection: Connection, statements: Sequence[Mapping[str, Any]]) -> None:
        if any(one["object"]["id"].endswith("closed") for one in statements):
            raise Forbidden("closed")

    def document(self, *_arguments: object) -> None:
        raise Forbidden("closed")


def test_a_gate_may_refuse_with_its_reason(lrs: Mounted) -> None:
    guarded = caller("guarded", gate=Closed())
    _record(lrs, statement(), by=guarded)
    with pytest.raises(Forbidden, match="closed"):
        _record(lrs, statement(object=activity("closed")), by=guarded)
    assert len(_stored(lrs)) == 1


def test_a_listener_that_fails_undoes_the_recording(database: Database) -> None:
    class Broken:
        def recorded(self, *_told: object) -> None:
            raise ZeroDivisionError

        def voided(self, *_told: object) -> None:
            raise ZeroDivisionError

    lrs = mount(database, listener=Broken())
    with pytest.raises(ZeroDivisionError):
        _record(lrs, statement())
    assert _stored(lrs) == []


def test_without_a_listener_recording_works(database: Database) -> None:
    lrs = mount(database, listener=None)
    _record(lrs, statement(), voiding(new_id()))
    assert len(_stored(lrs)) == 2


def _rich(number: int) -> JSON:
    """A statement with everything that costs: client's id, names, definitions, contexts."""
    return statement(
        id=new_id(),
        actor={**agent(f"learner{number}"), "name": f"Learner {number}"},
        verb={"id": f"https://x.org/verbs/{number}", "display": {"en": f"did {number}"}},
        object=activity(f"unit{number}", name={"en": f"Unit {number}"}),
        context={
            "registration": new_id(),
            "instructor": agent(f"teacher{number}"),
            "contextActivities": {"grouping": [activity(f"course{number}")]},
        },
    )


@pytest.mark.parametrize("before", [0, 5])
def test_five_and_five_hundred_statements_cost_the_same_calls(
    lrs: Mounted, count_calls: Any, before: int
) -> None:
    if before:
        _record(lrs, *(_rich(number) for number in range(10_000, 10_000 + before)))
    spent = []
    for start, count in ((0, 5), (1_000, 500)):
        with count_calls() as calls:
            _record(lrs, *(_rich(number) for number in range(start, start + count)))
        spent.append(len(calls))
    assert spent[0] == spent[1] <= 14


def test_references_cost_the_same_calls_for_few_and_many(lrs: Mounted, count_calls: Any) -> None:
    _record(lrs, voiding(new_id()))
    spent = []
    for count in (2, 200):
        targets = _record(lrs, *(_rich(number) for number in range(count)))
        with count_calls() as calls:
            _record(lrs, *(voiding(target, id=new_id()) for target in targets))
        spent.append(len(calls))
    assert spent[0] == spent[1] <= 14


def test_a_statement_of_known_things_costs_few_calls(lrs: Mounted, count_calls: Any) -> None:
    _record(lrs, statement(object=activity("unit", name={"en": "Unit"})))
    with count_calls() as calls:
        _record(lrs, statement(object=activity("unit", name={"en": "Unit"})))
    assert len(calls) == 3  # the time, the statement, its references


def test_an_earlier_sending_costs_the_same_for_few_and_many(lrs: Mounted, count_calls: Any) -> None:
    spent = []
    for count in (2, 200):
        batch = [_rich(number) for number in range(count)]
        _record(lrs, *batch)
        with count_calls() as calls:
            _record(lrs, *batch)
        spent.append(len(calls))
    assert spent[0] == spent[1] <= 4


def test_voided_statements_are_heard_of_and_found_no_more(lrs: Mounted) -> None:
    first, second = _record(lrs, statement(), statement())
    (void,) = _record(lrs, voiding(first))
    assert lrs.heard.voided_ids == [first]
    assert [one.id for one in _stored(lrs)] == [second, void]


def test_what_is_voided_before_it_arrives_is_never_heard_of(lrs: Mounted) -> None:
    target = new_id()
    _record(lrs, voiding(target))
    _record(lrs, statement(id=target))
    assert target not in lrs.heard.recorded_ids
    assert lrs.heard.voided_ids == []


def test_recordings_are_found_by_their_filters(lrs: Mounted) -> None:
    ids = _record(lrs, statement(), statement(actor=agent("ben")))
    with lrs.database.reading() as connection:
        where = StatementFilter(agent="mbox|mailto:ben@example.org")
        assert [one.id for one in lrs.recorder.find(connection, where)] == [ids[1]]
