"""Our xAPI profile, published where analysts look for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import make_response

from ..xapi import profile as published
from .access import public

if TYPE_CHECKING:
    from flask import Response


@public
def profile() -> Response:
    """The profile as JSON-LD."""
    response = make_response(json.dumps(published.document(), ensure_ascii=False, indent=2))
    response.headers["Content-Type"] = "application/ld+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
