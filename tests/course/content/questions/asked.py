"""The sample's questions, one of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import sample_course

if TYPE_CHECKING:
    from collectif.course.content.model import Question


def asked(kind: str) -> Question:
    """The sample's first question of a kind."""
    return next(question for question in every_question() if question.kind == kind)


def every_question() -> list[Question]:
    """Every question of the sample, those of the lesson (one of each kind) first."""
    course = sample_course()
    modules = [module for session in course.sessions for module in session.modules]
    modules.sort(key=lambda module: module.id != "s1-lesson")
    return [question for module in modules for question in module.questions]
