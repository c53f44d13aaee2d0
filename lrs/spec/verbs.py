"""Verbs (Data 2.4.3, LRS 4.2.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .languages import check_language_map
from .scalars import check_iri
from .structure import check_object

if TYPE_CHECKING:
    from .structure import Check

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_VERB: dict[str, Check] = {"id": check_iri, "display": check_language_map}


def validate_verb(value: object, path: str) -> None:
    """A Verb: an IRI, and how to say it. Raises `Invalid`."""
    check_object(value, path, _VERB, ("id",))
