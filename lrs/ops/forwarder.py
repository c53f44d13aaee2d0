"""Forwarding for the owner of the LRS: destinations made, changed, watched, and sent to."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Conflict, Invalid, NotFound
from ..forwarding import progress as rules
from ..forwarding.progress import Progress
from ..forwarding.wishes import Wish, checked
from ..spec.rules import VALUE
from ..store import credentials, destinations, isolated, outbox
from ..store.destinations import Charter
from . import forwarding, probing
from .courier import Courier
from .probing import Finding
from .recording import authority_key
from .sealing import Unsealable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..store.destinations import Kept
    from ..store.isolated import Isolated
    from ..store.outbox import Lag
    from .forwarding import Office, Turn


@dataclass(frozen=True)
class Destination:
    """A destination as admins see it; its secret is never shown. Times are microseconds UTC.

    `waiting` statements have not been looked at yet, the oldest of them was stored at `oldest`;
    `isolated` were set aside. While `state` is `paused`, `reason` says why: by_hand, key_refused,
    refuses_all, unreadable_secret. `detail` is what went wrong last.
    """

    id: int
    wish: Wish
    created: int
    state: str
    reason: str
    detail: str
    failures: int
    next_attempt: int
    last_success: int | None
    position: int
    waiting: int
    oldest: int | None
    isolated: int


class Forwarder:
    """Destinations of one LRS, and sending to them.

    What takes a connection is done in the caller's transaction and never commits; what sends opens
    short transactions of its own and holds none while it waits for an answer. `own` answers the
    addresses of our own endpoint, which is no destination.
    """

    def __init__(self, office: Office, own: Callable[[], Iterable[str]] = tuple) -> None:
        self._office = office
        self._own = own

    # -- what there is -----------------------------------------------------------------------

    def every(self, connection: Connection) -> Sequence[Destination]:
        """All destinations, oldest first."""
        found = destinations.every(connection)
        lags = outbox.lags(connection, [one.progress.position for one in found])
        counts = isolated.counts(connection) if found else {}
        return [_listed(one, lags[one.progress.position], counts.get(one.id, 0)) for one in found]

    def get(self, connection: Connection, destination: int) -> Destination:
        """One destination. Raises NotFound."""
        kept = _known(connection, destination)
        lag = outbox.lags(connection, [kept.progress.position])[kept.progress.position]
        return _listed(kept, lag, isolated.counts(connection).get(destination, 0))

    def isolated(
        self, connection: Connection, destination: int, count: int = 50, after: int = 0
    ) -> Sequence[Isolated]:
        """The next statements that a destination did not take, each with its reason."""
        return isolated.page(connection, destination, count, after)

    # -- what admins decide ------------------------------------------------------------------

    def add(
        self, connection: Connection, wish: Wish, *, past: bool = True, own: Iterable[str] = ()
    ) -> int:
        """A new destination; its number. With `past` it gets what is stored already, too.

        `own` are further addresses of our own endpoint. Raises Invalid, Conflict for a name in use.
        """
        wish = checked(wish, (*self._own(), *own))
        self._check_name(connection, wish.name)
        pseudonym_key = self._sealed(secrets.token_hex(32))
        charter = self._charter(connection, wish, self._sealed(wish.secret or ""), pseudonym_key)
        start = Progress(
            position=0 if past else outbox.last(connection),
            window=wish.batch_statements,
        )
        return destinations.add(connection, charter, start, self._office.now())

    def change(
        self, connection: Connection, destination: int, wish: Wish, own: Iterable[str] = ()
    ) -> None:
        """Describe a destination anew; without a secret it keeps the one it has.

        One that was paused for its credentials goes on when it gets others. Raises Invalid,
        Conflict, NotFound.
        """
        kept = _known(connection, destination)
        wish = checked(wish, (*self._own(), *own), has_secret=_keeps_secret(wish, kept.charter))
        self._check_name(connection, wish.name, destination)
        secret = kept.charter.secret if wish.secret is None else self._sealed(wish.secret)
        pseudonym_key = kept.charter.pseudonym_key
        if wish.secret is not None and not self._opens(pseudonym_key):
            pseudonym_key = self._sealed(secrets.token_hex(32))
        charter = self._charter(connection, wish, secret, pseudonym_key)
        changed: dict[str, Any] = asdict(charter)
        others = (charter.secret, charter.key) != (kept.charter.secret, kept.charter.key)
        if others and kept.progress.reason in (rules.KEY_REFUSED, rules.UNREADABLE):
            changed |= asdict(rules.resumed(kept.progress, wish.batch_statements))
        elif kept.progress.window > wish.batch_statements:
            changed["window"] = wish.batch_statements
        reruled = charter.rules != kept.charter.rules
        destinations.change(connection, destination, changed, reruled=reruled)

    def pause(self, connection: Connection, destination: int) -> None:
        """Send nothing there until it is resumed. Raises NotFound."""
        kept = _known(connection, destination)
        _write(connection, kept, rules.paused(kept.progress, rules.BY_HAND))

    def resume(self, connection: Connection, destination: int) -> None:
        """Go on at once: after a pause, or before the next try is due. Raises NotFound."""
        kept = _known(connection, destination)
        largest = kept.charter.batch_statements
        _write(connection, kept, rules.resumed(kept.progress, largest))

    def replay(self, connection: Connection, destination: int, since: int = 0) -> int:
        """Send again all that was stored at `since` (microseconds) or later; how many statements
        wait now. What is there already is recognised by its id. Raises NotFound."""
        kept = _known(connection, destination)
        position = outbox.last(connection, since) if since else 0
        moved = replace(
            kept.progress, position=position, next_attempt=0, refusals=0, refused_after=None
        )
        _write(connection, kept, moved)
        isolated.drop_after(connection, destination, position)
        return outbox.lags(connection, [position])[position].waiting

    def retry(self, connection: Connection, destination: int, stored: int | None = None) -> int:
        """Try one isolated statement again, or all of them; how many. Raises NotFound."""
        _known(connection, destination)
        return isolated.try_again(connection, destination, stored)

    def dismiss(self, connection: Connection, destination: int, stored: int | None = None) -> int:
        """Give one isolated statement up, or all of them; how many. Raises NotFound."""
        _known(connection, destination)
        return isolated.drop(connection, destination, stored)

    def remove(self, connection: Connection, destination: int) -> None:
        """Forget a destination with its credentials and what it did not take. Raises NotFound."""
        if not destinations.remove(connection, destination):
            raise NotFound(f"destination {destination}")

    def forget(self, connection: Connection, stored_times: Sequence[int]) -> int:
        """Forget isolated statements stored at these times, for whoever erases them; how many."""
        return isolated.forget(connection, stored_times)

    # -- sending -----------------------------------------------------------------------------

    def probe(self, destination: int) -> Finding:
        """Test the connection to a destination; nothing is sent. Raises NotFound."""
        with self._office.database.glancing() as connection:
            charter = _known(connection, destination).charter
        try:
            secret = self._office.seal.open(charter.secret)
        except Unsealable as error:
            return Finding("unreadable_secret", str(error))
        with self._office.client.visit(charter.endpoint) as visit:
            return probing.probe(Courier(visit, charter, secret))

    def round(self) -> list[Turn]:
        """Send to every destination that is due, each for its turn; those another worker has are
        left out."""
        with self._office.database.glancing() as connection:
            due = destinations.due(connection, self._office.now())
        turns = (forwarding.turn(self._office, number) for number in due)
        return [turn for turn in turns if turn is not None]

    def drain(self, destination: int) -> Iterator[Turn]:
        """Turn after turn until nothing is left or something is in the way."""
        while (turn := forwarding.turn(self._office, destination)) is not None:
            yield turn
            if not turn.more:
                return

    # -- within ------------------------------------------------------------------------------

    def _charter(
        self, connection: Connection, wish: Wish, secret: str, pseudonym_key: str
    ) -> Charter:
        return Charter(
            name=wish.name,
            endpoint=wish.endpoint,
            version=wish.version,
            scheme=wish.scheme,
            key=wish.key,
            secret=secret,
            pseudonym_key=pseudonym_key,
            rules=_json(wish.rules),
            pseudonyms=None if wish.pseudonyms is None else _json(wish.pseudonyms),
            batch_statements=wish.batch_statements,
            batch_bytes=wish.batch_bytes,
            peer=wish.peer,
            peer_authority=_authority_of(connection, wish.peer),
        )

    def _check_name(
        self, connection: Connection, name: str, destination: int | None = None
    ) -> None:
        if destinations.named(connection, name) not in (None, destination):
            raise Conflict(f"a destination is called {name} already")

    def _sealed(self, secret: str) -> str:
        try:
            return self._office.seal.close(secret)
        except Unsealable as error:
            raise Conflict(str(error)) from error

    def _opens(self, sealed: str) -> bool:
        try:
            self._office.seal.open(sealed)
        except Unsealable:
            return False
        return True


def _known(connection: Connection, destination: int) -> Kept:
    kept = destinations.by_id(connection, destination) if 0 < destination < 2**31 else None
    if kept is None:
        raise NotFound(f"destination {destination}")
    return kept


def _write(connection: Connection, kept: Kept, progress: Progress) -> None:
    destinations.change(connection, kept.id, asdict(progress))


def _keeps_secret(wish: Wish, charter: Charter) -> bool:
    """Whether the secret there is may stay: it belongs to one address, and to nobody else's."""
    same_place = wish.endpoint.strip().rstrip("/") == charter.endpoint
    return same_place and wish.scheme == charter.scheme


