"""What a learner answers, and what marking says to it.

A response is a plain value whose shape depends on the question's kind:

- single, true_false, likert: the id of the choice
- multiple: ids of choices, in any order
- fill_in, long_fill_in, numeric: the text as typed
- matching: left id → right id
- ordering: ids in the order given
- open: `{"text": …, "met": [ids of criteria]}`
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..fields import Fields
    from ..model import Question, Text

Response = Any
"""A neutral value as described above; anything else raises `BadResponse`."""

LONGEST = 20_000
"""Characters of a typed answer."""


class BadResponse(ValueError):
    """A response that no honest form sends; `key` says why: `shape`, `empty`, `too_long`,
    `unknown_choice`, `repeated` or `not_a_number`."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


@dataclass(frozen=True)
class FeedbackLine:
    """One thing to say. `about` is the id of the choice, pair or criterion meant; `model_answer` for
    a model answer; None for the whole. `good` is None where nothing is right or wrong."""

    about: str | None
    text: Text
    good: bool | None


@dataclass(frozen=True)
class Mark:
    """What an answer is worth. `correct` is None and `score` 0 for what is not marked (a Likert or
    long answer); the score of an open answer is the share of its criteria the learner ticked."""

    correct: bool | None
    score: float
    feedback: tuple[FeedbackLine, ...]
    response: str
    """The response in xAPI's format (1.0.3 part 2, 2.4.4.1, “Response Patterns”)."""


class Kind(Protocol):
    """What each file of this folder provides."""

    def parse(self, fields: Fields, /) -> Mapping[str, Any]:
        """The parts of `Question` that this kind fills, read from its keys."""

    def mark(self, question: Question, response: Response, language: str, /) -> Mark:
        """What the response is worth; raises `BadResponse`."""

    def explain(self, question: Question, /) -> tuple[FeedbackLine, ...]:
        """The right answer and why, to be shown once trying is over."""

    def interaction(self, question: Question, /) -> dict[str, Any]:
        """The kind's own part of the xAPI definition."""

    def read(self, question: Question, response: str, /) -> Response:
        """An xAPI response string back to the neutral value; raises `BadResponse`."""

    def right(self, question: Question, language: str, /) -> Response:
        """A response that is marked correct; for what is not marked, a plausible one."""


def typed(response: Response) -> str:
    """The text of a typed answer, trimmed; raises `BadResponse`."""
    if not isinstance(response, str):
        raise BadResponse("shape")
    if len(response) > LONGEST:
        raise BadResponse("too_long")
    text = response.strip()
    if not text:
        raise BadResponse("empty")
    return text


def chosen(response: Response, known: Iterable[str]) -> str:
    """The id of a choice that exists; raises `BadResponse`."""
    if response is None or response == "":
        raise BadResponse("empty")
    if not isinstance(response, str):
        raise BadResponse("shape")
    if response not in known:
        raise BadResponse("unknown_choice")
    return response


def several(response: Response, known: Iterable[str]) -> list[str]:
    """Ids that all exist, each once, in the order given; raises `BadResponse`."""
    if isinstance(response, str) or not isinstance(response, (list, tuple, set, frozenset)):
        raise BadResponse("shape")
    names = [chosen(name, known) for name in response]
    if not names:
        raise BadResponse("empty")
    if len(set(names)) != len(names):
        raise BadResponse("repeated")
    return names


def whole(*, correct: bool, question: Question) -> tuple[FeedbackLine, ...]:
    """The line said to an answer as a whole, right or wrong."""
    text = question.feedback_right if correct else question.feedback_wrong
    return (FeedbackLine(None, text, correct),) if text else ()
