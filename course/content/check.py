"""What no single file can tell: whether the rules lead somewhere, whether languages agree, and whether
the course is all that it promises to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .counting import counts, filled_examples, minutes, recurring_pair
from .feedback import feedback_everywhere
from .model import Course, Module, Not, Passed, Rule, ScoreAtLeast
from .parity import differences, lengths, same_structure
from .patterns import no_pattern
from .problems import Problem, nearest
from .proofreading import honest_sources, short_sentences, sourced_facts, typography
from .reach import (
    can_hold,
    cycle_in,
    modules_in,
    opening_rules,
    reachable,
    way_to_trouble,
)
from .reading_time import reckoned_minutes
from .rules import dead_reference, modules_of, parts

if TYPE_CHECKING:
    from .promises import Promised
    from .promises import Rule as PromiseRule

Lines = Mapping[str, int]
"""Id of a module or session (or `course`) → line of its rule."""

COURSE = "course"
_POOL = 12


# -- errors -------------------------------------------------------------------


def check(course: Course, lines: Lines | None = None) -> tuple[Problem, ...]:
    """Every fault of the rules: dead references, cycles, what nobody can reach."""
    lines = lines or {}
    found = [*_references(course, lines), *_negations(course, lines), *_unreachable(course, lines)]
    return tuple(dict.fromkeys(found))


def _rules(course: Course) -> Iterator[tuple[str, str, Rule]]:
    """Who has a rule, in which file, and the rule."""
    yield COURSE, "course.yaml", course.completion
    for session in course.sessions:
        yield session.id, "course.yaml", session.unlock
        for module in session.modules:
            yield module.id, file_of(module), module.unlock


def file_of(module: Module) -> str:
    return f"{module.folder}/module.yaml"


def _references(course: Course, lines: Lines) -> Iterator[Problem]:
    known = {module.id: module for module in modules_in(course)}
    for owner, file, rule in _rules(course):
        line = lines.get(owner, 1)
        for name in modules_of(rule):
            if name not in known:
                yield Problem(file, line, dead_reference(name), nearest(name, known))
        for part in parts(rule):
            if isinstance(part, Passed | ScoreAtLeast) and part.module in known:
                module = known[part.module]
                if module.quiz is None:
                    what = f"`{module.id}` is a {module.kind}: it has no score to pass"
                    yield Problem(
                        file, line, what, f"write `completed: {module.id}`, or name a quiz"
                    )


def _negations(course: Course, lines: Lines) -> Iterator[Problem]:
    """What must be reached may not be taken away again by something that happens."""
    for session in course.sessions:
        needed = [module for module in session.modules if module.required]
        if needed and _denies(session.unlock):
            what = f"the session `{session.id}` has required modules and is opened by a `not`"
            yield _denied("course.yaml", lines.get(session.id, 1), what)
        for module in needed:
            if _denies(module.unlock):
                what = f"the module `{module.id}` is required and opened by a `not`"
                yield _denied(file_of(module), lines.get(module.id, 1), what)
    if _denies(course.completion):
        yield _denied("course.yaml", lines.get(COURSE, 1), "the course is completed by a `not`")


def _denies(rule: Rule) -> bool:
    return any(isinstance(part, Not) for part in parts(rule))


def _denied(file: str, line: int, what: str) -> Problem:
    return Problem(file, line, what, "say what must have happened instead, without `not`")


def _unreachable(course: Course, lines: Lines) -> Iterator[Problem]:
    rules = opening_rules(course)
    done = reachable(course)
    stuck = [name for name in rules if name not in done]
    files = {module.id: file_of(module) for module in modules_in(course)}
    named: set[str] = set()
    for name in stuck:
        path = way_to_trouble(name, rules, stuck)
        ring = cycle_in(path)
        if ring and ring[0] not in named:
            what = f"these modules wait for each other: {' → '.join(ring)}"
            at = ring[0]
            yield Problem(files[at], lines.get(at, 1), what, "take one of these rules away")
        named.update(ring)
        if name not in named:
            trail = f" (it waits for {' → '.join(path[1:])})" if path[1:] else ""
            what = f"the module `{name}` can never be opened{trail}"
            instead = "correct its `unlock` rule or its session's"
            yield Problem(files[name], lines.get(name, 1), what, instead)
    if not can_hold(course.completion, done):
        what = "the course can never be completed"
        yield Problem("course.yaml", lines.get(COURSE, 1), what, "correct what is named above")


# -- promises -----------------------------------------------------------------

COUNTED: tuple[PromiseRule, ...] = (counts, minutes)
"""Rules with bounds of their own in `promises:`; where there are none they find nothing."""

FLAGGED: Mapping[str, PromiseRule] = {
    "recurring_pair": recurring_pair,
    "filled_examples": filled_examples,
    "same_structure": same_structure,
    "feedback_everywhere": feedback_everywhere,
    "no_pattern": no_pattern,
    "sourced_facts": sourced_facts,
    "honest_sources": honest_sources,
    "short_sentences": short_sentences,
    "typography": typography,
}
"""Rules that a course takes on by a `true` in `promises:`; the names are those of `promises.FLAGS`."""


def broken(promised: Promised) -> tuple[Problem, ...]:
    """Every promise that a course, otherwise without fault, does not keep. They are errors to whoever
    writes the course, yet nothing that learners must be kept from: such a course can be opened."""
    rules = [*COUNTED, *(FLAGGED[name] for name in FLAGGED if name in promised.promises.flags)]
    return tuple(sorted({problem for rule in rules for problem in rule(promised)}))


# -- advice -------------------------------------------------------------------


def advise(course: Course) -> tuple[Problem, ...]:
    """Remarks that stop nothing: minutes that do not fit, languages that differ."""
    return tuple(remark for module in modules_in(course) for remark in advise_module(module))


def advise_module(
    module: Module, lines: Lines | None = None, *, structure: bool = True
) -> tuple[Problem, ...]:
    """The remarks on one module; `lines` gives the lines of its keys. Without `structure` nothing is
    said of how the languages are built: the course promised that they are alike."""
    lines = lines or {}
    found = [*_time(module, lines), *_parity(module, lines, structure=structure)]
    scored = sum(question.scored for question in module.questions)
    if module.quiz is not None and scored < _POOL:
        what = f"the quiz has {scored} scored questions to draw from"
        found.append(Problem(file_of(module), lines.get("questions", 1), what, f"write {_POOL}"))
    return tuple(found)


def _time(module: Module, lines: Lines) -> Iterator[Problem]:
    for language in module.languages[:1]:
        reckoned = reckoned_minutes(module, language)
        if abs(reckoned - module.minutes) > max(2.0, 0.4 * module.minutes):
            what = f"`minutes: {module.minutes}`, but it takes about {reckoned:.0f} ({language})"
            instead = f"write `minutes: {max(1, round(reckoned))}`, or add or cut text"
            yield Problem(file_of(module), lines.get("minutes", 1), what, instead)


def _parity(module: Module, lines: Lines, *, structure: bool) -> Iterator[Problem]:
    first, *others = module.languages
    for screen in module.screens:
        body = screen.body
        for language in others:
            one, other = body.get(first, ""), body.get(language, "")
            found = [*differences(one, other)] if structure else []
            for what in (*found, lengths(one, other)):
                if what:
                    text = f"screen `{screen.id}`: {what} in {first} and in {language}"
                    line = lines.get("screens", 1)
                    yield Problem(file_of(module), line, text, "bring the two languages together")
