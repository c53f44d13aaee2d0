"""A client of a fresh LRS, speaking each version in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..lrs.emptied import database, postgresql_tables, sqlite_tables
from ..lrs.lms import LMS, Mounted, mount

if TYPE_CHECKING:
    from collectif.lrs import Database


__all__ = ["database", "postgresql_tables", "sqlite_tables"]


@pytest.fixture
def lrs(database: Database) -> Mounted:
    return mount(database)


@pytest.fixture(params=["1.0.3", "2.0.0"])
def version(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def lms(lrs: Mounted, version: str) -> LMS:
    """Speaks 1.0.3, then 2.0.0."""
    return lrs.lms.speaking(version)


@pytest.fixture
def older(lrs: Mounted) -> LMS:
    """Speaks 1.0.3."""
    return lrs.lms.speaking("1.0.3")


@pytest.fixture
def newer(lrs: Mounted) -> LMS:
    """Speaks 2.0.0."""
    return lrs.lms.speaking("2.0.0")
