"""What the LRS refuses, as values: which rule, where, and the HTTP status that says so.

    LRSError
    ├── BadRequest                     400
    │   ├── Malformed                      cannot be read: JSON, multipart, a signature
    │   └── Invalid                        can be read and breaks a rule of the standard
    └── Refusal                        told by one detail
        ├── Unauthorized               401  no credentials, or refused ones
        │   └── InvalidToken               401  a bearer token that is refused
        ├── Forbidden                  403  good credentials, not allowed to do this
        ├── NotFound                   404  the one addressed statement or document is not here
        ├── MethodNotSupported         405  the resource has no such method
        ├── Conflict                   409  another state is already stored
        ├── PreconditionFailed         412  If-Match or If-None-Match does not hold
        ├── TooLarge                   413  a statement, document or attachment over the limit
        └── TooMany                    429  over the rate that is granted

Errors carry data. The sentence shown to a person is made where the answer is written; `str()`
gives a line for logs and tests.
"""

from __future__ import annotations

from typing import Self


class Rule(str):
    """The stable name of a rule, with the sections of the standard that state it.

    `Data` and `Communication` are the parts of xAPI 1.0.3, `LRS` is IEEE 9274.1.1 (xAPI 2.0).
    """

    __slots__ = ("citation",)

    citation: str

    def __new__(cls, name: str, citation: str) -> Self:
        rule = super().__new__(cls, name)
        rule.citation = citation
        return rule


class LRSError(Exception):
    """Anything the LRS refuses. `status` is the HTTP status that fits."""

    status: int = 500


class BadRequest(LRSError):
    """The request itself is at fault."""

    status = 400


class Malformed(BadRequest):
    """Something that cannot be read.

    `what` says what is wrong with it, `position` the offset in characters where reading stopped,
    `path` the JSON path where it happened (`$` when nothing narrower is known).
    """

    def __init__(self, what: str, *, position: int | None = None, path: str = "$") -> None:
        self.what = what
        self.position = position
        self.path = path
        super().__init__(what, position, path)

    def __str__(self) -> str:
        where = "" if self.position is None else f" (position {self.position})"
        return f"{self.path}: {self.what}{where}"


class Invalid(BadRequest):
    """Something that can be read and breaks a rule.

    `path` is the JSON path (`$[3].actor.mbox`) or the name of a parameter or header, `rule` the
    rule's name, `citation` where the standard states it, `detail` what was found or is missing.
    """

    def __init__(self, path: str, rule: str, detail: str = "") -> None:
        self.path = path
        self.rule = rule
        self.detail = detail
        self.citation = rule.citation if isinstance(rule, Rule) else ""
        super().__init__(path, rule, detail)

    def __str__(self) -> str:
        cited = f" ({self.citation})" if self.citation else ""
        found = f": {self.detail}" if self.detail else ""
        return f"{self.path}: {self.rule}{cited}{found}"


class Refusal(LRSError):
    """An error told by one detail: a sentence or a name, for the one who reads the answer."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail)


class Unauthorized(Refusal):
    """No credentials came along, or they were refused."""

    status = 401


class InvalidToken(Unauthorized):
    """A bearer token was refused: wrong, expired or revoked, which is not told (RFC 6750, 3.1)."""


class Forbidden(Refusal):
    """The caller is known and may not do this; `detail` names the missing scope or the reason."""

    status = 403


class NotFound(Refusal):
    """The one statement or document that was asked for is not here; `detail` is its id."""

    status = 404


class MethodNotSupported(Refusal):
    """The resource has no such method. `allowed` lists those it has, for the Allow header."""

    status = 405

    def __init__(self, method: str, allowed: tuple[str, ...] = ()) -> None:
        self.method = method
        self.allowed = allowed
        super().__init__(method)


class Conflict(Refusal):
    """Another state is already stored; nothing was changed. `detail` says what resolves it."""

    status = 409


class PreconditionFailed(Refusal):
    """The header that was sent does not hold; nothing was changed. `detail` names the header."""

    status = 412


class TooLarge(Refusal):
    """Over a size limit. `limit` is in bytes."""

    status = 413

    def __init__(self, detail: str = "", *, limit: int | None = None) -> None:
        self.limit = limit
        super().__init__(detail)


class TooMany(Refusal):
    """Over the rate that is granted. `retry_after` is in seconds."""

    status = 429

    def __init__(self, detail: str = "", *, retry_after: int | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(detail)
