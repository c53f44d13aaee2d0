"""Extensions: a map from IRIs to anything at all (Data 4.1, LRS 4.2.7)."""

from __future__ import annotations

from ..errors import Invalid
from . import rules
from .scalars import is_iri
from .structure import child, shown, wrong_type


def check_extensions(value: object, path: str) -> None:
    """The keys are IRIs; the values are never judged, `null` and `{}` included."""
    if not isinstance(value, dict):
        raise wrong_type(path, value, "object")
    for key in value:
        if not isinstance(key, str) or not is_iri(key):
            raise Invalid(child(path, key), rules.IRI, shown(key))
