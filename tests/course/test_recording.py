"""A statement is the fact: whoever sends it, in whatever order, once or twice, in pieces."""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from collectif.course.errors import Locked, Outdated
from collectif.course.services import diagnosing, rebuilding
from collectif.course.services.answering import Given, marked_answer
from collectif.course.store import facts
from collectif.course.xapi import reviews
from collectif.course.xapi import statements as said
from collectif.course.xapi import vocabulary as say
from collectif.lrs import Caller
from tests.actors import Program
from tests.course.histories import (
    TRAINER,
    History,
    account,
    batches,
    histories,
    speaking,
    voiding,
)
from tests.houses import Built, Post, build, sqlite, undone
from tests.pupils import Pupil, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask

    from collectif.lrs import Database
    from tests.course.histories import Statement

SOMEBODY = Caller("test", TRAINER, frozenset(("all",)))


@contextmanager
def empty_house() -> Iterator[Built]:
    with tempfile.TemporaryDirectory() as folder:
        built = build(sqlite(Path(folder) / "house.db"), lambda: 0)
        yield built
        built.close()


def records(built: Built, *told: Sequence[Statement]) -> None:
    """Record batch after batch, as another program would post them."""
    with built.database.writing() as connection:
        for batch in told:
            built.recorder.record(connection, batch, SOMEBODY)


def everything(built: Built) -> dict[str, list[tuple[Any, ...]]]:
    with built.database.reading() as connection:
        return facts.everything(connection)


def is_what_statements_say(built: Built) -> bool:
    return rebuilding.compare(built.house, built.fold).equal


# -- the heart of it ---------------------------------------------------------------------


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(histories())
def test_order_doubles_and_batches_do_not_matter(history: History) -> None:
    with empty_house() as one, empty_house() as other:
        records(one, *([statement] for statement in history.told))
        records(other, *history.retold)
        assert everything(one) == everything(other)
        assert is_what_statements_say(one)
        assert is_what_statements_say(other)


def story(pupil: Pupil) -> list[Statement]:
    """Statements of others about a learner who took the whole course, and what they take back."""
    quiz = said.module_iri(pupil.house.catalogue.course, "s2-quiz")
    lms = [
        told(pupil.mailbox, say.PASSED, quiz, score={"scaled": 0.9}),
        told(pupil.mailbox, say.COMPLETED, quiz),
        told(pupil.actor, say.FAILED, quiz, score={"raw": 1, "max": 10}),
        told({"objectType": "Group", "member": [pupil.actor]}, say.COMPLETED, quiz),
        told(pupil.actor, say.COMPLETED, "https://exemple.fr/another-course"),
        said.waived(speaking("ada", 5), pupil.module("s1-lesson"), TRAINER, "dispense", "1"),
        said.waived(speaking("ada", 6), pupil.module("s1-quiz"), TRAINER, "dispense", "2"),
        reviewed(pupil, "s1-lesson", "vrai-faux"),
    ]
    mine = pupil.statements()
    gone = [one for place, one in enumerate(mine) if place % 5 == 0]
    return [*lms, *(voiding(one) for one in [*gone, lms[0], lms[5]])]


def reviewed(pupil: Pupil, module: str, question: str) -> Statement:
    """An answer in the review, as our own pages tell it."""
    given = Given(new_id(), "true")
    known = pupil.house.catalogue.question(module, question)
    _mark, answer = marked_answer(known, given, "fr")
    return reviews.reviewed(pupil.house.voice(pupil.person), pupil.module(module), answer)


def told(actor: Statement, verb: str, activity: str, **result: Any) -> Statement:
    """What a program says about somebody."""
    statement = {
        "id": new_id(),
        "actor": actor,
        "verb": {"id": verb},
        "object": {"id": activity},
        "timestamp": "2026-11-23T12:00:00.123456+01:00",
    }
    return {**statement, "result": result} if result else statement


