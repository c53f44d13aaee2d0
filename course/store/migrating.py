"""The history of the course's tables."""

from __future__ import annotations

from pathlib import Path

from collectif.lrs import Migrations

HISTORY = Migrations(
    folder=Path(__file__).parent / "migrations",
    table="collectif_version",
    lock=0x636F6C6C,  # "coll"
)

upgrade = HISTORY.upgrade
is_current = HISTORY.is_current
