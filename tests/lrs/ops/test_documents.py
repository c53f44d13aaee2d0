"""Documents: conditions are judged and kept, whoever writes at the same time."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectif.lrs import Conflict, Forbidden, Invalid, NotFound, PreconditionFailed
from collectif.lrs.ops import documents
from collectif.lrs.ops.documents import Conditions
from collectif.lrs.spec.parameters import DocumentQuery

from ..lms import Mounted, caller
from .test_recording import Closed

if TYPE_CHECKING:
    from collectif.lrs import Caller, Document

LMS = caller("lms")
ADA = "mbox|mailto:ada@example.org"
NOTES = DocumentQuery("state", "https://x.org/a", ADA, None, "notes")
PROFILE = DocumentQuery("agent_profile", None, ADA, None, "notes")
V1, V2 = Conditions("1.0.3"), Conditions("2.0.0")
NEW = Conditions("2.0.0", if_none_match="*")


def _put(
    lrs: Mounted,
    content: bytes,
    conditions: Conditions = V1,
    query: DocumentQuery = NOTES,
    by: Caller = LMS,
) -> None:
    with lrs.database.writing() as connection:
        documents.put(connection, query, by, content, "text/plain", conditions)


def _post(lrs: Mounted, content: object, conditions: Conditions = V1) -> None:
    with lrs.database.writing() as connection:
        text = json.dumps(content).encode()
        documents.post(connection, NOTES, LMS, text, "application/json", conditions)


def _get(lrs: Mounted, query: DocumentQuery = NOTES, by: Caller = LMS) -> Document:
    with lrs.database.reading() as connection:
        return documents.get(connection, query, by)


def test_what_is_put_is_there(lrs: Mounted) -> None:
    _put(lrs, b"\x00\xff")
    assert _get(lrs).content == b"\x00\xff"
    with pytest.raises(NotFound):
        _get(lrs, replace(NOTES, id="other"))


def test_posts_are_merged(lrs: Mounted) -> None:
    _post(lrs, {"a": 1, "b": {"c": 2}})
    _post(lrs, {"b": {"d": 3}})
    assert json.loads(_get(lrs).content) == {"a": 1, "b": {"d": 3}}


def test_a_post_that_cannot_be_merged_changes_nothing(lrs: Mounted) -> None:
    _put(lrs, b"text")
    with pytest.raises(Invalid):
        _post(lrs, {"a": 1})
    assert _get(lrs).content == b"text"


def test_conditions_are_those_of_the_version(lrs: Mounted) -> None:
    _put(lrs, b"one", V2)
    with pytest.raises(Conflict):
        _put(lrs, b"two", V2)
    _put(lrs, b"three", V1)
    with pytest.raises(Invalid):
        _put(lrs, b"one", V1, PROFILE)
    with pytest.raises(PreconditionFailed):
        _put(lrs, b"four", NEW)
    assert _get(lrs).content == b"three"


def test_a_tag_lets_exactly_one_change_through(lrs: Mounted) -> None:
    _put(lrs, b"one")
    same = Conditions("2.0.0", if_match=f'"{_get(lrs).etag}"')
    _put(lrs, b"two", same)
    with pytest.raises(PreconditionFailed):
        _put(lrs, b"three", same)


def test_deleting_follows_conditions_too(lrs: Mounted) -> None:
    _put(lrs, b"one")
    with lrs.database.writing() as connection, pytest.raises(PreconditionFailed):
        documents.delete(connection, NOTES, LMS, Conditions("2.0.0", if_match='"other"'))
    for _ in range(2):
        with lrs.database.writing() as connection:
            documents.delete(connection, NOTES, LMS, V2)
    with pytest.raises(NotFound):
        _get(lrs)


def test_a_shelf_is_listed_and_emptied(lrs: Mounted) -> None:
    shelf = replace(NOTES, id=None)
    for name in ("one", "two"):
        _put(lrs, b"x", query=replace(NOTES, id=name))
    with lrs.database.writing() as connection:
        names, newest = documents.names(connection, shelf, LMS)
        assert names == ["one", "two"]
        assert newest == _get_updated(lrs, "two")
        documents.delete(connection, shelf, LMS, V1)
        assert documents.names(connection, shelf, LMS) == ([], None)


def _get_updated(lrs: Mounted, name: str) -> int:
    return _get(lrs, replace(NOTES, id=name)).updated


def test_each_change_is_later_than_the_one_before(lrs: Mounted) -> None:
    for content in (b"one", b"two"):
        with lrs.database.writing() as connection:
            documents.put(connection, NOTES, LMS, content, "text/plain", V1, now=lambda: 5_000)
    assert _get(lrs).updated == 5_001


@pytest.mark.parametrize(
    ("scope", "may_read", "may_write"),
    [
        ("state", True, True),
        ("all/read", True, False),
        ("profile", False, False),
        ("statements/write", False, False),
    ],
)
def test_scopes_open_the_shelves(lrs: Mounted, scope: str, may_read: bool, may_write: bool) -> None:
    _put(lrs, b"one")
    by = caller("somebody", scope)
    if may_read:
        assert _get(lrs, by=by).content == b"one"
    else:
        with pytest.raises(Forbidden):
            _get(lrs, by=by)
    if may_write:
        _put(lrs, b"two", by=by)
    else:
        with pytest.raises(Forbidden):
            _put(lrs, b"two", by=by)


def test_a_gate_may_refuse_documents(lrs: Mounted) -> None:
    with pytest.raises(Forbidden, match="closed"):
        _put(lrs, b"one", by=caller("guarded", gate=Closed()))


def test_of_many_who_create_at_once_one_succeeds(lrs: Mounted) -> None:
    outcomes: list[str] = []

    def create(name: int) -> None:
        try:
            _put(lrs, str(name).encode(), NEW)
            outcomes.append(str(name))
        except PreconditionFailed:
            outcomes.append("refused")

    threads = [threading.Thread(target=create, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 7
    assert _get(lrs).content.decode() in outcomes


def test_merges_at_once_lose_nothing(lrs: Mounted) -> None:
    threads = [
        threading.Thread(target=_post, args=(lrs, {f"key{number}": number})) for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads(_get(lrs).content) == {f"key{number}": number for number in range(12)}
