"""Our xAPI profile, published where analysts look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.xapi import profile as published

if TYPE_CHECKING:
    from flask import Flask


def test_the_profile_is_published_as_json_ld_for_everybody(shared_app: Flask) -> None:
    answer = shared_app.test_client().get("/xapi-profile.jsonld")
    assert answer.status_code == 200
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.get_json(force=True)
    assert found == published.document()
    assert found["type"] == "Profile"
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_every_page_leads_to_it(shared_app: Flask) -> None:
    page = shared_app.test_client().get("/about").get_data(as_text=True)
    assert 'href="/xapi-profile.jsonld"' in page
