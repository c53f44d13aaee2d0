"""Courses that promise something, and what they break of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collectif.course.content.places import Places
from collectif.course.content.promises import Promised, Promises
from tests.builders import sample_course

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectif.course.content.model import Course, Module, Question
    from collectif.course.content.promises import Rule

    from .reading import Sample


def breaches(rule: Rule, course: Course | None = None, **promises: object) -> list[str]:
    """What a course (the sample, unless another is given) breaks of these promises."""
    held = Promised(course or sample_course(), Promises(**promises), Places())  # type: ignore[arg-type]
    return [str(problem) for problem in rule(held)]


def with_module(name: str, change: Callable[[Module], Module]) -> Course:
    """The sample course with one module changed."""
    sample = sample_course()
    sessions = tuple(
        replace(
            session,
            modules=tuple(change(one) if one.id == name else one for one in session.modules),
        )
        for session in sample.sessions
    )
    return replace(sample, sessions=sessions)


def with_question(name: str, change: Callable[[Question], Question]) -> Course:
    """The sample course with one question of the lesson changed."""

    def changed(module: Module) -> Module:
        questions = (change(one) if one.id == name else one for one in module.questions)
        return replace(module, questions=tuple(questions))

    return with_module("s1-lesson", changed)


def promise(sample: Sample, block: str) -> int:
    """Writes a block `promises:` into the sample's course.yaml; the line it begins on."""
    return sample.change("course.yaml", "about:\n", f"promises:\n{block}about:\n")
