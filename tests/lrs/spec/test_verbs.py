from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.spec import rules
from collectif.lrs.spec.verbs import VOIDED, validate_verb

from . import strategies
from .examples import refused


@given(strategies.verbs())
def test_every_verb_passes(verb: dict[str, Any]) -> None:
    validate_verb(verb, "$.verb")


def test_a_verb_needs_no_display() -> None:
    validate_verb({"id": VOIDED}, "$.verb")
    validate_verb({"id": VOIDED, "display": {}}, "$.verb")


@pytest.mark.parametrize(
    ("verb", "path", "rule"),
    [
        ({}, "$.verb.id", rules.REQUIRED),
        ({"display": {"en": "did"}}, "$.verb.id", rules.REQUIRED),
        ({"id": "should fail"}, "$.verb.id", rules.IRI),
        ({"id": "ab=c://should.fail.com"}, "$.verb.id", rules.IRI),
        ({"id": ""}, "$.verb.id", rules.IRI),
        ({"id": 5}, "$.verb.id", rules.TYPE),
        ({"id": VOIDED, "display": "did"}, "$.verb.display", rules.TYPE),
        ({"id": VOIDED, "display": {"en": 5}}, "$.verb.display.en", rules.TYPE),
        ({"id": VOIDED, "display": {"a12345678": "x"}}, "$.verb.display.a12345678", rules.LANGUAGE),
        ({"id": VOIDED, "display": None}, "$.verb.display", rules.NULL),
        ({"id": VOIDED, "name": "did"}, "$.verb.name", rules.UNKNOWN),
        ({"ID": VOIDED}, "$.verb.ID", rules.CASE),
        ("did", "$.verb", rules.TYPE),
        (None, "$.verb", rules.NULL),
    ],
)
def test_a_wrong_verb_is_refused(verb: object, path: str, rule: str) -> None:
    error = refused(validate_verb, verb, "$.verb")
    assert (error.path, error.rule) == (path, rule)
