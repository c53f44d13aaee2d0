"""The projections of statements: raised as statements are recorded, read by every page of progress."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..learning.facts import (
    AnswerFact,
    ModuleFact,
    PlayedFact,
    ReviewFact,
    ScreenFact,
    WaiverFact,
)
from ..learning.record import ModuleRecord, join
from .schema import PROJECTIONS, answers, module_facts, played, reviews, screens, waivers
from .upserts import add_new, merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..learning.facts import Fact

_RECORD = tuple(field.name for field in fields(ModuleRecord))
_ANSWER = tuple(field.name for field in fields(AnswerFact))


def raise_rows(connection: sa.Connection, facts: Iterable[Fact]) -> None:
    """Add what new statements say. Each statement must come here once; their order does not matter."""
    found: dict[type, list[Any]] = {}
    for fact in facts:
        found.setdefault(type(fact), []).append(fact)
    _raise_modules(connection, found.get(ModuleFact, []))
    _raise_screens(connection, found.get(ScreenFact, []))
    add_new(connection, answers, [asdict(fact) for fact in found.get(AnswerFact, [])])
    add_new(connection, reviews, [asdict(fact) for fact in found.get(ReviewFact, [])])
    add_new(connection, played, [asdict(fact) for fact in found.get(PlayedFact, [])])
    add_new(connection, waivers, [asdict(fact) for fact in found.get(WaiverFact, [])])


def _raise_modules(connection: sa.Connection, facts: Sequence[ModuleFact]) -> None:
    joined: dict[tuple[str, str], ModuleRecord] = {}
    for fact in facts:
        key = (fact.actor, fact.module)
        joined[key] = join(joined[key], fact.record) if key in joined else fact.record
    rows = [
        {"actor": actor, "module": module, **asdict(record)}
        for (actor, module), record in joined.items()
    ]
    merge(
        connection,
        module_facts,
        rows,
        {
            "first": _least,
            "last": _greatest,
            "completed": _least,
            "passed": _least,
            "filled": _least,
            "marked": _least,
            "waived": _least,
            "best": _greatest,
            "failures": _sum,
            "wrong": _sum,
            "milliseconds": _sum,
        },
    )


def _raise_screens(connection: sa.Connection, facts: Sequence[ScreenFact]) -> None:
    first: dict[tuple[str, str, str], ScreenFact] = {}
    for fact in facts:
        key = (fact.actor, fact.module, fact.screen)
        if key not in first or fact.at < first[key].at:
            first[key] = fact
    merge(connection, screens, [asdict(fact) for fact in first.values()], {"at": _least})


def _least(old: sa.ColumnElement[Any], new: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((old.is_(None), new), (new.is_(None), old), (old <= new, old), else_=new)


def _greatest(old: sa.ColumnElement[Any], new: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((old.is_(None), new), (new.is_(None), old), (old >= new, old), else_=new)


def _sum(old: sa.ColumnElement[Any], new: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return old + new


def _record(row: sa.Row[Any]) -> ModuleRecord:
    return ModuleRecord(**{name: getattr(row, name) for name in _RECORD})


def record_rows(
    connection: sa.Connection, actors: Sequence[str]
) -> Sequence[tuple[str, ModuleRecord]]:
    """Module and what is known of it, for every statement by any of `actors`."""
    rows = connection.execute(sa.select(module_facts).where(module_facts.c.actor.in_(actors)))
    return [(row.module, _record(row)) for row in rows]


def records_of_many(
    connection: sa.Connection, actors: sa.Select[tuple[str]] | Sequence[str]
) -> Iterator[tuple[str, str, ModuleRecord]]:
    """Actor, module and what is known of it, for every one of `actors`, or that it selects."""
    rows = connection.execute(sa.select(module_facts).where(module_facts.c.actor.in_(actors)))
    return ((row.actor, row.module, _record(row)) for row in rows)


@dataclass(frozen=True)
class Known:
    """What is known of somebody: of every module, and step by step of one of them."""

    records: Sequence[tuple[str, ModuleRecord]]
    screens: frozenset[str]
    answers: Sequence[AnswerFact]


def known_in(connection: sa.Connection, actors: Sequence[str], module: str) -> Known:
    """The record of `actors` and, in `module`, the screens seen and the answers, oldest first; in one
    query, since every step of every learner asks it. (A statement that gives a screen or an answer
    gives its module's fact as well, so the join leaves none out.)"""
    rows = [row._asdict() for row in connection.execute(_with_steps(actors, module))]
    records = {(row["actor"], row["module"]): row for row in rows}
    return Known(
        records=[
            (name, ModuleRecord(**{field: row[field] for field in _RECORD}))
            for (_, name), row in records.items()
        ],
        screens=frozenset(row["screen"] for row in rows) - {None},
        answers=[
            AnswerFact(**{field: row[field] for field in _ANSWER})
            for row in rows
            if row["statement"]
        ],
    )


def _with_steps(actors: Sequence[str], module: str) -> sa.Select[Any]:
    """Every fact about a module, once for each step in `module`."""
    given = sa.select(answers, sa.null().label("screen")).where(
        answers.c.actor.in_(actors), answers.c.module == module
    )
    known = {"actor": screens.c.actor, "module": screens.c.module}
    columns = [known.get(one.name, sa.null().label(one.name)) for one in answers.columns]
    seen = sa.select(*columns, screens.c.screen).where(
        screens.c.actor.in_(actors), screens.c.module == module
    )
    parts: tuple[sa.Select[*tuple[Any, ...]], ...] = (given, seen)
    steps = sa.union_all(*parts).subquery("steps")
    here = sa.and_(steps.c.actor == module_facts.c.actor, steps.c.module == module_facts.c.module)
    told = [column for column in steps.c if column.name not in known]
    return (
        sa.select(module_facts, *told)
        .select_from(module_facts.outerjoin(steps, here))
        .where(module_facts.c.actor.in_(actors))
        .order_by(steps.c.at, steps.c.statement)
    )


def answers_in(
    connection: sa.Connection, actors: Sequence[str], module: str | None = None
) -> Sequence[AnswerFact]:
    """Every answer by any of `actors` (in `module` when named), oldest first."""
    chosen = sa.select(answers).where(answers.c.actor.in_(actors))
    if module is not None:
        chosen = chosen.where(answers.c.module == module)
    rows = connection.execute(chosen.order_by(answers.c.at, answers.c.statement))
    return [AnswerFact(**row._asdict()) for row in rows]


def played_in(
    connection: sa.Connection, actors: Sequence[str], module: str
) -> Sequence[PlayedFact]:
    """What was played of `module`'s video, statement by statement."""
    chosen = sa.select(played).where(played.c.actor.in_(actors), played.c.module == module)
    return [PlayedFact(**row._asdict()) for row in connection.execute(chosen)]


def waivers_of(connection: sa.Connection, actors: Sequence[str]) -> Sequence[WaiverFact]:
    """Every waiver given to any of `actors`, oldest first."""
    rows = connection.execute(
        sa.select(waivers).where(waivers.c.actor.in_(actors)).order_by(waivers.c.at)
    )
    return [WaiverFact(**row._asdict()) for row in rows]


def forget(connection: sa.Connection, actor: str | None = None) -> None:
    """Empty the projections: those of one actor, or all of them before a rebuild."""
    for table in PROJECTIONS:
        command = sa.delete(table)
        connection.execute(command if actor is None else command.where(table.c.actor == actor))


def forget_statements(connection: sa.Connection, statements: Sequence[str]) -> None:
    """Forget the rows that stand for one of these statements each, so that they can be raised anew."""
    for table in (answers, reviews, played, waivers):
        connection.execute(sa.delete(table).where(table.c.statement.in_(statements)))


def everything(connection: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all projections in the order of their keys, for comparing one state with another."""
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        ]
        for table in PROJECTIONS
    }
