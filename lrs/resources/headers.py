"""The headers of every answer: version, other origins, times."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.http import http_date as _http_date

from ..spec.scalars import timestamp
from ..spec.versions import HEADER

if TYPE_CHECKING:
    from flask import Response

THROUGH: Final = "X-Experience-API-Consistent-Through"

# Any origin may ask, for whoever asks brings credentials in a header; cookies count for nothing.
_OTHER_ORIGINS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, Content-Length, Retry-After, {HEADER}, {THROUGH}",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, {HEADER}",
    "Access-Control-Max-Age": "86400",
}
# Answers hold what callers sent, of any type: never to be run as a page of ours, never kept.
_PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-cache",
}


def set_common(response: Response, version: str) -> None:
    """What every answer carries, and what one without a body does not."""
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.headers.pop("Content-Type", None)
    response.headers[HEADER] = version
    response.headers.extend(_OTHER_ORIGINS)
    response.headers.extend(_PROTECTION)


def set_preflight(response: Response, methods: tuple[str, ...]) -> None:
    """What the answer to OPTIONS carries besides."""
    response.headers["Allow"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers.extend(_PREFLIGHT)


def set_last_modified(response: Response, moment: int | None) -> None:
    """The time of the newest thing in the answer, in microseconds; HTTP has seconds only."""
    if moment is not None:
        when = datetime.fromtimestamp(moment // 1_000_000, UTC)
        response.headers["Last-Modified"] = _http_date(when)


def set_through(response: Response, moment: int) -> None:
    """Up to when statements can be read: microseconds, shown as ISO 8601."""
    response.headers[THROUGH] = timestamp(moment)
