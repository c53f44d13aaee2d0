"""Every question of the real course, answered right and wrong, as learners answer them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.catalogue import Catalogue
from collectif.course.content.questions import mark, right_response
from collectif.course.content.questions.numeric import exact, written
from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.responses import said as in_words
from tests.actors import Program, wrong_response
from tests.course.interactions import counts_as_right, faults
from tests.course.real import lets_in, none_of, real_course, signed_in
from tests.houses import Built, Post
from tests.pupils import Pupil, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from collectif.course.content.model import Course, Module, Question
    from collectif.course.content.questions import Mark
    from collectif.course.services.house import Rooms


@dataclass(frozen=True)
class Reply:
    """An answer as it was given and marked, with the statement that tells of it."""

    where: str
    language: str
    question: Question
    wanted: bool
    mark: Mark
    statement: dict[str, Any]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole file."""
    with real_course(tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.fixture(scope="module")
def course(app: Flask) -> Course:
    course: Course = app.extensions["collectif"].house.catalogue.course
    return course


def whole_pools(course: Course) -> Catalogue:
    """The same course, only its quizzes ask all that is in their pools."""

    def every(module: Module) -> Module:
        if module.quiz is None:
            return module
        return replace(module, quiz=replace(module.quiz, draw=len(module.questions)))

    sessions = tuple(
        replace(session, modules=tuple(map(every, session.modules))) for session in course.sessions
    )
    return Catalogue(replace(course, sessions=sessions))


def pupil_in(app: Flask, language: str) -> Pupil:
    rooms: Rooms = app.extensions["collectif"]
    asking = whole_pools(rooms.house.catalogue.course)
    house = replace(rooms.house, catalogue_now=lambda: asking, random=random.Random(language))
    pupil = Pupil(Built(replace(rooms, house=house), Post(), []), language=language)
    lets_in(rooms, pupil.person)
    pupil.comes_back()
    return pupil


def every_question(course: Course) -> Iterator[tuple[Module, Question]]:
    for session in course.sessions:
        for module in session.modules:
            for question in module.questions:
                yield module, question


# -- what is answered ----------------------------------------------------------------------


def wrong_ones(question: Question) -> list[Any]:
    """Wrong responses: every wrong option where one is chosen, else one response."""
    if question.kind in ("single", "true_false"):
        return [choice.id for choice in question.choices if not choice.correct]
    if question.cases:
        return [written(exact(case.value)) for case in question.cases]
    return [wrong_response(question)] if question.scored else []


def answers(
    pupil: Pupil, module: Module, asked: Sequence[Question]
) -> Iterator[tuple[Question, bool, Mark]]:
    for question in asked:
        for wrong in wrong_ones(question):
            yield question, False, pupil.answers(module.id, question.id, wrong).mark
        yield question, True, pupil.answers(module.id, question.id).mark


def sits_a_quiz(pupil: Pupil, module: Module) -> Iterator[tuple[Question, bool, Mark]]:
    """Two tries: everything right, then everything wrong."""
    for right in (True, False):
        sitting = pupil.tries(module.id, len(module.questions) if right else 0)
        assert sitting.passed is right, module.id
        for question in module.questions:
            yield question, right, sitting.answers[question.id].mark


TYPED = frozenset(("fill_in", "long_fill_in", "numeric", "open"))
"""Kinds whose answers are words or numbers of one language."""


@pytest.fixture(scope="module")
def replies(app: Flask) -> list[Reply]:
    """All that a pupil answers in French, and what is typed on the screens in English."""
    found = []
    for language in ("fr", "en"):
        pupil = pupil_in(app, language)
        marks = []
        for module in pupil.house.catalogue.modules:
            if module.quiz is None:
                asked = [one for one in module.questions if language == "fr" or one.kind in TYPED]
                marks += [(module, *one) for one in answers(pupil, module, asked)]
            elif language == "fr":
                marks += [(module, *one) for one in sits_a_quiz(pupil, module)]
        found += _with_statements(pupil, language, marks)
    return found


def _with_statements(
    pupil: Pupil, language: str, marks: list[tuple[Module, Question, bool, Mark]]
) -> list[Reply]:
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for one in pupil.statements(say.ANSWERED):
        told[one["object"]["id"], one["result"]["response"]] = one
    return [
        Reply(
            f"{module.id}/{question.id} ({question.kind}, {language})",
            language,
            question,
            wanted,
            mark,
            told[pupil.house.catalogue.activity(module.id, question.id), mark.response],
        )
        for module, question, wanted, mark in marks
    ]


# -- what is said to it ---------------------------------------------------------------------


def test_every_question_is_answered_rightly_and_wrongly(
    course: Course, replies: list[Reply]
) -> None:
    asked = [
        (f"{module.id}/{question.id}", question.scored)
        for module, question in every_question(course)
    ]
    assert len(asked) >= 200
    given = {(one.where.split()[0], one.wanted) for one in replies}
    wanted = {
        (name, right) for name, scored in asked for right in ((True, False) if scored else (True,))
    }
    none_of([f"{name}: never answered {right}" for name, right in sorted(wanted - given)])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_right_and_wrong_is_so_in_each_language(course: Course, language: str) -> None:
    problems = []
    for module, question in every_question(course):
        right = mark(question, right_response(question, language), language)
        wrong = [mark(question, one, language) for one in wrong_ones(question)]
        if question.scored and not (right.correct and all(one.correct is False for one in wrong)):
            problems.append(f"{module.id}/{question.id}: {right} {wrong}")
    none_of(problems)


def test_right_counts_as_right_and_wrong_as_wrong(replies: list[Reply]) -> None:
    problems = []
    for one in replies:
        correct, score = one.mark.correct, one.mark.score
        good = (
            (correct, score == 1) == (True, True) if one.wanted else correct is False and score < 1
        )
        if one.question.scored and not good:
            problems.append(f"{one.where}: {one.mark.response!r} is {correct}, {score}")
        if not one.question.scored and correct is not None:
            problems.append(f"{one.where}: marked, though nothing is right in it")
    none_of(problems)


def test_something_is_said_to_every_answer(replies: list[Reply]) -> None:
    none_of(
        [
            f"{one.where}: nothing is said to {one.mark.response!r}"
            for one in replies
            if not one.mark.feedback
            or any(not text.strip() for line in one.mark.feedback for text in line.text.values())
        ]
    )


def every_option(question: Question) -> list[tuple[str, Any]]:
    """What can be chosen or typed that has feedback of its own: its name, and a response with it."""
    if question.kind in ("single", "true_false", "likert"):
        return [(choice.id, choice.id) for choice in question.choices]
    if question.kind == "multiple":
        return [(choice.id, [choice.id]) for choice in question.choices]
    if question.kind == "matching":
        right, wrong = right_response(question, "fr"), wrong_response(question)
        return [(pair, one) for one in (right, wrong) for pair in one]
    return [(written(exact(case.value)), written(exact(case.value))) for case in question.cases]


def test_every_option_is_answered_in_both_languages_and_no_two_the_same(course: Course) -> None:
    problems = []
    for module, question in every_question(course):
        said_to: dict[tuple[str, str], set[str]] = {}
        for name, response in every_option(question):
            lines = mark(question, response, "en").feedback
            own = [line for line in lines if line.about in (name, None)]
            for language in ("fr", "en"):
                text = " ".join(line.text[language] for line in own)
                said_to.setdefault((language, text), set()).add(name)
        problems += [
            f"{module.id}/{question.id}: {sorted(names)} get {text!r} ({language})"
            for (language, text), names in said_to.items()
            if len(names) > 1 or not text.strip()
        ]
    none_of(problems)


# -- what the LRS is told ---------------------------------------------------------------------


def test_every_statement_keeps_to_the_formats_of_the_standard(replies: list[Reply]) -> None:
    problems = []
    for one in replies:
        definition, result = one.statement["object"]["definition"], one.statement["result"]
        problems += [f"{one.where}: {fault}" for fault in faults(definition, result["response"])]
        if definition["description"].keys() != {"fr", "en"}:
            problems.append(f"{one.where}: asked in {sorted(definition['description'])}")
    none_of(problems)


def test_whoever_marks_the_response_by_its_pattern_comes_to_our_result(
    replies: list[Reply],
) -> None:
    problems = []
    for one in replies:
        definition, result = one.statement["object"]["definition"], one.statement["result"]
        by_pattern = counts_as_right(definition, result["response"])
        if by_pattern != result.get("success") or result.get("success") != one.mark.correct:
            problems.append(
                f"{one.where}: {result['response']!r} is {by_pattern} by its pattern, "
                f"{result.get('success')} in its result"
            )
        scaled = result.get("score", {}).get("scaled")
        if scaled != (round(one.mark.score, 4) if one.question.scored else None):
            problems.append(f"{one.where}: scored {scaled}, marked {one.mark.score}")
    none_of(problems)


def test_a_trainer_reads_the_answer_in_words(replies: list[Reply]) -> None:
    """No id of a choice, pair or item shows through."""
    problems = []
    for one in replies:
        definition = one.statement["object"]["definition"]
        words = in_words(one.statement["result"]["response"], definition, one.language)
        parts = (*one.question.choices, *one.question.items, *one.question.pairs)
        if "[,]" in words or "[.]" in words or not words.strip():
            problems.append(f"{one.where}: reads {words!r}")
        if words in {part.id for part in parts} and one.question.kind != "true_false":
            problems.append(f"{one.where}: reads {words!r}, an id")
    none_of(problems)


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_an_lrs_accepts_every_statement_from_anybody(
    app: Flask, replies: list[Reply], version: str
) -> None:
    """Told again by another program, about somebody else."""
    program = Program(app, version=version)
    told = [
        {**one.statement, "id": new_id(), "actor": {"mbox": "mailto:autre@exemple.org"}}
        for one in replies
    ]
    for kept in ("stored", "authority", "version"):
        for one in told:
            del one[kept]
    answer = program.posts(*told)
    assert answer.status_code == 200, answer.get_data(as_text=True)


# -- on the page, without script ---------------------------------------------------------------


def samples(course: Course) -> list[tuple[Module, Question]]:
    """One question of each kind that a screen or scene asks."""
    found: dict[str, tuple[Module, Question]] = {}
    for module, question in every_question(course):
        if module.quiz is None:
            found.setdefault(question.kind, (module, question))
    return list(found.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_what_is_said_to_a_right_and_a_wrong_answer(
    app: Flask, course: Course, language: str
) -> None:
    learner = signed_in(app, language)
    asked = samples(course)
    assert len(asked) == 10
    for module, question in asked:
        for right in (False, True) if question.scored else (True,):
            response = right_response(question, language) if right else wrong_response(question)
            page = learner.answers(module.id, question.id, response)
            shown = without_markup(page.html)
            where = f"{module.id}/{question.id} ({question.kind}, {language}, {right})"
            assert page.status == 200, where
            for line in mark(question, response, language).feedback:
                assert without_markup(line.text[language]) in shown, f"{where}: {line.about}"


@pytest.mark.parametrize(("language", "first"), [("fr", 0), ("en", 1)])
def test_every_quiz_is_passed_on_the_page_in_one_language(
    app: Flask, course: Course, language: str, first: int
) -> None:
    learner = signed_in(app, language)
    quizzes = [one for session in course.sessions for one in session.modules if one.quiz]
    for module in quizzes[first::2]:
        right = learner.passes(module.id)
        assert "100 %" in right.words.replace("\u00a0", " ").replace("100%", "100 %"), module.id


def without_markup(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", str(html))).split())


def test_only_the_pair_of_every_session_is_said_to_return(app: Flask, course: Course) -> None:
    learner = signed_in(app, "fr")
    for module in (one for session in course.sessions for one in session.modules if one.testimony):
        page = learner.opens(f"/module/{module.id}/screen/{module.screens[0].id}")
        returns = module.testimony.pair == "restoria-adapei"
        assert ("revient à chaque séance" in page.words) is returns, module.id