def _authority_of(connection: Connection, peer: str | None) -> int | None:
    """The key of the authority that a peer's statements have here. Raises Invalid."""
    if peer is None:
        return None
    known = credentials.by_key(connection, peer)
    if known is None:
        raise Invalid("$.peer", VALUE, "no such key here")
    authority: Mapping[str, Any] = msgspec.json.decode(known.authority)
    return authority_key(authority)


def _listed(kept: Kept, lag: Lag, aside: int) -> Destination:
    charter, progress = kept.charter, kept.progress
    pseudonyms = charter.pseudonyms
    return Destination(
        id=kept.id,
        wish=Wish(
            name=charter.name,
            endpoint=charter.endpoint,
            version=charter.version,
            scheme=charter.scheme,
            key=charter.key,
            rules=msgspec.json.decode(charter.rules),
            pseudonyms=None if pseudonyms is None else msgspec.json.decode(pseudonyms),
            batch_statements=charter.batch_statements,
            batch_bytes=charter.batch_bytes,
            peer=charter.peer,
        ),
        created=kept.created,
        state=progress.state,
        reason=progress.reason,
        detail=progress.detail,
        failures=progress.failures,
        next_attempt=progress.next_attempt,
        last_success=progress.last_success,
        position=progress.position,
        waiting=lag.waiting,
        oldest=lag.oldest,
        isolated=aside,
    )


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
