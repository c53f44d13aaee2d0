"""POST on a document that exists merges two JSON objects (Communication 2.2, LRS 4.1.6.2)."""

from __future__ import annotations

import msgspec

from ..errors import Invalid
from . import media_types, rules, strict_json

_properties = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def merge(old: bytes | None, old_type: str, new: bytes, new_type: str) -> tuple[bytes, str]:
    """The document after a POST, and its content type. `old` is None where nothing is stored.

    Properties at the top of the new object replace those of the old one, whole. Raises `Invalid` or
    `Malformed` unless both are JSON objects of type application/json; where nothing is stored,
    any other type is kept as PUT would keep it.
    """
    if old is None and not media_types.is_json(new_type):
        return new, new_type
    added = _object(new, new_type)
    if old is None:
        return new, new_type
    return msgspec.json.encode({**_object(old, old_type), **added}), media_types.JSON


def _object(content: bytes, content_type: str) -> dict[str, msgspec.Raw]:
    """The properties of a document, each value as the bytes it was sent as."""
    if not media_types.is_json(content_type):
        raise Invalid("Content-Type", rules.DOCUMENT_MERGE, content_type)
    if not isinstance(strict_json.loads(content), dict):
        raise Invalid("$", rules.DOCUMENT_MERGE, "no object")
    return _properties(content)
