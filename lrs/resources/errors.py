"""The one place where what went wrong becomes a status and a body.

The body is JSON: `error` a sentence in English for whoever writes the client, `path` where it is
wrong (a JSON path, a parameter, a header, a part), `rule` the rule's stable name, `citation` where
the standard states it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from ..errors import (
    Invalid,
    LRSError,
    Malformed,
    MethodNotSupported,
    Refusal,
    TooLarge,
    TooMany,
    Unauthorized,
)
from .credentials import challenges

if TYPE_CHECKING:
    from flask import Blueprint

_SENTENCES = {
    400: "The request cannot be understood",
    401: "Credentials are missing or refused",
    403: "The credentials do not allow this",
    404: "There is no such thing here",
    405: "The resource does not support this method",
    409: "Another state is already stored",
    412: "The precondition does not hold",
    413: "The request is too large",
    429: "Too many requests",
    500: "The server failed",
}


def answer(error: LRSError) -> Response:
    """The response that tells of a refusal."""
    response = _response(error.status, _body(error))
    if isinstance(error, Unauthorized):
        for challenge in challenges(error):
            response.headers.add("WWW-Authenticate", challenge)
    if isinstance(error, MethodNotSupported):
        response.headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, TooMany) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def register(blueprint: Blueprint) -> None:
    """Have every error of the blueprint's views answered here."""
    blueprint.register_error_handler(LRSError, answer)
    blueprint.register_error_handler(HTTPException, _answer_http)
    blueprint.register_error_handler(Exception, _answer_failure)


def _answer_http(error: HTTPException) -> Response:
    """What Flask itself refuses, such as a body over the limit."""
    status = error.code or 500
    return _response(status, {"error": _SENTENCES.get(status, error.name)})


def _answer_failure(error: Exception) -> Response:
    """Our own fault: told to the log in full, to the client not at all."""
    current_app.logger.error("xAPI request failed", exc_info=error)
    return _response(500, {"error": _SENTENCES[500]})


def _body(error: LRSError) -> dict[str, Any]:
    sentence = _SENTENCES[error.status]
    if isinstance(error, Invalid):
        told = {"error": f"{sentence}: {error}", "path": error.path, "rule": str(error.rule)}
        return told | ({"citation": error.citation} if error.citation else {})
    if isinstance(error, Malformed):
        told = {"error": f"{sentence}: {error}", "path": error.path, "rule": "well-formed"}
        return told | ({} if error.position is None else {"position": error.position})
    if isinstance(error, TooLarge) and error.limit is not None:
        return {"error": f"{sentence}: at most {error.limit} bytes"}
    detail = error.detail if isinstance(error, Refusal) else ""
    return {"error": f"{sentence}: {detail}" if detail else sentence}


def _response(status: int, body: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(body), status, content_type="application/json")
