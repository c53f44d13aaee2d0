"""Statements of a made-up population: cmi5 learners working through courses, about 1.4 kB each.

Everything is a function of the numbers given, so that a store filled by one call can be asked about by another.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

HOME = "https://campus.example.org"
VERBS = "http://adlnet.gov/expapi/verbs/"
CMI5 = "https://w3id.org/xapi/cmi5/context/"
LEARNERS, COURSES, UNITS = 2000, 6, 10
STEPS = (
    *("initialized", "answered", "progressed", "answered", "progressed", "answered"),
    *("progressed", "answered", "completed", "passed", "terminated"),
)
_BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)
_EACH_COURSE = UNITS * len(STEPS)


def compact(value: Any) -> bytes:
    """JSON as a client sends it."""
    return json.dumps(value, separators=(",", ":")).encode()


@lru_cache(maxsize=200_000)
def uuid_of(*what: Any) -> str:
    """The UUID that stands for something in this population."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/{what!r}"))


@lru_cache(maxsize=LEARNERS)
def actor(learner: int) -> dict[str, Any]:
    """The Agent of a learner."""
    account = {"homePage": HOME, "name": f"{learner:05d}-{uuid_of('learner', learner)[:8]}"}
    return {"objectType": "Agent", "account": account}


def registration(learner: int, attempt: int) -> str:
    """The registration under which a learner takes a course."""
    return uuid_of("registration", learner, attempt)


def course(number: int) -> str:
    """The activity of a course."""
    return f"{HOME}/courses/{number}"


def statement_id(space: str, ordinal: int) -> str:
    """The id of a statement; spaces differ in their ids only."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/statements/{space}/{ordinal}"))


def statements(space: str, first: int, count: int) -> Iterator[dict[str, Any]]:
    """`count` statements from number `first`: learners take turns by chance, each in their order."""
    for ordinal in range(first, first + count):
        turn, place = divmod(ordinal, LEARNERS)
        learner = (place * 7919 + turn * 104_729) % LEARNERS
        attempt, position = divmod(turn, _EACH_COURSE)
        unit, step = divmod(position, len(STEPS))
        yield _statement(space, ordinal, learner, attempt, unit, STEPS[step])


def _statement(
    space: str, ordinal: int, learner: int, attempt: int, unit: int, verb: str
) -> dict[str, Any]:
    chance = random.Random(ordinal)
    its_course = course((learner + attempt) % COURSES)
    its_unit = f"{its_course}/units/{unit}"
    activity, result = _activity(its_unit, verb, chance)
    moment = _BEGIN + timedelta(seconds=7 * ordinal, milliseconds=chance.randrange(1000))
    category = [{"id": f"{CMI5}categories/cmi5"}, {"id": f"{HOME}/profiles/player/v1"}]
    if verb in ("completed", "passed"):
        category.append({"id": f"{CMI5}categories/moveon"})
    return {
        "id": statement_id(space, ordinal),
        "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "actor": actor(learner),
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": activity,
        "context": {
            "registration": registration(learner, attempt),
            "contextActivities": {
                "parent": [{"id": its_unit if verb == "answered" else its_course}],
                "grouping": [{"id": its_course}, {"id": f"{its_unit}/publisher"}],
                "category": category,
            },
            "language": "en",
            "platform": "Campus 4.2",
            "extensions": {f"{CMI5}extensions/sessionid": uuid_of("session", learner, unit)},
        },
        **({"result": result} if result else {}),
    }


def _activity(
    unit: str, verb: str, chance: random.Random
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    duration = f"PT{chance.randrange(1, 20)}M{chance.randrange(60)}.{chance.randrange(100):02d}S"
    if verb == "answered":
        return _question(unit, chance, duration)
    activity = {
        "objectType": "Activity",
        "id": unit,
        "definition": {
            "name": {"en": "Unit: agreeing on what each partner brings"},
            "description": {
                "en": "What to settle first, with whom, and how to write it down, "
                "with two worked cases and four questions at the end of the unit."
            },
            "type": "http://adlnet.gov/expapi/activities/lesson",
            "moreInfo": f"{unit}/about",
        },
    }
    score = round(0.7 + chance.randrange(30) / 100, 2)
    results: dict[str, dict[str, Any]] = {
        "progressed": {"extensions": {f"{CMI5}extensions/progress": chance.randrange(100)}},
        "completed": {"completion": True, "duration": duration},
        "passed": {"success": True, "score": {"scaled": score}, "duration": duration},
        "terminated": {"duration": duration},
    }
    return activity, results.get(verb)


def _question(
    unit: str, chance: random.Random, duration: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    choice = chance.choice("abcd")
    texts = ("What each one expects", "Who signs", "The logo", "The date of the press day")
    definition = {
        "name": {"en": "Before anything is written"},
        "description": {"en": "What do two partners have to tell each other first?"},
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "correctResponsesPattern": ["a"],
        "choices": [
            {"id": key, "description": {"en": text}}
            for key, text in zip("abcd", texts, strict=True)
        ],
    }
    right = choice == "a"
    score = {"scaled": float(right), "raw": int(right), "min": 0, "max": 1}
    activity = {
        "objectType": "Activity",
        "id": f"{unit}/questions/{chance.randrange(4)}",
        "definition": definition,
    }
    return activity, {"response": choice, "success": right, "score": score, "duration": duration}
