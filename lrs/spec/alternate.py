"""The alternate request syntax of 1.0.x (Communication 1.3): any request as a form in a POST.

Made for browsers that could not set headers across origins. 2.0 has dropped it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import Invalid
from . import media_types, rules
from .structure import shown
from .versions import HEADER, V1, negotiate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PARAMETER: Final = "method"
FORM: Final = "application/x-www-form-urlencoded"

_METHODS = ("PUT", "POST", "GET", "HEAD", "DELETE")
_WITH_CONTENT = ("PUT", "POST")
_CONTENT = "content"
_HEADERS = {
    name.lower(): name
    for name in (
        "Authorization",
        HEADER,
        "Content-Type",
        "Content-Length",
        "If-Match",
        "If-None-Match",
    )
}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The request that was meant: what its form says replaces what HTTP says.

    `headers` are those of the form, under their usual names, `args` its other fields.
    """

    method: str
    headers: Mapping[str, str]
    args: tuple[tuple[str, str], ...]
    content: bytes


def is_alternate(query: Iterable[tuple[str, str]]) -> bool:
    """Is this request written in the alternate syntax? `query` are the parameters of its URL."""
    return any(name == PARAMETER for name, _ in query)


def rewrite(
    http_method: str,
    query: Iterable[tuple[str, str]],
    http_headers: Mapping[str, str],
    form: Iterable[tuple[str, str]],
) -> Rewritten:
    """The request that a form stands for.

    Raises `Invalid` unless it is a POST of a form with `method` alone in its URL, `content` once
    where a body is due, and a version of 1.0.x; the form's version counts before the header's.
    """
    method = _method(http_method, tuple(query), http_headers.get("Content-Type"))
    headers: dict[str, str] = {}
    args: list[tuple[str, str]] = []
    contents: list[str] = []
    for name, value in form:
        header = _HEADERS.get(name.lower())
        if name == _CONTENT:
            contents.append(value)
        elif header is None:
            args.append((name, value))
        else:
            headers[header] = value
    if len(contents) > 1 or (not contents and method in _WITH_CONTENT):
        raise Invalid(_CONTENT, rules.ALTERNATE, f"given {len(contents)} times")
    if negotiate(headers.get(HEADER, http_headers.get(HEADER))) != V1:
        raise Invalid(PARAMETER, rules.ALTERNATE, "not part of 2.0")
    if contents:
        headers.setdefault("Content-Type", media_types.JSON)
    return Rewritten(method, headers, tuple(args), "".join(contents).encode())


def _method(http_method: str, query: tuple[tuple[str, str], ...], content_type: str | None) -> str:
    if http_method != "POST":
        raise Invalid(PARAMETER, rules.ALTERNATE, f"expected POST, found {http_method}")
    if len(query) != 1:
        raise Invalid(PARAMETER, rules.ALTERNATE, "has to be the only parameter of the URL")
    if media_types.essence(content_type) != FORM:
        raise Invalid("Content-Type", rules.ALTERNATE, f"found {shown(content_type)}")
    method = query[0][1]
    if method not in _METHODS:
        raise Invalid(PARAMETER, rules.ALTERNATE, shown(method))
    return method
