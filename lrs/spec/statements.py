"""Statements (Data 2, LRS 4.2): may this one be stored, and what does the LRS add to it?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from . import rules
from .activities import validate_activity
from .agents import validate_actor, validate_agent, validate_authority, validate_group
from .attachments import validate_attachment
from .comparison import equivalent
from .contexts import (
    activities_of,
    check_fits_object,
    validate_context,
    validate_context_activities,
    validate_reference,
    validate_rest_of_context,
)
from .references import NamedAgent, References, references
from .results import validate_result
from .scalars import check_timestamp, check_uuid, timestamp, to_utc
from .structure import array_of, check_object, constant, shown, trusted, wrong_type
from .verbs import VOIDED, validate_verb
from .versions import STATEMENT_DEFAULT, SUPPORTED, check_statement_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .structure import Check

__all__ = [
    "NamedAgent",
    "References",
    "complete",
    "equivalent",
    "references",
    "validate",
    "validate_part",
]

_REQUIRED = ("actor", "verb", "object")


def validate(statement: object, version: str, path: str = "$", *, known: bool = False) -> None:
    """A Statement in a request of `version` (as `negotiate` gives it), as it came in.

    Those of its parts that `validate_part` judges are not looked at when they are `known` to be
    valid. Raises `Invalid` at the first fault, with its JSON path below `path`.
    """
    table = _REST if known else _STATEMENT
    found = check_object(statement, path, table[version], _REQUIRED)
    _check_relations(found, path)


def validate_part(name: str, value: object) -> None:
    """The `actor`, `verb`, `object` (any but a SubStatement) or `contextActivities` of a Statement:
    they are the same in every version. Raises `Invalid`."""
    _PARTS[name](value, "$")


def complete(
    statement: Mapping[str, Any],
    *,
    id: str,  # noqa: A002  the property's own name
    stored: int,
    authority: Mapping[str, Any],
    version: str,
) -> dict[str, Any]:
    """A valid Statement with all that the LRS sets; the one given is left as it is.

    `id` and `version` (of the request) only fill in what is missing, `stored` (microseconds, UTC)
    and `authority` always replace. Context Activities become arrays, timestamps are in UTC.
    """
    when = timestamp(stored)
    completed = {"id": id, **_normal_parts(statement)}
    completed.setdefault("timestamp", when)
    completed["stored"] = when
    completed["authority"] = authority
    completed.setdefault("version", STATEMENT_DEFAULT[version])
    return completed


def _normal_parts(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in the form the LRS returns, for Statements and SubStatements alike."""
    copy = dict(statement)
    if "timestamp" in copy:
        copy["timestamp"] = to_utc(copy["timestamp"])
    if "contextActivities" in copy.get("context", ()):
        copy["context"] = _with_arrays(copy["context"])
    if copy["object"].get("objectType") == "SubStatement":
        copy["object"] = _normal_parts(copy["object"])
    return copy


def _with_arrays(context: Mapping[str, Any]) -> Mapping[str, Any]:
    roles = context["contextActivities"]
    if all(isinstance(found, list) for found in roles.values()):
        return context
    arrays = {role: activities_of(context, role) for role in roles}
    return {**context, "contextActivities": arrays}


def _check_relations(statement: Mapping[str, Any], path: str) -> None:
    """What one property of a Statement or SubStatement demands of another."""
    kind = statement["object"].get("objectType", "Activity")
    if statement["verb"]["id"] == VOIDED and kind != "StatementRef":
        raise Invalid(f"{path}.object.objectType", rules.VOIDING, f"found {kind}")
    if "context" in statement:
        check_fits_object(statement["context"], f"{path}.context", activity=kind == "Activity")


def _check_substatement(value: object, path: str, properties: Mapping[str, Check]) -> None:
    found = check_object(value, path, properties, _REQUIRED)
    _check_relations(found, path)


def _check_object_by_type(value: object, path: str, kinds: Mapping[str, Check]) -> None:
    """The Object of a Statement, by its `objectType`; an Activity where there is none."""
    if not isinstance(value, dict):
        raise wrong_type(path, value, "object")
    kind = value.get("objectType", "Activity")
    if not isinstance(kind, str):
        raise wrong_type(f"{path}.objectType", kind, "string")
    check = kinds.get(kind)
    if check is None:
        raise Invalid(f"{path}.objectType", rules.VALUE, shown(kind))
    check(value, path)


_KINDS: dict[str, Check] = {
    "Activity": validate_activity,
    "Agent": validate_agent,
    "Group": validate_group,
    "StatementRef": validate_reference,
}


_PARTS: dict[str, Check] = {
    "actor": validate_actor,
    "verb": validate_verb,
    "object": partial(_check_object_by_type, kinds=_KINDS),
    "contextActivities": validate_context_activities,
}


def _tables(version: str) -> dict[str, Check]:
    """The properties of a Statement in requests of one version."""
    shared: dict[str, Check] = {
        "actor": validate_actor,
        "verb": validate_verb,
        "result": validate_result,
        "context": partial(validate_context, version=version),
        "timestamp": check_timestamp,
        "attachments": array_of(validate_attachment),
    }
    inner: dict[str, Check] = {
        **shared,
        "objectType": constant("SubStatement"),
        "object": partial(_check_object_by_type, kinds=_KINDS),
    }
    kinds: dict[str, Check] = {
        **_KINDS,
        "SubStatement": partial(_check_substatement, properties=inner),
    }
    return {
        **shared,
        "id": check_uuid,
        "object": partial(_check_object_by_type, kinds=kinds),
        "stored": check_timestamp,
        "authority": validate_authority,
        "version": partial(check_statement_version, version=version),
    }


def _rest(version: str) -> dict[str, Check]:
    """The same where `actor`, `verb`, `object` and `contextActivities` are known to be valid."""
    return {
        **_STATEMENT[version],
        **dict.fromkeys(_REQUIRED, trusted),
        "context": partial(validate_rest_of_context, version=version),
    }


_STATEMENT = {version: _tables(version) for version in SUPPORTED}
_REST = {version: _rest(version) for version in SUPPORTED}
