"""Whom destinations of forwarding are described by: erasing takes them out of what admins wrote."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from ..store import credentials, destinations
from .recording import authority_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ..spec.anonymising import Eraser
    from ..store.destinations import Charter

_decode = msgspec.json.decode


def rename_in_destinations(connection: Connection, eraser: Eraser) -> None:
    """Make the descriptions of destinations anonymous: name, key there, rules, pseudonyms; our key
    that was called like them is no more. Rules go on to match, since statements change alike.

    An endpoint stays: it is where another store is, and statements may go nowhere else. Keys of
    ours have been renamed before.
    """
    for one in destinations.every(connection):
        after = {**_told(one.charter, eraser), **_peer(connection, one.charter, eraser)}
        changed = {name: told for name, told in after.items() if told != getattr(one.charter, name)}
        if "name" in changed:
            changed["name"] = _free(connection, changed["name"])
        if changed:
            destinations.change(connection, one.id, changed)


def _told(charter: Charter, eraser: Eraser) -> dict[str, Any]:
    """What an admin wrote."""
    return {
        "name": eraser.text(charter.name),
        "key": eraser.text(charter.key),
        "rules": _json(charter.rules, eraser),
        "pseudonyms": None if charter.pseudonyms is None else _json(charter.pseudonyms, eraser),
    }


def _peer(connection: Connection, charter: Charter, eraser: Eraser) -> dict[str, Any]:
    """Our key through which it sends to us, and the authority that its statements have now."""
    if charter.peer is None:
        return {}
    if eraser.text(charter.peer) != charter.peer:
        return {"peer": None, "peer_authority": None}
    known = credentials.by_key(connection, charter.peer)
    return {} if known is None else {"peer_authority": authority_key(_decode(known.authority))}


def _json(text: str, eraser: Eraser) -> str:
    before = _decode(text)
    after = eraser.value(before)
    return text if after is before else msgspec.json.encode(after).decode()


def _free(connection: Connection, name: str) -> str:
    """The name, with a number where another destination has it."""
    tries = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(one for one in tries if destinations.named(connection, one) is None)
