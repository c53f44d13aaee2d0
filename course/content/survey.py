"""The course in figures: minutes, questions, tells, readability. Plain data for programs, lines for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .patterns import all_questions, all_tells, compared, statements, unmixed
from .reach import modules_in
from .readability import module_readability
from .reading_time import reckoned_minutes, session_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .model import Course, Module, Question, Session


def survey(course: Course) -> dict[str, Any]:
    """Every figure, in groups: `minutes`, `questions`, `positions`, `lengths`, `true_false`, `tells`,
    `shown_in_order`, `readability`. Minutes are reckoned; `declared` are those of the files."""
    questions = all_questions(course)
    true, asked = statements(questions)
    return {
        "minutes": [_session(session, course.languages) for session in course.sessions],
        "questions": _questions(course, questions),
        "positions": {kind: _positions(questions, kind) for kind in ("single", "multiple")},
        "lengths": [
            {**asdict(one), "sound": one.sound}
            for kind in ("single", "multiple")
            for one in (compared(questions, kind, language) for language in course.languages)
        ],
        "true_false": {"true": true, "false": asked - true},
        "tells": [
            {**asdict(one), "share": one.share, "sound": one.sound} for one in all_tells(course)
        ],
        "shown_in_order": [f"{module}/{question}" for module, question in unmixed(course)],
        "readability": list(_readability(modules_in(course))),
    }


def _session(session: Session, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "session": session.id,
        "required": {one: session_minutes(session, one) for one in languages},
        "optional": {one: session_minutes(session, one, required=False) for one in languages},
        "declared": sum(module.minutes for module in session.modules if module.required),
        "modules": [
            {
                "id": module.id,
                "kind": module.kind,
                "required": module.required,
                "declared": module.minutes,
                "reckoned": {one: reckoned_minutes(module, one) for one in languages},
            }
            for module in session.modules
        ],
    }


def _questions(course: Course, questions: Sequence[Question]) -> dict[str, Any]:
    by_session = {
        session.id: _counted(one.kind for module in session.modules for one in module.questions)
        for session in course.sessions
    }
    return {
        "total": len(questions),
        "by_kind": _counted(one.kind for one in questions),
        "by_session": by_session,
        "by_dimension": {
            name: sum(one.dimension == name for one in questions) for name in course.dimensions
        },
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _positions(questions: Iterable[Question], kind: str) -> dict[str, int]:
    """Place of a right option → how many questions have one there."""
    places = Counter(
        place
        for question in questions
        if question.kind == kind
        for place, choice in enumerate(question.choices, 1)
        if choice.correct
    )
    return {str(place): places[place] for place in sorted(places)}


def _readability(modules: Iterable[Module]) -> Iterator[dict[str, Any]]:
    for module in modules:
        for language in module.languages:
            found = module_readability(module, language)
            if found.sentences:
                yield {"module": module.id, "language": language, **asdict(found)}


# -- for people ---------------------------------------------------------------


def survey_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The figures of `survey` as a page of text."""
    yield "Minutes (reckoned; declared ones in brackets)"
    for session in told["minutes"]:
        optional = _each(session["optional"])
        minutes = f"{_each(session['required'])} ({session['declared']})"
        yield f"  {session['session']:<30} {minutes}, optional {optional}"
        for module in session["modules"]:
            mark = "" if module["required"] else " optional"
            reckoned = _each(module["reckoned"])
            yield f"    {module['id']:<28} {reckoned} ({module['declared']}){mark}"
    questions = told["questions"]
    yield f"Questions: {questions['total']}"
    yield f"  by kind: {_listed(questions['by_kind'])}"
    for session, kinds in questions["by_session"].items():
        yield f"  {session}: {sum(kinds.values())}: {_listed(kinds)}"
    yield f"  by dimension: {_listed(questions['by_dimension'])}"
    yield from _guessing(told)
    yield "Readability (ease, words a sentence, longest sentence)"
    for one in told["readability"]:
        ease = f"{one['ease']:>5.0f} {one['mean']:>5.1f} {one['longest']:>3}"
        yield f"  {one['module']:<30} {one['language']} {ease}"


def _guessing(told: Mapping[str, Any]) -> Iterator[str]:
    yield "Places of right options"
    for kind, places in told["positions"].items():
        yield f"  {kind}: {_listed(places)}"
    yield "Mean length of right and wrong options, in characters"
    for one in told["lengths"]:
        apart = f"{one['right']:.0f} and {one['wrong']:.0f}, {one['z']:+.1f} from chance"
        yield f"  {one['kind']} ({one['language']}): {apart}{_mark(one)}"
    true_false = told["true_false"]
    yield f"True or false: {true_false['true']} true, {true_false['false']} false"
    yield f"Shown in the order of the answer: {', '.join(told['shown_in_order']) or 'none'}"
    yield "Guessing without reading: hits, chance, bounds"
    for one in told["tells"]:
        hits = f"{one['hits']} of {one['questions']} ({one['share']:.0%})"
        bounds = f"chance {one['expected']:.1f}, {one['fewest']} to {one['most']}"
        yield f"  {one['name']:<41} {hits:<16} {bounds}{_mark(one)}"


def _mark(one: Mapping[str, Any]) -> str:
    return "" if one["sound"] else "  ← a pattern"


def _each(minutes: Mapping[str, float]) -> str:
    return " ".join(f"{language} {value:.1f}" for language, value in minutes.items())


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
