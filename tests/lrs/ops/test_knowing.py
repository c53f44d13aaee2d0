"""Persons and activities."""

from __future__ import annotations

import pytest

from collectif.lrs import Forbidden
from collectif.lrs.ops import knowing

from ..lms import Mounted, activity, agent, caller, statement

LMS = caller("lms")


def test_a_person_is_who_was_asked_for_and_all_names_heard(lrs: Mounted) -> None:
    lrs.lms.stores(*(statement(actor={**agent("ada"), "name": name}) for name in ("Ada", "A. L.")))
    with lrs.database.reading() as connection:
        person = knowing.person(connection, {**agent("ada"), "name": "Lady"}, LMS)
    assert person == {
        "objectType": "Person",
        "name": ["Lady", "A. L.", "Ada"],
        "mbox": ["mailto:ada@example.org"],
    }


def test_an_unknown_agent_is_a_person_made_of_the_question(lrs: Mounted) -> None:
    with lrs.database.reading() as connection:
        person = knowing.person(connection, {"openid": "https://x.org/cy"}, LMS)
    assert person == {"objectType": "Person", "openid": ["https://x.org/cy"]}


def test_an_activity_has_its_canonical_definition(lrs: Mounted) -> None:
    lrs.lms.stores(*(statement(object=activity("u", name={tag: tag})) for tag in ("en", "fr")))
    with lrs.database.reading() as connection:
        known = knowing.activity(connection, "https://example.org/u", LMS)
        unknown = knowing.activity(connection, "https://example.org/v", LMS)
    assert known["definition"] == {"name": {"en": "en", "fr": "fr"}}
    assert unknown == {"objectType": "Activity", "id": "https://example.org/v"}


def test_who_only_writes_knows_nobody(lrs: Mounted) -> None:
    writer = caller("writer", "statements/write")
    with lrs.database.reading() as connection, pytest.raises(Forbidden):
        knowing.person(connection, agent("ada"), writer)
    with lrs.database.reading() as connection, pytest.raises(Forbidden):
        knowing.activity(connection, "https://example.org/u", writer)
