"""What the official suite means to test and does not: its tests of these points pass whatever an LRS
answers. Here they are asked."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from ..lrs.lms import LMS, activity, agent, attachment, new_id, statement

NO_SCHEME = ("example.org/x", "//example.org/x", "x", "", " https://x.org", "https//x.org")

# Each place of a Statement where an IRI or IRL is due, as a path and a Statement that has it.
PLACES: dict[str, dict[str, Any]] = {
    "verb.id": statement(),
    "object.id": statement(),
    "object.definition.type": statement(object=activity("a", type="https://x.org")),
    "object.definition.moreInfo": statement(object=activity("a", moreInfo="https://x.org")),
    "actor.openid": statement(actor={"openid": "https://x.org"}),
    "actor.account.homePage": statement(
        actor={"account": {"homePage": "https://x.org", "name": "a"}}
    ),
    "context.contextActivities.parent.0.id": statement(
        context={"contextActivities": {"parent": [activity()]}}
    ),
    "attachments.0.usageType": statement(attachments=[attachment(b"x", fileUrl="https://x.org")]),
    "attachments.0.fileUrl": statement(attachments=[attachment(b"x", fileUrl="https://x.org")]),
}
EXTENSIONS = ("result", "context", "object.definition")


def _at(value: Any, path: str) -> tuple[Any, Any]:
    """The owner of what stands at a dotted path, and its key there."""
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        value = value[step] if isinstance(step, int) else value.setdefault(step, {})
    return value, last


@pytest.mark.parametrize("path", PLACES)
def test_every_iri_needs_its_scheme(lms: LMS, path: str) -> None:
    """12.1, 12.7: an IRI without scheme is refused wherever one is due, and named."""
    assert lms.posts(PLACES[path]).status_code == 200
    for wrong in NO_SCHEME:
        sent = copy.deepcopy(PLACES[path])
        owner, key = _at(sent, path)
        owner[key] = wrong
        response = lms.posts(sent)
        assert response.status_code == 400, wrong
        assert response.json["path"].endswith(str(key))


@pytest.mark.parametrize("path", EXTENSIONS)
def test_every_extension_is_named_by_an_iri(lms: LMS, path: str) -> None:
    """12.1, 13.20: a key without scheme is refused in result, context and definition."""
    for wrong in NO_SCHEME:
        sent = copy.deepcopy(statement())
        owner, key = _at(sent, f"{path}.extensions")
        owner[key] = {wrong: 1}
        assert lms.posts(sent).status_code == 400, wrong


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statementId", 7),
        ("voidedStatementId", "{}"),
        ("registration", "not-a-uuid"),
        ("agent", "ada@example.org"),
        ("verb", "answered"),
        ("activity", "module"),
    ],
)
def test_parameters_of_the_wrong_form_are_refused(lms: LMS, name: str, value: object) -> None:
    """1.6: the six that the suite sends without waiting for the answer."""
    for given in ({name: value}, {name: value, "limit": 1}, {name: ""}):
        response = lms.gets(**given)
        assert response.status_code == 400, given


def test_activity_ids_and_agents_of_documents_are_checked(lms: LMS) -> None:
    """17.8, 19.5, 20.1, 21.1: the checks that stand inside other tests there and never run."""
    for wrong in ("module", "example.org/a", ""):
        asked = {"activityId": wrong, "agent": agent()}
        for path in ("activities/state", "activities/profile", "activities"):
            where = asked if path.endswith("state") else {"activityId": wrong}
            assert lms.asks("GET", path, where).status_code == 400
    for wrong in ("ada", "[]", "{}", '{"name": "Ada"}', '{"mbox": "ada@example.org"}'):
        assert lms.asks("GET", "agents/profile", {"agent": wrong}).status_code == 400
        assert lms.asks("GET", "agents", {"agent": wrong}).status_code == 400


def test_a_null_timestamp_is_refused_and_a_missing_one_is_set(lms: LMS) -> None:
    """12.1, 13.22: the suite compares what an error page lacks with what it lacks."""
    assert lms.posts(statement(timestamp=None)).status_code == 400
    found = lms.gets(statementId=lms.stores(statement())[0]).json
    assert found["timestamp"] == found["stored"]


@pytest.mark.parametrize("form", ["ids", "exact", "canonical"])
def test_formats_hold_on_every_page(lms: LMS, form: str) -> None:
    """7.15, 7.16, 7.17: the suite looks only at what is on the first page."""
    shown = {"id": "https://x.org/v", "display": {"en": "did", "fr": "a fait"}}
    unit = activity("u", name={"en": "Unit", "fr": "Unité"})
    for _ in range(3):
        lms.stores(statement(actor={**agent(), "name": "Ada"}, verb=shown, object=unit))
    french: dict[str, str | None] = {"Accept-Language": "fr"}
    params: dict[str, Any] = {"format": form, "limit": 1}
    response = lms.asks("GET", "statements", params, headers=french)
    for _ in range(3):
        (found,) = response.json["statements"]
        expected = {
            "ids": ({"id": shown["id"]}, {"id": unit["id"]}, agent()),
            "exact": (shown, unit, {**agent(), "name": "Ada"}),
            "canonical": (
                {"id": shown["id"], "display": {"fr": "a fait"}},
                activity("u", name={"fr": "Unité"}),
                {**agent(), "name": "Ada"},
            ),
        }[form]
        assert (found["verb"], found["object"], found["actor"]) == expected
        response = lms.asks("GET", response.json["more"] or "statements", headers=french)
    assert response.status_code == 200


@pytest.mark.parametrize("merge", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_documents_are_merged_whatever_the_type_says_beside(lms: LMS, merge: str) -> None:
    """17.4: parameters and case of the Content-Type make no difference."""
    where = {"activityId": "https://x.org/a", "agent": agent(), "stateId": new_id()}
    for kind, body in (("application/json", {"a": 1}), (merge, {"b": 2})):
        headers: dict[str, str | None] = {"Content-Type": kind}
        sent = json.dumps(body)
        response = lms.asks("POST", "activities/state", where, body=sent, headers=headers)
        assert response.status_code == 204
    assert lms.asks("GET", "activities/state", where).json == {"a": 1, "b": 2}
