"""What one statement says about whom, whoever sent it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.learning.facts import (
    LONGEST_ACTOR,
    AnswerFact,
    Fact,
    ModuleFact,
    PlayedFact,
    ReviewFact,
    ScreenFact,
    WaiverFact,
    microseconds,
    read,
)
from collectif.course.learning.record import COURSE, ModuleRecord
from collectif.course.xapi import vocabulary as say
from collectif.lrs import agent_identifier
from tests.houses import catalogue

COURSE_IRI = catalogue().course.iri
ADA = {"mbox": "mailto:ada@exemple.fr"}
ADAS = "mbox|mailto:ada@exemple.fr"
ID = "0f9a2b6c-1d4e-4f1a-9a63-1b0f6f2b1f10"
NOON = "2026-11-23T12:00:00Z"
AT = microseconds(NOON)


def told(verb: str, place: str, **parts: Any) -> dict[str, Any]:
    """A complete statement of somebody else's about a place of the course."""
    return {
        "id": ID,
        "actor": ADA,
        "verb": {"id": verb},
        "object": {"id": f"{COURSE_IRI}{place}"},
        "timestamp": NOON,
        **parts,
    }


def facts(statement: dict[str, Any]) -> tuple[Fact, ...]:
    return read(statement, catalogue().locate, agent_identifier)


def record(statement: dict[str, Any]) -> ModuleRecord:
    found = facts(statement)[0]
    assert isinstance(found, ModuleFact)
    return found.record


def detail(statement: dict[str, Any]) -> Any:
    _module, found = facts(statement)
    return found


QUIZ, LESSON, VIDEO = "/modules/s1-quiz", "/modules/s1-lesson", "/modules/s1-synthesis/video"
QUESTION, SCREEN = f"{LESSON}/questions/mot", f"{LESSON}/screens/acteurs"


# -- whom and what it is about ------------------------------------------------------


def test_a_bare_statement_of_an_lms_counts() -> None:
    assert facts(told(say.COMPLETED, LESSON)) == (
        ModuleFact(ADAS, "s1-lesson", ModuleRecord(AT, AT, completed=AT)),
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"object": {"id": "https://elsewhere.example/modules/s1-quiz"}},
        {"object": {"id": f"{COURSE_IRI}/modules/unknown"}},
        {"object": {"id": f"{COURSE_IRI}/sessions/s1"}},
        {"object": {"id": f"{COURSE_IRI}/entry-check"}},
        {"object": {"objectType": "StatementRef", "id": ID}},
        {"object": {"objectType": "Agent", **ADA}},
        {"actor": {"objectType": "Group", "mbox": "mailto:team@exemple.fr"}},
        {"actor": {"objectType": "Group", "member": [ADA]}},
        {"actor": {"account": {"homePage": f"https://{'x' * 600}.example", "name": "a"}}},
    ],
    ids=lambda changed: str(changed)[:40],
)
def test_what_is_not_about_one_learner_in_our_course_tells_nothing(changed: dict[str, Any]) -> None:
    assert facts({**told(say.COMPLETED, QUIZ), **changed}) == ()


def test_completed_and_passed_and_failed_are_different_facts() -> None:
    score = {"score": {"scaled": 0.5}}
    assert record(told(say.PASSED, QUIZ, result=score)) == ModuleRecord(AT, AT, passed=AT, best=0.5)
    assert record(told(say.FAILED, QUIZ, result=score)) == ModuleRecord(
        AT, AT, failures=1, best=0.5
    )
    assert record(told(say.FILLED, "/modules/s1-tool")).filled == AT
    assert record(told(say.MARKED_DONE, "/modules/s1-expert")).marked == AT


def test_what_is_said_of_a_part_does_not_count_for_the_whole() -> None:
    result = {"score": {"scaled": 1.0}, "success": True}
    for place in (QUESTION, SCREEN, VIDEO):
        known = record(told(say.COMPLETED, place, result=result))
        assert (known.completed, known.passed, known.best) == (None, None, None)


def test_a_statement_about_the_course_itself_is_kept_apart() -> None:
    found = facts(told(say.REGISTERED, ""))
    assert found == (ModuleFact(ADAS, COURSE, ModuleRecord(AT, AT)),)


