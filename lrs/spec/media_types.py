"""Internet media types (RFC 2045, RFC 7231 3.1.1.1) of attachments, documents, message parts."""

from __future__ import annotations

import re

from ..errors import Invalid
from . import rules
from .structure import shown, wrong_type

JSON = "application/json"
OCTETS = "application/octet-stream"

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TYPE = re.compile(rf"[ \t]*({_WORD}/{_WORD})[ \t]*")
_PARAMETER = re.compile(
    rf';[ \t]*(?:({_WORD})=(?:({_WORD})|"((?:[^"\\\x00-\x08\x0a-\x1f]|\\[^\x00-\x1f])*)"))?[ \t]*'
)
_QUOTED_PAIR = re.compile(r"\\(.)")


def parse(text: str) -> tuple[str, dict[str, str]]:
    """Type and subtype in lower case, and the parameters under their lower-case names.

    Raises ValueError for what is no media type, and for a parameter that is given twice.
    """
    found = _TYPE.match(text)
    if found is None:
        raise ValueError(text)
    parameters: dict[str, str] = {}
    position = found.end()
    while position < len(text):
        parameter = _PARAMETER.match(text, position)
        if parameter is None:
            raise ValueError(text)
        position = parameter.end()
        name, token, quoted = parameter.groups()
        if name is not None and name.lower() in parameters:
            raise ValueError(text)
        if name is not None:
            parameters[name.lower()] = token or _QUOTED_PAIR.sub(r"\1", quoted or "")
    return found[1].lower(), parameters


def essence(text: str | None) -> str | None:
    """Type and subtype alone, in lower case; None for what is no media type."""
    try:
        return parse(text or "")[0]
    except ValueError:
        return None


def is_json(text: str | None) -> bool:
    """Does this Content-Type say JSON? Parameters such as a charset do not matter."""
    return essence(text) == JSON


def check_media_type(value: object, path: str) -> None:
    """A media type, with or without parameters."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if essence(value) is None:
        raise Invalid(path, rules.MEDIA_TYPE, shown(value))
