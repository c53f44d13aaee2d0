"""What our pages cost: medians over HTTP on loopback, as ratios to an empty page of the same run.

Starts the demo on a free port, signs in as its people, asks for each page a fixed number of times over
one kept connection, and stops the server. Figures of different machines or runs cannot be compared;
ratios can.
"""

from __future__ import annotations

import argparse
import http.client
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EMPTY = "/health/live"
LEARNER_PAGES = ("/", "/session/s1", "/resources", "/sources")


class Client:
    """One kept connection with one cookie jar."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes, str]:
        """Status, body and Location."""
        jar = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            answer = self._ask(path, jar)
        except http.client.RemoteDisconnected:  # the server closes what was idle for a while
            self._connection.close()
            answer = self._ask(path, jar)
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, body, answer.headers.get("Location", "")

    def _ask(self, path: str, jar: str) -> http.client.HTTPResponse:
        self._connection.request("GET", path, headers={"Cookie": jar, "Accept": "text/html"})
        return self._connection.getresponse()

    def follow(self, path: str) -> tuple[int, bytes, str]:
        """Where a path leads in the end."""
        for _ in range(5):
            status, body, onward = self.get(path)
            if status not in (302, 303):
                return status, body, path
            path = re.sub(r"^http://[^/]+", "", onward)
        raise SystemExit(f"{path} leads nowhere")


def free_port() -> int:
    """A port nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo() -> Iterator[tuple[int, dict[str, str]]]:
    """The demo on a fresh database: its port, and who signs in where."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("collectif")), "demo", "--port", str(port)]
        command += ["--database", str(Path(folder) / "bench.db")]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            links: dict[str, str] = {}
            for line in server.stdout:
                name, _, rest = line.strip().partition(" ")
                links[name] = rest
                if name == "xapi":
                    break
            yield port, links
        finally:
            server.terminate()
            server.wait(timeout=30)


def measure(client: Client, path: str, times: int) -> tuple[float, float, int]:
    """Median and worst milliseconds of `times` requests, and the body's bytes."""
    found, size = [], 0
    for _ in range(times):
        start = time.perf_counter()
        status, body, _ = client.get(path)
        found.append((time.perf_counter() - start) * 1000)
        size = len(body)
        if status >= 400:
            raise SystemExit(f"{path} answers {status}")
    return statistics.median(found), max(found), size


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--times", type=int, default=60, help="requests for each page (at most 2000)"
    )
    times = min(2000, options.parse_args().times)
    with demo() as (port, links):
        learner, trainer = Client(port), Client(port)
        learner.follow(re.sub(r"^http://[^/]+", "", links["presque"]))
        trainer.follow(re.sub(r"^http://[^/]+", "", links["trainer"]))
        lesson = learner.follow("/module/s1-odd-17")[2]
        rows = [(learner, "empty page", EMPTY)]
        rows += [(learner, f"learner {path}", path) for path in LEARNER_PAGES]
        rows += [(learner, "learner, a lesson", lesson)]
        rows += [
            (trainer, "trainer, cohorts", "/trainer"),
            (trainer, "trainer, grid of 12", "/trainer/cohort/1"),
        ]
        print("| page | median ms | worst ms | × empty | kB |\n| --- | --- | --- | --- | --- |")
        base = 0.0
        for client, name, path in rows:
            measure(client, path, 5)
            median, worst, size = measure(client, path, times)
            base = base or median
            print(
                f"| {name} | {median:.1f} | {worst:.1f} | {median / base:.1f} | {size / 1000:.1f} |"
            )


if __name__ == "__main__":
    main()
