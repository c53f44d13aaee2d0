"""The client against real servers: certificates, names, what breaks off, connections kept open."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collectif.lrs.forwarding.answers import Unreachable
from collectif.lrs.outside import client
from collectif.lrs.outside.client import Client
from tests.lrs.peers import Said, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lrs.peers import Scripted


@pytest.fixture
def odd() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


def asks(address: str, **options: Any) -> Any:
    with Client(5, **{"inside": True, **options}).visit(address) as visit:
        return visit.ask("GET", "about", {"X-Ours": "1"})


def fails(address: str, **options: Any) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        asks(address, **options)
    return caught.value


def test_an_answer_comes_whatever_its_status(odd: Scripted) -> None:
    odd.answers = lambda _: Said(418, b"tea", {"X-Kind": "Green"})
    answer = asks(f"{odd.address}/")
    assert (answer.status, answer.body, answer.headers["x-kind"]) == (418, b"tea", "Green")
    (asked,) = odd.asked
    assert asked.path == "/xapi/about"
    assert asked.headers["x-ours"] == "1"
    assert asked.headers["accept-encoding"] == "identity"


def test_a_redirect_is_not_followed(odd: Scripted) -> None:
    odd.answers = lambda _: Said(302, b"", {"Location": f"{odd.address}/elsewhere"})
    assert asks(odd.address).status == 302
    assert len(odd.asked) == 1


def test_a_name_that_nobody_has_is_told() -> None:
    assert fails("https://no-such-host.invalid/xapi").kind == "dns"
    assert fails(f"https://{'a' * 70}.example/xapi").kind == "dns"


def test_where_nobody_listens_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert fails(f"http://127.0.0.1:{port}/xapi").kind == "connection"


def test_what_speaks_no_tls_is_told(odd: Scripted) -> None:
    assert fails(odd.address.replace("http:", "https:")).kind == "tls"


def test_an_endless_answer_is_cut(odd: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LARGEST_ANSWER", 1000)
    odd.answers = lambda _: Said(200, b"x" * 1001)
    assert fails(odd.address).kind == "garbage"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "connection"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "garbage"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "garbage"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "garbage"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\nab", "garbage"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "garbage"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "garbage"),
    ],
)
def test_what_is_no_whole_answer_is_told(odd: Scripted, raw: bytes, kind: str) -> None:
    odd.answers = lambda _: Said(raw=raw)
    assert fails(odd.address).kind == kind


class _KeepsOpen(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hangs_up_after = 0
    connections: list[object]

    def setup(self) -> None:
        super().setup()
        self.served = 0
        self.connections.append(self)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
        self.served += 1
        if self.served == self.hangs_up_after:
            self.close_connection = True  # without having said so

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def listening(handler: type, own: ssl.SSLContext | None = None) -> Iterator[HTTPServer]:
    """A server on loopback meanwhile, with TLS where it has a certificate of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if own is not None:
            server.socket = own.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("hangs_up_after", "connections"), [(0, 1), (2, 3)])
def test_a_connection_is_kept_open_and_opened_again_when_it_was_closed(
    hangs_up_after: int, connections: int
) -> None:
    handler = type("Handler", (_KeepsOpen,), {"hangs_up_after": hangs_up_after, "connections": []})
    with listening(handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/xapi"
        with Client(5, inside=True).visit(address) as visit:
            for _ in range(5):
                assert visit.ask("GET", "about", {}).body == b"ok"
    assert len(handler.connections) == connections  # type: ignore[attr-defined]


# -- certificates ----------------------------------------------------------------------------


def certificate(folder: Path, address: str) -> Path:
    """A certificate for one network address, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{address}.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(pem)
    )
    return path


@pytest.mark.parametrize(
    ("of", "trusted", "kind"),
    [("127.0.0.1", True, ""), ("127.0.0.1", False, "tls"), ("127.0.0.2", True, "tls")],
)
def test_a_certificate_has_to_be_trusted_and_of_that_host(
    tmp_path: Path, of: str, trusted: bool, kind: str
) -> None:
    path = certificate(tmp_path, of)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(path)
    handler = type("Handler", (_KeepsOpen,), {"connections": []})
    with listening(handler, own) as server:
        trust = ssl.create_default_context()
        if trusted:
            trust.load_verify_locations(path)
        address = f"https://127.0.0.1:{server.server_port}/xapi"
        if kind:
            fault = fails(address, trust=trust)
            assert fault.kind == kind
            assert fault.detail
        else:
            assert asks(address, trust=trust).body == b"ok"
            assert fails(address, trust=trust, inside=False).kind == "inside"
