"""Can everything be reached? Follows the unlock rules as the most diligent learner would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import (
    All,
    Any,
    AtLeast,
    Completed,
    Course,
    Module,
    Passed,
    Rule,
    ScoreAtLeast,
)
from .rules import modules_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def opening_rules(course: Course) -> dict[str, Rule]:
    """Module id → what opens it: its session's rule and its own."""
    return {
        module.id: All((session.unlock, module.unlock))
        for session in course.sessions
        for module in session.modules
    }


def can_hold(rule: Rule, done: Collection[str]) -> bool:
    """Whether a rule can hold once `done` are completed and passed as well as they can be.

    Days come, and what must not have happened may not have happened.
    """
    if isinstance(rule, All):
        return all(can_hold(one, done) for one in rule.of)
    if isinstance(rule, Any):
        return any(can_hold(one, done) for one in rule.of)
    if isinstance(rule, AtLeast):
        return sum(can_hold(one, done) for one in rule.of) >= rule.count
    if isinstance(rule, Completed | Passed | ScoreAtLeast):
        return rule.module in done
    return True


def reachable(course: Course) -> frozenset[str]:
    """The modules that can be opened at all. A rule on a module that does not exist is a fault of
    its own; here it is taken to hold, so that one fault is not told twice."""
    rules = opening_rules(course)
    spoken_of = {name for rule in (*rules.values(), course.completion) for name in modules_of(rule)}
    done = spoken_of - rules.keys()
    while True:
        opened = {name for name, rule in rules.items() if name not in done and can_hold(rule, done)}
        if not opened:
            return frozenset(done)
        done |= opened


def modules_in(course: Course) -> Iterator[Module]:
    for session in course.sessions:
        yield from session.modules


def waits_for(rule: Rule, stuck: Collection[str]) -> list[str]:
    """The stuck modules that a rule speaks of."""
    return [name for name in modules_of(rule) if name in stuck]


def way_to_trouble(start: str, rules: Mapping[str, Rule], stuck: Collection[str]) -> list[str]:
    """From a stuck module along what it waits for, until a module comes again or none is stuck.

    A path that ends where it was before holds a cycle; see `cycle_in`.
    """
    path = [start]
    while True:
        following = waits_for(rules[path[-1]], stuck)
        if not following:
            return path
        again = next((name for name in following if name in path), None)
        path.append(again or following[0])
        if again:
            return path


def cycle_in(path: list[str]) -> list[str]:
    """The closed part of a path, beginning with its smallest name; empty when there is none."""
    if len(path) < 2 or path[-1] not in path[:-1]:
        return []
    ring = path[path.index(path[-1]) : -1]
    least = ring.index(min(ring))
    return [*ring[least:], *ring[:least], ring[least]]
