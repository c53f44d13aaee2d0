"""All addresses of an application: the tests of promises that hold everywhere walk them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

OUR_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Address:
    """One route by one method, with everything in its path filled in."""

    endpoint: str
    method: str
    path: str
    rule: str
    access: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def addresses(app: Flask, values: Mapping[str, object]) -> list[Address]:
    """Every route of ours, each method of it once; `values` fill the parts of the paths."""
    return list(_walk(app, values))


def _walk(app: Flask, values: Mapping[str, object]) -> Iterator[Address]:
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if not rule.endpoint.startswith("collectif.") or rule.endpoint.endswith(".static"):
                continue
            given = {name: values[name] for name in rule.arguments}
            path = adapter.build(rule.endpoint, given)
            access = access_of(app.view_functions[rule.endpoint])
            for method in sorted(set(rule.methods or ()) & set(OUR_METHODS)):
                yield Address(rule.endpoint, method, path, rule.rule, access)


def access_of(view: Callable[..., object]) -> str | None:
    """The rule of access that a view declares."""
    return getattr(view, "access", None)


def sample_values(**changed: object) -> dict[str, object]:
    """Something for every part of a path, from the sample course and from nowhere."""
    return {
        "session_id": "s1",
        "module_id": "s1-lesson",
        "screen_id": "acteurs",
        "question_id": "vrai-faux",
        "card": "s1-lesson.vrai-faux",
        "name": "carte.svg",
        "sheet_id": "apercu",
        "position": 1,
        "diagnosis_id": str(uuid.UUID(int=7)),
        "dimension_id": "D1",
        "cohort_id": 4_000_000,
        "person_id": 4_000_000,
        "destination_id": 4_000_000,
        "token": "unknown",
        "code": "ABCD2345",
        **changed,
    }