# -- scores and times -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "best"),
    [
        ({"scaled": 0.7}, 0.7),
        ({"scaled": 1}, 1.0),
        ({"scaled": -1}, 0.0),
        ({"raw": 7, "max": 10}, 0.7),
        ({"raw": 15, "min": 10, "max": 20}, 0.5),
        ({"raw": -5, "max": 10}, 0.0),
        ({"raw": 7}, None),
        ({"raw": 0, "max": 0}, None),
        ({"raw": 0, "min": -1e308, "max": 1e308}, None),
        ({"raw": 1, "max": 10**400}, None),
        ({}, None),
    ],
)
def test_scores_are_worked_out_from_what_is_given(
    score: dict[str, float], best: float | None
) -> None:
    assert record(told(say.PASSED, QUIZ, result={"score": score})).best == best


@pytest.mark.parametrize(
    ("duration", "milliseconds"),
    [
        ("PT12.34S", 12_340),
        ("PT1H2M3S", 3_723_000),
        ("PT1,5S", 1_500),
        ("PT0.5M", 30_000),
        ("P0DT1M", 60_000),
        ("P0Y0M0DT0H1M2S", 62_000),
        ("P1M", 0),
        ("P1W", 86_400_000),
        ("PT99999999999999999999S", 86_400_000),
        (f"PT{'9' * 400}H", 86_400_000),
    ],
)
def test_time_spent_is_added_up_from_durations(duration: str, milliseconds: int) -> None:
    statement = told(say.EXPERIENCED, SCREEN, result={"duration": duration})
    assert record(statement).milliseconds == milliseconds


def test_only_reading_and_leaving_tell_of_time_spent() -> None:
    result = {"duration": "PT60S"}
    assert record(told(say.TERMINATED, VIDEO, result=result)).milliseconds == 60_000
    assert record(told(say.COMPLETED, LESSON, result=result)).milliseconds == 0


@pytest.mark.parametrize(
    ("timestamp", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T00:00:00", 0),
        ("1970-01-01T00:00:00.0000019Z", 0.000001),
        ("1972-06-30T23:59:60Z", 78_796_800),
        ("1972-06-30T23:59:60.25Z", 78_796_800.25),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ],
)
def test_moments_are_microseconds_of_universal_time(timestamp: str, seconds: float) -> None:
    assert microseconds(timestamp) == round(seconds * 1_000_000)


