"""What a Python owner of the LRS uses: the operations of requests, in the owner's transactions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import Malformed, NotFound
from ..spec import strict_json
from ..spec.agents import identifier
from ..spec.parameters import DocumentQuery
from ..spec.versions import V1
from . import documents, drafts, exploring, orphans, querying, recording
from .callers import Caller
from .documents import Conditions
from .recording import Sending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..spec.parameters import StatementQuery
    from ..store.database import Database
    from ..store.documents import Document
    from .checking import Kind
    from .credentials import Credentials, Keeper, ListedCredentials
    from .exploring import Exploration
    from .querying import StatementFilter
    from .recording import Recorded, Recording

_OWNER = Caller("owner", {}, frozenset({"all"}))
_OVERWRITE = Conditions(V1)


class Recorder:
    """Recording and reading from Python, by the rules that hold for requests.

    Every function takes a connection and never commits: what it does becomes true with the
    caller's transaction (`Database.writing`), or not at all.
    """

    def __init__(self, setup: Recording, keeper: Keeper, version: str = V1) -> None:
        self._setup = setup
        self._keeper = keeper
        self._version = version

    def record(
        self, connection: Connection, statements: Sequence[Mapping[str, Any]], caller: Caller
    ) -> tuple[str, ...]:
        """Validate and store statements and tell the listener; their ids, in the order given.

        The rules are those of POST: what is stored already is left alone. Raises Invalid, Malformed
        for what is no JSON, Forbidden, and Conflict for another statement under a known id.
        """
        sent = strict_json.split_array(_json(list(statements)))
        batch = drafts.check(sent, version=self._version)
        recording.record(connection, self._setup, [Sending(batch, caller)])
        return tuple(draft.id for draft in batch.drafts)

    def replay(self, connection: Connection, batch: int = 1000) -> Iterator[Sequence[Recorded]]:
        """Every statement that is not voided, in stored order, in batches."""
        return querying.replay(connection, batch)

    def find(self, connection: Connection, where: StatementFilter) -> Sequence[Recorded]:
        """The first statements, not voided, that match the filter, in the order it asks for."""
        return querying.find(connection, where)

    def explore(
        self,
        connection: Connection,
        query: StatementQuery,
        limit: int,
        beyond: int | None = None,
        *,
        back: bool = False,
    ) -> Exploration:
        """A page of what a query of the standard finds, with all that it takes to read it.

        `beyond` is where the page before ends (its `after`), or with `back` where the page after
        begins (its `before`).
        """
        return exploring.explore(connection, query, limit, beyond, back=back)

    def known_verbs(self, connection: Connection, count: int) -> Mapping[str, Mapping[str, str]]:
        """Some of the verbs that statements used, at most `count`: IRI → canonical display."""
        return exploring.known_verbs(connection, count)

    def get_state(
        self,
        connection: Connection,
        activity: str,
        agent: Mapping[str, Any],
        state: str,
        registration: str | None = None,
    ) -> Document | None:
        """The state document, None if there is none."""
        try:
            query = _state(activity, agent, state, registration)
            return documents.get(connection, query, _OWNER)
        except NotFound:
            return None

    def put_state(
        self,
        connection: Connection,
        activity: str,
        agent: Mapping[str, Any],
        state: str,
        content: bytes,
        content_type: str = "application/json",
        registration: str | None = None,
    ) -> None:
        """Store the state document, over what was there."""
        query = _state(activity, agent, state, registration)
        documents.put(connection, query, _OWNER, content, content_type, _OVERWRITE)

    def delete_state(
        self,
        connection: Connection,
        activity: str,
        agent: Mapping[str, Any],
        state: str,
        registration: str | None = None,
    ) -> None:
        """Remove the state document, if it is there."""
        query = _state(activity, agent, state, registration)
        documents.delete(connection, query, _OWNER, _OVERWRITE)

    def create_credentials(
        self,
        connection: Connection,
        name: str,
        scopes: frozenset[str],
        authority: Mapping[str, Any] | None = None,
        key: str | None = None,
        secret: str | None = None,
        expires: int | None = None,
        kind: Kind = "key",
        limit: int | None = None,
    ) -> Credentials:
        """A new key with its secret, which is kept only as a hash and cannot be read again.

        Of the kind `token` it is a bearer token: its beginning is the key, all of it the secret.
        `expires` is in microseconds UTC, `limit` in requests a minute: None for what is usual here,
        0 for no limit. Raises Invalid for scopes the standard does not have, Conflict for a key in
        use.
        """
        return self._keeper.create(
            connection, name, scopes, authority, key, secret, expires, kind, limit
        )

    def rotate_credentials(self, connection: Connection, key: str) -> str:
        """A new secret for a key, or a new token with that beginning; the old one ends.

        Raises NotFound.
        """
        return self._keeper.rotate(connection, key)

    def expire_credentials(self, connection: Connection, key: str, expires: int | None) -> None:
        """Let a key end at `expires`, microseconds UTC, or never. Raises NotFound, Invalid."""
        self._keeper.expire(connection, key, expires)

    def limit_credentials(self, connection: Connection, key: str, limit: int | None) -> None:
        """Grant a key other requests a minute. Raises NotFound, Invalid."""
        self._keeper.limit(connection, key, limit)

    def revoke_credentials(self, connection: Connection, key: str) -> None:
        """End a key. Raises NotFound."""
        self._keeper.revoke(connection, key)

    def orphaned_attachments(self, database: Database, *, remove: bool = False) -> Sequence[str]:
        """Files in the folder of attachments that nothing refers to, older than an hour; with
        `remove` they are removed. Safe while others record."""
        if self._setup.folder is None:
            return []
        act = orphans.remove if remove else orphans.find
        return act(database, self._setup.folder)

    def list_credentials(self, connection: Connection) -> Sequence[ListedCredentials]:
        """All keys and tokens, oldest first, without their secrets."""
        return self._keeper.every(connection)


def _json(statements: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        text = json.dumps(statements, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from error


def _state(
    activity: str, agent: Mapping[str, Any], state: str, registration: str | None
) -> DocumentQuery:
    registration = registration and registration.lower()
    return DocumentQuery("state", activity, identifier(agent), registration, state)
