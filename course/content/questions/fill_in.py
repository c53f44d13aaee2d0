"""Fill-in: a word or two, compared without case, accents, punctuation or double spaces."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from .feedback import parse_right_and_wrong
from .response import FeedbackLine, Mark, Response, typed, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_PARAMETERS = re.compile(r"\{case_matters=\w+\}|\{order_matters=\w+\}")
_LANGUAGE = re.compile(r"\{lang=[A-Za-z0-9-]+\}")


def parse(fields: Fields) -> Mapping[str, Any]:
    """Per language the answers that count, and what to say to right and wrong ones."""
    group = fields.group("accepted")
    accepted: dict[str, tuple[str, ...]] = {}
    if group is not None:
        for language in fields.context.languages:
            accepted[language] = group.strings(language, 1)
            _check(group, language, accepted[language])
        group.close()
    return {"accepted": accepted, **parse_right_and_wrong(fields)}


def _check(group: Fields, language: str, answers: tuple[str, ...]) -> None:
    seen: dict[str, str] = {}
    for answer in answers:
        key = normal(answer)
        line = group.line(language)
        if answer and not key:
            group.error(line, f"`{answer}` has no letter to compare", "write a word or a number")
        elif "[,]" in answer or answer.startswith("{"):
            group.error(line, f"`{answer}` cannot be marked", "leave out [,] and {…}")
        elif key in seen and key:
            what = f"`{answer}` counts already as `{seen[key]}`"
            instead = "case, accents and punctuation are ignored: delete it"
            group.context.report.warn(group.file, line, what, instead)
        seen[key] = answer


def normal(text: str) -> str:
    """The text as it is compared: letters and digits only, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    parts = unicodedata.normalize("NFKD", plain.casefold())
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def mark(question: Question, response: Response, language: str) -> Mark:
    """Right when it is an accepted answer of any language; people do mix them."""
    text = typed(response)
    known = {normal(answer) for answers in question.accepted.values() for answer in answers}
    correct = normal(text) in known
    return Mark(
        correct, float(correct), whole(correct=correct, question=question), said(text, language)
    )


def said(text: str, language: str) -> str:
    """The text as an xAPI response; one that looks like a parameter is given a language first."""
    return f"{{lang={language}}}{text}" if text.startswith("{") else text


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """The first accepted answer of each language, then why."""
    answers = {language: answers[0] for language, answers in question.accepted.items()}
    return (FeedbackLine("answer", answers, good=True), *whole(correct=True, question=question))


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `fill-in`, with every accepted answer in every language."""
    patterns = [
        f"{{case_matters=false}}{{lang={language}}}{answer}"
        for language, answers in question.accepted.items()
        for answer in answers
    ]
    return {"interactionType": "fill-in", "correctResponsesPattern": patterns}


def read(_question: Question, response: str) -> Response:
    """The text without the parameters xAPI allows before it."""
    while (match := _PARAMETERS.match(response)) is not None:
        response = response[match.end() :]
    return typed(_LANGUAGE.sub("", response, count=1) if _LANGUAGE.match(response) else response)


def right(question: Question, language: str) -> Response:
    return question.accepted.get(language, next(iter(question.accepted.values())))[0]
