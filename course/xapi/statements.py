"""What happened → xAPI statements. One function a verb; the recorder adds `stored` and authority.

Identifiers are made from what happened (version 5 UUIDs), so that telling the same thing twice
records it once: a second click, a resend after a lost network, two devices.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import vocabulary as say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.model import Course, Module, Screen, Session, Text

_NAMESPACE = uuid.UUID("6f1f0b3e-5a5c-5d0c-9a0e-17a3e4c0dd17")

Statement = dict[str, Any]


@dataclass(frozen=True)
class Voice:
    """Who speaks, about which course, and in what frame. `at` is microseconds UTC."""

    course: Course
    actor: Mapping[str, Any]
    registration: str
    language: str
    at: int
    platform: str = "Collectif"

    @property
    def name(self) -> str:
        """The actor as one string, for making identifiers."""
        account = self.actor.get("account", {})
        return f"{account.get('homePage')}|{account.get('name')}|{self.actor.get('mbox')}"


@dataclass(frozen=True)
class Answer:
    """An answer as marked: `definition` is the question's interaction, `score` is 0 to 1."""

    id: str
    question: str
    definition: Mapping[str, Any]
    response: str
    correct: bool | None
    score: float | None
    attempt: str | None = None
    certainty: int | None = None
    criteria: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Play:
    """A moment of a video (Video Profile): times in seconds, `segments` in the profile's notation.
    `session` is the player's own name for the time from its opening to its leaving."""

    id: str
    session: str
    length: float
    threshold: float
    time: float
    segments: str = ""
    progress: float = 0.0
    speed: float = 1.0
    start: float | None = None


# -- the learner --------------------------------------------------------------


def registered(voice: Voice) -> Statement:
    """The learner enrolled in the course."""
    return _say(voice, say.REGISTERED, course_activity(voice.course), key="course")


def initialized(voice: Voice, module: Module, visit: str) -> Statement:
    """The learner opened the module; `visit` tells one visit from another."""
    return _about_module(voice, say.INITIALIZED, module, key=visit)


def experienced(voice: Voice, module: Module, screen: Screen, seconds: float) -> Statement:
    """The learner read a screen, in `seconds`; the services tell it the first time."""
    target = _activity(
        f"{module_iri(voice.course, module.id)}/screens/{screen.id}", say.SCREEN, screen.title
    )
    result = {"duration": duration(seconds)} if seconds > 0 else None
    key = f"{screen.id}|{_now(voice)}"
    return _inside_module(voice, say.EXPERIENCED, module, target, key=key, result=result)


def answered(voice: Voice, module: Module, answer: Answer) -> Statement:
    """The learner answered a question."""
    target = {
        "objectType": "Activity",
        "id": f"{module_iri(voice.course, module.id)}/questions/{answer.question}",
        "definition": dict(answer.definition),
    }
    result: dict[str, Any] = {"response": answer.response, "completion": True}
    if answer.correct is not None:
        result |= {"success": answer.correct, "score": {"scaled": round(answer.score or 0.0, 4)}}
    extensions: dict[str, Any] = {}
    if answer.certainty is not None:
        extensions[say.CERTAINTY] = answer.certainty
    if answer.criteria is not None:
        extensions[say.CRITERIA] = list(answer.criteria)
    if extensions:
        result["extensions"] = extensions
    key = f"{answer.question}|{answer.id}"
    return _inside_module(
        voice, say.ANSWERED, module, target, key=key, result=result, attempt=answer.attempt
    )


def answer_id(voice: Voice, module: str, question: str, answer: str) -> str:
    """The statement id that `answered` gives to the answer with the client's id `answer`."""
    target = f"{module_iri(voice.course, module)}/questions/{question}"
    return _identifier(voice, say.ANSWERED, target, f"{module}|{question}|{answer}")


def attempted(voice: Voice, module: Module, attempt: str) -> Statement:
    """The learner started a try of the quiz."""
    return _about_module(voice, say.ATTEMPTED, module, key=attempt, attempt=attempt)


