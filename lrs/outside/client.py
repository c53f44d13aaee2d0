"""One HTTP client for one kind of correspondent: an LRS that somebody here has named.

Of a client library we would have to switch off nearly all: redirects (credentials would follow
them), retries, pools, proxies, decoding. What is needed is in Python's own library: one connection
for each visit, checked certificates, and a look at the address before anything is sent.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from ..forwarding.addresses import is_public
from ..forwarding.answers import Answer, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

LARGEST_ANSWER = 16 * 1024 * 1024
_PIECE = 64 * 1024


class Client:
    """Visits endpoints. `timeout` is in seconds, for a whole request; `inside` allows addresses
    that are not of the open internet; `trust` replaces the certificates of this machine."""

    def __init__(
        self, timeout: float = 30.0, *, inside: bool = False, trust: ssl.SSLContext | None = None
    ) -> None:
        self._timeout = timeout
        self._inside = inside
        self._trust = trust

    def visit(self, endpoint: str) -> Visit:
        """A connection to an endpoint, opened when it is first used: `with client.visit(…)`."""
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        port = parts.port or {"https": 443}.get(parts.scheme, 80)
        connection: HTTPConnection
        if parts.scheme == "https":
            trust = self._trust or ssl.create_default_context()
            connection = HTTPSConnection(host, port, timeout=self._timeout, context=trust)
        else:
            connection = HTTPConnection(host, port, timeout=self._timeout)
        return Visit(connection, parts.path.rstrip("/"), self._timeout, inside=self._inside)


class Visit:
    """Requests to one endpoint, one after the other, over one connection where it stays open."""

    def __init__(
        self, connection: HTTPConnection, path: str, timeout: float, *, inside: bool
    ) -> None:
        self._connection = connection
        self._path = path
        self._timeout = timeout
        self._inside = inside

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """The answer of the endpoint, whatever its status. Raises Unreachable when there is none."""
        until = time.monotonic() + self._timeout
        fresh = self._connection.sock is None
        try:
            try:
                return self._asked(method, path, headers, body, until)
            except ConnectionError:
                if fresh:  # else it was open for a while, and the other side has hung up
                    raise
                self._connection.close()
                return self._asked(method, path, headers, body, until)
        except (OSError, HTTPException, ValueError) as error:
            self._connection.close()
            raise _unreachable(error) from error

    def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, until: float
    ) -> Answer:
        self._connect()
        with _no_longer_than(self._connection.sock, until) as late:
            try:
                answer = self._exchange(method, path, headers, body, until)
            except (OSError, HTTPException, ValueError) as error:
                if late.is_set():
                    raise TimeoutError from error
                raise
        if late.is_set():  # what broke off there can look like an end
            raise TimeoutError
        return answer

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, until: float
    ) -> Answer:
        sent = {"Accept-Encoding": "identity", "User-Agent": "Collectif", **headers}
        self._connection.request(method, f"{self._path}/{path}", body, sent)
        with self._connection.getresponse() as response:
            pieces: list[bytes] = []
            size = 0
            while piece := response.read1(_PIECE):
                size += len(piece)
                if size > LARGEST_ANSWER:
                    raise Unreachable("garbage", f"an answer of more than {LARGEST_ANSWER} bytes")
                if time.monotonic() > until:
                    raise TimeoutError
                pieces.append(piece)
            if response.length:
                missing = f"the answer broke off, {response.length} bytes before its end"
                raise HTTPException(missing)
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, b"".join(pieces))

    def _connect(self) -> None:
        """Open the connection if it is not, and see whom it leads to before anything is said."""
        if self._connection.sock is not None:
            return
        self._connection.connect()
        sock: socket.socket | None = self._connection.sock
        assert sock is not None
        address = sock.getpeername()[0]
        if not self._inside and not is_public(address):
            self._connection.close()
            raise Unreachable("inside", str(address))


@contextmanager
def _no_longer_than(sock: socket.socket, until: float) -> Iterator[threading.Event]:
    """Cuts the connection when the time is up: a timeout of the socket begins anew at each byte."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):
            return  # it ended at the same moment

    timer = threading.Timer(max(0.0, until - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _unreachable(error: Exception) -> Unreachable:
    """What went wrong, by its kind. Nothing of the request is in it."""
    if isinstance(error, Unreachable):
        return error
    if isinstance(error, TimeoutError):
        return Unreachable("timeout")
    if isinstance(error, socket.gaierror):
        return Unreachable("dns", error.strerror or "")
    if isinstance(error, ssl.SSLError):
        return Unreachable("tls", getattr(error, "verify_message", "") or error.reason or "")
    if isinstance(error, UnicodeError):
        return Unreachable("dns", "no name of a host")
    if isinstance(error, OSError):
        return Unreachable("connection", error.strerror or type(error).__name__)
    return Unreachable("garbage", f"{type(error).__name__}: {error}"[:200])
