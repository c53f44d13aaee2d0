"""multipart/mixed (RFC 2046) as bytes: how Statements travel with their attachments.

Web parsers will not do: they expect forms, with a Content-Disposition on every part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import Invalid, Malformed
from . import media_types, rules
from .structure import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MIXED = "multipart/mixed"

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message: its headers, names in lower case, and its bytes as they are."""

    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Flow:
    """A part on its way out whose bytes come piece by piece."""

    headers: Mapping[str, str]
    pieces: Iterable[bytes]


def is_multipart(content_type: str | None) -> bool:
    """Is this Content-Type multipart/mixed?"""
    return media_types.essence(content_type) == MIXED


def parse(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The parts of a multipart/mixed message, at least one.

    Raises `Invalid` for a Content-Type without a usable boundary, `Malformed` for a body that is
    not divided by it, that breaks off before its end, or whose part headers cannot be read.
    """
    delimiter = re.compile(
        rb"\r\n--" + re.escape(_boundary(content_type).encode()) + rb"(--)?[ \t]*(?=\r\n|\Z)"
    )
    message = b"\r\n" + body
    marks = list(delimiter.finditer(message))
    last = next((index for index, mark in enumerate(marks) if mark[1]), None)
    if last is None:
        raise Malformed("multipart body without closing boundary", position=len(body))
    if last == 0:
        raise Malformed("multipart body without parts", position=0)
    return tuple(
        _read_part(message[before.end() : after.start()], before.end() - 2)
        for before, after in pairwise(marks[: last + 1])
    )


def statements_of(parts: tuple[Part, ...]) -> bytes:
    """The JSON in the first part, where all the Statements are. Raises `Invalid`.

    The part need not say its type, but may not say another one.
    """
    declared = parts[0].headers.get("content-type")
    if declared is not None and not media_types.is_json(declared):
        raise Invalid("part[0].Content-Type", rules.MULTIPART, f"found {shown(declared)}")
    return parts[0].content


def write(boundary: str, parts: Iterable[Part | Flow]) -> Iterator[bytes]:
    """The bytes of a message, piece by piece. `boundary` must not occur in any part."""
    for part in parts:
        lines = [f"--{boundary}", *(f"{name}: {value}" for name, value in _titled(part.headers))]
        yield ("\r\n".join(lines) + "\r\n\r\n").encode()
        if isinstance(part, Flow):
            yield from part.pieces
        else:
            yield part.content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def content_type(boundary: str) -> str:
    """The Content-Type of a message written with this boundary."""
    return f"{MIXED}; boundary={boundary}"


def _boundary(declared: str) -> str:
    try:
        essence, parameters = media_types.parse(declared)
    except ValueError:
        raise Invalid("Content-Type", rules.MEDIA_TYPE, shown(declared)) from None
    if essence != MIXED:
        raise Invalid("Content-Type", rules.MULTIPART, f"found {essence}")
    boundary = parameters.get("boundary", "")
    if _BOUNDARY.fullmatch(boundary) is None:
        raise Invalid("Content-Type", rules.MULTIPART, "no usable boundary")
    return boundary


def _read_part(piece: bytes, position: int) -> Part:
    head, blank, content = piece.partition(b"\r\n\r\n")
    if not blank:
        raise Malformed("part without an empty line after its headers", position=position)
    headers: dict[str, str] = {}
    try:
        lines = head.decode().replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n")[1:]
    except UnicodeDecodeError:
        raise Malformed("part header that is not UTF-8", position=position) from None
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None or header[1].lower() in headers:
            raise Malformed(f"part header {shown(line)}", position=position)
        headers[header[1].lower()] = header[2].strip()
    return Part(headers, content)


def _titled(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        titled = "-".join(word.capitalize() for word in name.split("-"))
        yield titled.replace("-Api-", "-API-"), value
