"""A house without a web, and somebody who learns in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.houses import Built, build, sqlite
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectif.lrs import Database
    from tests.conftest import Clock


@pytest.fixture
def built(tmp_path: Path, clock: Clock) -> Iterator[Built]:
    """The sample course on an empty SQLite file."""
    made = build(sqlite(tmp_path / "house.db"), clock)
    yield made
    made.close()


@pytest.fixture
def built_on_each(database: Database, clock: Clock) -> Iterator[Built]:
    """The sample course on an empty database, on each engine in turn."""
    made = build(database, clock)
    yield made
    made.close()


@pytest.fixture
def pupil(built: Built) -> Pupil:
    """Somebody who has just enrolled."""
    return Pupil(built)
