"""What somebody wishes for a destination, checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..errors import Invalid, Rule
from ..spec import rules
from ..spec.scalars import check_text
from ..spec.structure import shown
from ..spec.versions import SUPPORTED, V1
from .addresses import check_endpoint
from .pseudonyms import check_pseudonyms
from .selection import check_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LIMIT = Rule("size-of-a-batch", "docs/forwarding.md")
_MISSING = Rule("credentials-needed", "docs/forwarding.md")

SCHEMES = ("basic", "bearer")
MEBIBYTE = 1024 * 1024
MOST_STATEMENTS = 1000
MOST_BYTES = 16 * MEBIBYTE
_LONGEST_NAME = 100
_LONGEST_SECRET = 4000


@dataclass(frozen=True)
class Wish:
    """A destination as somebody describes it.

    `key` and `secret` are those of HTTP Basic, with `bearer` the secret is the token; no secret
    keeps the one there is. `rules` and `pseudonyms` are those of `selection.py` and
    `pseudonyms.py`. `peer` is the key through which this destination itself sends statements to
    us: they are not sent back.
    """

    name: str
    endpoint: str
    version: str = V1
    scheme: str = "basic"
    key: str = ""
    secret: str | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    pseudonyms: Mapping[str, Any] | None = None
    batch_statements: int = 50
    batch_bytes: int = MEBIBYTE
    peer: str | None = None


def checked(wish: Wish, own: Iterable[str] = (), *, has_secret: bool = False) -> Wish:
    """The wish in its final form. Raises Invalid with the path of the first fault (`$.endpoint`).

    `own` are the addresses of our own endpoint, `has_secret` says that one is kept already.
    """
    name = " ".join(_text(wish.name, "$.name").split())
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise Invalid("$.name", rules.VALUE, f"1 to {_LONGEST_NAME} characters")
    endpoint = check_endpoint(wish.endpoint, "$.endpoint", own)
    _one_of(wish.version, SUPPORTED, "$.version")
    _one_of(wish.scheme, SCHEMES, "$.scheme")
    _check_credentials(wish, has_secret=has_secret)
    check_rules(wish.rules, "$.rules")
    if wish.pseudonyms is not None:
        check_pseudonyms(wish.pseudonyms, "$.pseudonyms")
    _check_size(wish.batch_statements, MOST_STATEMENTS, "$.batch_statements")
    _check_size(wish.batch_bytes, MOST_BYTES, "$.batch_bytes")
    key = wish.key if wish.scheme == "basic" else ""
    return replace(wish, name=name, endpoint=endpoint, key=key, peer=wish.peer or None)


def _check_credentials(wish: Wish, *, has_secret: bool) -> None:
    key = _text(wish.key, "$.key")
    if wish.scheme == "basic" and not key:
        raise Invalid("$.key", _MISSING)
    if ":" in key or not key.isprintable() or len(key) > _LONGEST_SECRET:
        raise Invalid("$.key", rules.VALUE, "printable characters, no colon")
    if wish.secret is None:
        if not has_secret:
            raise Invalid("$.secret", _MISSING)
        return
    secret = _text(wish.secret, "$.secret")
    fits = secret.isascii() if wish.scheme == "bearer" else True
    if not secret or not secret.isprintable() or len(secret) > _LONGEST_SECRET or not fits:
        raise Invalid("$.secret", rules.VALUE, "printable characters")  # never shows what came


def _check_size(value: object, most: int, path: str) -> None:
    if type(value) is not int or not 1 <= value <= most:
        raise Invalid(path, _LIMIT, f"1 to {most}, found {shown(value)}")


def _one_of(value: object, known: tuple[str, ...], path: str) -> None:
    if value not in known:
        raise Invalid(path, rules.VALUE, f"expected {' or '.join(known)}, found {shown(value)}")


def _text(value: object, path: str) -> str:
    check_text(value, path)
    assert isinstance(value, str)
    return value
