"""Is it alive, is it ready: for supervisors and load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify

from ..services import health
from .access import public, rooms

if TYPE_CHECKING:
    from flask import Response


@public
def live() -> Response:
    """The process answers."""
    return jsonify(status="live")


@public
def ready() -> Response:
    """The database answers and its schema is the one we need."""
    problems = health.problems(rooms())
    response = jsonify(status="ready" if not problems else "not ready", problems=problems)
    response.status_code = 503 if problems else 200
    return response
