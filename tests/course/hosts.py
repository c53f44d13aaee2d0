"""Applications that are somebody else's, in which Collectif is a guest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    import sqlalchemy as sa

MakeHost = Callable[..., Flask]
"""Makes an application by its name and configuration; Collectif is mounted by the test."""


def engine_of(app: Flask) -> sa.Engine:
    engine: sa.Engine = app.extensions["collectif"].house.database.engine
    return engine
