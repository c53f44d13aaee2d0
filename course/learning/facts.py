"""A statement → what it says about whom: the step of the fold that makes all tables of progress.

Each statement is read by itself, so the order in which statements arrive cannot matter; every row it
gives is either keyed by the statement or joined by `record.join`. Whoever sent it (our pages, an
LMS, a phone) counts the same: only actor, verb, object and result are looked at.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..xapi import vocabulary as say
from .record import COURSE, ModuleRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..content.catalogue import Place

_WHOLE = ("module", "course")

LONGEST_ACTOR = 600
"""Characters of an identifier that we keep. Nobody we know has a longer one."""

LONGEST_STAY = 86_400
"""Seconds of one duration that count; a longer one is a clock gone wrong."""


@dataclass(frozen=True)
class ModuleFact:
    """What one statement adds to one actor's record of one module (or `course`)."""

    actor: str
    module: str
    record: ModuleRecord


@dataclass(frozen=True)
class ScreenFact:
    """The actor has seen the screen, `at` microseconds UTC."""

    actor: str
    module: str
    screen: str
    at: int


@dataclass(frozen=True)
class AnswerFact:
    """One answer given. `correct` is None where nothing is right or wrong; `score` is 0 to 1."""

    statement: str
    actor: str
    module: str
    question: str
    at: int
    response: str
    correct: bool | None
    score: float | None
    attempt: str | None
    certainty: int | None


@dataclass(frozen=True)
class ReviewFact:
    """One answer given in a weekly review. `correct` is None where nothing is right or wrong."""

    statement: str
    actor: str
    module: str
    question: str
    at: int
    response: str
    correct: bool | None
    score: float | None


@dataclass(frozen=True)
class PlayedFact:
    """Segments of the module's video that the actor has played (Video Profile notation)."""

    statement: str
    actor: str
    module: str
    segments: str


@dataclass(frozen=True)
class WaiverFact:
    """A trainer let the actor off a module, or off the course, and why."""

    statement: str
    actor: str
    module: str
    at: int
    reason: str
    trainer: str


Fact = ModuleFact | ScreenFact | AnswerFact | ReviewFact | PlayedFact | WaiverFact


@dataclass(frozen=True)
class Said:
    """The parts of a statement that facts are made of, found and typed once."""

    statement: str
    actor: str
    verb: str
    place: Place
    at: int
    result: Mapping[str, Any]
    context: Mapping[str, Any]
    in_review: bool = False


def read(
    statement: Mapping[str, Any],
    locate: Callable[[str], Place | None],
    identify: Callable[[Mapping[str, Any]], str],
) -> tuple[Fact, ...]:
    """The facts a complete statement tells about our course; none when it is about something else.

    `locate` finds the place of an activity id in the course, `identify` the canonical identifier of
    an Agent. A Group as actor tells nothing of any one learner. A statement may hold whatever the
    standard allows; what a fact says always fits its row, on every database.
    """
    said = _said(statement, locate, identify)
    if said is None:
        return ()
    if said.in_review:
        return _reviewed(said)
    return (_module_fact(said), *_details(said), *_waiver(said))


def _said(
    statement: Mapping[str, Any],
    locate: Callable[[str], Place | None],
    identify: Callable[[Mapping[str, Any]], str],
) -> Said | None:
    actor, target = statement["actor"], statement["object"]
    if actor.get("objectType") == "Group" or target.get("objectType", "Activity") != "Activity":
        return None
    place = locate(target["id"])
    if place is None or place.kind in ("session", "entry-check", "review"):
        return None
    identifier = identify(actor)
    if len(identifier) > LONGEST_ACTOR:
        return None
    return Said(
        statement=statement["id"].lower(),
        actor=identifier,
        verb=statement["verb"]["id"],
        place=place,
        at=microseconds(statement["timestamp"]),
        result=statement.get("result") or {},
        context=statement.get("context") or {},
        in_review=_is_in_review(statement, place, locate),
    )


def _is_in_review(
    statement: Mapping[str, Any], place: Place, locate: Callable[[str], Place | None]
) -> bool:
    """Whether it tells an answer given in a review: a parent activity says so."""
    if statement["verb"]["id"] != say.ANSWERED or place.kind != "question" or not place.module:
        return False
    context = statement.get("context") or {}
    parents = (context.get("contextActivities") or {}).get("parent") or ()
    found = [locate(one["id"]) for one in ([parents] if isinstance(parents, dict) else parents)]
    return any(parent is not None and parent.kind == "review" for parent in found)


def microseconds(timestamp: str) -> int:
    """An ISO 8601 date and time as microseconds UTC; one without zone is taken as UTC. A leap second
    is the first of the next minute, as clocks of computers have it."""
    is_leap = timestamp[16:19] == ":60"
    moment = datetime.fromisoformat(
        f"{timestamp[:16]}:59{timestamp[19:]}" if is_leap else timestamp
    )
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    whole = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return whole + is_leap * 1_000_000


