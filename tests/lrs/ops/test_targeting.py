"""Statements about statements, in any order of arrival, compared with the rule followed plainly."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.lrs import Forbidden, StatementFilter
from collectif.lrs.ops.targeting import LONGEST_CHAIN

from ..lms import VOIDED, Mounted, agent, caller, new_id, reference, statement, verb, voiding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..lms import JSON

LMS = caller("lms")
ASKED = "http://adlnet.gov/expapi/verbs/asked"


def _record(lrs: Mounted, *statements: JSON) -> None:
    with lrs.database.writing() as connection:
        lrs.recorder.record(connection, statements, LMS)


def _find(lrs: Mounted, **where: str) -> list[str]:
    with lrs.database.reading() as connection:
        found = lrs.recorder.find(connection, StatementFilter(**where))  # type: ignore[arg-type]
        return [one.id for one in found]


def _chain(length: int) -> list[JSON]:
    """A statement that is asked, and others, each of which targets the one before."""
    ids = [new_id() for _ in range(length)]
    first = statement(id=ids[0], verb={"id": ASKED}, actor=agent("asker"))
    others = [
        statement(id=own, object=reference(target)) for target, own in itertools.pairwise(ids)
    ]
    return [first, *others]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_chain_matches_through_its_end_whatever_came_first(
    lrs: Mounted, order: tuple[int, ...]
) -> None:
    chain = _chain(4)
    for index in order:
        _record(lrs, chain[index])
    expected = [chain[index]["id"] for index in reversed(order)]
    assert _find(lrs, verb=ASKED) == expected
    assert _find(lrs, agent="mbox|mailto:asker@example.org", verb=ASKED) == expected


def test_a_chain_in_one_batch_matches_through_its_end(lrs: Mounted) -> None:
    chain = _chain(5)
    _record(lrs, *reversed(chain))
    assert set(_find(lrs, verb=ASKED)) == {one["id"] for one in chain}


def test_all_filters_have_to_match_the_same_statement_of_the_chain(lrs: Mounted) -> None:
    chain = _chain(2)
    _record(lrs, *chain)
    # The second is answered by itself, and asked through the first; its own actor did not ask.
    assert _find(lrs, agent="mbox|mailto:ada@example.org", verb=ASKED) == []


def test_a_context_statement_does_not_count(lrs: Mounted) -> None:
    (asked,) = _chain(1)
    _record(lrs, asked, statement(context={"statement": reference(asked["id"])}))
    assert _find(lrs, verb=ASKED) == [asked["id"]]


def test_a_circle_of_references_ends(lrs: Mounted) -> None:
    one, other = new_id(), new_id()
    _record(lrs, statement(id=one, object=reference(other), verb={"id": ASKED}))
    _record(lrs, statement(id=other, object=reference(one)))
    assert set(_find(lrs, verb=ASKED)) == {one, other}
    itself = new_id()
    _record(lrs, statement(id=itself, object=reference(itself)))


def test_a_chain_of_any_length_is_stored_and_followed_far_enough(lrs: Mounted) -> None:
    chain = _chain(LONGEST_CHAIN + 5)
    for one in chain:
        _record(lrs, one)
    assert len(_find(lrs, verb=ASKED)) == LONGEST_CHAIN + 1


def test_voided_is_gone_but_what_targets_it_is_found(lrs: Mounted) -> None:
    asked = _chain(2)
    void = voiding(asked[0]["id"], id=new_id(), actor=agent("cleaner"))
    _record(lrs, *asked, void)
    assert _find(lrs, verb=ASKED) == [void["id"], asked[1]["id"]]
    assert _find(lrs, verb=VOIDED) == [void["id"]]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_voiding_works_in_any_order_and_voiding_is_not_voided(
    lrs: Mounted, order: tuple[int, ...], together: bool
) -> None:
    (asked,) = _chain(1)
    void = voiding(asked["id"], id=new_id())
    void_again = voiding(void["id"], id=new_id())
    sent = [(asked, void, void_again)[index] for index in order]
    for batch in [sent] if together else [[one] for one in sent]:
        _record(lrs, *batch)
    assert asked["id"] not in _find(lrs)
    assert {void["id"], void_again["id"]} <= set(_find(lrs))


def test_voiding_what_is_not_there_is_accepted(lrs: Mounted) -> None:
    _record(lrs, voiding(new_id()))


def test_a_second_voiding_changes_nothing(lrs: Mounted) -> None:
    (asked,) = _chain(1)
    _record(lrs, asked, voiding(asked["id"]))
    _record(lrs, voiding(asked["id"]))
    assert lrs.heard.voided_ids == []
    assert len(_find(lrs)) == 2


def test_who_may_only_write_voids_only_what_its_authority_vouches_for(lrs: Mounted) -> None:
    (foreign,) = _chain(1)
    _record(lrs, foreign)
    writer = caller("writer", "statements/write")
    with lrs.database.writing() as connection:
        own = lrs.recorder.record(connection, [statement()], writer)
        lrs.recorder.record(connection, [voiding(own[0])], writer)
    with pytest.raises(Forbidden), lrs.database.writing() as connection:
        lrs.recorder.record(connection, [statement(), voiding(foreign["id"])], writer)
    assert foreign["id"] in _find(lrs)


_KINDS = st.sampled_from(["asked", "answered", "voided"])
_LINKS = st.lists(st.tuples(_KINDS, st.none() | st.integers(0, 6)), min_size=1, max_size=7)


@given(links=_LINKS, cuts=st.sets(st.integers(1, 6)), order=st.randoms(use_true_random=False))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_targets_whatever_queries_follow_the_rule(
    lrs: Mounted, links: list[tuple[str, int | None]], cuts: set[int], order: object
) -> None:
    ids = [new_id() for _ in links]
    actor = agent(new_id())  # a world of its own in the same store
    sent = [_linked(ids, place, link, actor) for place, link in enumerate(links)]
    order.shuffle(sent)  # type: ignore[attr-defined]
    for batch in _cut(sent, cuts):
        _record(lrs, *batch)
    found = set(_find(lrs, agent=f"mbox|{actor['mbox']}", verb=ASKED))
    assert found == _by_the_rule(sent, ASKED)


def _linked(ids: list[str], place: int, link: tuple[str, int | None], actor: JSON) -> JSON:
    kind, target = link
    if kind == "voided" or target is not None:
        target = ids[(target or 0) % len(ids)]
        return statement(id=ids[place], actor=actor, verb=verb(kind), object=reference(target))
    return statement(id=ids[place], actor=actor, verb=verb(kind))


def _cut(sent: list[JSON], cuts: set[int]) -> Iterable[list[JSON]]:
    edges = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]
    return (sent[start:stop] for start, stop in itertools.pairwise(edges))


def _by_the_rule(sent: list[JSON], wanted: str) -> set[str]:
    """The ids that match: a statement that is not voided, and has or leads to the verb."""
    by_id = {one["id"]: one for one in sent}
    voided = {
        one["object"]["id"]
        for one in sent
        if one["verb"]["id"] == VOIDED
        and by_id.get(one["object"]["id"], one)["verb"]["id"] != VOIDED
    }
    return {own for own in by_id.keys() - voided if _leads(by_id, own, wanted, set())}


def _leads(by_id: dict[str, JSON], own: str, wanted: str, seen: set[str]) -> bool:
    if own in seen or own not in by_id:
        return False
    one = by_id[own]
    target = one["object"]["id"] if one["object"]["objectType"] == "StatementRef" else ""
    return one["verb"]["id"] == wanted or _leads(by_id, target, wanted, {*seen, own})
