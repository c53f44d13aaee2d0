"""Whether every answer one can give is met with a word, and every question says what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .links import plain
from .problems import Problem
from .reach import modules_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Question, Text
    from .promises import Promised

_BY_CHOICE = frozenset({"single", "multiple", "true_false", "likert"})
_UNMARKED = frozenset({"open", "long_fill_in"})


def feedback_everywhere(promised: Promised) -> Iterator[Problem]:
    """Feedback to every answer in every language, what is checked, and the dimension."""
    languages = promised.course.languages
    for module in modules_in(promised.course):
        for question in module.questions:
            line = promised.places.part(module.id, question.id)
            for what in missing(question, languages):
                said = f"question `{question.id}`: {what}"
                yield Problem(f"{module.folder}/module.yaml", line, said, "write it")
    for question in promised.course.entry_check:
        for what in missing(question, languages):
            said = f"question `{question.id}`: {what}"
            line = promised.places.entry("entry_check.yaml", question.id)
            yield Problem("entry_check.yaml", line, said, "write it")


def missing(question: Question, languages: Sequence[str]) -> Iterator[str]:
    """What a question does not say: `no feedback to `b` in en`, `no dimension`."""
    for answer, text in answers(question):
        for language in languages:
            if text is None or not plain(text.get(language, "")).strip():
                yield f"no feedback to {answer} in {language}"
    for language in languages:
        if not question.checks.get(language, "").strip():
            yield f"`checks` does not say in {language} what the question is for"
    if question.dimension is None:
        yield "no `dimension`"


def answers(question: Question) -> Iterator[tuple[str, Text | None]]:
    """Every answer a learner can give to a question of its kind, with what is said to it.

    Questions with choices: each choice. Matching: each pair and the whole, right or wrong. Fill-in,
    numeric and ordering: right, wrong and each foreseen case. What is not marked: the remark after it
    and the answer to compare with.
    """
    if question.kind in _BY_CHOICE:
        yield from ((f"`{choice.id}`", choice.feedback) for choice in question.choices)
        return
    yield "a right answer", question.feedback_right
    if question.kind in _UNMARKED:
        yield "an answer: a model answer", question.model_answer
        return
    yield "a wrong answer", question.feedback_wrong
    yield from ((f"`{pair.id}`", pair.feedback) for pair in question.pairs)
    yield from ((f"`{case.value:g}`", case.feedback) for case in question.cases)
