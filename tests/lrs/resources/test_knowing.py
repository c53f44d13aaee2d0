"""Agents, Activities and About over HTTP."""

from __future__ import annotations

import pytest

from ..lms import LMS, activity, agent, statement


def test_an_agent_is_a_person(lms: LMS) -> None:
    lms.stores(statement(actor={**agent("ada"), "name": "Ada"}))
    response = lms.asks("GET", "agents", {"agent": agent("ada")})
    assert response.json == {
        "objectType": "Person",
        "name": ["Ada"],
        "mbox": ["mailto:ada@example.org"],
    }


def test_an_activity_is_known_by_all_that_was_said(lms: LMS) -> None:
    lms.stores(*(statement(object=activity("u", name={tag: tag})) for tag in ("en", "fr")))
    response = lms.asks("GET", "activities", {"activityId": activity("u")["id"]})
    assert response.json == activity("u", name={"en": "en", "fr": "fr"})


@pytest.mark.parametrize(
    ("path", "params", "wrong"),
    [
        ("agents", {}, "agent"),
        ("agents", {"agent": "ada"}, "agent"),
        ("agents", {"agent": {"mbox": "ada"}}, "agent.mbox"),
        ("agents", {"agent": agent("ada"), "since": "x"}, "since"),
        ("activities", {}, "activityId"),
        ("activities", {"activityId": "u"}, "activityId"),
        ("activities", {"activityid": "https://x.org"}, "activityid"),
        ("about", {"version": "1"}, "version"),
    ],
)
def test_wrong_parameters_are_named(
    lms: LMS, path: str, params: dict[str, object], wrong: str
) -> None:
    response = lms.asks("GET", path, params)
    assert (response.status_code, response.json["path"]) == (400, wrong)


@pytest.mark.parametrize("version", [None, "1.0.3", "2.0.0", "0.9", "3.0", "nonsense"])
def test_about_answers_everybody(lms: LMS, version: str | None) -> None:
    sent = {"X-Experience-API-Version": version, "Authorization": None}
    response = lms.asks("GET", "about", headers=sent)
    assert response.status_code == 200
    assert response.json == {"version": ["2.0.0", "1.0.3", "1.0.0"]}
    expected = version if version in ("1.0.3", "2.0.0") else "1.0.3"
    assert response.headers["X-Experience-API-Version"] == expected


def test_about_can_be_asked_by_a_form(lms: LMS) -> None:
    assert lms.asks("POST", "about?method=GET").status_code == 200
    assert lms.asks("POST", "about").status_code == 405
    assert lms.asks("POST", "about?method=DELETE").status_code == 405
