"""Whether one could guess the right answers without reading: the tells of a course's questions.

A *tell* is a way of choosing that looks at no content: always the first option, always the longest, and so
on. For each of them we count over the whole course how often it hits, and compare with chance.

Rule. A tell is a pattern when its hits lie outside the central 99 % of what chance gives (see `chance.py`): fewer
than the least `a` with P(hits ≤ a) > 0.005, or more than the least `b` with P(hits ≤ b) ≥ 0.995. The band is reckoned
exactly, so it is wide for few questions and narrow for many. Too rare counts as well: “never the longest” can be
gamed. Places are judged over all questions, and over those whose options are shown as written: quizzes mix theirs.

Lengths. Besides the longest and the shortest option, the lengths as a whole are compared: the sum over all
questions of (mean length of the right options − mean length of all options), divided by its standard deviation
if the right ones had been drawn among the options by lot, `σ² = Σ (s²/k) · (n−k)/(n−1)` with `s²` the variance
of the lengths of a question. A pattern when it is further than 2.576 from 0 (two-sided 99 % of a normal law).

True or false. Between 35 % and 65 % of the statements are true, from ten statements on.

Order. Things to put in order are not already so by the alphabet or by their length more often than chance,
`1/n!`, allows; and no quiz shows them, or things to match, unmixed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .chance import Tell, tell
from .links import plain
from .problems import Problem
from .reach import modules_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Choice, Course, Item, Module, Question
    from .promises import Promised

FURTHEST = 2.576
TRUE = (0.35, 0.65)
FEWEST_STATEMENTS = 10
_CHOOSING = ("single", "multiple")


@dataclass(frozen=True)
class Lengths:
    """Mean length of right and of wrong options in characters, and how far from chance (`z`)."""

    kind: str
    language: str
    right: float
    wrong: float
    z: float

    @property
    def sound(self) -> bool:
        return abs(self.z) <= FURTHEST


# -- the tells ----------------------------------------------------------------

Pick = Callable[[Sequence["Choice"]], "Choice | None"]
"""The option that a way of guessing takes, or None where it cannot decide."""


def all_tells(course: Course) -> tuple[Tell, ...]:
    """The tells of all questions of a course, then those of the places learners really see."""
    seen = [one for module in modules_in(course) if not _mixes(module) for one in module.questions]
    placed = (_tells(seen, kind, _places(seen, kind)) for kind in _CHOOSING)
    return (
        *tells(all_questions(course), course.languages),
        *(replace(one, name=f"{one.name} (as shown)") for kind in placed for one in kind),
    )


def tells(questions: Sequence[Question], languages: Sequence[str]) -> tuple[Tell, ...]:
    """Every tell of single and multiple choice, kind by kind, and of ordering."""
    found: list[Tell] = []
    for kind in _CHOOSING:
        picks = _places(questions, kind)
        for language in languages:
            picks[f"the longest option ({language})"] = _extreme(language, 1)
            picks[f"the shortest option ({language})"] = _extreme(language, -1)
        found += _tells(questions, kind, picks)
    ordered = [question.items for question in questions if question.kind == "ordering"]
    return (*found, *_ordering(ordered, languages))


def _places(questions: Sequence[Question], kind: str) -> dict[str, Pick]:
    longest = max((len(one.choices) for one in questions if one.kind == kind), default=0)
    picks = {f"option {place + 1}": _at(place) for place in range(longest)}
    return {**picks, "the last option": lambda choices: choices[-1]}


def _tells(questions: Sequence[Question], kind: str, picks: Mapping[str, Pick]) -> list[Tell]:
    asked = [question.choices for question in questions if question.kind == kind]
    return [tell(f"{kind}: {name}", _tries(asked, pick)) for name, pick in picks.items()]


def _tries(asked: Sequence[Sequence[Choice]], pick: Pick) -> list[tuple[bool, float]]:
    tried = []
    for choices in asked:
        picked = pick(choices)
        if picked is not None:
            chance = sum(choice.correct for choice in choices) / len(choices)
            tried.append((picked.correct, chance))
    return tried


def _at(position: int) -> Pick:
    return lambda choices: choices[position] if position < len(choices) else None


def _extreme(language: str, sign: int) -> Pick:
    """The longest (`sign` 1) or shortest (−1) option; None when two are equally so."""

    def pick(choices: Sequence[Choice]) -> Choice | None:
        ranked = sorted(choices, key=lambda choice: -sign * _length(choice, language))
        tied = len(ranked) > 1 and _length(ranked[0], language) == _length(ranked[1], language)
        return None if tied else ranked[0]

    return pick


def _length(choice: Choice, language: str) -> int:
    return len(plain(choice.text.get(language, "")))


def _ordering(ordered: Sequence[Sequence[Item]], languages: Sequence[str]) -> Iterator[Tell]:
    for language in languages:
        texts = [[plain(item.text.get(language, "")).casefold() for item in one] for one in ordered]
        chances = [1 / math.factorial(len(one)) for one in texts]
        lengths = [[len(text) for text in one] for one in texts]
        sights = {
            "by the alphabet": [one == sorted(one) for one in texts],
            "from short to long": [one == sorted(one) for one in lengths],
            "from long to short": [one == sorted(one, reverse=True) for one in lengths],
        }
        for name, hits in sights.items():
            tried = list(zip(hits, chances, strict=True))
            yield tell(f"ordering: {name} ({language})", tried)


def compared(questions: Sequence[Question], kind: str, language: str) -> Lengths:
    """The lengths of right and wrong options of one kind of question, in one language."""
    right: list[int] = []
    wrong: list[int] = []
    apart = variance = 0.0
    for question in questions:
        if question.kind != kind:
            continue
        good = [_length(one, language) for one in question.choices if one.correct]
        bad = [_length(one, language) for one in question.choices if not one.correct]
        both, n, k = good + bad, len(good) + len(bad), len(good)
        mean = sum(both) / n
        spread = sum((length - mean) ** 2 for length in both) / n
        apart += sum(good) / k - mean
        variance += spread / k * (n - k) / (n - 1)
        right += good
        wrong += bad
    z = apart / math.sqrt(variance) if variance else 0.0
    return Lengths(kind, language, _mean(right), _mean(wrong), z)


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def statements(questions: Sequence[Question]) -> tuple[int, int]:
    """How many true-or-false statements are true, out of how many."""
    asked = [question for question in questions if question.kind == "true_false"]
    true = sum(one.correct and one.id == "true" for each in asked for one in each.choices)
    return true, len(asked)


def all_questions(course: Course) -> tuple[Question, ...]:
    return tuple(question for module in modules_in(course) for question in module.questions)


# -- the rule -----------------------------------------------------------------


def no_pattern(promised: Promised) -> Iterator[Problem]:
    """What one could game: see the rule and its formulas at the head of this file."""
    course, line = promised.course, promised.line("no_pattern")
    questions = all_questions(course)
    for one in all_tells(course):
        if not one.sound:
            what = f"{one.name} is right in {one.hits} of {one.questions}, a pattern to game"
            instead = (
                f"chance gives {one.expected:.1f}: bring it between {one.fewest} and {one.most}"
            )
            yield Problem("course.yaml", line, what, instead)
    for kind in _CHOOSING:
        for language in course.languages:
            lengths = compared(questions, kind, language)
            if not lengths.sound:
                what = f"{kind}: right options have {lengths.right:.0f} characters"
                what += f" ({language}), wrong ones {lengths.wrong:.0f}"
                instead = f"even them out: {lengths.z:+.1f} is further from chance than {FURTHEST}"
                yield Problem("course.yaml", line, what, instead)
    true, asked = statements(questions)
    low, high = TRUE
    if asked >= FEWEST_STATEMENTS and not low <= true / asked <= high:
        what = f"{true} of {asked} statements are true"
        yield Problem("course.yaml", line, what, f"between {low:.0%} and {high:.0%} should be")
    yield from _unmixed(promised)


def _unmixed(promised: Promised) -> Iterator[Problem]:
    """Quizzes that do not mix show what is to be ordered or matched in the right order. Elsewhere
    pages mix such things themselves."""
    for module, question in unmixed(promised.course):
        what = f"the question `{question}` is shown in the order of its answer"
        line = promised.places.part(module, question)
        file = next(one.folder for one in modules_in(promised.course) if one.id == module)
        yield Problem(f"{file}/module.yaml", line, what, "write `shuffle: true` under `quiz`")


def unmixed(course: Course) -> Iterator[tuple[str, str]]:
    """(module, question) of what is shown in the order of its answer."""
    for module in modules_in(course):
        if module.quiz is not None and not _mixes(module):
            for question in module.questions:
                if question.kind in ("ordering", "matching"):
                    yield module.id, question.id


def _mixes(module: Module) -> bool:
    """Whether the options of a module's questions are shown in an order drawn by lot."""
    return module.quiz is not None and module.quiz.shuffle
