from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Invalid, Malformed
from collectif.lrs.spec import rules
from collectif.lrs.spec.media_types import JSON
from collectif.lrs.spec.merging import merge

from . import strategies

documents = st.dictionaries(strategies.texts, strategies.json_values, max_size=4)


def test_the_example_of_the_standard() -> None:
    content, content_type = merge(b'{"x":"foo","y":"bar"}', JSON, b'{"x":"bash","z":"faz"}', JSON)
    assert json.loads(content) == {"x": "bash", "y": "bar", "z": "faz"}
    assert content_type == JSON


def test_only_the_top_level_is_merged() -> None:
    content, _ = merge(b'{"a":{"x":1,"y":2}}', JSON, b'{"a":{"x":3}}', JSON)
    assert json.loads(content) == {"a": {"x": 3}}


def test_values_keep_the_very_digits_they_were_sent_with() -> None:
    content, _ = merge(b'{"a": 1.000, "b": 1}', JSON, b'{"b": 1E2, "c": [ 1 ]}', JSON)
    assert content == b'{"a":1.000,"b":1E2,"c":[ 1 ]}'


def test_a_first_document_is_kept_as_it_is() -> None:
    assert merge(None, "", b' {"a" : 1} ', "application/json; charset=utf-8") == (
        b' {"a" : 1} ',
        "application/json; charset=utf-8",
    )
    assert merge(None, "", b"\xff\x00", "image/png") == (b"\xff\x00", "image/png")


def test_parameters_of_the_type_do_not_matter() -> None:
    typed = "Application/JSON; charset=utf-8"
    assert json.loads(merge(b"{}", typed, b'{"a":1}', typed)[0]) == {"a": 1}


@pytest.mark.parametrize(
    ("old", "old_type", "new", "new_type"),
    [
        (b"text", "text/plain", b"{}", JSON),
        (b"{}", JSON, b"text", "text/plain"),
        (b"{}", JSON, b"{}", "text/plain"),
        (b"{}", "text/plain", b"{}", JSON),
        (b"{}", JSON, b"{}", ""),
        (b"[]", JSON, b"{}", JSON),
        (b"{}", JSON, b"[1]", JSON),
        (b"{}", JSON, b"null", JSON),
        (None, "", b"[]", JSON),
        (None, "", b'"text"', JSON),
    ],
)
def test_only_json_objects_can_be_merged(
    old: bytes | None, old_type: str, new: bytes, new_type: str
) -> None:
    with pytest.raises(Invalid) as caught:
        merge(old, old_type, new, new_type)
    assert caught.value.rule == rules.DOCUMENT_MERGE


@pytest.mark.parametrize("new", [b"", b"{", b"not json", b'{"a":1,"a":2}', b"\xff"])
@pytest.mark.parametrize("old", [None, b"{}"])
def test_what_claims_to_be_json_has_to_be_json(old: bytes | None, new: bytes) -> None:
    with pytest.raises(Malformed):
        merge(old, JSON, new, JSON)


@given(documents, documents)
def test_merging_is_updating(old: dict[str, Any], new: dict[str, Any]) -> None:
    content, _ = merge(json.dumps(old).encode(), JSON, json.dumps(new).encode(), JSON)
    assert json.loads(content) == {**old, **new}


@given(st.none() | st.binary(max_size=20), st.binary(max_size=20))
def test_any_content_is_merged_or_refused(old: bytes | None, new: bytes) -> None:
    try:
        content, _ = merge(old, JSON, new, JSON)
    except BadRequest:
        return
    assert isinstance(json.loads(content), dict)
