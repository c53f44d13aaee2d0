"""What a weekly review is made of: every marked answer of a learner, in the course and in reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..learning.facts import ReviewFact
from ..learning.record import COURSE
from ..learning.review import Reply
from .schema import answers, reviews

if TYPE_CHECKING:
    from collections.abc import Sequence


def history(connection: sa.Connection, actors: Sequence[str]) -> Sequence[Reply]:
    """Every answer by any of `actors` that was found right or wrong, in one query."""
    parts = (_replies(answers, actors, in_review=False), _replies(reviews, actors, in_review=True))
    rows = connection.execute(sa.union_all(*parts))
    return [
        Reply(row.module, row.question, row.at, bool(row.correct), bool(row.in_review))
        for row in rows
    ]


def _replies(table: sa.Table, actors: Sequence[str], *, in_review: bool) -> sa.Select[Any]:
    return sa.select(
        table.c.module,
        table.c.question,
        table.c.at,
        table.c.correct,
        sa.literal(int(in_review)).label("in_review"),
    ).where(table.c.actor.in_(actors), table.c.correct.is_not(None), table.c.module != COURSE)


def reviewed(
    connection: sa.Connection, actors: Sequence[str], module: str, question: str
) -> Sequence[ReviewFact]:
    """Every answer by any of `actors` to one question in reviews, oldest first."""
    chosen = sa.select(reviews).where(
        reviews.c.actor.in_(actors), reviews.c.module == module, reviews.c.question == question
    )
    rows = connection.execute(chosen.order_by(reviews.c.at, reviews.c.statement))
    return [ReviewFact(**row._asdict()) for row in rows]
