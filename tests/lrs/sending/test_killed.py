"""A worker that is killed between the destination's answer and its own note of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lrs.peers import Asked, Said, Scripted, Time, aside, forwarder, made, shown
from tests.lrs.sending.conftest import several

if TYPE_CHECKING:
    from tests.lrs.lms import Mounted

ROOT = Path(__file__).resolve().parents[3]

_WORKER = """
import sys
import sqlalchemy as sa
from collectif.lrs import Database
from tests.lrs.peers import Time, forwarder
forwarder(Database(sa.create_engine(sys.argv[1])), Time()).round()
"""


def test_a_killed_worker_loses_nothing_and_another_goes_on(
    lrs: Mounted, odd: Scripted, time: Time
) -> None:
    ids = lrs.lms.stores(*several(30))
    office = forwarder(lrs.database, time)
    number = made(office, lrs.database, odd.address, batch_statements=10)
    url = lrs.database.engine.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, "-c", _WORKER, url], cwd=ROOT)

    def answer(_: Asked) -> Said:
        if len(odd.posted) == 2:
            worker.send_signal(signal.SIGKILL)
        return Said()

    odd.answers = answer
    assert worker.wait(60) == -signal.SIGKILL
    assert odd.posted == [ids[:10], ids[10:20]]
    assert shown(office, lrs.database, number).waiting == 20, "the second answer was not noted"
    assert office.round() == [], "somebody seems to be at it"
    time.passes(minutes=6)
    assert [turn.delivered for turn in office.round()] == [20]
    assert odd.posted == [ids[:10], ids[10:20], ids[10:20], ids[20:]]
    assert shown(office, lrs.database, number).waiting == 0
    assert aside(office, lrs.database, number) == []
