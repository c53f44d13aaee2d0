"""Looking into the store by hand."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from collectif.lrs import StatementQuery, described_attachments, statement_query

from ..lms import (
    Mounted,
    activity,
    attachment,
    mount,
    multipart,
    new_id,
    reference,
    statement,
    verb,
    voiding,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectif.lrs import Database, Exploration

ANYTHING = StatementQuery()
PROOF = b"proof"


@pytest.fixture
def lrs(database: Database) -> Mounted:
    return mount(database)


def looks(
    lrs: Mounted,
    query: StatementQuery = ANYTHING,
    limit: int = 50,
    beyond: int | None = None,
    *,
    back: bool = False,
) -> Exploration:
    with lrs.database.reading() as connection:
        return lrs.recorder.explore(connection, query, limit, beyond, back=back)


def ids(page: Exploration) -> list[str]:
    return [one.id for one in page.statements]


@contextmanager
def counted(lrs: Mounted) -> Iterator[list[str]]:
    """The SQL calls made meanwhile."""
    calls: list[str] = []

    def called(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if text.lstrip().upper().startswith(("SELECT", "WITH")):
            calls.append(text)

    event.listen(lrs.database.engine, "before_cursor_execute", called)
    yield calls
    event.remove(lrs.database.engine, "before_cursor_execute", called)


# -- page by page -----------------------------------------------------------------------


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_are_the_same_in_both_directions(lrs: Mounted, size: int, *, ascending: bool) -> None:
    made = lrs.lms.stores(*(statement(id=new_id()) for _ in range(7)))
    query = statement_query([("ascending", "true" if ascending else "false")])
    page = looks(lrs, query, size)
    assert page.before is None
    pages = [page]
    while page.after is not None:
        page = looks(lrs, query, size, page.after)
        pages.append(page)
    assert [*itertools.chain(*map(ids, pages))] == (made if ascending else made[::-1])
    for earlier in pages[-2::-1]:
        assert page.before is not None
        page = looks(lrs, query, size, page.before, back=True)
        assert ids(page) == ids(earlier)
    assert page.before is None
    assert page.after == (pages[0].after if len(pages) > 1 else None)


def test_a_page_is_never_larger_than_the_query_allows(lrs: Mounted) -> None:
    lrs.lms.stores(*(statement() for _ in range(5)))
    assert len(ids(looks(lrs, statement_query([("limit", "2")])))) == 2
    assert len(ids(looks(lrs, statement_query([("limit", "9")]), 3))) == 3


def test_filters_are_those_of_the_standard(lrs: Mounted) -> None:
    ((one, _), (other, _)) = (
        (lrs.lms.stores(statement(verb=verb(name)))[0], name) for name in ("passed", "failed")
    )
    passed = [("verb", verb("passed")["id"])]
    assert ids(looks(lrs, statement_query(passed))) == [one]
    assert ids(looks(lrs)) == [other, one]
    assert looks(lrs, statement_query([("verb", "x:none")])).statements == ()


# -- one of them ------------------------------------------------------------------------


def test_one_is_found_as_it_is_asked_for(lrs: Mounted) -> None:
    (valid,) = lrs.lms.stores(statement())
    (gone,) = lrs.lms.stores(statement())
    voids = lrs.lms.stores(voiding(gone)) + lrs.lms.stores(voiding(gone))
    by_id = {one: statement_query([("statementId", one)]) for one in (valid, gone, new_id())}
    as_voided = {one: statement_query([("voidedStatementId", one)]) for one in (valid, gone)}
    assert ids(looks(lrs, by_id[valid])) == [valid]
    (found,) = looks(lrs, as_voided[gone]).statements
    assert (found.id, found.voided_by) == (gone, tuple(voids))
    for wrong in (by_id[gone], as_voided[valid]):
        assert looks(lrs, wrong).statements == ()
        assert looks(lrs, wrong).is_other
    *_, unknown = by_id.values()
    assert not looks(lrs, unknown).is_other


# -- around it --------------------------------------------------------------------------


def test_what_is_referred_to_comes_along(lrs: Mounted) -> None:
    (gone,) = lrs.lms.stores(statement(object=activity("u", name={"en": "U"})))
    (void,) = lrs.lms.stores(voiding(gone.upper()))
    (about,) = lrs.lms.stores(statement(object=reference(void)))
    lrs.lms.stores(statement(object=reference(new_id())))
    page = looks(lrs)
    assert set(page.targets) == {gone, void}
    assert page.targets[gone].voided_by == (void,)
    assert page.targets[void].voided_by == ()
    assert about in ids(page)
    assert page.definitions[activity("u")["id"]] == {"name": {"en": "U"}}


def test_canonical_words_and_data_come_along(lrs: Mounted) -> None:
    shown = {**verb(), "display": {"en": "answered"}}
    lrs.lms.stores(statement(verb=shown, object=activity("u", name={"en": "U"})))
    sent = statement(
        context={"contextActivities": {"parent": activity("u")}},
        attachments=[attachment(PROOF), attachment(b"away", fileUrl="https://x.org/away")],
    )
    body, kind = multipart(sent, [PROOF])
    headers: dict[str, str | None] = {"Content-Type": kind}
    assert lrs.lms.asks("POST", "statements", body=body, headers=headers).status_code == 200
    page = looks(lrs, limit=1)
    assert page.displays == {verb()["id"]: {"en": "answered"}}
    assert page.definitions == {activity("u")["id"]: {"name": {"en": "U"}}}
    here, away = described_attachments(page.statements[0].statement)
    assert here["sha2"] in page.data
    assert away["sha2"] not in page.data


def test_the_text_is_as_it_is_kept(lrs: Mounted) -> None:
    (one,) = lrs.lms.stores(statement(result={"score": {"raw": 1.50}}))
    (found,) = looks(lrs).statements
    assert found.raw == lrs.lms.gets(statementId=one).text
    assert found.statement["id"] == one


def test_the_number_of_calls_does_not_grow(lrs: Mounted) -> None:
    def batch(count: int) -> None:
        for one in lrs.lms.stores(*(statement(object=activity(new_id())) for _ in range(count))):
            lrs.lms.stores(statement(object=reference(one)))

    batch(2)
    with counted(lrs) as few:
        looks(lrs)
    batch(60)
    with counted(lrs) as many:
        page = looks(lrs)
    assert len(page.statements) == 50
    assert len(many) == len(few) <= 7


# -- verbs --------------------------------------------------------------------------------


def test_known_verbs_are_bounded_and_always_the_same(lrs: Mounted) -> None:
    lrs.lms.stores(*(statement(verb=verb(f"v{number}")) for number in range(9)))
    lrs.lms.stores(statement(verb={**verb("v0"), "display": {"en": "zero"}}))
    with lrs.database.reading() as connection:
        everything = lrs.recorder.known_verbs(connection, 100)
        some = lrs.recorder.known_verbs(connection, 4)
    assert everything[verb("v0")["id"]] == {"en": "zero"}
    assert everything[verb("v1")["id"]] == {}
    assert len(everything) == 9
    assert list(some) == list(everything)[:4]
