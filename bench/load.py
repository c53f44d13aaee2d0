"""A load of HTTP requests from one process: keep-alive connections around one selector.

Requests are bytes that exist before the clock starts; answers are framed, not decoded. So the client costs a few tens
of microseconds a request, and what is measured is the server. Loopback only.
"""

from __future__ import annotations

import base64
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Door:
    """Where requests go, and the headers that each of them carries."""

    port: int
    base: str = ""
    key: str = ""
    secret: str = ""

    def request(
        self, method: str, path: str, query: dict[str, str] | None = None, body: bytes | None = None
    ) -> bytes:
        """One request as it is on the wire."""
        target = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.key:
            pair = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
            lines += [f"Authorization: Basic {pair}", "X-Experience-API-Version: 1.0.3"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines).encode() + _END + (body or b"")


@dataclass
class Measured:
    """What a load showed: seconds for each answer, how many of each status, seconds in all."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wall: float = 0.0
    broken: int = 0
    sample: bytes = b""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.wall if self.wall else 0.0

    @property
    def failures(self) -> int:
        """Answers that are no success, and connections that broke."""
        return self.broken + sum(
            count for status, count in self.statuses.items() if not 200 <= status < 300
        )

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class _Line:
    """One connection and the request under way on it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.request = b""
        self.received = bytearray()
        self.started = 0.0
        self.fresh = True

    def send(self, selector: selectors.BaseSelector, request: bytes) -> None:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(self.socket, selectors.EVENT_READ, self)
            self.fresh = True
        self.request, self.received = request, bytearray()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """Status and body once the answer is whole. Raises ConnectionError when it never will be."""
        assert self.socket is not None
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionResetError
        self.received += chunk
        end = self.received.find(_END)
        if end < 0:
            return None
        head = bytes(self.received[: end + 2])
        status = int(head[9:12])
        found = _LENGTH.search(head)
        needed = int(found[1]) if found and status != 204 else 0
        body = self.received[end + 4 :]
        if len(body) < needed:
            return None
        self.fresh = False
        if b"connection: close" in head.lower():
            self.hang_up(None)
        return status, bytes(body)

    def hang_up(self, selector: selectors.BaseSelector | None) -> None:
        if self.socket is not None:
            if selector is not None:
                selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


def drive(door: Door, requests: Iterable[bytes], lines: int, seconds: float) -> Measured:
    """Send `requests` over `lines` connections, until they or the seconds are over."""
    found = Measured()
    waiting = iter(requests)
    selector = selectors.DefaultSelector()
    begun = time.perf_counter()

    def go_on(line: _Line) -> bool:
        request = next(waiting, None) if time.perf_counter() - begun < seconds else None
        if request is None:
            line.hang_up(selector)
            return False
        line.started = time.perf_counter()
        line.send(selector, request)
        return True

    active = sum(go_on(_Line(door.port)) for _ in range(lines))
    while active:
        for event, _ in selector.select(120):
            active -= _take(event.data, selector, found, go_on)
    found.wall = time.perf_counter() - begun
    selector.close()
    return found


def _take(
    line: _Line,
    selector: selectors.BaseSelector,
    found: Measured,
    go_on: Callable[[_Line], bool],
) -> int:
    """Read what came in on a line; 1 when the line is done for good."""
    before = line.socket
    try:
        answer = line.answer()
    except ConnectionError:
        line.hang_up(selector)
        if not line.fresh:  # a kept connection may be closed at any time: once more on a new one
            line.send(selector, line.request)
            return 0
        found.broken += 1
        return int(not go_on(line))
    if answer is None:
        return 0
    if line.socket is None and before is not None:
        selector.unregister(before)
    found.latencies.append(time.perf_counter() - line.started)
    found.statuses[answer[0]] += 1
    if not 200 <= answer[0] < 300 and not found.sample:
        found.sample = answer[1][:300]
    return int(not go_on(line))


def ask(door: Door, request: bytes) -> tuple[int, bytes]:
    """One request on its own, outside any measurement: status and body."""
    line = _Line(door.port)
    selector = selectors.DefaultSelector()
    line.send(selector, request)
    answer = None
    while answer is None:
        answer = line.answer()
    line.hang_up(None)
    selector.close()
    return answer


def repeated(requests: list[bytes]) -> Iterator[bytes]:
    """The same requests round and round."""
    while True:
        yield from requests
