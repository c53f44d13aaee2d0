from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Conflict, Invalid, LRSError, PreconditionFailed
from collectif.lrs.spec import rules
from collectif.lrs.spec.concurrency import check, etag
from collectif.lrs.spec.versions import V1, V2

if TYPE_CHECKING:
    from collectif.lrs.spec.parameters import DocumentResource

TAG = etag(b"{}")
OTHER = etag(b"[]")
RESOURCES: list[DocumentResource] = ["state", "agent_profile", "activity_profile"]
PROFILES: list[DocumentResource] = ["agent_profile", "activity_profile"]
everywhere = pytest.mark.parametrize("resource", RESOURCES)
always = pytest.mark.parametrize("version", [V1, V2])


def outcome(
    current: str | None,
    if_match: str | None = None,
    if_none_match: str | None = None,
    *,
    method: str = "PUT",
    resource: DocumentResource = "state",
    version: str = V2,
) -> type[LRSError] | None:
    """The kind of error a request meets, None when it may go on."""
    try:
        check(current, if_match, if_none_match, method=method, resource=resource, version=version)
    except LRSError as error:
        return type(error)
    return None


def test_a_tag_is_the_sha1_of_the_content_in_lower_case() -> None:
    assert etag(b"") == "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    assert etag(b"abc") == "a9993e364706816aba3e25717850c26c9cd0d89d"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@everywhere
@always
@pytest.mark.parametrize(
    ("header", "holds"),
    [
        (f'"{TAG}"', True),
        (f'W/"{TAG}"', True),
        (TAG, True),
        ("*", True),
        (f'"{OTHER}", "{TAG}"', True),
        (f'"{OTHER}",W/"{TAG}"', True),
        (f'"{OTHER}"', False),
        (f'"{TAG[:-1]}"', False),
        ('""', False),
        ("", False),
    ],
)
def test_if_match_holds_for_the_current_tag_only(
    method: str, resource: DocumentResource, version: str, header: str, holds: bool
) -> None:
    found = outcome(TAG, header, method=method, resource=resource, version=version)
    assert found is (None if holds else PreconditionFailed)
    missing = outcome(None, header, method=method, resource=resource, version=version)
    assert missing is PreconditionFailed


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@everywhere
@always
def test_if_none_match_keeps_what_is_there(
    method: str, resource: DocumentResource, version: str
) -> None:
    def found(current: str | None, header: str) -> type[LRSError] | None:
        return outcome(current, None, header, method=method, resource=resource, version=version)

    assert found(TAG, "*") is PreconditionFailed
    assert found(None, "*") is None
    assert found(TAG, f'"{TAG}"') is PreconditionFailed
    assert found(TAG, f'"{OTHER}"') is None


def test_both_headers_have_to_hold() -> None:
    assert outcome(TAG, f'"{TAG}"', "*") is PreconditionFailed
    assert outcome(TAG, f'"{TAG}"', f'"{OTHER}"') is None


@everywhere
def test_a_put_without_headers_overwrites_nothing_since_2(resource: DocumentResource) -> None:
    assert outcome(TAG, resource=resource, version=V2) is Conflict
    assert outcome(None, resource=resource, version=V2) is None


def test_a_put_of_state_without_headers_overwrites_under_1() -> None:
    assert outcome(TAG, resource="state", version=V1) is None
    assert outcome(None, resource="state", version=V1) is None


@pytest.mark.parametrize("resource", PROFILES)
def test_a_put_of_a_profile_without_headers_is_refused_under_1(resource: DocumentResource) -> None:
    assert outcome(TAG, resource=resource, version=V1) is Conflict
    assert outcome(None, resource=resource, version=V1) is Invalid


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@everywhere
@always
@pytest.mark.parametrize("current", [TAG, None])
def test_post_and_delete_need_no_headers(
    method: str, resource: DocumentResource, version: str, current: str | None
) -> None:
    assert outcome(current, method=method, resource=resource, version=version) is None


def test_a_conflict_says_what_to_do() -> None:
    with pytest.raises(Conflict) as caught:
        check(TAG, None, None, method="PUT", resource="state", version=V2)
    assert "If-Match" in caught.value.detail
    assert "current state" in caught.value.detail


def test_a_failed_precondition_names_its_header_and_a_missing_one_its_rule() -> None:
    with pytest.raises(PreconditionFailed) as failed:
        check(TAG, None, "*", method="PUT", resource="state", version=V2)
    assert failed.value.detail == "If-None-Match"
    with pytest.raises(Invalid) as missing:
        check(None, None, None, method="PUT", resource="agent_profile", version=V1)
    assert missing.value.rule == rules.CONCURRENCY


@given(st.text(max_size=30))
def test_no_header_but_one_with_the_tag_lets_a_change_through(header: str) -> None:
    expected = None if "*" in header.replace(",", " ").split() else PreconditionFailed
    assert outcome(TAG, header.replace('"', "").replace("/", "")) is expected
