"""Every marked answer of somebody, wherever it was asked for; and those of reviews by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.learning.facts import AnswerFact, ReviewFact
from collectif.course.learning.record import COURSE
from collectif.course.learning.review import Reply
from collectif.course.store import facts, reviews

if TYPE_CHECKING:
    from sqlalchemy import Connection


def answer(
    statement: str, *, correct: bool | None, actor: str = "a", module: str = "m"
) -> AnswerFact:
    return AnswerFact(statement, actor, module, "q", 5, "r", correct, None, None, None)


def review(statement: str, at: int, *, correct: bool, actor: str = "a") -> ReviewFact:
    return ReviewFact(statement, actor, "m", "q", at, "r", correct, float(correct))


def test_answers_of_the_course_and_of_reviews_are_one_history(connection: Connection) -> None:
    facts.raise_rows(
        connection,
        [
            answer("1", correct=False),
            answer("2", correct=True, actor="mail of a"),
            answer("3", correct=False, actor="somebody else"),
            answer("4", correct=None),
            answer("5", correct=False, module=COURSE),
            review("6", 9, correct=True),
            review("7", 9, correct=False, actor="somebody else"),
        ],
    )
    found = reviews.history(connection, ["a", "mail of a"])
    assert sorted(found, key=lambda one: (one.at, one.right)) == [
        Reply("m", "q", 5, right=False),
        Reply("m", "q", 5, right=True),
        Reply("m", "q", 9, right=True, in_review=True),
    ]
    assert reviews.history(connection, ["nobody"]) == []


def test_the_answers_of_reviews_to_one_question_are_read_oldest_first(
    connection: Connection,
) -> None:
    late, early = review("1", 9, correct=True), review("2", 4, correct=False)
    facts.raise_rows(connection, [late, early, review("3", 1, correct=True, actor="b")])
    assert reviews.reviewed(connection, ["a"], "m", "q") == [early, late]
    assert reviews.reviewed(connection, ["a"], "m", "other") == []


def test_no_table_of_the_course_knows_of_reviews(connection: Connection) -> None:
    facts.raise_rows(connection, [review("1", 9, correct=False)])
    assert facts.answers_in(connection, ["a"]) == []
    assert facts.record_rows(connection, ["a"]) == []
