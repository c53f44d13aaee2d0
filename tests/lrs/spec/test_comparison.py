from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.spec.comparison import equivalent
from collectif.lrs.spec.statements import complete
from collectif.lrs.spec.versions import V2

from . import strategies
from .examples import (
    ANNA,
    BEN,
    COURSE,
    EXPERIENCED,
    ID,
    OTHER_ID,
    REFERENCE,
    TEAM,
    attachment,
    statement,
    substatement,
)

DEFINED = {**COURSE, "definition": {"name": {"en": "Course"}}}
SAID = {**EXPERIENCED, "display": {"en": "experienced"}}
EXTENSION = "http://example.org/x"


@strategies.whole_statements
@given(strategies.statements())
def test_a_statement_is_equivalent_to_itself_as_the_lrs_returns_it(value: dict[str, Any]) -> None:
    made = complete(value, id=ID, stored=0, authority=BEN, version=V2)
    assert equivalent(value, copy.deepcopy(value))
    assert equivalent(value, made)
    assert equivalent(made, value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"id": ID}),
        ({"id": ID}, {"id": OTHER_ID}),
        ({}, {"authority": BEN}),
        ({}, {"version": "1.0.0"}),
        ({}, {"stored": "2020-01-01T00:00:00Z"}),
        ({"timestamp": "2020-01-01T00:00:00Z"}, {"timestamp": "2020-01-01T02:00:00+02:00"}),
        ({}, {"timestamp": "2020-01-01T00:00:00Z"}),
        ({}, {"attachments": [attachment()]}),
        ({"verb": EXPERIENCED}, {"verb": SAID}),
        ({"object": COURSE}, {"object": DEFINED}),
        ({"actor": {**ANNA, "mbox": "mailto:anna@EXAMPLE.org"}}, {"actor": ANNA}),
        ({"actor": {"mbox_sha1sum": "A" * 40}}, {"actor": {"mbox_sha1sum": "a" * 40}}),
        ({"actor": TEAM}, {"actor": {**TEAM, "member": [BEN, ANNA]}}),
        ({"object": TEAM}, {"object": {**TEAM, "member": [BEN, ANNA]}}),
        ({"object": REFERENCE}, {"object": {**REFERENCE, "id": OTHER_ID.upper()}}),
        ({"result": {"duration": "PT1.239S"}}, {"result": {"duration": "PT1.23S"}}),
        ({"result": {"duration": "PT1.001S"}}, {"result": {"duration": "PT1S"}}),
        ({"result": {"score": {"raw": 1}}}, {"result": {"score": {"raw": 1.0}}}),
        ({"context": {"registration": ID}}, {"context": {"registration": ID.upper()}}),
        ({"context": {"language": "fr-ca"}}, {"context": {"language": "fr-CA"}}),
        (
            {"context": {"statement": REFERENCE}},
            {"context": {"statement": {**REFERENCE, "id": OTHER_ID.upper()}}},
        ),
        ({"context": {"team": TEAM}}, {"context": {"team": {**TEAM, "member": [BEN, ANNA]}}}),
        (
            {"context": {"contextActivities": {"parent": COURSE}}},
            {"context": {"contextActivities": {"parent": [DEFINED]}}},
        ),
        (
            {"context": {"contextGroups": [{"objectType": "contextGroup", "group": TEAM}]}},
            {
                "context": {
                    "contextGroups": [
                        {"objectType": "contextGroup", "group": {**TEAM, "member": [BEN, ANNA]}}
                    ]
                }
            },
        ),
        (
            {"object": substatement(timestamp="2020-01-01T00:00:00.0Z")},
            {
                "object": substatement(
                    timestamp="2020-01-01T02:00:00+02:00", verb=SAID, object=DEFINED
                )
            },
        ),
        ({"object": substatement()}, {"object": substatement(attachments=[attachment()])}),
    ],
)
def test_differences_that_do_not_count(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert equivalent(statement(**one), statement(**other))
    assert equivalent(statement(**other), statement(**one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"actor": ANNA}, {"actor": BEN}),
        ({"actor": ANNA}, {"actor": {**ANNA, "name": "Anna"}}),
        ({"actor": ANNA}, {"actor": {**ANNA, "mbox": "mailto:Anna@example.org"}}),
        ({"actor": TEAM}, {"actor": {**TEAM, "member": [ANNA]}}),
        ({"actor": TEAM}, {"actor": {**TEAM, "member": [ANNA, ANNA]}}),
        ({"verb": EXPERIENCED}, {"verb": {"id": EXPERIENCED["id"].upper()}}),
        ({"object": COURSE}, {"object": {"id": COURSE["id"] + "/"}}),
        ({"object": COURSE}, {"object": substatement()}),
        ({"object": REFERENCE}, {"object": {**REFERENCE, "id": ID}}),
        (
            {"object": substatement(timestamp="2020-01-01T00:00:00Z")},
            {"object": substatement(timestamp="2020-01-01T00:00:01Z")},
        ),
        ({"object": substatement(timestamp="2020-01-01T00:00:00Z")}, {"object": substatement()}),
        ({"object": substatement(actor=ANNA)}, {"object": substatement(actor=BEN)}),
        ({}, {"result": {}}),
        ({"result": {"success": True}}, {"result": {"success": False}}),
        ({"result": {"duration": "PT1.23S"}}, {"result": {"duration": "PT1.24S"}}),
        ({"result": {"duration": "PT60S"}}, {"result": {"duration": "PT1M"}}),
        ({"result": {"response": "A"}}, {"result": {"response": "a"}}),
        ({"result": {"score": {"raw": 1}}}, {"result": {"score": {"raw": 2}}}),
        ({"result": {"extensions": {EXTENSION: 1}}}, {"result": {"extensions": {EXTENSION: True}}}),
        (
            {"result": {"extensions": {EXTENSION: [0]}}},
            {"result": {"extensions": {EXTENSION: [False]}}},
        ),
        ({"result": {"extensions": {EXTENSION: None}}}, {"result": {"extensions": {}}}),
        (
            {"result": {"extensions": {EXTENSION: [1, 2]}}},
            {"result": {"extensions": {EXTENSION: [2, 1]}}},
        ),
        (
            {"result": {"extensions": {EXTENSION: {"id": 1}}}},
            {"result": {"extensions": {EXTENSION: {"id": 2}}}},
        ),
        ({"context": {"registration": ID}}, {"context": {"registration": OTHER_ID}}),
        ({"context": {"instructor": ANNA}}, {"context": {"instructor": BEN}}),
        (
            {"context": {"contextActivities": {"parent": COURSE}}},
            {"context": {"contextActivities": {"other": COURSE}}},
        ),
        (
            {"context": {"contextActivities": {"parent": []}}},
            {"context": {"contextActivities": {}}},
        ),
    ],
)
def test_differences_that_count(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not equivalent(statement(**one), statement(**other))
    assert not equivalent(statement(**other), statement(**one))


@strategies.whole_statements
@given(strategies.statements(), st.sampled_from(["actor", "verb", "object"]))
def test_another_actor_verb_or_object_makes_another_statement(
    value: dict[str, Any], key: str
) -> None:
    strange = {
        "actor": {"mbox": "mailto:nobody.else@example.org"},
        "verb": {"id": "http://example.org/never/drawn/anywhere"},
        "object": {"id": "http://example.org/never/drawn/anywhere"},
    }
    assert not equivalent(value, {**value, key: strange[key]})


@strategies.whole_statements
@given(strategies.statements(), strategies.statements())
def test_equivalence_does_not_depend_on_the_order(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert equivalent(one, other) == equivalent(other, one)


def test_comparing_changes_neither_statement() -> None:
    one = statement(actor=TEAM, context={"contextActivities": {"parent": COURSE}})
    before = copy.deepcopy(one)
    equivalent(one, statement())
    assert one == before
