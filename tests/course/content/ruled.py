"""Courses that consist of rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collectif.course.content.model import ALWAYS, Course, Module, Rule
from tests.builders import sample_course

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def course_of(
    unlocks: Mapping[str, Rule],
    *,
    quizzes: Collection[str] = (),
    optional: Collection[str] = (),
    completion: Rule = ALWAYS,
) -> Course:
    """A course of one session whose modules have these ids and rules."""
    sample = sample_course()
    first = sample.sessions[0]
    modules = {module.kind: module for module in first.modules}

    def module(name: str, unlock: Rule) -> Module:
        like = modules["quiz" if name in quizzes else "lesson"]
        return replace(
            like, id=name, unlock=unlock, required=name not in optional, folder=f"session_1/{name}"
        )

    session = replace(
        first, modules=tuple(module(name, unlock) for name, unlock in unlocks.items())
    )
    return replace(sample, sessions=(session,), completion=completion)
