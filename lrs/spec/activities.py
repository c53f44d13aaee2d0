"""Activities and their definitions (Data 2.4.4.1, LRS 4.2.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from . import rules
from .extensions import check_extensions
from .languages import check_language_map
from .scalars import check_iri, check_text
from .structure import array_of, check_array, check_object, constant, shown, wrong_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .structure import Check

INTERACTION_TYPES = frozenset(
    {
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    }
)
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")

_MAPS = ("name", "description")
_INTERACTION = frozenset({"interactionType", "correctResponsesPattern", *COMPONENT_LISTS})


def validate_activity(value: object, path: str) -> None:
    """An Activity: an IRI, and perhaps a definition. Raises `Invalid`."""
    check_object(value, path, _ACTIVITY, ("id",))


def validate_definition(value: object, path: str) -> None:
    """What an Activity is. Interaction properties need an `interactionType`; what they say about
    right and wrong answers is not judged. Raises `Invalid`.
    """
    definition = check_object(value, path, _DEFINITION)
    if definition.keys() & _INTERACTION and "interactionType" not in definition:
        raise Invalid(f"{path}.interactionType", rules.INTERACTION_TYPE, "missing")


def merge_definitions(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The canonical definition after `new` has come in (LRS 4.2.4.3). Neither is changed.

    Texts are merged by language and extensions by key; the newer of two wins. An interaction keeps
    its type and its correct responses: changing those would rewrite what learners were asked.
    """
    if not old or not new:
        return dict(old or new or {})
    merged = {**old, **{key: new[key] for key in new.keys() - _INTERACTION}}
    for key in (*_MAPS, "extensions"):
        if key in old and key in new:
            merged[key] = {**old[key], **new[key]}
    merged.update(_merged_interaction(old, new))
    return merged


def _merged_interaction(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The interaction properties of the two; those of `new` only where it is the same question."""
    if old.get("interactionType", new.get("interactionType")) != new.get("interactionType"):
        return {}
    merged = {key: new[key] for key in _INTERACTION if key in new and key not in old}
    for key in COMPONENT_LISTS:
        if key in old and key in new:
            merged[key] = _merged_components(old[key], new[key])
    return merged


def _merged_components(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The components in their old order, with the new languages; then those that are new."""
    merged = {component["id"]: component for component in old}
    for component in new:
        known = merged.get(component["id"], {})
        merged[component["id"]] = {**known, **component}
        if "description" in known and "description" in component:
            description = {**known["description"], **component["description"]}
            merged[component["id"]]["description"] = description
    return list(merged.values())


def _check_interaction_type(value: object, path: str) -> None:
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if value not in INTERACTION_TYPES:
        raise Invalid(path, rules.INTERACTION_TYPE, shown(value))


def _check_component(value: object, path: str) -> None:
    check_object(value, path, _COMPONENT, ("id",))


def _check_components(value: object, path: str) -> None:
    seen = set()
    for index, component in enumerate(check_array(value, path, _check_component)):
        if component["id"] in seen:
            raise Invalid(f"{path}[{index}].id", rules.DISTINCT_IDS, shown(component["id"]))
        seen.add(component["id"])


_COMPONENT: dict[str, Check] = {"id": check_text, "description": check_language_map}
_DEFINITION: dict[str, Check] = {
    "name": check_language_map,
    "description": check_language_map,
    "type": check_iri,
    "moreInfo": check_iri,
    "extensions": check_extensions,
    "interactionType": _check_interaction_type,
    "correctResponsesPattern": array_of(check_text),
    **dict.fromkeys(COMPONENT_LISTS, _check_components),
}
_ACTIVITY: dict[str, Check] = {
    "id": check_iri,
    "objectType": constant("Activity"),
    "definition": validate_definition,
}
