"""Who sends or asks, and what they may do (Communication 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import Forbidden

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.documents import Shelf

SCOPES = frozenset(
    {
        "all",
        "all/read",
        "statements/write",
        "statements/read",
        "statements/read/mine",
        "state",
        "profile",
        "define",
    }
)
WRITE_STATEMENTS = frozenset({"all", "statements/write"})
READ_STATEMENTS = frozenset({"all", "all/read", "statements/read"})
READ_OWN_STATEMENTS = READ_STATEMENTS | {"statements/read/mine"}
DEFINE = frozenset({"all", "define"})
KNOW = READ_OWN_STATEMENTS | {"state", "profile", "define"}
READ_DOCUMENTS = {
    "state": frozenset({"all", "all/read", "state"}),
    "agent_profile": frozenset({"all", "all/read", "profile"}),
    "activity_profile": frozenset({"all", "all/read", "profile"}),
}
WRITE_DOCUMENTS = {kind: scopes - {"all/read"} for kind, scopes in READ_DOCUMENTS.items()}


class Gate(Protocol):
    """What the owner may still refuse a caller, with a reason: raise one of `lrs.errors`."""

    def statements(self, connection: Connection, statements: Sequence[Mapping[str, Any]]) -> None:
        """Called with valid statements before they are stored, in the same transaction."""

    def document(self, connection: Connection, method: str, shelf: Shelf, name: str | None) -> None:
        """Called before a document, or a whole shelf if `name` is None, is read or changed."""


@dataclass(frozen=True)
class Caller:
    """Who sends or asks.

    `name` is shown to admins; `authority` is the Agent, or the anonymous Group of two, put on
    what they record; `scopes` are those of the standard.
    """

    name: str
    authority: Mapping[str, Any]
    scopes: frozenset[str]
    gate: Gate | None = None

    def may(self, scopes: frozenset[str]) -> bool:
        """Does the caller hold one of these scopes?"""
        return not self.scopes.isdisjoint(scopes)

    def require(self, scopes: frozenset[str]) -> None:
        """Raises Forbidden unless the caller holds one of these scopes."""
        if not self.may(scopes):
            raise Forbidden("scope " + " or ".join(sorted(scopes)))
