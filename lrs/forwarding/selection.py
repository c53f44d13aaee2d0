"""Which statements go to a destination: rules as data, checked like everything else that comes in.

    {"include": {"verbs": [IRI …], "activities": […], "activity_prefixes": […],
                 "registrations": [UUID …], "home_pages": [IRI …]},
     "exclude": {the same}}

A list matches when one of its values does. Of `include` every list that is there has to match; one
match in `exclude` is enough to stay here. An activity is the statement's object; a home page is the
one of the actor's account, or of a member's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from ..spec import rules
from ..spec.scalars import check_iri, check_text, check_uuid
from ..spec.structure import check_array, check_object
from ..spec.verbs import VOIDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..spec.structure import Check

    Match = Callable[[Mapping[str, Any], list[str]], bool]

MOST_VALUES = 500


def check_rules(value: object, path: str = "$") -> None:
    """Rules that can be followed. Raises `Invalid` with the JSON path of the first fault."""
    check_object(value, path, {"include": _check_lists, "exclude": _check_lists})


def passes(chosen: Mapping[str, Any], statement: Mapping[str, Any]) -> bool:
    """Do valid rules let this valid statement go?"""
    include, exclude = chosen.get("include", {}), chosen.get("exclude", {})
    return all(_MATCHES[name](statement, values) for name, values in include.items()) and not any(
        _MATCHES[name](statement, values) for name, values in exclude.items()
    )


def voids(statement: Mapping[str, Any]) -> str | None:
    """The id, in lower case, of the statement that this valid one voids."""
    if statement["verb"]["id"] != VOIDED:
        return None
    target: str = statement["object"]["id"]
    return target.lower()


def _has_verb(statement: Mapping[str, Any], values: list[str]) -> bool:
    return statement["verb"]["id"] in values


def _has_activity(statement: Mapping[str, Any], values: list[str]) -> bool:
    return _activity(statement) in values


def _has_prefix(statement: Mapping[str, Any], values: list[str]) -> bool:
    found = _activity(statement)
    return found is not None and found.startswith(tuple(values))


def _has_registration(statement: Mapping[str, Any], values: list[str]) -> bool:
    found = statement.get("context", {}).get("registration")
    return found is not None and found.lower() in {value.lower() for value in values}


def _has_home_page(statement: Mapping[str, Any], values: list[str]) -> bool:
    actor = statement["actor"]
    everybody = (actor, *actor.get("member", ()))
    return any(one.get("account", {}).get("homePage") in values for one in everybody)


def _activity(statement: Mapping[str, Any]) -> str | None:
    target = statement["object"]
    is_activity = target.get("objectType", "Activity") == "Activity"
    return target["id"] if is_activity else None


def _list_of(check: Check) -> Check:
    def check_list(value: object, path: str) -> None:
        found = check_array(value, path, check)
        if not 0 < len(found) <= MOST_VALUES:
            raise Invalid(path, rules.VALUE, f"1 to {MOST_VALUES} values, found {len(found)}")

    return check_list


def _check_prefix(value: object, path: str) -> None:
    check_text(value, path)
    assert isinstance(value, str)
    if len(value) < _SHORTEST_PREFIX or "\0" in value:
        raise Invalid(path, rules.VALUE, f"at least {_SHORTEST_PREFIX} characters")


def _check_lists(value: object, path: str) -> None:
    check_object(value, path, _LISTS)


_SHORTEST_PREFIX = 3
_LISTS: dict[str, Check] = {
    "verbs": _list_of(check_iri),
    "activities": _list_of(check_iri),
    "activity_prefixes": _list_of(_check_prefix),
    "registrations": _list_of(check_uuid),
    "home_pages": _list_of(check_iri),
}
_MATCHES: dict[str, Match] = {
    "verbs": _has_verb,
    "activities": _has_activity,
    "activity_prefixes": _has_prefix,
    "registrations": _has_registration,
    "home_pages": _has_home_page,
}
NAMES = tuple(_LISTS)