def passed(voice: Voice, module: Module, attempt: str, score: float) -> Statement:
    """The learner passed the quiz in this try with `score` (0 to 1)."""
    return _judged(voice, say.PASSED, module, attempt, score, success=True)


def failed(voice: Voice, module: Module, attempt: str, score: float) -> Statement:
    """The learner did not pass the quiz in this try."""
    return _judged(voice, say.FAILED, module, attempt, score, success=False)


def completed(voice: Voice, module: Module) -> Statement:
    """The learner completed the module just now. The services tell it once a registration: again only
    when it was voided in the meantime."""
    return _about_module(voice, say.COMPLETED, module, key=_now(voice), result={"completion": True})


def completed_session(voice: Voice, session: Session) -> Statement:
    """The learner completed all that a session asks for."""
    target = session_activity(voice.course, session)
    return _say(
        voice,
        say.COMPLETED,
        target,
        key=_now(voice),
        parent=course_activity(voice.course),
        result={"completion": True},
    )


def completed_course(voice: Voice) -> Statement:
    """The learner completed the course."""
    target = course_activity(voice.course)
    return _say(voice, say.COMPLETED, target, key=_now(voice), result={"completion": True})


def filled(voice: Voice, module: Module) -> Statement:
    """The learner filled the worksheet in; the services tell it the first time."""
    return _about_module(voice, say.FILLED, module, key=_now(voice))


def marked_done(voice: Voice, module: Module) -> Statement:
    """The learner marked the module as done by hand; the services tell it the first time."""
    return _about_module(voice, say.MARKED_DONE, module, key=_now(voice))


def checked_in(voice: Voice, answer: Answer, *, again: bool = False) -> Statement:
    """The learner placed themselves in the entry check: before the course, or `again` at its end."""
    iri = f"{voice.course.iri}/entry-check" + ("/again" if again else "")
    target = {
        "objectType": "Activity",
        "id": f"{iri}/questions/{answer.question}",
        "definition": dict(answer.definition),
    }
    parent = {"objectType": "Activity", "id": iri}
    key = f"{answer.question}|{answer.id}"
    result = {"response": answer.response, "completion": True}
    return _say(voice, say.ANSWERED, target, key=key, parent=parent, result=result)


# -- the synthesis video (Video Profile) --------------------------------------


def played(voice: Voice, module: Module, play: Play) -> Statement:
    """The learner started playing at `play.time`."""
    return _video(voice, say.PLAYED, module, play, {say.VIDEO_TIME: round(play.time, 3)})


def paused(voice: Voice, module: Module, play: Play) -> Statement:
    """The learner paused at `play.time`."""
    return _video(voice, say.PAUSED, module, play, _so_far(play))


def seeked(voice: Voice, module: Module, play: Play) -> Statement:
    """The learner jumped from `play.start` to `play.time`."""
    start = round(play.start or 0.0, 3)
    times: dict[str, Any] = {say.VIDEO_FROM: start, say.VIDEO_TO: round(play.time, 3)}
    if play.segments:
        times |= {say.VIDEO_SEGMENTS: play.segments}
    return _video(voice, say.SEEKED, module, play, times)


def left_video(voice: Voice, module: Module, play: Play) -> Statement:
    """The learner left the video at `play.time`."""
    return _video(voice, say.TERMINATED, module, play, _so_far(play))


def opened_video(voice: Voice, module: Module, play: Play) -> Statement:
    """The player is ready: told once a session, which is named by this statement."""
    return _video(voice, say.INITIALIZED, module, play, {})


def finished_video(voice: Voice, module: Module, play: Play) -> Statement:
    """Enough of the video has been played (its threshold), once a registration."""
    return _video(voice, say.COMPLETED, module, play, _so_far(play))


def _so_far(play: Play) -> dict[str, Any]:
    return {
        say.VIDEO_TIME: round(play.time, 3),
        say.VIDEO_PROGRESS: round(play.progress, 3),
        say.VIDEO_SEGMENTS: play.segments,
    }


