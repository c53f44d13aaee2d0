"""JSON as the standard wants it: UTF-8, no property twice, no NaN, no half characters, no abyss.

msgspec parses fast and strictly, but lets a repeated property pass. So the properties it found are
counted against the places in the text that look like one: equal counts prove that none is doubled.
Only where they differ, or where parsing failed, the text is read once more, slowly, to say where.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from ..errors import Malformed, TooLarge
from .structure import child

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 64

_PROPERTY = re.compile(rb'"[ \t\n\r]*:')
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]', re.DOTALL)
_POSITION = re.compile(r" \(byte (\d+)\)$")
_decode = msgspec.json.Decoder().decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode
_Refused = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def loads(
    raw: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, path: str = "$"
) -> Any:
    """The JSON value in `raw`. Raises `Malformed` with position and path, or `TooLarge`.

    `path` is where the value stands in something larger, for the error.
    """
    octets = _octets(raw, max_bytes, path)
    try:
        value = _decode(octets)
    except _Refused as error:
        raise _explained(octets, max_depth, path, error) from None
    properties, depth = _measured(value)
    if depth > max_depth or properties != len(_PROPERTY.findall(octets)):
        _read_slowly(octets.decode(), max_depth, path)
    return value


def is_array(raw: bytes) -> bool:
    """Does this body hold an array, so that its values stand at `$[0]`, `$[1]` …?"""
    return raw.lstrip(b" \t\n\r").startswith(b"[")


def split_array(
    raw: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> list[tuple[bytes, Any]]:
    """Each value of a JSON array with the very bytes it was sent as; any other value as one.

    Raises what `loads` raises.
    """
    octets = _octets(raw, max_bytes, "$")
    if not is_array(octets):
        value = loads(octets, max_bytes=max_bytes, max_depth=max_depth)
        return [(octets.strip(b" \t\n\r"), value)]
    try:
        parts = [bytes(part) for part in _split(octets)]
    except _Refused as error:
        raise _explained(octets, max_depth + 1, "$", error) from None
    return [
        (part, loads(part, max_bytes=max_bytes, max_depth=max_depth, path=f"$[{index}]"))
        for index, part in enumerate(parts)
    ]


def _octets(raw: bytes | str, max_bytes: int, path: str) -> bytes:
    if isinstance(raw, str):
        try:
            raw = raw.encode()
        except UnicodeEncodeError as error:
            raise Malformed("half a surrogate pair", position=error.start, path=path) from None
    if len(raw) > max_bytes:
        raise TooLarge("JSON", limit=max_bytes)
    return raw


def _measured(value: object) -> tuple[int, int]:
    """How many properties a value has in all, and how deep it goes."""
    properties = depth = 0
    level = [value]
    while level:
        below: list[object] = []
        goes_on = 0
        for item in level:
            if type(item) is dict:
                goes_on = 1
                properties += len(item)
                below += item.values()
            elif type(item) is list:
                goes_on = 1
                below += item
        depth += goes_on
        level = below
    return properties, depth


def _explained(octets: bytes, max_depth: int, path: str, error: Exception) -> Malformed:
    """What msgspec found, or better what a slow reading finds before that place."""
    try:
        _read_slowly(octets.decode(), max_depth, path)
    except UnicodeDecodeError as undecodable:
        return Malformed("not UTF-8", position=undecodable.start, path=path)
    except Malformed as found:
        return found
    if isinstance(error, RecursionError):
        return Malformed("too deep", path=path)
    said = str(error)
    place = _POSITION.search(said)
    what = said[: place.start()] if place else said
    return Malformed(what, position=int(place[1]) if place else len(octets), path=path)


@dataclass(slots=True)
class _Frame:
    """An object or array that is being read."""

    is_object: bool
    index: int = 0
    key: str | None = None
    seen: set[str] = field(default_factory=set)


def _read_slowly(text: str, max_depth: int, path: str) -> None:
    """Raises `Malformed` at the first repeated property, half character or level too deep."""
    frames: list[_Frame] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            frames.append(_Frame(mark == "{"))
            if len(frames) > max_depth:
                raise Malformed("too deep", position=token.start(), path=path)
        elif mark[0] == '"':
            _read_string(mark, frames, token.start(), path)
        elif frames and mark == ",":
            frames[-1].index += 1
            frames[-1].key = None
        elif frames:
            frames.pop()


def _read_string(mark: str, frames: list[_Frame], position: int, path: str) -> None:
    try:
        text = json.loads(mark)
        text.encode()
    except UnicodeEncodeError:
        where = _where(frames, path)
        raise Malformed("half a surrogate pair", position=position, path=where) from None
    except ValueError:
        return  # msgspec has said what is wrong with it
    if not frames or not frames[-1].is_object or frames[-1].key is not None:
        return  # a value
    frames[-1].key = text
    if text in frames[-1].seen:
        raise Malformed("property given twice", position=position, path=_where(frames, path))
    frames[-1].seen.add(text)


def _where(frames: list[_Frame], path: str) -> str:
    for frame in frames:
        if not frame.is_object:
            path = f"{path}[{frame.index}]"
        elif frame.key is not None:
            path = child(path, frame.key)
    return path
