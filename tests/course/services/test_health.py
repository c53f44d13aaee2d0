"""Whether we can serve people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectif.course.services import health
from collectif.lrs import Database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.houses import Built


def problems(built: Built, url: str) -> list[str]:
    engine = sa.create_engine(url)
    found = health.problems(
        replace(built.rooms, house=replace(built.house, database=Database(engine)))
    )
    engine.dispose()
    return found


def test_all_is_well_when_the_tables_are_what_we_need(built_on_each: Built) -> None:
    assert health.problems(built_on_each.rooms) == []


def test_tables_that_are_missing_are_named(built: Built, tmp_path: Path) -> None:
    assert problems(built, f"sqlite:///{tmp_path / 'new.db'}") == ["schema_outdated"]


def test_a_database_that_cannot_be_reached_is_named(built: Built, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'a.db'}"
    assert problems(built, nowhere) == ["database_unreachable"]
    closed = "postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1"
    assert problems(built, closed) == ["database_unreachable"]