def _video(
    voice: Voice,
    verb: str,
    module: Module,
    play: Play,
    times: Mapping[str, Any],
) -> Statement:
    target = _activity(f"{module_iri(voice.course, module.id)}/video", say.VIDEO, module.title)
    result: dict[str, Any] = {"extensions": dict(times)} if times else {}
    if verb == say.COMPLETED:
        spent = duration(play.progress * play.length)
        result |= {"completion": True, "duration": spent}
    opening = f"{module.id}|{play.session}"
    extensions: dict[str, Any] = {
        say.VIDEO_SESSION: _identifier(voice, say.INITIALIZED, target["id"], opening),
        say.VIDEO_LENGTH: round(play.length, 3),
        say.VIDEO_SPEED: f"{play.speed:g}x",
        say.VIDEO_THRESHOLD: round(play.threshold, 3),
    }
    key = {say.COMPLETED: _now(voice), say.INITIALIZED: play.session}.get(verb, play.id)
    statement = _inside_module(voice, verb, module, target, key=key, result=result)
    statement["context"]["extensions"] |= extensions
    statement["context"]["contextActivities"]["category"].append(
        {"objectType": "Activity", "id": say.VIDEO_PROFILE}
    )
    return statement


# -- the trainer --------------------------------------------------------------


def waived(
    voice: Voice, module: Module | None, instructor: Mapping[str, Any], reason: str, key: str
) -> Statement:
    """A trainer let the learner (`voice`) off `module`, or off the whole course when it is None."""
    result = {"completion": True, "extensions": {say.REASON: reason}}
    if module is None:
        target = course_activity(voice.course)
        statement = _say(voice, say.WAIVED, target, key=key, result=result)
    else:
        statement = _about_module(voice, say.WAIVED, module, key=key, result=result)
    statement["context"]["instructor"] = dict(instructor)
    return statement


def voided(instructor: Mapping[str, Any], target: str, at: int, language: str = "fr") -> Statement:
    """`instructor` takes the statement `target` back."""
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"voided|{target}")),
        "actor": dict(instructor),
        "verb": _verb(say.VOIDED),
        "object": {"objectType": "StatementRef", "id": target},
        "timestamp": timestamp(at),
        "context": {"language": language},
    }


# -- the diagnostic -----------------------------------------------------------


@dataclass(frozen=True)
class Diagnosis:
    """A diagnostic being answered or finished: `id` is its own UUID, `variant` its questionnaire."""

    id: str
    variant: str
    title: Text
    version: str


def rated(
    voice: Voice,
    diagnosis: Diagnosis,
    item: str,
    definition: Mapping[str, Any],
    response: str,
    key: str,
) -> Statement:
    """The learner answered an item of the diagnostic."""
    parent = diagnostic_activity(voice.course, diagnosis)
    target = {
        "objectType": "Activity",
        "id": f"{parent['id']}/items/{item}",
        "definition": dict(definition),
    }
    result = {"response": response, "completion": True}
    return _say(
        voice,
        say.ANSWERED,
        target,
        key=f"{diagnosis.id}|{item}|{key}",
        parent=parent,
        result=result,
        attempt=diagnosis.id,
    )


def diagnosed(
    voice: Voice, diagnosis: Diagnosis, overall: float | None, levels: Mapping[str, float]
) -> Statement:
    """The diagnostic came to its result: `overall` and `levels` by dimension, 1 to 5."""
    result: dict[str, Any] = {"completion": True, "extensions": {say.LEVEL: dict(levels)}}
    if overall is not None:
        result["score"] = {"raw": overall, "min": 1, "max": 5}
    target = diagnostic_activity(voice.course, diagnosis)
    return _say(voice, say.COMPLETED, target, key=diagnosis.id, result=result, attempt=diagnosis.id)


# -- activities ---------------------------------------------------------------


def module_iri(course: Course, module: str) -> str:
    """The activity id of a module."""
    return f"{course.iri}/modules/{module}"


