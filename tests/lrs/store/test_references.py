"""What statements refer to."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from collectif.lrs.store import references
from collectif.lrs.store.references import Reference, Target

if TYPE_CHECKING:
    from sqlalchemy import Connection

ONE, OTHER = str(uuid.uuid4()), str(uuid.uuid4())


def test_targeting_statements_are_found_by_what_they_target(connection: Connection) -> None:
    rows = [Target(ONE, 5, voids=False), Target(ONE, 6, voids=True), Target(OTHER, 7, voids=True)]
    references.add_targets(connection, rows)
    assert set(references.targeting(connection, [ONE])) == set(rows[:2])
    assert set(references.targeting(connection, [ONE, OTHER])) == set(rows)
    assert references.targeting(connection, [str(uuid.uuid4())]) == []
    assert references.targeting(connection, []) == []


def test_the_same_reference_twice_is_one(connection: Connection) -> None:
    references.add(connection, [Reference(1, 5), Reference(1, 5, 4)])
    references.add(connection, [Reference(1, 5), Reference(2, 5)])
    count = connection.exec_driver_sql("SELECT count(*) FROM lrs_references").scalar()
    assert count == 3