def test_a_whole_course_told_again_in_pieces_is_the_same(
    engine: str, new_database: Callable[[str], Database], built_on_each: Built
) -> None:
    pupil = Pupil(built_on_each).takes_everything()
    mine, others = pupil.statements(), story(pupil)
    records(built_on_each, others)
    chance = random.Random(11)
    retold = chance.sample([*mine, *others, *mine, *others], 2 * len([*mine, *others]))
    other = build(new_database(engine), built_on_each.house.clock)
    records(other, *batches(retold, [1, 40, 3]))
    assert everything(other) == everything(built_on_each)
    assert is_what_statements_say(built_on_each)
    assert is_what_statements_say(other)
    assert all(everything(other).values())


# -- taking back --------------------------------------------------------------------------------


def test_what_is_voided_is_as_if_it_had_never_been_told(built: Built) -> None:
    first, second = speaking("ada", 1), speaking("ada", 2)
    lesson = built.house.catalogue.module("s1-lesson")
    kept = [said.failed(first, lesson, new_id(), 0.2), said.completed(second, lesson)]
    gone = [said.passed(second, lesson, new_id(), 0.9), said.initialized(first, lesson, "1")]
    records(built, kept)
    before = everything(built)
    records(built, gone)
    assert everything(built) != before
    records(built, [voiding(one) for one in gone])
    assert everything(built) == before


def test_a_voiding_statement_that_comes_first_waits_for_its_target(built: Built) -> None:
    statement = said.completed_course(speaking("ada", 1))
    records(built, [voiding(statement)])
    records(built, [statement])
    assert not any(everything(built).values())


def test_in_one_batch_a_statement_and_its_voiding_leave_nothing(built: Built) -> None:
    statement = said.completed_course(speaking("ada", 1))
    records(built, [statement, voiding(statement)])
    assert not any(everything(built).values())
    assert is_what_statements_say(built)


def test_voiding_one_of_very_many_keeps_all_others(built: Built) -> None:
    """The learner's statements are folded again page by page."""
    lesson = built.house.catalogue.module("s1-lesson")
    many = [said.failed(speaking("ada", n), lesson, new_id(), 0.5) for n in range(1100)]
    records(built, many)
    records(built, [voiding(many[700])])
    (row,) = everything(built)["collectif_module_facts"]
    assert 1099 in row
    assert is_what_statements_say(built)


def test_others_who_are_named_in_a_voided_statement_lose_nothing(built: Built) -> None:
    lesson = built.house.catalogue.module("s1-lesson")
    waiver = said.waived(speaking("ada", 1), lesson, account("bob"), "dispense", "1")
    records(built, [said.completed(speaking("bob", 2), lesson), waiver])
    records(built, [voiding(waiver)])
    (row,) = everything(built)["collectif_module_facts"]
    assert row[:2] == ("account|https://collectif.invalid|bob", "s1-lesson")


# -- from outside ------------------------------------------------------------------------------------


def pupil_of(app: Flask) -> Pupil:
    """Somebody who learns in an application, without its pages."""
    return Pupil(Built(app.extensions["collectif"], Post(), []))


def lacks_the_last_quiz(app: Flask) -> Pupil:
    pupil = pupil_of(app)
    *others, last = pupil.house.catalogue.modules
    pupil.takes(*(module.id for module in others))
    assert last.id == "s2-quiz"
    with pytest.raises(Locked):
        diagnosing.enter(pupil.house, pupil.person)
    return pupil


@pytest.mark.parametrize("form", ["actor", "mailbox"])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_quiz_passed_elsewhere_opens_the_diagnostic(app: Flask, form: str, version: str) -> None:
    pupil = lacks_the_last_quiz(app)
    pupil.comes_back()
    quiz = pupil.house.catalogue.activity("s2-quiz")
    program = Program(app, version=version)
    passed = told(getattr(pupil, form), say.PASSED, quiz, score={"scaled": 0.8}, success=True)
    assert program.posts(passed).status_code == 200
    assert not pupil.progress.course_completed
    assert program.posts(told(getattr(pupil, form), say.COMPLETED, quiz)).status_code == 200
    assert diagnosing.enter(pupil.house, pupil.person) == []
    standing = pupil.standing("s2-quiz")
    assert (standing.completed, standing.passed, standing.score) == (True, True, 0.8)
    assert pupil.progress.percent == 100


