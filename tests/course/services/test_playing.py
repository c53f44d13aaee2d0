"""Playing the synthesis: 22 seconds long, completed from 80 per cent (17.6 seconds) on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.errors import BadInput, NotFound
from collectif.course.services import playing
from collectif.course.services.playing import read_event
from collectif.course.xapi import vocabulary as say
from tests.pupils import SESSION, new_id

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.pupils import Pupil

VIDEO = "s1-synthesis"
EVENT = {"event": "paused", "id": new_id(), "session": SESSION, "time": 5, "segments": "0[.]5"}


def share(pupil: Pupil) -> float:
    return playing.open_video(pupil.house, pupil.person, VIDEO)[0].step.details.played


def told(pupil: Pupil) -> list[str]:
    """The verbs told about the video itself."""
    return [one["verb"]["id"].rpartition("/")[2] for one in pupil.statements(about="/video")]


# -- how much was played ----------------------------------------------------------------


def test_seeing_a_passage_twice_counts_once(pupil: Pupil) -> None:
    for _ in range(3):
        pupil.plays(VIDEO, "paused", 11, "0[.]11")
    assert share(pupil) == 0.5


def test_what_lies_beyond_the_end_does_not_count(pupil: Pupil) -> None:
    pupil.plays(VIDEO, "paused", 86_400, "16.5[.]900[,]1000[.]2000")
    assert share(pupil) == 0.25
    extensions = pupil.statements(say.PAUSED)[0]["result"]["extensions"]
    assert extensions[say.VIDEO_SEGMENTS] == "16.5[.]22"
    assert extensions[say.VIDEO_TIME] == 22


def test_segments_that_cannot_be_read_lose_only_themselves(pupil: Pupil) -> None:
    pupil.plays(VIDEO, "paused", 11, "0[.]5[,]nonsense[,]6[.]12")
    assert share(pupil) == 0.5


def test_one_goes_on_where_one_stopped_on_another_device(pupil: Pupil) -> None:
    pupil.plays(VIDEO, "paused", 5, "0[.]5")
    pupil.plays(VIDEO, "terminated", 12, "10[.]12")
    pupil.comes_back()
    _opened, segments = playing.open_video(pupil.house, pupil.person, VIDEO)
    assert segments == ((0.0, 5.0), (10.0, 12.0))


@pytest.mark.parametrize(("end", "enough"), [(17.59, False), (17.6, True), (22, True)])
def test_the_threshold_is_enough(pupil: Pupil, end: float, enough: bool) -> None:
    outcome = pupil.plays(VIDEO, "paused", end, f"0[.]{end}")
    ticks = {tick.test: tick.met for tick in outcome.ticks}
    assert ticks["played"] is enough
    assert ("completed" in told(pupil)) is enough


def test_that_enough_was_played_is_told_once_and_never_by_the_player(pupil: Pupil) -> None:
    pupil.plays(VIDEO, "completed", 22, "0[.]5")
    assert told(pupil) == ["paused"]
    for end in (18, 20, 22):
        pupil.plays(VIDEO, "completed", end, f"0[.]{end}")
    assert told(pupil) == ["paused", "paused", "completed", "paused", "paused"]
    extensions = pupil.statements(say.COMPLETED, "/video")[0]["result"]["extensions"]
    assert extensions[say.VIDEO_SEGMENTS] == "0[.]18"


def test_scenes_read_without_a_player_count_as_played(pupil: Pupil) -> None:
    event = new_id()
    playing.watch_all(pupil.house, pupil.person, VIDEO, event)
    playing.watch_all(pupil.house, pupil.person, VIDEO, event)
    assert told(pupil) == ["paused", "completed"]
    assert not pupil.standing(VIDEO).completed
    pupil.answers(VIDEO, "retour")
    assert pupil.standing(VIDEO).completed


# -- what is told -----------------------------------------------------------------------


def test_each_event_becomes_its_verb_with_its_times(pupil: Pupil) -> None:
    pupil.plays(VIDEO, "initialized", 0)
    pupil.plays(VIDEO, "played", 0.12345, speed=1.5)
    pupil.plays(VIDEO, "seeked", 0, time_from=3.0, time_to=9.5)
    pupil.plays(VIDEO, "terminated", 9.5, "0[.]3")
    assert told(pupil) == ["initialized", "played", "seeked", "terminated"]
    _, played, seeked, left = pupil.statements(about="/video")
    assert played["result"]["extensions"] == {say.VIDEO_TIME: 0.123}
    assert played["context"]["extensions"][say.VIDEO_SPEED] == "1.5x"
    assert seeked["result"]["extensions"] == {say.VIDEO_FROM: 3.0, say.VIDEO_TO: 9.5}
    assert left["result"]["extensions"][say.VIDEO_PROGRESS] == 0.136


def test_a_session_is_named_by_the_statement_that_opened_it(pupil: Pupil) -> None:
    for event in ("initialized", "played", "initialized"):
        pupil.plays(VIDEO, event, 0)
    opening, playing_on = pupil.statements(about="/video")
    assert opening["verb"]["id"] == say.INITIALIZED
    for one in (opening, playing_on):
        assert one["context"]["extensions"][say.VIDEO_SESSION] == opening["id"]


def test_an_event_sent_again_after_others_changes_nothing(pupil: Pupil, clock: Clock) -> None:
    sent = new_id()
    pupil.plays(VIDEO, "paused", 5, "0[.]5", id=sent)
    pupil.plays(VIDEO, "paused", 11, "5[.]11")
    clock.passes(minutes=1)
    pupil.plays(VIDEO, "paused", 5, "0[.]5", id=sent)
    assert told(pupil) == ["paused", "paused"]
    assert share(pupil) == 0.5


# -- what the player may send -------------------------------------------------------------


@pytest.mark.parametrize("data", [None, [], "paused", 5])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(BadInput, match="not_an_object"):
        read_event(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", "exploded"),
        ("event", {}),
        ("time", -1),
        ("time", 1e9),
        ("time", "5"),
        ("time", True),
        ("time", float("nan")),
        ("time", 10**400),
        ("time_to", []),
        ("speed", "fast"),
        ("segments", 5),
        ("segments", "0[.]1[,]" * 5000),
    ],
)
def test_each_field_at_fault_is_named(field: str, value: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        read_event({**EVENT, field: value})
    assert list(refusal.value.problems) == [field]


@pytest.mark.parametrize("field", ["id", "session"])
def test_what_names_an_event_is_a_uuid(field: str) -> None:
    with pytest.raises(BadInput, match="not_a_uuid"):
        read_event({**EVENT, field: "7"})


def test_only_a_synthesis_is_played(pupil: Pupil) -> None:
    for module in ("s1-lesson", "unknown"):
        with pytest.raises(NotFound):
            pupil.plays(module, "played", 0)
