"""Pages of statements for callers who may read all, or only their own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectif.lrs import Forbidden, NotFound
from collectif.lrs.ops import listing
from collectif.lrs.ops.listing import Listing, Wish
from collectif.lrs.store.pages import Range

from ..lms import Mounted, caller, new_id, statement, voiding

if TYPE_CHECKING:
    from collectif.lrs import Caller
    from collectif.lrs.ops.listing import Page

LMS, OTHER = caller("lms"), caller("other")
MINE = caller("lms", "statements/read/mine")
EXACT = Wish()
EVERYTHING = Listing(Range(), 100, EXACT)


def _record(lrs: Mounted, *statements: dict[str, object], by: Caller = LMS) -> tuple[str, ...]:
    with lrs.database.writing() as connection:
        return lrs.recorder.record(connection, statements, by)


def _page(lrs: Mounted, wanted: Listing = EVERYTHING, by: Caller = LMS) -> Page:
    return listing.page(lrs.database, wanted, by)


def _one(lrs: Mounted, statement_id: str, by: Caller, *, voided: bool = False) -> Page:
    return listing.one(lrs.database, statement_id, EXACT, by, voided=voided)


def test_pages_follow_each_other_to_the_end(lrs: Mounted) -> None:
    _record(lrs, *(statement() for _ in range(7)))
    wanted: Listing | None = replace(EVERYTHING, limit=3)
    sizes = []
    texts: list[str] = []
    while wanted is not None:
        page = _page(lrs, wanted)
        sizes.append(len(page.texts))
        texts += page.texts
        wanted = page.rest
    assert sizes == [3, 3, 1]
    assert tuple(texts) == _page(lrs).texts


@pytest.mark.parametrize("ascending", [True, False])
def test_what_arrives_while_pages_are_read_is_on_none_of_them(
    lrs: Mounted, ascending: bool
) -> None:
    _record(lrs, *(statement() for _ in range(5)))
    before = set(_page(lrs).texts)
    wanted: Listing | None = Listing(Range(ascending=ascending), 2, EXACT)
    seen: list[str] = []
    while wanted is not None:
        page = _page(lrs, wanted)
        seen += page.texts
        wanted = page.rest
        _record(lrs, statement())
    assert len(seen) == 5
    assert set(seen) == before


def test_an_exactly_full_page_is_the_last(lrs: Mounted) -> None:
    _record(lrs, statement(), statement())
    assert _page(lrs, replace(EVERYTHING, limit=2)).rest is None


def test_the_latest_of_a_page_is_told(lrs: Mounted) -> None:
    assert _page(lrs).latest is None
    _record(lrs, statement(), statement())
    with lrs.database.reading() as connection:
        times = [one.stored for batch in lrs.recorder.replay(connection) for one in batch]
    assert _page(lrs).latest == max(times)


def test_who_reads_only_their_own_sees_nothing_else(lrs: Mounted) -> None:
    (own,) = _record(lrs, statement())
    (foreign,) = _record(lrs, statement(), by=OTHER)
    assert len(_page(lrs, by=MINE).texts) == 1
    assert own in _page(lrs, by=MINE).texts[0]
    assert own in _one(lrs, own, MINE).texts[0]
    with pytest.raises(NotFound):
        _one(lrs, foreign, MINE)


def test_an_authority_of_two_is_one_authority(lrs: Mounted) -> None:
    pair = {"objectType": "Group", "member": [LMS.authority, OTHER.authority]}
    both = replace(LMS, authority=pair)
    (own,) = _record(lrs, statement(), by=both)
    _record(lrs, statement())
    page = _page(lrs, by=replace(MINE, authority=pair))
    assert len(page.texts) == 1
    assert own in page.texts[0]


def test_reading_takes_a_scope(lrs: Mounted) -> None:
    writer = caller("writer", "statements/write", "state")
    with pytest.raises(Forbidden):
        _page(lrs, by=writer)
    with pytest.raises(Forbidden):
        _one(lrs, new_id(), writer)


def test_a_voided_statement_is_found_as_such_only(lrs: Mounted) -> None:
    (target,) = _record(lrs, statement())
    (void,) = _record(lrs, voiding(target))
    assert target in _one(lrs, target, LMS, voided=True).texts[0]
    for statement_id, voided in ((target, False), (void, True), (new_id(), True)):
        with pytest.raises(NotFound):
            _one(lrs, statement_id, LMS, voided=voided)


def test_a_page_says_how_far_it_can_be_trusted(lrs: Mounted) -> None:
    _record(lrs, statement())
    page = _page(lrs)
    assert page.latest is not None
    assert page.through >= page.latest
    assert _one(lrs, json.loads(page.texts[0])["id"], LMS).through >= page.latest
    assert listing.through(lrs.database) >= page.latest