@given(st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- the bound
def test_no_moment_loses_a_microsecond(moment: datetime) -> None:
    whole, rest = divmod(microseconds(moment.isoformat()), 1_000_000)
    assert rest == moment.microsecond
    assert whole == int(moment.replace(microsecond=0).timestamp())


# -- details --------------------------------------------------------------------------


def test_a_screen_is_seen_when_it_is_experienced() -> None:
    seen = detail(told(say.EXPERIENCED, SCREEN))
    assert seen == ScreenFact(ADAS, "s1-lesson", "acteurs", AT)
    assert len(facts(told(say.INITIALIZED, SCREEN))) == 1


def test_an_answer_is_kept_with_all_that_is_said_of_it() -> None:
    statement = told(
        say.ANSWERED,
        QUESTION,
        result={
            "response": "confiance",
            "success": False,
            "score": {"scaled": 0.25},
            "extensions": {say.CERTAINTY: 66},
        },
        context={"extensions": {say.ATTEMPT: ID}},
    )
    assert detail(statement) == AnswerFact(
        ID, ADAS, "s1-lesson", "mot", AT, "confiance", False, 0.25, ID, 66
    )
    assert record(statement).wrong == 1


def test_an_answer_of_the_entry_check_belongs_to_the_course() -> None:
    name = catalogue().course.entry_check[0].id
    given = detail(told(say.ANSWERED, f"/entry-check/questions/{name}", result={"response": "a"}))
    assert (given.module, given.question, given.response) == (COURSE, name, "a")


@pytest.mark.parametrize("certainty", [True, -1, 101, 50.5, "50", None, [50]])
def test_a_certainty_that_is_none_is_left_out(certainty: object) -> None:
    result = {"extensions": {say.CERTAINTY: certainty}}
    assert detail(told(say.ANSWERED, QUESTION, result=result)).certainty is None


@pytest.mark.parametrize("attempt", [7, None, "x" * 37, {"id": ID}])
def test_an_attempt_that_is_none_is_left_out(attempt: object) -> None:
    context = {"extensions": {say.ATTEMPT: attempt}}
    assert detail(told(say.ANSWERED, QUESTION, context=context)).attempt is None


def test_played_segments_are_kept_whatever_the_verb() -> None:
    result = {"extensions": {say.VIDEO_SEGMENTS: "0[.]5"}}
    assert detail(told(say.SEEKED, VIDEO, result=result)) == PlayedFact(
        ID, ADAS, "s1-synthesis", "0[.]5"
    )
    for nothing in ("", 5, None):
        result = {"extensions": {say.VIDEO_SEGMENTS: nothing}}
        assert len(facts(told(say.PAUSED, VIDEO, result=result))) == 1


@pytest.mark.parametrize(
    ("instructor", "named"),
    [
        ({"name": "Zoé", "mbox": "mailto:z@exemple.fr"}, "Zoé"),
        ({"account": {"homePage": "https://a.example", "name": "z"}}, "z"),
        ({"mbox": "mailto:z@exemple.fr"}, "mailto:z@exemple.fr"),
        (None, ""),
        ({"name": "Z" * 1000}, "Z" * LONGEST_ACTOR),
    ],
)
def test_a_waiver_says_why_and_by_whom(instructor: dict[str, Any] | None, named: str) -> None:
    context = {"instructor": instructor} if instructor else {}
    result = {"extensions": {say.REASON: "Déjà certifiée"}}
    given = detail(told(say.WAIVED, QUIZ, result=result, context=context))
    assert given == WaiverFact(ID, ADAS, "s1-quiz", AT, "Déjà certifiée", named)
    assert record(told(say.WAIVED, QUIZ)).waived == AT
    assert detail(told(say.WAIVED, "")).module == COURSE
    assert len(facts(told(say.WAIVED, QUESTION))) == 1


def test_texts_are_kept_without_the_character_that_no_row_takes() -> None:
    """U+0000 is allowed in a statement and refused by PostgreSQL."""
    result = {"response": "a\0b", "extensions": {say.REASON: "c\0d"}}
    assert detail(told(say.ANSWERED, QUESTION, result=result)).response == "ab"
    assert detail(told(say.WAIVED, QUIZ, result=result)).reason == "cd"


def test_an_id_is_the_same_in_capitals() -> None:
    assert detail(told(say.ANSWERED, QUESTION, id=ID.upper())).statement == ID


# -- the review -------------------------------------------------------------------------


def asked_by(*parents: str) -> dict[str, Any]:
    return {"contextActivities": {"parent": [{"id": f"{COURSE_IRI}{one}"} for one in parents]}}


def test_an_answer_in_the_review_is_no_step_in_its_module() -> None:
    result = {"response": "x\0", "success": False, "score": {"scaled": 0.5}}
    found = facts(told(say.ANSWERED, QUESTION, result=result, context=asked_by("/review")))
    assert found == (
        ModuleFact(ADAS, COURSE, ModuleRecord(AT, AT)),
        ReviewFact(ID, ADAS, "s1-lesson", "mot", AT, "x", correct=False, score=0.5),
    )


def test_a_parent_may_stand_alone_as_older_programs_write_it() -> None:
    context = {"contextActivities": {"parent": {"id": f"{COURSE_IRI}/review"}}}
    assert isinstance(facts(told(say.ANSWERED, QUESTION, context=context))[1], ReviewFact)


@pytest.mark.parametrize(
    "statement",
    [
        told(say.ANSWERED, QUESTION, context=asked_by(LESSON)),
        told(say.ANSWERED, QUESTION, context=asked_by()),
        told(say.EXPERIENCED, SCREEN, context=asked_by("/review")),
        told(say.COMPLETED, LESSON, context=asked_by("/review")),
    ],
    ids=["a module asked", "nobody asked", "a screen", "a whole module"],
)
def test_all_else_counts_where_it_belongs(statement: dict[str, Any]) -> None:
    found = facts(statement)
    assert not [fact for fact in found if isinstance(fact, ReviewFact)]
    assert isinstance(found[0], ModuleFact)
    assert found[0].module == "s1-lesson"


def test_the_review_itself_is_no_module() -> None:
    assert facts(told(say.COMPLETED, "/review")) == ()
