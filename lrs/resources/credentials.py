"""The Authorization header: who is calling?"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from ..errors import InvalidToken, Unauthorized

if TYPE_CHECKING:
    from ..ops.callers import Caller
    from .service import Service

_BASIC = 'Basic realm="xAPI", charset="UTF-8"'
_BEARER = 'Bearer realm="xAPI"'


def caller_of(service: Service, authorization: str | None, address: str) -> Caller:
    """The caller behind an Authorization header that came from a remote address.

    The owner's resolver is asked first. Raises Unauthorized, and TooMany for one who sends more, or
    tries more in vain, than is granted.
    """
    if service.resolver is not None:
        known = service.resolver(authorization)
        if known is not None:
            return known
    scheme, _, shown = (authorization or "").partition(" ")
    checker = service.keeper.checker
    match scheme.lower():
        case "basic":
            return checker.check(service.database, *_pair(shown), address)
        case "bearer":
            return checker.check_token(service.database, shown.strip(), address)
    raise Unauthorized("no Basic or Bearer credentials")


def challenges(error: Unauthorized) -> tuple[str, str]:
    """The values of WWW-Authenticate: both ways to come in, and what was wrong with a token.

    Of a token it is told that it is not good, and no more (RFC 6750, section 3).
    """
    if isinstance(error, InvalidToken):
        return _BASIC, f'{_BEARER}, error="invalid_token"'
    return _BASIC, _BEARER


def _pair(shown: str) -> tuple[str, str]:
    """Key and secret of HTTP Basic (RFC 7617)."""
    try:
        pair = base64.b64decode(shown.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise Unauthorized("malformed Basic credentials") from None
    key, colon, secret = pair.partition(":")
    if not colon:
        raise Unauthorized("malformed Basic credentials")
    return key, secret
