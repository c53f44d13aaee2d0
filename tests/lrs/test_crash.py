"""A process that is killed in the middle of a load loses nothing it has acknowledged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .lms import Mounted

_BATCH = 20
_LOAD = f"""
import sys
import sqlalchemy as sa
from collectif.lrs import LRS, Caller, Database
from flask import Flask
database = Database(sa.create_engine(sys.argv[1]))
lrs = LRS(Flask("load"), database=database, homepage="https://x.org")
me = Caller("load", {{"mbox": "mailto:load@x.org"}}, frozenset(["all"]))
number = 0
while True:
    number += 1
    batch = [{{"actor": {{"mbox": "mailto:a@x.org"}}, "verb": {{"id": "x:v"}},
        "object": {{"id": f"x:{{number}}"}}}} for _ in range({_BATCH})]
    with database.writing() as connection:
        ids = lrs.recorder.record(connection, batch, me)
    print(" ".join(ids), flush=True)
"""


@pytest.mark.parametrize("batches", [3, 8])
def test_kill_9_loses_no_acknowledged_statement_and_leaves_no_half_batch(
    lrs: Mounted, batches: int
) -> None:
    acknowledged: list[str] = []
    url = lrs.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", _LOAD, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as load:
        assert load.stdout is not None
        for _ in range(batches):
            acknowledged += load.stdout.readline().split()
        load.kill()
        acknowledged += load.stdout.read().rpartition("\n")[0].split()
    _check(lrs, acknowledged)


def _check(lrs: Mounted, acknowledged: list[str]) -> None:
    with lrs.database.writing() as connection:  # waits for what the killed one left under way
        stored = [one for batch in lrs.recorder.replay(connection) for one in batch]
    per_batch: dict[str, int] = {}
    for one in stored:
        name = one.statement["object"]["id"]
        per_batch[name] = per_batch.get(name, 0) + 1
    assert len(acknowledged) >= _BATCH
    assert set(acknowledged) <= {one.id for one in stored}
    assert set(per_batch.values()) == {_BATCH}
    with lrs.database.reading() as connection:
        for table in ("lrs_references", "lrs_targets"):
            orphans = connection.exec_driver_sql(
                f"SELECT count(*) FROM {table} WHERE stored NOT IN"
                " (SELECT stored FROM lrs_statements)"
            ).scalar()
            assert orphans == 0
