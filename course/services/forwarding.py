"""What admins do about forwarding to other LRSs. Each is written into the audit log.

An admin who is None works on the command line.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from collectif.lrs import Conflict, Invalid
from collectif.lrs import NotFound as Unknown

from ..errors import BadInput, NotFound
from ..store import audit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import (
        ConnectionFinding,
        Destination,
        DestinationWish,
        Forwarder,
        Isolated,
    )

    from ..store.people import Person
    from .house import House

PAGE = 50
_PLACE = re.compile(r"\$\.(\w+)(?:\.(\w+))?(?:\.(\w+))?(?:\[(\d+)\])?")
_KEYS = {
    "address-of-an-endpoint": "address",
    "https-or-loopback": "https",
    "not-our-own-endpoint": "own",
    "credentials-needed": "missing",
    "required-property": "missing",
    "iri-with-scheme": "iri",
    "uuid": "uuid",
    "size-of-a-batch": "size",
}


@dataclass(frozen=True)
class Closer:
    """One destination with the statements it did not take, a page of them."""

    destination: Destination
    isolated: Sequence[Isolated]
    more: bool


def look(house: House, forwarder: Forwarder) -> Sequence[Destination]:
    """All destinations, oldest first."""
    with house.database.reading() as connection:
        return forwarder.every(connection)


def look_closer(house: House, forwarder: Forwarder, number: int, after: int = 0) -> Closer:
    """One destination. Raises NotFound."""
    with house.database.reading() as connection, _known(number):
        found = forwarder.isolated(connection, number, PAGE + 1, max(0, min(after, 2**63 - 1)))
        destination = forwarder.get(connection, number)
    return Closer(destination, found[:PAGE], len(found) > PAGE)


def named(house: House, forwarder: Forwarder, name: str) -> Destination:
    """The destination of this name. Raises NotFound."""
    for one in look(house, forwarder):
        if one.wish.name == name:
            return one
    raise NotFound(name)


def add(
    house: House,
    forwarder: Forwarder,
    admin: Person | None,
    wish: DestinationWish,
    *,
    past: bool,
    own: Sequence[str] = (),
) -> int:
    """A new destination, for what was recorded in the past too or only for what is to come.

    `own` are addresses under which our own endpoint is reached. Raises BadInput.
    """
    with house.database.writing() as connection, _taken():
        number = forwarder.add(connection, wish, past=past, own=own)
        _note(house, connection, admin, "destination_added", number, wish.name)
    return number


def change(
    house: House,
    forwarder: Forwarder,
    admin: Person | None,
    number: int,
    wish: DestinationWish,
    own: Sequence[str] = (),
) -> None:
    """Describe a destination anew. Raises BadInput, NotFound."""
    with house.database.writing() as connection, _known(number), _taken():
        forwarder.change(connection, number, wish, own)
        _note(house, connection, admin, "destination_changed", number, wish.name)


def pause(house: House, forwarder: Forwarder, admin: Person | None, number: int) -> None:
    """Send nothing there for the time being. Raises NotFound."""
    with house.database.writing() as connection, _known(number):
        forwarder.pause(connection, number)
        _note(house, connection, admin, "destination_paused", number)


def resume(house: House, forwarder: Forwarder, admin: Person | None, number: int) -> None:
    """Send again, at once. Raises NotFound."""
    with house.database.writing() as connection, _known(number):
        forwarder.resume(connection, number)
        _note(house, connection, admin, "destination_resumed", number)


def replay(
    house: House, forwarder: Forwarder, admin: Person | None, number: int, since: date | None
) -> int:
    """Send again all that was stored from this day on, by UTC, or ever; how many statements wait.

    Raises NotFound.
    """
    start = _midnight(since) if since else 0
    with house.database.writing() as connection, _known(number):
        waiting = forwarder.replay(connection, number, start)
        detail = since.isoformat() if since else "from the beginning"
        _note(house, connection, admin, "destination_replayed", number, detail)
    return waiting


def retry(
    house: House, forwarder: Forwarder, admin: Person | None, number: int, stored: int | None = None
) -> int:
    """Try one statement that was set aside again, or all; how many. Raises NotFound."""
    with house.database.writing() as connection, _known(number):
        count = forwarder.retry(connection, number, stored)
        _note(house, connection, admin, "isolated_retried", number, str(count))
    return count


def dismiss(
    house: House, forwarder: Forwarder, admin: Person | None, number: int, stored: int | None = None
) -> int:
    """Give one statement that was set aside up, or all; how many. Raises NotFound."""
    with house.database.writing() as connection, _known(number):
        count = forwarder.dismiss(connection, number, stored)
        _note(house, connection, admin, "isolated_dismissed", number, str(count))
    return count


def remove(house: House, forwarder: Forwarder, admin: Person | None, number: int) -> None:
    """Forget a destination and its credentials. Raises NotFound."""
    with house.database.writing() as connection, _known(number):
        name = forwarder.get(connection, number).wish.name
        forwarder.remove(connection, number)
        _note(house, connection, admin, "destination_removed", number, name)


def probe(
    house: House, forwarder: Forwarder, admin: Person | None, number: int
) -> ConnectionFinding:
    """Test the connection to a destination. Raises NotFound."""
    with _known(number):
        found = forwarder.probe(number)
    with house.database.writing() as connection:
        _note(house, connection, admin, "destination_tested", number, found.code)
    return found


def _note(
    house: House,
    connection: Connection,
    admin: Person | None,
    action: str,
    number: int,
    detail: str = "",
) -> None:
    who = admin.id if admin else None
    audit.note(connection, house.clock(), who, action, f"destination {number}", detail)


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000


@contextmanager
def _known(number: int) -> Iterator[None]:
    """Our NotFound for theirs."""
    try:
        yield
    except Unknown as error:
        raise NotFound(f"destination {number}") from error


@contextmanager
def _taken() -> Iterator[None]:
    """BadInput with the field at fault; `key@3` speaks of the third line of a field."""
    try:
        yield
    except Invalid as fault:
        place = _PLACE.match(fault.path)
        assert place is not None
        field, section, name, index = place.groups()
        if field == "rules":
            field = f"{section}_{name}" if name else "rules"
        elif field == "pseudonyms":
            field = section or "home_page"
        key = _KEYS.get(fault.rule, "value")
        raise BadInput({field: f"{key}@{int(index) + 1}" if index else key}) from fault
    except Conflict as fault:
        raise BadInput({"name": "taken"}) from fault
