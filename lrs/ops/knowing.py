"""What the LRS knows of agents and activities (Communication 2.4, 2.5; LRS 4.1.6.3, 4.1.6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..spec.agents import identifier
from ..spec.agents import person as person_of
from ..store import activities, actors
from .callers import KNOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from .callers import Caller


def person(connection: Connection, agent: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The Person who is this Agent: its identifier, and every name it was given. Raises Forbidden.

    Only one identifier is ever shown: nobody has told that two of them are one person.
    """
    caller.require(KNOW)
    names = actors.names(connection, identifier(agent))
    return person_of([agent, *({"name": name} for name in names)])


def activity(connection: Connection, iri: str, caller: Caller) -> dict[str, Any]:
    """The Activity with its canonical definition, in all languages. Raises Forbidden."""
    caller.require(KNOW)
    found: dict[str, Any] = {"objectType": "Activity", "id": iri}
    text = activities.definition(connection, iri)
    return found if text is None else {**found, "definition": msgspec.json.decode(text)}
