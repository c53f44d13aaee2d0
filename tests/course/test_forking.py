"""A server that builds the application once and forks its workers, for real."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.builders import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = """
import gc, json, os, sys
import sqlalchemy as sa
from collectif.course.forking import Fork
from collectif.lrs import Database

database = Database(sa.create_engine(sys.argv[1], poolclass=sa.pool.QueuePool))
begun = []
Fork(database, lambda: begun.append(os.getpid())).expect()

def asks():
    with database.reading() as connection:
        return connection.scalar(sa.text("SELECT 42"))

def forks(tells):
    out, into = os.pipe()
    if os.fork() == 0:
        os.write(into, json.dumps(tells()).encode())
        os._exit(0)
    os.wait()
    return json.loads(os.read(out, 10_000))

def child():
    before = database.engine.pool.checkedin()
    return {
        "kept": before, "answer": asks(), "begun": len(begun), "young": gc.get_threshold()[0],
        "old": gc.get_freeze_count(), "grandchild": forks(lambda: [asks(), len(begun)]),
        "after": database.engine.pool.checkedin(),
    }

asks()
kept = database.engine.pool.checkedin()
print(json.dumps({"kept": kept, "child": forks(child), "begun": len(begun), "answer": asks()}))
"""


def test_a_child_has_connections_of_its_own_and_begins_once(database_url: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FAMILY, database_url],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    parent = json.loads(run.stdout)
    child = parent["child"]
    assert (parent["kept"], child["kept"]) == (1, 0), "closed before the fork"
    assert (parent["answer"], child["answer"]) == (42, 42)
    assert (parent["begun"], child["begun"]) == (0, 1)
    assert child["young"] > 700
    assert child["old"] > 1000, "what was built is not looked through again"
    assert child["grandchild"] == [42, 1], "a fork of the worker's own begins nothing"
    assert child["after"] == 1, "and leaves the worker's connections alone"


@dataclass(frozen=True)
class Server:
    """A running Gunicorn: where it listens, and the process that forks the workers."""

    port: int
    process: int

    def threads(self) -> list[int]:
        """How many threads each of its workers has."""
        tasks = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [len(list(Path(f"/proc/{one}/task").iterdir())) for one in tasks.read_text().split()]


@contextmanager
def gunicorn(folder: Path, url: str, workers: int) -> Iterator[Server]:
    """Serves the sample course as docs/deploying.md says, on a port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COLLECTIF_")},
        "COLLECTIF_CONTENT": str(SAMPLE),
        "COLLECTIF_DATABASE": url,
        "COLLECTIF_AUTO_MIGRATE": "true",
        "COLLECTIF_INSTANCE": str(folder),
        "COLLECTIF_WORKER": "true",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:collectif.course.preforked"]
    options = ["--workers", str(workers), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    with (folder / "errors.txt").open("w") as errors:
        process = subprocess.Popen(
            [*command, *options, "collectif.course:create_app()"],
            cwd=folder,
            env=environment,
            stderr=errors,
        )
    try:
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)
    assert not (folder / "errors.txt").read_text()


def asked(port: int, path: str) -> tuple[int, Any]:
    """Status and JSON of an address, by a connection of its own; 0 where nobody listens yet."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        try:
            connection.request("GET", path)
        except ConnectionRefusedError:
            return 0, None
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def all_work(threads: list[int]) -> bool:
    """Has each of the two workers its threads for mails and for forwarding, besides its own?"""
    return len(threads) == 2 and min(threads) >= 3


def test_gunicorn_serves_by_several_workers_that_were_forked_ready(
    tmp_path: Path, database_url: str
) -> None:
    with gunicorn(tmp_path, database_url, workers=2) as server:
        deadline = time.monotonic() + 60
        while asked(server.port, "/health/live")[0] == 0 or not all_work(server.threads()):
            assert time.monotonic() < deadline, (tmp_path / "errors.txt").read_text()
            time.sleep(0.02)
        answers = [asked(server.port, "/health/ready")[0] for _ in range(12)]
        assert set(answers) == {200}
        status, about = asked(server.port, "/xapi/about")
        assert status == 200
        assert "1.0.3" in about["version"]
