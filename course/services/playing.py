"""Playing the synthesis: what the player tells becomes statements of the Video Profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, NotFound
from ..learning import segments as played
from ..store import facts as rows
from ..xapi import statements as say
from .answering import checked_id
from .following import Outcome, Step, standing_in, stepping_into, tell
from .reading import Opened, find_module

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from ..content.model import Module
    from ..store.people import Person
    from ..xapi.statements import Play, Statement, Voice
    from .house import House

_EVENTS: Mapping[str, Callable[[Voice, Module, Play], Statement]] = {
    "initialized": say.opened_video,
    "played": say.played,
    "paused": say.paused,
    "seeked": say.seeked,
    "terminated": say.left_video,
}


@dataclass(frozen=True)
class Told:
    """One thing the player tells. Times are seconds from the start of the video."""

    event: str
    id: str
    session: str
    time: float
    segments: str = ""
    speed: float = 1.0
    start: float | None = None


def read_event(data: object) -> Told:
    """The player's JSON as a value; raises BadInput naming each field at fault."""
    if not isinstance(data, dict):
        raise BadInput({"event": "not_an_object"})
    problems: dict[str, str] = {}
    event = data.get("event")
    if event not in (*_EVENTS, "completed"):
        problems["event"] = "unknown"
    times = {name: _number(data, name, problems) for name in ("time", "time_from", "time_to")}
    speed = _number(data, "speed", problems)
    ids = {name: _id(data, name, problems) for name in ("id", "session")}
    segments = data.get("segments", "")
    if not isinstance(segments, str) or len(segments) > 20_000:
        problems["segments"] = "not_segments"
    if problems:
        raise BadInput(problems)
    target = times["time_to"] if times["time_to"] is not None else times["time"]
    return Told(
        event=str(event),
        **ids,
        time=target or 0.0,
        segments=played.write(played.parse(segments)),
        speed=speed or 1.0,
        start=times["time_from"],
    )


def _id(data: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    try:
        return checked_id(str(data.get(name, "")))
    except BadInput:
        problems[name] = "not_a_uuid"
        return ""


def _number(data: Mapping[str, Any], name: str, problems: dict[str, str]) -> float | None:
    value = data.get(name)
    if value is None:
        return None
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not 0 <= value <= 86_400:
        problems[name] = "not_a_time"
        return None
    return float(value)


def play(house: House, person: Person, module: str, told: Told) -> Outcome:
    """Record one event of the player. `completed` is told by us, once, when enough was played.

    Raises NotFound (no synthesis), Locked.
    """
    found = _find_synthesis(house, module)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        return _tell_play(house, connection, step, told)


def watch_all(house: House, person: Person, module: str, event: str) -> Outcome:
    """The learner read all scenes without the player (no script): counts as played to the end."""
    found = _find_synthesis(house, module)
    assert found.storyboard is not None
    length = found.storyboard.seconds
    whole = played.write(((0.0, length),))
    told = Told("paused", checked_id(event), checked_id(event), length, whole)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        return _tell_play(house, connection, step, told)


def open_video(house: House, person: Person, module: str) -> tuple[Opened, played.Segments]:
    """The synthesis for watching, with what was played of it. Raises NotFound, Locked."""
    found = _find_synthesis(house, module)
    with house.database.reading() as connection:
        step = standing_in(house, connection, person, found)
        return Opened.after(house, step), _played_by(connection, step)[1]


def _played_by(connection: Connection, step: Step) -> tuple[set[str], played.Segments]:
    """The statements that told of something played in this module's video, and all they tell."""
    told = rows.played_in(connection, step.person.actors, step.module.id)
    pairs = (pair for fact in told for pair in played.parse(fact.segments))
    return {fact.statement for fact in told}, played.merge(pairs)


def _find_synthesis(house: House, module: str) -> Module:
    found = find_module(house, module)
    if found.storyboard is None:
        raise NotFound(module)
    return found


def _tell_play(house: House, connection: Connection, step: Step, told: Told) -> Outcome:
    story = step.module.storyboard
    assert story is not None
    # Only what the video is long: a segment beyond its end is a broken clock, not viewing.
    mine = ((s, min(e, story.seconds)) for s, e in played.parse(told.segments) if s < story.seconds)
    new = played.merge(mine)
    known, before = _played_by(connection, step)
    share = played.progress((*before, *new), story.seconds)
    moment = say.Play(
        id=told.id,
        session=told.session,
        length=story.seconds,
        threshold=story.threshold,
        time=min(told.time, story.seconds),
        segments=played.write(new),
        progress=share,
        speed=told.speed,
        start=told.start,
    )
    # That enough was played is ours to say: a player that says so has merely stopped.
    event = "paused" if told.event == "completed" else told.event
    statements = [_EVENTS[event](step.voice, step.module, moment)]
    if statements[0]["id"] in known:  # sent again after a lost network
        statements = []
    enough = story.threshold - 1e-9
    if step.details.played < enough <= share:
        whole = replace(moment, segments=played.write(played.merge((*before, *new))))
        statements.append(say.finished_video(step.voice, step.module, whole))
    return tell(house, connection, step, statements, played=max(share, step.details.played))
