"""Things tests speak of: a plain Statement, its parts, and how to say what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs.errors import Invalid

if TYPE_CHECKING:
    from collectif.lrs.spec.structure import Check

ID = "7a117b9d-8f54-4153-887e-ec1b8afdc320"
OTHER_ID = "df393354-1ba2-406b-83c7-ab9aec978d7d"
ANNA: dict[str, Any] = {"mbox": "mailto:anna@example.org"}
BEN: dict[str, Any] = {"account": {"homePage": "http://example.org", "name": "ben"}}
TEAM: dict[str, Any] = {
    "objectType": "Group",
    "openid": "http://example.org/team",
    "member": [ANNA, BEN],
}
CROWD: dict[str, Any] = {"objectType": "Group", "member": [BEN, ANNA]}
COURSE: dict[str, Any] = {"id": "http://example.org/course"}
EXPERIENCED: dict[str, Any] = {"id": "http://adlnet.gov/expapi/verbs/experienced"}
REFERENCE: dict[str, Any] = {"objectType": "StatementRef", "id": OTHER_ID}


def statement(**parts: Any) -> dict[str, Any]:
    """Anna experienced the course; `parts` are added or replaced."""
    return {"actor": ANNA, "verb": EXPERIENCED, "object": COURSE, **parts}


def substatement(**parts: Any) -> dict[str, Any]:
    """The same inside another Statement."""
    return {"objectType": "SubStatement", **statement(**parts)}


def attachment(**parts: Any) -> dict[str, Any]:
    """An attachment of three octets; `parts` are added or replaced."""
    return {
        "usageType": "http://example.org/essay",
        "display": {"en": "Essay"},
        "contentType": "text/plain; charset=utf-8",
        "length": 3,
        "sha2": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        **parts,
    }


def refused(check: Check, value: object, path: str = "$") -> Invalid:
    """The error with which `check` refuses `value` standing at `path`."""
    with pytest.raises(Invalid) as caught:
        check(value, path)
    return caught.value
