from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Invalid, Malformed
from collectif.lrs.spec import rules
from collectif.lrs.spec.multipart import (
    Flow,
    Part,
    content_type,
    is_multipart,
    parse,
    statements_of,
    write,
)

MIXED = "multipart/mixed; boundary=abc"


def message(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def lower(parts: tuple[Part, ...]) -> list[tuple[dict[str, str], bytes]]:
    return [(dict(part.headers), part.content) for part in parts]


SIMPLE = message(
    "--abc",
    "Content-Type: application/json",
    "",
    '{"a": 1}',
    "--abc",
    "Content-Type:text/plain",
    "Content-Transfer-Encoding: binary ",
    "X-Experience-API-Hash: 1234",
    "",
    "here is",
    "",
    "an attachment",
    "--abc--",
)


def test_a_message_is_divided_into_its_parts() -> None:
    first, second = parse(MIXED, SIMPLE)
    assert (first.headers, first.content) == ({"content-type": "application/json"}, b'{"a": 1}')
    assert second.content == b"here is\r\n\r\nan attachment"
    assert second.headers == {
        "content-type": "text/plain",
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": "1234",
    }


def test_the_boundary_of_the_standards_example_is_understood() -> None:
    boundary = "abcABC0123'()+_,-./:=?"
    body = SIMPLE.replace(b"--abc", b"--" + boundary.encode())
    typed = f'multipart/mixed; boundary="{boundary}"'
    assert lower(parse(typed, body)) == lower(parse(MIXED, SIMPLE))


@pytest.mark.parametrize(
    "around", [(b"", b"\r\n"), (b"preamble\r\n", b"\r\nepilogue"), (b"\r\n", b"")]
)
def test_what_stands_before_and_after_the_parts_is_passed_over(around: tuple[bytes, bytes]) -> None:
    before, after = around
    assert parse(MIXED, before + SIMPLE + after) == parse(MIXED, SIMPLE)


def test_blanks_after_a_boundary_and_folded_headers_are_understood() -> None:
    body = message("--abc  ", "A: one", " two", "", "x", "--abc--\t")
    assert lower(parse(MIXED, body)) == [({"a": "one two"}, b"x")]


def test_a_part_may_be_empty_and_without_headers() -> None:
    assert lower(parse(MIXED, message("--abc", "", "", "--abc--"))) == [({}, b"")]
    assert lower(parse(MIXED, message("--abc", "", "x", "--abc", "A: b", "", "", "--abc--"))) == [
        ({}, b"x"),
        ({"a": "b"}, b""),
    ]


def test_a_longer_boundary_is_content() -> None:
    body = message("--abc", "", "--abcd", "--abc-", "x--abc", "--abc--")
    assert lower(parse(MIXED, body)) == [({}, b"--abcd\r\n--abc-\r\nx--abc")]


def test_what_follows_the_end_is_no_part() -> None:
    body = message("--abc", "", "x", "--abc--", "--abc", "", "y", "--abc--")
    assert lower(parse(MIXED, body)) == [({}, b"x")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        message("--abc", "", "x"),
        message("--abc", "", "x", "--abc"),
        message("--abd", "", "x", "--abd--"),
        message("--abc--"),
        message("--abc", "A: b", "--abc--"),
        message("--abc", "no header", "", "x", "--abc--"),
        message("--abc", "A: b", "a: c", "", "x", "--abc--"),
        message("--abc", "A b: c", "", "x", "--abc--"),
        message("--abc", "A: X", "", "x", "--abc--").replace(b"X", b"\xff"),
        SIMPLE.replace(b"\r\n", b"\n"),
    ],
)
def test_a_broken_body_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        parse(MIXED, body)
    assert caught.value.position is not None


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("multipart/mixed", rules.MULTIPART),
        ('multipart/mixed; boundary=""', rules.MULTIPART),
        ('multipart/mixed; boundary="a "', rules.MULTIPART),
        ('multipart/mixed; boundary="é"', rules.MULTIPART),
        (f"multipart/mixed; boundary={'a' * 71}", rules.MULTIPART),
        ("multipart/form-data; boundary=abc", rules.MULTIPART),
        ("application/json", rules.MULTIPART),
        ("multipart", rules.MEDIA_TYPE),
        ("", rules.MEDIA_TYPE),
    ],
)
def test_a_type_without_a_usable_boundary_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(typed, SIMPLE)
    assert (caught.value.path, caught.value.rule) == ("Content-Type", rule)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (MIXED, True),
        ("Multipart/Mixed", True),
        ("multipart/form-data; boundary=abc", False),
        ("application/json", False),
        ("", False),
        (None, False),
    ],
)
def test_multipart_mixed_is_known_by_its_type(typed: str | None, expected: bool) -> None:
    assert is_multipart(typed) is expected


