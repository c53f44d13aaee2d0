"""A request as the resources see it: read once, in either syntax, with version and caller known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl

from flask import g, request
from werkzeug.datastructures import Headers

from ..errors import BadRequest, Malformed
from ..spec import alternate, versions
from .credentials import caller_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ops.callers import Caller
    from .service import Service


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `headers` are found without regard to case; `version` is 1.0.3 or 2.0.0."""

    method: str
    headers: Headers
    args: tuple[tuple[str, str], ...]
    body: bytes
    version: str
    caller: Caller


def read(service: Service) -> Asked:
    """The request at hand. Raises what is wrong with its version, its credentials or its form."""
    request.max_content_length = service.settings.largest_body
    query = _query()
    if alternate.is_alternate(query):
        return _read_alternate(service, query)
    version = _settle_version(request.headers.get(versions.HEADER))
    caller = caller_of(service, request.headers.get("Authorization"), request.remote_addr or "")
    return Asked(request.method, request.headers, query, _body(), version, caller)


def _read_alternate(service: Service, query: tuple[tuple[str, str], ...]) -> Asked:
    """A request in the alternate syntax: what its form says counts before what HTTP says."""
    form = _pairs(_body(), "form") if request.mimetype == alternate.FORM else ()
    sent = cast("Mapping[str, str]", request.headers)  # looked up without regard to case
    meant = alternate.rewrite(request.method, query, sent, form)
    headers = Headers(request.headers)
    for name, value in meant.headers.items():
        headers[name] = _header_value(name, value)
    version = _settle_version(headers.get(versions.HEADER))
    caller = caller_of(service, headers.get("Authorization"), request.remote_addr or "")
    return Asked(meant.method, headers, meant.args, meant.content, version, caller)


def meant_method() -> tuple[str, tuple[tuple[str, str], ...]]:
    """The method of a request that needs neither version nor caller, and its parameters."""
    query = _query()
    if request.method == "POST" and alternate.is_alternate(query):
        rest = [pair for pair in query if pair[0] != alternate.PARAMETER]
        return dict(query)[alternate.PARAMETER], tuple(rest)
    return request.method, query


def version_of_answer(default: str) -> str:
    """The version that the answer names, errors included: that of the request where it has one."""
    settled: str | None = g.get("lrs_version")
    if settled is not None:
        return settled
    try:
        return versions.negotiate(request.headers.get(versions.HEADER))
    except BadRequest:
        return default


def _query() -> tuple[tuple[str, str], ...]:
    return _pairs(request.query_string, "query")


def _settle_version(header: str | None) -> str:
    g.lrs_version = versions.negotiate(header)
    version: str = g.lrs_version
    return version


def _header_value(name: str, value: str) -> str:
    """A form field that stands for a header, if it could have been one."""
    if _HEADER_VALUE.fullmatch(value) is None:
        raise Malformed("not the value of a header", path=name)
    return value


def _body() -> bytes:
    return request.get_data(cache=False) if request.method in _WITH_BODY else b""


def _pairs(text: bytes, what: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a query or a form, in their order."""
    try:
        return tuple(
            parse_qsl(
                text.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST_PARAMETERS,
            )
        )
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8", position=error.start, path=what) from None
    except ValueError:
        raise Malformed("not a list of parameters", path=what) from None


_MOST_PARAMETERS = 100
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_WITH_BODY = frozenset({"POST", "PUT", "DELETE"})