def test_it_opens_on_postgresql_as_well_and_in_one_batch(app_on_each: Flask) -> None:
    pupil = lacks_the_last_quiz(app_on_each)
    pupil.comes_back()
    quiz = pupil.house.catalogue.activity("s2-quiz")
    batch = [told(pupil.actor, verb, quiz) for verb in (say.PASSED, say.COMPLETED)]
    program = Program(app_on_each)
    assert program.posts(*batch, *[told(pupil.actor, say.PASSED, "not an IRI")]).status_code == 400
    assert not pupil.progress.course_completed
    assert program.posts(*batch).status_code == 200
    assert pupil.progress.course_completed
    assert program.posts(*batch).status_code == 200
    assert pupil.record("s2-quiz").passed == pupil.record("s2-quiz").last


def test_progress_moves_in_the_very_transaction_or_not_at_all(built_on_each: Built) -> None:
    pupil = Pupil(built_on_each)
    pupil.comes_back()
    lesson = built_on_each.house.catalogue.activity("s1-lesson")
    statement = told(pupil.actor, say.COMPLETED, lesson)
    with undone(built_on_each.database) as connection:
        built_on_each.recorder.record(connection, [statement], SOMEBODY)
        inside = dict(facts.record_rows(connection, pupil.person.actors))
        assert inside["s1-lesson"].is_completed
    assert not pupil.standing("s1-lesson").completed
    assert len(pupil.statements()) == 1


def test_a_waiver_posted_from_outside_opens_until_it_is_voided(app: Flask) -> None:
    pupil, program = pupil_of(app), Program(app)
    pupil.comes_back()
    waiver = told(pupil.mailbox, say.WAIVED, pupil.house.catalogue.course.iri)
    assert program.posts(waiver).status_code == 200
    assert pupil.progress.course_completed
    assert program.posts(voiding(waiver)).status_code == 200
    assert not pupil.progress.course_completed


HOSTILE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (say.ANSWERED, "/questions/mot", {"response": "a\0b"}),
    (say.ANSWERED, "/questions/mot", {"extensions": {say.CERTAINTY: True}}),
    (say.EXPERIENCED, "/screens/acteurs", {"duration": f"PT{'9' * 300}S"}),
    (say.PASSED, "", {"score": {"raw": 10**30, "max": 10**400}}),
    (say.WAIVED, "", {"extensions": {say.REASON: "r\0" * 10_000}}),
)


@pytest.mark.parametrize(("verb", "part", "result"), HOSTILE, ids=lambda value: str(value)[-20:])
def test_whatever_the_standard_allows_has_its_row(
    built_on_each: Built, verb: str, part: str, result: dict[str, Any]
) -> None:
    lesson = built_on_each.house.catalogue.activity("s1-lesson")
    stranger = {"mbox": "mailto:somebody@exemple.fr", "name": "S" * 5000}
    statement = told(stranger, verb, f"{lesson}{part}", **result)
    statement["context"] = {"instructor": {**stranger, "name": "T" * 5000}}
    records(built_on_each, [statement])
    assert len(everything(built_on_each)["collectif_module_facts"]) == 1


def test_a_name_longer_than_any_of_ours_is_nobody_we_know(built_on_each: Built) -> None:
    lesson = built_on_each.house.catalogue.activity("s1-lesson")
    records(built_on_each, [told(account("x" * 5000), say.COMPLETED, lesson)])
    assert not any(everything(built_on_each).values())


# -- our own ---------------------------------------------------------------------------------------------


def test_our_statements_carry_a_pseudonym_and_no_name(pupil: Pupil) -> None:
    pupil.takes_everything()
    for one in pupil.statements():
        assert one["actor"] == pupil.actor
        assert one["authority"]["account"]["name"] == "collectif"
    assert pupil.email not in str(pupil.statements())
    assert pupil.person.name not in str(pupil.statements())


def test_the_same_fact_told_otherwise_is_outdated(built: Built) -> None:
    module = built.house.catalogue.module("s1-quiz")
    first, better = (said.passed(speaking("ada", 1), module, "1", score) for score in (0.7, 0.9))
    with built.database.writing() as connection:
        built.house.recording.record(connection, [first])
        built.house.recording.record(connection, [first])
        built.house.recording.record(connection, [])
    assert first["id"] == better["id"]
    with pytest.raises(Outdated), built.database.writing() as connection:
        built.house.recording.record(connection, [better])