def test_the_statements_are_json_in_the_first_part() -> None:
    assert statements_of(parse(MIXED, SIMPLE)) == b'{"a": 1}'
    assert (
        statements_of((Part({"content-type": "application/json; charset=utf-8"}, b"[]"),)) == b"[]"
    )
    assert statements_of((Part({}, b"[]"),)) == b"[]"
    with pytest.raises(Invalid) as caught:
        statements_of((Part({"content-type": "text/plain"}, b"[]"),))
    assert caught.value.path == "part[0].Content-Type"


def test_a_message_is_written_with_the_usual_names_of_headers() -> None:
    parts = [
        Part({"content-type": "application/json"}, b"{}"),
        Part({"content-transfer-encoding": "binary", "x-experience-api-hash": "12"}, b"x"),
    ]
    assert b"".join(write("abc", parts)) == message(
        "--abc",
        "Content-Type: application/json",
        "",
        "{}",
        "--abc",
        "Content-Transfer-Encoding: binary",
        "X-Experience-API-Hash: 12",
        "",
        "x",
        "--abc--",
        "",
    )
    assert content_type("abc") == "multipart/mixed; boundary=abc"


def test_a_message_is_written_piece_by_piece() -> None:
    pieces = write("abc", (Part({}, b"x" * size) for size in (1, 2)))
    assert next(pieces) == b"--abc\r\n\r\n"
    assert next(pieces) == b"x"


headers = st.dictionaries(
    st.sampled_from(["content-type", "x-experience-api-hash", "a"]),
    st.text("abcdefé/;=1 ", max_size=12).map(str.strip),
)
contents = st.binary(max_size=40) | st.sampled_from([b"\r\n--", b"--abc", b"\r\n--abc\r", b"\n"])


@given(st.lists(st.builds(Part, headers, contents), min_size=1, max_size=4))
def test_what_is_written_is_read_back(parts: list[Part]) -> None:
    boundary = "a-boundary-that-no-content-has"
    read = parse(content_type(boundary), b"".join(write(boundary, parts)))
    assert lower(read) == lower(tuple(parts))


@given(st.lists(st.sampled_from([b"--abc", b"--abc--", b"\r\n", b"\n", b"A: b", b" ", b"x"])))
def test_hostile_bodies_are_read_or_refused(pieces: list[bytes]) -> None:
    try:
        parts = parse(MIXED, b"".join(pieces))
    except BadRequest:
        return
    assert all(b"\r\n--abc\r\n" not in part.content for part in parts)


def test_a_part_may_flow_piece_by_piece() -> None:
    pieces = iter([b"one", b"", b"two"])
    written = write("abc", [Part({"a": "b"}, b"x"), Flow({"c": "d"}, pieces)])
    sent = list(written)
    assert [sent.index(piece) for piece in (b"x", b"one", b"two")] == [1, 4, 6]
    first, second = parse(MIXED, b"".join(sent))
    assert (first.content, second.content) == (b"x", b"onetwo")
    assert second.headers == {"c": "d"}
