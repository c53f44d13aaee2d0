"""The Authorization header: who is calling?"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from ..errors import Unauthorized

if TYPE_CHECKING:
    from ..ops.callers import Caller
    from .service import Service

CHALLENGE = 'Basic realm="xAPI", charset="UTF-8"'


def caller_of(service: Service, authorization: str | None) -> Caller:
    """The caller behind an Authorization header. Raises Unauthorized."""
    if service.resolver is not None:
        known = service.resolver(authorization)
        if known is not None:
            return known
    key, secret = _basic(authorization)
    return service.keeper.check(service.database, key, secret)


def _basic(authorization: str | None) -> tuple[str, str]:
    """Key and secret of HTTP Basic (RFC 7617)."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        raise Unauthorized("no Basic credentials")
    try:
        pair = base64.b64decode(token.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise Unauthorized("malformed Basic credentials") from None
    key, colon, secret = pair.partition(":")
    if not colon:
        raise Unauthorized("malformed Basic credentials")
    return key, secret
