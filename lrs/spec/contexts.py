"""Context: what surrounds a Statement (Data 2.4.6, LRS 4.2.2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from . import rules
from .activities import validate_activity
from .agents import validate_actor, validate_agent, validate_group
from .extensions import check_extensions
from .languages import check_language
from .scalars import check_iri, check_text, check_uuid
from .structure import array_of, check_array, check_object, constant, trusted
from .versions import V1, V2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .structure import Check

ACTIVITY_ROLES = ("parent", "grouping", "category", "other")
ONLY_WITH_ACTIVITY = ("revision", "platform")


def validate_reference(value: object, path: str) -> None:
    """A StatementRef: the id of a Statement, which need not exist. Raises `Invalid`."""
    check_object(value, path, _REFERENCE, ("objectType", "id"))


def validate_context(value: object, path: str, version: str) -> None:
    """A Context. `contextAgents` and `contextGroups` are known since 2.0 only. Raises `Invalid`."""
    check_object(value, path, _CONTEXT[version])


def validate_rest_of_context(value: object, path: str, version: str) -> None:
    """A Context whose `contextActivities` are known to be valid. Raises `Invalid`."""
    check_object(value, path, _REST[version])


def check_fits_object(context: Mapping[str, Any], path: str, *, activity: bool) -> None:
    """`revision` and `platform` speak of an Activity, so the Object has to be one (Data 2.4.6)."""
    if activity:
        return
    for key in ONLY_WITH_ACTIVITY:
        if key in context:
            raise Invalid(f"{path}.{key}", rules.ACTIVITY_ONLY)


def activities_of(context: Mapping[str, Any], role: str) -> list[dict[str, Any]]:
    """The context Activities in one role as a list, also where a single one was sent."""
    found = context.get("contextActivities", {}).get(role, [])
    return found if isinstance(found, list) else [found]


def _check_activities(value: object, path: str) -> None:
    if isinstance(value, list):
        check_array(value, path, validate_activity)
    else:
        validate_activity(value, path)


def validate_context_activities(value: object, path: str) -> None:
    """The Activities around a Statement, by their role. Raises `Invalid`."""
    check_object(value, path, _CONTEXT_ACTIVITIES)


def _check_relevant_types(value: object, path: str) -> None:
    if not check_array(value, path, check_iri):
        raise Invalid(path, rules.RELEVANT_TYPES)


def _check_context_agent(value: object, path: str) -> None:
    check_object(value, path, _CONTEXT_AGENT, ("objectType", "agent"))


def _check_context_group(value: object, path: str) -> None:
    check_object(value, path, _CONTEXT_GROUP, ("objectType", "group"))


_REFERENCE: dict[str, Check] = {"objectType": constant("StatementRef"), "id": check_uuid}
_CONTEXT_ACTIVITIES: dict[str, Check] = dict.fromkeys(ACTIVITY_ROLES, _check_activities)
_CONTEXT_AGENT: dict[str, Check] = {
    "objectType": constant("contextAgent"),
    "agent": validate_agent,
    "relevantTypes": _check_relevant_types,
}
_CONTEXT_GROUP: dict[str, Check] = {
    "objectType": constant("contextGroup"),
    "group": validate_group,
    "relevantTypes": _check_relevant_types,
}
_EVER: dict[str, Check] = {
    "registration": check_uuid,
    "instructor": validate_actor,
    "team": validate_group,
    "contextActivities": validate_context_activities,
    "revision": check_text,
    "platform": check_text,
    "language": check_language,
    "statement": validate_reference,
    "extensions": check_extensions,
}
_SINCE_2: dict[str, Check] = {
    "contextAgents": array_of(_check_context_agent),
    "contextGroups": array_of(_check_context_group),
}
_CONTEXT: dict[str, dict[str, Check]] = {V1: _EVER, V2: {**_EVER, **_SINCE_2}}
_REST = {
    version: {**properties, "contextActivities": trusted}
    for version, properties in _CONTEXT.items()
}
