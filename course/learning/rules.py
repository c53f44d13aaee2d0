"""Unlock rules: whether a rule holds, and the smallest set of things that makes it hold.

A rule is read against facts each time it is asked; nothing is kept, so nothing can be stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from ..content.model import (
    All,
    Any,
    AtLeast,
    Completed,
    FromDate,
    Not,
    Passed,
    Rule,
    ScoreAtLeast,
)
from .record import ModuleRecord, is_completed, is_passed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    _Wants = tuple[frozenset[str], date | None]
    _Cost = Callable[[_Wants], tuple[int, int, list[str]]]

_KEPT = 48  # candidate sets kept at each node; beyond it the search is greedy, then pruned


@dataclass(frozen=True)
class Opening:
    """What opens a lock: doing `modules` to the full, not before `day`.

    `modules` is empty and `day` None for an open lock; `possible` is False when nothing the learner
    does can open it (a `not` rule that is already broken).
    """

    modules: tuple[str, ...] = ()
    day: date | None = None
    possible: bool = True


def holds(rule: Rule, record: Mapping[str, ModuleRecord], today: date) -> bool:
    """Whether `rule` is true of `record` on the day `today`. Scores and dates on the mark count."""
    match rule:
        case All(of):
            return all(holds(part, record, today) for part in of)
        case Any(of):
            return any(holds(part, record, today) for part in of)
        case AtLeast(count, of):
            return sum(holds(part, record, today) for part in of) >= count
        case Not(part):
            return not holds(part, record, today)
        case Completed(module):
            return is_completed(record, module)
        case Passed(module):
            return is_passed(record, module)
        case ScoreAtLeast(module, least):
            known = record.get(module)
            return known is not None and (
                known.waived is not None or (known.best is not None and known.best >= least)
            )
        case FromDate(day):
            return today >= day


def opening(
    rule: Rule,
    record: Mapping[str, ModuleRecord],
    today: date,
    minutes: Callable[[str], int] = lambda _module: 1,
) -> Opening:
    """The set of modules with the fewest `minutes` that, done to the full, makes `rule` hold.

    No proper subset of it would do. Ties go to fewer modules, then to the order of names.
    """
    if holds(rule, record, today):
        return Opening()

    def cost(wants: _Wants) -> tuple[int, int, list[str]]:
        modules, day = wants
        total = sum(minutes(module) for module in modules)
        return (total + (0 if day is None else 1), len(modules), sorted(modules))

    for modules, day in sorted(_ways(rule, record, today, cost), key=cost):
        when = max(day, today) if day else today
        if holds(rule, _done(record, modules), when):
            kept = _pruned(rule, record, modules, when)
            waits = day if day and not holds(rule, _done(record, kept), today) else None
            return Opening(tuple(sorted(kept)), waits)
    return Opening(possible=False)


def _ways(rule: Rule, record: Mapping[str, ModuleRecord], today: date, cost: _Cost) -> list[_Wants]:
    """Candidate ways to make `rule` hold, cheapest first, at most `_KEPT` of them."""
    nothing: _Wants = (frozenset(), None)
    if holds(rule, record, today):
        return [nothing]
    match rule:
        case Completed(module) | Passed(module) | ScoreAtLeast(module, _):
            return [(frozenset((module,)), None)]
        case FromDate(day):
            return [(frozenset(), day)]
        case Not():
            return []
        case Any(of):
            found = [way for part in of for way in _ways(part, record, today, cost)]
        case All(of):
            found = _together([_ways(part, record, today, cost) for part in of], cost)
        case AtLeast(count, of):
            found = list(_enough(count, of, record, today, cost))
    return sorted(set(found), key=cost)[:_KEPT]


def _together(options: list[list[_Wants]], cost: _Cost) -> list[_Wants]:
    """Every part made to hold at once: one way of each, kept cheap at every step."""
    ways: list[_Wants] = [(frozenset(), None)]
    for option in options:
        met = {_union(one, other) for one, other in product(ways, option)}
        ways = sorted(met, key=cost)[:_KEPT]
    return ways


def _enough(
    count: int, of: tuple[Rule, ...], record: Mapping[str, ModuleRecord], today: date, cost: _Cost
) -> Iterator[_Wants]:
    """Ways to make `count` of the parts hold: grown part by part, the cheap ones kept."""
    by_number: dict[int, list[_Wants]] = {0: [(frozenset(), None)]}
    for part in of:
        options = _ways(part, record, today, cost)
        for number in sorted(by_number, reverse=True):
            grown = {_union(one, other) for one, other in product(by_number[number], options)}
            better = grown.union(by_number.get(number + 1, ()))
            by_number[number + 1] = sorted(better, key=cost)[:_KEPT]
    yield from by_number.get(count, ())


def _union(one: _Wants, other: _Wants) -> _Wants:
    days = [day for day in (one[1], other[1]) if day]
    return one[0] | other[0], max(days) if days else None


def _done(record: Mapping[str, ModuleRecord], modules: Iterable[str]) -> dict[str, ModuleRecord]:
    full = ModuleRecord(first=0, last=0, completed=0, passed=0, best=1.0)
    return {**record, **dict.fromkeys(modules, full)}


def _pruned(
    rule: Rule, record: Mapping[str, ModuleRecord], modules: frozenset[str], today: date
) -> frozenset[str]:
    """`modules` without those that are not needed, tried one after the other."""
    kept = modules
    for module in sorted(modules):
        if holds(rule, _done(record, kept - {module}), today):
            kept -= {module}
    return kept
