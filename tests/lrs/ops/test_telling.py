"""What statements tell is the same whether they are looked at as a whole or part by part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Invalid
from collectif.lrs.ops import drafts
from collectif.lrs.ops.telling import Told, forget, joined, take_apart, told
from collectif.lrs.spec import statements, strict_json
from collectif.lrs.spec.references import References, references
from collectif.lrs.spec.versions import V1, V2
from collectif.lrs.store.keys import Role, key

from ..spec import strategies
from ..spec.examples import ANNA, BEN, COURSE, TEAM, statement, substatement

if TYPE_CHECKING:
    from ..lms import JSON

AUTHORITY = {"objectType": "Agent", "name": "The LMS", "mbox": "mailto:lms@example.org"}


def raw(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def checked(value: Any, version: str = V2) -> drafts.Batch:
    return drafts.check(strict_json.split_array(raw([value])), version=version)


@given(strategies.statements(V2))
def test_the_parts_tell_together_what_the_whole_tells(value: JSON) -> None:
    (draft,) = checked(value).drafts
    done = drafts.complete(draft, AUTHORITY, V2)
    assert done.told == told(references(done.statement))


@given(strategies.statements(V1))
def test_so_they_do_in_the_older_version(value: JSON) -> None:
    (draft,) = checked(value, V1).drafts
    done = drafts.complete(draft, AUTHORITY, V1)
    assert done.told == told(references(done.statement))
    assert done.targets == (done.references.target is not None)


def fault(check: Any) -> tuple[str, str] | None:
    try:
        check()
    except Invalid as found:
        return found.path, str(found)
    return None


@given(
    st.one_of(
        strategies.disturbed(V2),
        strategies.nulled(V2).map(lambda pair: pair[0]),
        strategies.with_stranger(V2).map(lambda pair: pair[0]),
        strategies.wrongly_cased(V2).map(lambda pair: pair[0]),
    )
)
def test_a_fault_is_found_where_it_is_and_told_as_ever(value: JSON) -> None:
    text = raw([value])
    ((_, sent),) = strict_json.split_array(text)
    expected = fault(lambda: statements.validate(sent, V2, "$[0]"))
    for _ in range(2):  # nothing wrong is remembered as right
        assert fault(lambda: checked(value)) == expected


def test_what_comes_again_is_worked_out_once() -> None:
    first, second = (take_apart(raw(statement(id=None, timestamp=at))) for at in ("1", "2"))
    assert first is not None
    assert second is not None
    assert all(one is other for one, other in zip(first.told, second.told, strict=True))


def test_a_large_part_tells_the_same_without_being_kept() -> None:
    large = {**COURSE, "definition": {"description": {"en": "x" * 3000}}}
    first, second = (take_apart(raw(statement(object=large))) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.told == second.told
    assert first.told[2] is not second.told[2]


@pytest.mark.parametrize(
    "unusual",
    [
        statement(object=substatement()),
        statement(context={"instructor": BEN}),
        statement(context={"team": TEAM}),
        statement(context=None),
        statement(context={"contextActivities": {"parent": [{}]}}),
        statement(actor=None),
        statement(actor={**ANNA, "openid": "https://example.org/anna"}),
        statement(object={**COURSE, "objectType": ["SubStatement"]}),
        {"actor": ANNA},
        [],
        "statement",
    ],
)
def test_what_is_unusual_is_looked_at_as_a_whole(unusual: Any) -> None:
    assert take_apart(raw(unusual)) is None


def test_a_reference_with_nothing_in_it_tells_nothing() -> None:
    assert told(References()) == Told() == joined([])


def test_a_registration_is_found_whatever_its_case() -> None:
    registration = "0B1F7B1C-92F5-4B5C-A5A8-3F7F2D8C0F11"
    (draft,) = checked(statement(context={"registration": registration})).drafts
    done = drafts.complete(draft, AUTHORITY, V2)
    assert key(Role.REGISTRATION, registration.lower()) in done.told.keys


def test_what_is_remembered_can_be_forgotten() -> None:
    text = raw(statement(actor={**ANNA, "name": "Anna, who is to be erased"}))
    first = take_apart(text)
    forget()
    second = take_apart(text)
    assert first is not None
    assert second is not None
    assert first.told == second.told
    assert first.told[0] is not second.told[0]
