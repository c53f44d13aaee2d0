"""The versions of the standard, and which one a request follows (Communication 3.3, LRS 4.1.7)."""

from __future__ import annotations

import re
from typing import Final

from ..errors import Invalid
from . import rules
from .structure import shown, wrong_type

V1: Final = "1.0.3"
V2: Final = "2.0.0"
SUPPORTED: Final = (V1, V2)
HEADER: Final = "X-Experience-API-Version"

# What a Statement that names no version is taken for (Data 2.4.10, LRS 4.2.4.3).
STATEMENT_DEFAULT: Final = {V1: "1.0.0", V2: "2.0.0"}

_LINE = re.compile(r"([12])\.0(?:\.[0-9]+)?", re.ASCII)


def negotiate(header: str | None) -> str:
    """The version whose rules the whole request follows: the latest of the line it names.

    `1.0` and every `1.0.x` give `1.0.3`, `2.0` and every `2.0.x` give `2.0.0`. Raises `Invalid` for
    anything else, a missing header included.
    """
    if header is None:
        raise Invalid(HEADER, rules.VERSION_HEADER, "missing")
    line = _LINE.fullmatch(header.strip())
    if line is None:
        raise Invalid(HEADER, rules.VERSION_HEADER, shown(header))
    return V1 if line[1] == "1" else V2


def accepts_statement_version(value: str, version: str) -> bool:
    """May a Statement in a request of `version` say it is of version `value`?

    Older Statements are welcome in newer requests, never the reverse.
    """
    line = _LINE.fullmatch(value)
    return line is not None and (line[1] == "1" or version == V2)


def check_statement_version(value: object, path: str, version: str) -> None:
    """The `version` property of a Statement."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if not accepts_statement_version(value, version):
        raise Invalid(path, rules.VERSION, shown(value))
