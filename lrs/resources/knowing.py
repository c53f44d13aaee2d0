"""The Agents, Activities and About Resources (Communication 2.4, 2.5, 2.8; LRS 4.1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from flask import Response

from ..ops import knowing
from ..spec import media_types, parameters, versions

if TYPE_CHECKING:
    from .asked import Asked
    from .service import Service


def get_agents(service: Service, asked: Asked) -> Response:
    """The Person who is the Agent in `agent`."""
    agent = parameters.agents_query(asked.args)
    with service.database.glancing() as connection:
        person = knowing.person(connection, agent, asked.caller)
    return _json(person)


def get_activities(service: Service, asked: Asked) -> Response:
    """The Activity of `activityId`, as fully as it is known."""
    iri = parameters.activities_query(asked.args)
    with service.database.glancing() as connection:
        activity = knowing.activity(connection, iri, asked.caller)
    return _json(activity)


def about() -> Response:
    """Which versions are spoken here: the latest of each line, and 1.0.0, as 1.0.3 demands."""
    return _json({"version": [*reversed(versions.SUPPORTED), "1.0.0"]})


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), content_type=media_types.JSON)
