from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.errors import Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.attachments import (
    SIGNATURE_USAGE,
    Attachment,
    as_part,
    described,
    match,
    sha2_of,
    validate_attachment,
)
from collectif.lrs.spec.multipart import Part

from . import strategies
from .examples import attachment, refused, statement, substatement

DATA = b"abc"
HASH = hashlib.sha256(DATA).hexdigest()
URL = "http://example.org/essay.txt"


def part(content: bytes = DATA, **headers: str | None) -> Part:
    """A part as it should be; `headers` are replaced, or left out when None."""
    usual = {
        "content-type": "text/plain",
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": hashlib.sha256(content).hexdigest(),
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Part({k: v for k, v in {**usual, **named}.items() if v is not None}, content)


def with_attachments(*attachments: dict[str, Any]) -> dict[str, Any]:
    return statement(attachments=list(attachments))


def refusal(
    statements: list[dict[str, Any]], parts: list[Part], path: str | None = None
) -> Invalid:
    with pytest.raises(Invalid) as caught:
        match(statements, parts, path=path)
    return caught.value


@given(strategies.attachments())
def test_every_attachment_passes(value: dict[str, Any]) -> None:
    validate_attachment(value, "$")


@pytest.mark.parametrize("key", ["usageType", "display", "contentType", "length", "sha2"])
def test_five_properties_are_required(key: str) -> None:
    value = attachment()
    del value[key]
    error = refused(validate_attachment, value)
    assert (error.path, error.rule) == (f"$.{key}", rules.REQUIRED)


@pytest.mark.parametrize(
    ("parts", "path", "rule"),
    [
        ({"usageType": "should fail"}, "$.usageType", rules.IRI),
        ({"usageType": 12345}, "$.usageType", rules.TYPE),
        ({"display": "Essay"}, "$.display", rules.TYPE),
        ({"display": {"a12345678": "x"}}, "$.display.a12345678", rules.LANGUAGE),
        ({"description": {"en": 5}}, "$.description.en", rules.TYPE),
        ({"contentType": "should fail"}, "$.contentType", rules.MEDIA_TYPE),
        ({"contentType": 12345}, "$.contentType", rules.TYPE),
        ({"length": "should fail"}, "$.length", rules.TYPE),
        ({"length": 2.5}, "$.length", rules.TYPE),
        ({"length": -1}, "$.length", rules.VALUE),
        ({"sha2": "should fail"}, "$.sha2", rules.SHA2),
        ({"sha2": 12345}, "$.sha2", rules.TYPE),
        ({"fileUrl": "should fail"}, "$.fileUrl", rules.IRI),
        ({"fileUrl": None}, "$.fileUrl", rules.NULL),
        ({"fileURL": URL}, "$.fileURL", rules.CASE),
        ({"name": "essay.txt"}, "$.name", rules.UNKNOWN),
        ({"usageType": SIGNATURE_USAGE}, "$.contentType", rules.SIGNATURE),
    ],
)
def test_a_wrong_attachment_is_refused(parts: dict[str, Any], path: str, rule: str) -> None:
    error = refused(validate_attachment, attachment(**parts))
    assert (error.path, error.rule) == (path, rule)


def test_a_signature_is_a_stream_of_octets() -> None:
    octets = {"usageType": SIGNATURE_USAGE, "contentType": "application/octet-stream"}
    validate_attachment(attachment(**octets), "$")


def test_the_hash_is_of_the_family_its_length_tells() -> None:
    assert sha2_of(DATA) == HASH
    for name in ("sha224", "sha256", "sha384", "sha512"):
        expected = hashlib.new(name, DATA).hexdigest()
        assert sha2_of(DATA, like=expected) == expected


def test_data_and_statements_are_matched_by_hash() -> None:
    other = hashlib.sha512(b"other").hexdigest()
    statements = [
        with_attachments(attachment(), attachment(fileUrl=URL)),
        with_attachments(attachment(sha2=other.upper(), contentType="image/png")),
    ]
    parts = [part(b"other", x_experience_api_hash=other, content_type="image/png"), part()]
    assert match(statements, parts) == {
        HASH: Attachment(HASH, "text/plain; charset=utf-8", 3, DATA),
        other: Attachment(other, "image/png", 5, b"other"),
    }


def test_statements_without_attachments_and_with_urls_only_need_no_data() -> None:
    assert match([statement()], []) == {}
    assert match([with_attachments(attachment(fileUrl=URL))], []) == {}


def test_data_may_come_along_for_an_attachment_that_has_a_url_too() -> None:
    assert HASH in match([with_attachments(attachment(fileUrl=URL))], [part()])


def test_the_same_data_may_come_twice_and_serve_several_statements() -> None:
    statements = [with_attachments(attachment()), with_attachments(attachment())]
    assert match(statements, [part()]) == match(statements, [part(), part()])


def test_an_attachment_of_a_substatement_wants_data_as_well() -> None:
    value = statement(object=substatement(attachments=[attachment()]))
    assert [where for where, _ in described(value)] == ["$.object.attachments[0]"]
    assert HASH in match([value], [part()])
    assert refusal([value], []).path == "$[0].object.attachments[0]"


@pytest.mark.parametrize(
    ("path", "where"), [(None, "$[1].attachments[1]"), ("$", "$.attachments[1]")]
)
def test_an_attachment_without_data_and_url_is_refused(path: str | None, where: str) -> None:
    wanting = with_attachments(attachment(fileUrl=URL), attachment())
    statements = [wanting] if path else [statement(), wanting]
    error = refusal(statements, [], path)
    assert (error.path, error.rule) == (where, rules.ATTACHMENT_DATA)


@pytest.mark.parametrize(
    ("wrong", "where", "rule"),
    [
        (
            part(x_experience_api_hash=None),
            "part[1].X-Experience-API-Hash",
            rules.ATTACHMENT_HEADER,
        ),
        (part(x_experience_api_hash=""), "part[1].X-Experience-API-Hash", rules.ATTACHMENT_HEADER),
        (
            part(x_experience_api_hash="abc"),
            "part[1].X-Experience-API-Hash",
            rules.ATTACHMENT_HEADER,
        ),
        (
            part(b"abd", x_experience_api_hash=HASH),
            "part[1].X-Experience-API-Hash",
            rules.ATTACHMENT_HEADER,
        ),
        (
            part(content_transfer_encoding=None),
            "part[1].Content-Transfer-Encoding",
            rules.ATTACHMENT_HEADER,
        ),
        (
            part(content_transfer_encoding="base64"),
            "part[1].Content-Transfer-Encoding",
            rules.ATTACHMENT_HEADER,
        ),
        (part(content_type="image/png"), "part[1].Content-Type", rules.ATTACHMENT_HEADER),
        (part(content_type="nothing"), "part[1].Content-Type", rules.ATTACHMENT_HEADER),
        (part(content_length="4"), "part[1].Content-Length", rules.ATTACHMENT_HEADER),
        (part(b"something else"), "part[1]", rules.EXCESS_PART),
    ],
)
def test_a_wrong_part_is_refused(wrong: Part, where: str, rule: str) -> None:
    error = refusal([with_attachments(attachment())], [wrong])
    assert (error.path, error.rule) == (where, rule)


def test_headers_may_be_left_out_or_written_otherwise() -> None:
    wanting = [with_attachments(attachment())]
    for good in (
        part(content_type=None),
        part(content_type="Text/Plain; charset=ascii"),
        part(content_length="3"),
        part(content_transfer_encoding="BINARY"),
        part(x_experience_api_hash=HASH.upper()),
        part(content_disposition="attachment"),
    ):
        assert list(match(wanting, [good])) == [HASH]


def test_the_data_is_known_by_its_hash_and_not_by_its_length() -> None:
    assert match([with_attachments(attachment(length=5))], [part()])[HASH].length == 3


def test_an_attachment_goes_out_as_it_came_in() -> None:
    found = match([with_attachments(attachment())], [part()])
    sent = as_part(found[HASH])
    assert sent.headers == {
        "content-type": "text/plain; charset=utf-8",
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": HASH,
    }
    assert match([with_attachments(attachment())], [sent]) == found