def course_activity(course: Course) -> dict[str, Any]:
    """The course as an Activity."""
    return _activity(course.iri, say.COURSE, course.title)


def session_activity(course: Course, session: Session) -> dict[str, Any]:
    """A session as an Activity."""
    return _activity(f"{course.iri}/sessions/{session.id}", say.SESSION, session.title)


def module_activity(course: Course, module: Module) -> dict[str, Any]:
    """A module as an Activity, its type by its kind."""
    activity = _activity(module_iri(course, module.id), say.MODULE_TYPES[module.kind], module.title)
    activity["definition"]["description"] = dict(module.summary)
    return activity


def diagnostic_activity(course: Course, diagnosis: Diagnosis) -> dict[str, Any]:
    """A variant of the diagnostic as an Activity."""
    return _activity(
        f"{course.iri}/diagnostics/{diagnosis.variant}", say.DIAGNOSTIC, diagnosis.title
    )


def _activity(iri: str, kind: str, name: Text) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": iri,
        "definition": {"type": kind, "name": dict(name)},
    }


# -- putting a statement together ---------------------------------------------


def _now(voice: Voice) -> str:
    """What tells one time from another, for things that may be taken back and done again."""
    return f"{voice.registration}|{voice.at}"


def _judged(
    voice: Voice, verb: str, module: Module, attempt: str, score: float, *, success: bool
) -> Statement:
    result = {"success": success, "score": {"scaled": round(score, 4)}}
    return _about_module(voice, verb, module, key=attempt, result=result, attempt=attempt)


def _about_module(voice: Voice, verb: str, module: Module, **parts: Any) -> Statement:
    session = next(s for s in voice.course.sessions if s.id == module.session)
    parent = session_activity(voice.course, session)
    target = module_activity(voice.course, module)
    parts["key"] = f"{module.id}|{parts['key']}"
    return _say(voice, verb, target, parent=parent, **parts)


def _inside_module(
    voice: Voice, verb: str, module: Module, target: dict[str, Any], *, key: str, **parts: Any
) -> Statement:
    parent = module_activity(voice.course, module)
    return _say(voice, verb, target, parent=parent, key=f"{module.id}|{key}", **parts)


def _say(
    voice: Voice,
    verb: str,
    target: dict[str, Any],
    *,
    key: str,
    parent: dict[str, Any] | None = None,
    result: Mapping[str, Any] | None = None,
    attempt: str | None = None,
) -> Statement:
    around: dict[str, Any] = {"category": [_profile_activity()]}
    if parent:
        around["parent"] = [parent]
    if target["id"] != voice.course.iri:
        around["grouping"] = [course_activity(voice.course)]
    extensions: dict[str, Any] = {say.CONTENT_VERSION: voice.course.version}
    if attempt:
        extensions[say.ATTEMPT] = attempt
    statement: Statement = {
        "id": _identifier(voice, verb, target["id"], key),
        "actor": dict(voice.actor),
        "verb": _verb(verb),
        "object": target,
        "timestamp": timestamp(voice.at),
        "context": {
            "registration": voice.registration,
            "contextActivities": around,
            "language": voice.language,
            "platform": voice.platform,
            "extensions": extensions,
        },
    }
    if result:
        statement["result"] = dict(result)
    return statement


def _identifier(voice: Voice, verb: str, target: str, key: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{voice.name}|{verb}|{target}|{key}"))


def _verb(verb: str) -> dict[str, Any]:
    return {"id": verb, "display": dict(say.VERB_NAMES[verb])}


def _profile_activity() -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": say.PROFILE_VERSION,
        "definition": {"type": say.PROFILE_TYPE},
    }


def timestamp(at: int) -> str:
    """Microseconds UTC as RFC 3339 with milliseconds."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def duration(seconds: float) -> str:
    """Seconds as an ISO 8601 duration, to a hundredth."""
    return f"PT{max(0.0, seconds):.2f}S"
