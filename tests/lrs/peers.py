"""Who receives what is forwarded: another LRS of ours over real HTTP, or a server that misbehaves."""

from __future__ import annotations

import json
import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from collectif.lrs import Database, DestinationWish, Forwarder, ForwardingTerms
from collectif.lrs.ops.forwarding import Office
from collectif.lrs.ops.sealing import Seal
from collectif.lrs.outside.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

MINUTE = 60_000_000
PATIENT = ForwardingTerms(timeout=5, turn=20, inside=True)


class _Silent(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        return


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of an application that is served on loopback meanwhile."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Asked:
    """A request that a scripted server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in json.loads(self.body)]


@dataclass
class Said:
    """What it answers; `raw` goes out as it is, and the connection is closed."""

    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    before: Callable[[], object] | None = None
    pause: float = 0.0
    """Seconds after each byte of `raw`, which comes over and over."""


class Scripted:
    """A server whose answers a function decides: by default it takes every statement."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: Callable[[Asked], Said] = lambda _: Said()
        self.address = ""

    @property
    def posted(self) -> list[list[str]]:
        """The ids of each POST."""
        return [one.ids for one in self.asked if one.method == "POST"]


@contextmanager
def scripted() -> Iterator[Scripted]:
    """A server on loopback that does as it is told."""
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            script.asked.append(asked)
            said = script.answers(asked)
            if said.before:
                said.before()
            if said.raw is not None:
                self.wfile.write(said.raw)
                while said.pause:  # until who asked hangs up
                    sleep(said.pause)
                    self.wfile.write(b"-")
                self.close_connection = True
                return
            body = said.body
            if body is None:
                body = json.dumps(asked.ids).encode() if self.command == "POST" else b"{}"
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(body)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            return

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # who asked has hung up

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    script.address = f"http://127.0.0.1:{server.server_port}/xapi"
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Time:
    """A clock that tests turn, and no chance: pauses are as long as they may be."""

    now: int = 1_790_000_000_000_000

    def __call__(self) -> int:
        return self.now

    def passes(self, minutes: float) -> None:
        self.now += int(minutes * MINUTE)


def forwarder(
    database: Database, time: Time, terms: ForwardingTerms = PATIENT, **changed: Any
) -> Forwarder:
    """One worker's forwarder on a database."""
    office = Office(
        database=database,
        client=Client(terms.timeout, inside=terms.inside),
        seal=Seal(lambda: ["for tests only"]),
        terms=terms,
        now=time,
        chance=lambda: 1.0,
    )
    return Forwarder(replace(office, **changed))


def wish(endpoint: str, **changed: Any) -> DestinationWish:
    """A destination that knows us by `Bearer lms`."""
    return DestinationWish(
        **{"name": "Peer", "endpoint": endpoint, "scheme": "bearer", "secret": "lms", **changed}
    )


def made(forwarding: Forwarder, database: Database, endpoint: str, **changed: Any) -> int:
    """A new destination; its number."""
    with database.writing() as connection:
        return forwarding.add(connection, wish(endpoint, **changed))


def shown(forwarding: Forwarder, database: Database, destination: int) -> Any:
    """A destination as admins see it."""
    with database.reading() as connection:
        return forwarding.get(connection, destination)


def aside(forwarding: Forwarder, database: Database, destination: int) -> list[Any]:
    """What a destination did not take."""
    with database.reading() as connection:
        return list(forwarding.isolated(connection, destination))
