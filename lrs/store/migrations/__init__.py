"""The history of the tables of the LRS."""

from __future__ import annotations

from pathlib import Path

from ..migrating import Migrations

HISTORY = Migrations(
    folder=Path(__file__).parent,
    table="lrs_version",
    lock=0x6C7273,  # "lrs"
)
