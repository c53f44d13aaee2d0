"""The table of question kinds, and what can be done with a question whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..fields import Fields, unique
from ..links import plain
from ..model import Question, QuestionKind
from . import (
    fill_in,
    likert,
    long_fill_in,
    matching,
    multiple,
    numeric,
    ordering,
    single,
    true_false,
)
from . import (
    open as open_answer,
)
from .response import LONGEST, BadResponse, FeedbackLine, Kind, Mark, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[QuestionKind, Kind] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "fill_in": fill_in,
    "long_fill_in": long_fill_in,
    "matching": matching,
    "ordering": ordering,
    "numeric": numeric,
    "likert": likert,
    "open": open_answer,
}


def parse(fields: Fields) -> Question:
    """One question from its keys; problems go to the report."""
    name = fields.identifier()
    fields.what = f"question `{name}`" if name else fields.what
    kind = cast("QuestionKind | None", fields.one_of("kind", tuple(KINDS)))
    known = fields.context.dimensions
    dimension = fields.string("dimension", "")
    if dimension and known is not None and dimension not in known:
        what = f"there is no dimension `{dimension}`"
        fields.error(fields.line("dimension"), what, f"one of {', '.join(sorted(known))}")
    question = Question(
        id=name,
        kind=kind or "single",
        prompt=fields.inline("prompt"),
        checks=fields.text("checks"),
        dimension=dimension or None,
        hints=fields.inlines("hints"),
        certainty=fields.flag("certainty", default=False),
        tags=fields.strings("tags"),
        **(KINDS[kind].parse(fields) if kind else {}),
    )
    if kind:  # otherwise we cannot tell which keys belong here
        fields.what = f"{fields.what} ({kind})"
        fields.close()
    return question


def parse_all(rows: list[Fields]) -> tuple[Question, ...]:
    """Several questions, each with its own id."""
    questions = tuple(parse(row) for row in rows)
    unique([(row, question.id) for row, question in zip(rows, questions, strict=True)], "question")
    return questions


def mark(question: Question, response: Response, language: str) -> Mark:
    """What a response is worth and what to say to it; raises `BadResponse` when it is none.

    `language` is the one the learner typed in: it decides what `1,000` means.
    """
    return KINDS[question.kind].mark(question, response, language)


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """The right answer and why, to be shown once trying is over; empty when nothing is right."""
    return KINDS[question.kind].explain(question)


def interaction(question: Question) -> dict[str, Any]:
    """The xAPI definition of the question as an interaction activity, without its `type`.

    The description is the prompt, the name is what the question checks, both in every language and
    without markup (xAPI 1.0.3 part 2, 2.4.4.1, “Interaction Activities”).
    """
    return {
        "name": {language: plain(text) for language, text in question.checks.items()},
        "description": {language: plain(text) for language, text in question.prompt.items()},
        **KINDS[question.kind].interaction(question),
    }


def parse_response(question: Question, response: str) -> Response:
    """The neutral value of an xAPI response string, whoever sent it; raises `BadResponse`."""
    if not isinstance(response, str):
        raise BadResponse("shape")
    if len(response) > 2 * LONGEST:
        raise BadResponse("too_long")
    return KINDS[question.kind].read(question, response)


def right_response(question: Question, language: str) -> Response:
    """A response that `mark` finds correct; for what is not marked, a plausible one."""
    return KINDS[question.kind].right(question, language)