def _module_fact(said: Said) -> ModuleFact:
    whole = said.place.kind in _WHOLE
    at, verb = said.at, said.verb
    record = ModuleRecord(
        first=at,
        last=at,
        completed=at if whole and verb == say.COMPLETED else None,
        passed=at if whole and verb == say.PASSED else None,
        filled=at if whole and verb == say.FILLED else None,
        marked=at if whole and verb == say.MARKED_DONE else None,
        waived=at if whole and verb == say.WAIVED else None,
        failures=int(whole and verb == say.FAILED),
        wrong=int(verb == say.ANSWERED and said.result.get("success") is False),
        best=_scaled(said.result) if whole else None,
        milliseconds=_milliseconds(said.result.get("duration")) if verb in _TIMED else 0,
    )
    return ModuleFact(said.actor, said.place.module or COURSE, record)


def _scaled(result: Mapping[str, Any]) -> float | None:
    """The scaled score, worked out from raw, min and max where only those are given; what is below
    nothing counts as nothing."""
    score = result.get("score") or {}
    if "scaled" in score:
        return max(0.0, float(score["scaled"]))
    if not {"raw", "max"} <= score.keys():
        return None
    try:
        low, raw, high = (float(score.get(name, 0)) for name in ("min", "raw", "max"))
    except OverflowError:  # JSON has whole numbers that are larger than any float
        return None
    if not 0 < high - low < math.inf:
        return None
    return min(1.0, max(0.0, (raw - low) / (high - low)))


def _details(said: Said) -> tuple[Fact, ...]:
    part = said.place.part or ""
    match said.place.kind, said.verb:
        case "screen", say.EXPERIENCED:
            return (ScreenFact(said.actor, said.place.module or COURSE, part, said.at),)
        case "question", say.ANSWERED:
            return _answer(said, part)
        case "video", _:
            return _played(said)
    return ()


def _answer(said: Said, question: str) -> tuple[Fact, ...]:
    extensions = said.context.get("extensions") or {}
    attempt = extensions.get(say.ATTEMPT)
    certainty = (said.result.get("extensions") or {}).get(say.CERTAINTY)
    return (
        AnswerFact(
            statement=said.statement,
            actor=said.actor,
            module=said.place.module or COURSE,
            question=question,
            at=said.at,
            response=_text(said.result.get("response", "")),
            correct=said.result.get("success"),
            score=_scaled(said.result),
            attempt=_text(attempt) if isinstance(attempt, str) and len(attempt) <= 36 else None,
            certainty=certainty if type(certainty) is int and 0 <= certainty <= 100 else None,
        ),
    )


def _reviewed(said: Said) -> tuple[Fact, ...]:
    """What an answer in a review says: that its actor was here, and how they did. It is no step in the
    question's module, so it counts in none of its figures."""
    fact = ReviewFact(
        statement=said.statement,
        actor=said.actor,
        module=said.place.module or COURSE,
        question=said.place.part or "",
        at=said.at,
        response=_text(said.result.get("response", "")),
        correct=said.result.get("success"),
        score=_scaled(said.result),
    )
    return (ModuleFact(said.actor, COURSE, ModuleRecord(said.at, said.at)), fact)


def _played(said: Said) -> tuple[Fact, ...]:
    segments = (said.result.get("extensions") or {}).get(say.VIDEO_SEGMENTS)
    if not isinstance(segments, str) or not segments:
        return ()
    return (PlayedFact(said.statement, said.actor, said.place.module or COURSE, _text(segments)),)


def _waiver(said: Said) -> tuple[Fact, ...]:
    if said.verb != say.WAIVED or said.place.kind not in _WHOLE:
        return ()
    reason = (said.result.get("extensions") or {}).get(say.REASON, "")
    instructor = said.context.get("instructor") or {}
    account = instructor.get("account") or {}
    trainer = instructor.get("name") or account.get("name") or instructor.get("mbox") or ""
    return (
        WaiverFact(
            said.statement,
            said.actor,
            said.place.module or COURSE,
            said.at,
            _text(reason),
            _text(trainer)[:LONGEST_ACTOR],
        ),
    )


def _text(value: object) -> str:
    """The value as a text that every database keeps (PostgreSQL takes no U+0000)."""
    return str(value).replace("\0", "")


def _milliseconds(duration: object) -> int:
    """The length of an ISO 8601 duration, `LONGEST_STAY` at the most. Years and months have no fixed
    length and count as nothing."""
    found = _DURATION.fullmatch(duration) if isinstance(duration, str) else None
    if found is None:
        return 0
    numbers = (float((part or "0").replace(",", ".")) for part in found.groups())
    seconds = sum(number * unit for number, unit in zip(numbers, _UNITS, strict=True))
    return round(min(seconds, LONGEST_STAY) * 1000)


_TIMED = (say.EXPERIENCED, say.TERMINATED)
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_DURATION = re.compile(
    rf"P(?:{_NUMBER}W)?(?:[0-9.,]+Y)?(?:[0-9.,]+M)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_UNITS = (7 * 86_400, 86_400, 3_600, 60, 1)
