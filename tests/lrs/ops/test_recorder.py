"""What a Python owner of the LRS uses."""

from __future__ import annotations

import pytest

from collectif.lrs import Invalid, NotFound, Recorder

from ..lms import Mounted, agent, new_id

ACTIVITY = "https://x.org/a"


def test_a_state_is_put_read_and_deleted(lrs: Mounted) -> None:
    recorder, ada = lrs.recorder, agent("ada")
    with lrs.database.writing() as connection:
        assert recorder.get_state(connection, ACTIVITY, ada, "notes") is None
        recorder.put_state(connection, ACTIVITY, ada, "notes", b"{}")
        recorder.put_state(connection, ACTIVITY, ada, "notes", b"[]", "text/plain")
        found = recorder.get_state(connection, ACTIVITY, ada, "notes")
        assert found is not None
        assert (found.content, found.content_type) == (b"[]", "text/plain")
        recorder.delete_state(connection, ACTIVITY, ada, "notes")
        assert recorder.get_state(connection, ACTIVITY, ada, "notes") is None


def test_a_state_belongs_to_its_registration(lrs: Mounted) -> None:
    recorder, ada, registration = lrs.recorder, agent("ada"), new_id()
    with lrs.database.writing() as connection:
        recorder.put_state(connection, ACTIVITY, ada, "s", b"{}", registration=registration.upper())
        assert recorder.get_state(connection, ACTIVITY, ada, "s") is None
        assert recorder.get_state(connection, ACTIVITY, ada, "s", registration) is not None


def test_the_owner_and_an_lms_see_the_same_state(lrs: Mounted) -> None:
    with lrs.database.writing() as connection:
        lrs.recorder.put_state(connection, ACTIVITY, agent("ada"), "notes", b'{"a":1}')
    params = {"activityId": ACTIVITY, "agent": {"mbox": "mailto:ada@example.org"}}
    response = lrs.lms.asks("GET", "activities/state", {**params, "stateId": "notes"})
    assert response.json == {"a": 1}


def test_an_agent_without_identifier_has_no_state(lrs: Mounted) -> None:
    with lrs.database.reading() as connection, pytest.raises(Invalid):
        lrs.recorder.get_state(connection, ACTIVITY, {"name": "nobody"}, "notes")


def test_credentials_are_made_listed_rotated_and_revoked(lrs: Mounted) -> None:
    recorder: Recorder = lrs.recorder
    with lrs.database.writing() as connection:
        made = recorder.create_credentials(connection, "LMS", frozenset({"all"}), expires=5)
        assert [one.key for one in recorder.list_credentials(connection)] == [made.key]
        assert recorder.rotate_credentials(connection, made.key) != made.secret
        recorder.revoke_credentials(connection, made.key)
        assert list(recorder.list_credentials(connection)) == []
        with pytest.raises(NotFound):
            recorder.revoke_credentials(connection, made.key)
