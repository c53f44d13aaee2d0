"""`collectif demo`, started for real: what it prints, who can sign in, and that it stops cleanly."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import uuid
from base64 import b64encode
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from collectif.course.cli.serving import Server
from tests.builders import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Demo:
    """A running demo: its process, and what it printed by the first word of each line."""

    process: subprocess.Popen[str]
    base: str
    told: dict[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    address: str
    text: str


class Browser:
    """Somebody at the demo, by real HTTP, with a jar for cookies."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def opens(self, address: str, **headers: str) -> Answer:
        address = address if address.startswith("http") else f"{self.base}{address}"
        return self._asks(urllib.request.Request(address, headers=headers))

    def posts(self, address: str, data: object, **headers: str) -> Answer:
        headers = {"Content-Type": "application/json", **headers}
        body = json.dumps(data).encode()
        return self._asks(urllib.request.Request(f"{self.base}{address}", body, headers))

    def _asks(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, answer.read().decode())
        except HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.url or "", refusal.read().decode())


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def start(folder: Path) -> Demo:
    """Starts the demo on the sample course and waits for its five lines."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COLLECTIF_")},
        "COLLECTIF_CONTENT": str(SAMPLE),
    }
    command = [sys.executable, "-c", "from collectif.course.main import main; main()"]
    options = ["demo", "--port", str(port), "--database", str(folder / "demo.db")]
    with (folder / "errors.txt").open("w") as errors:
        process = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(5)]
    told = dict(line.split(" ", 1) for line in lines if " " in line)
    assert len(told) == 5, (lines, (folder / "errors.txt").read_text())
    return Demo(process, f"http://127.0.0.1:{port}", told)


def stop(demo: Demo) -> int:
    """Ctrl-C."""
    demo.process.send_signal(signal.SIGINT)
    code = demo.process.wait(timeout=20)
    assert demo.process.stdout is not None
    demo.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = start(tmp_path_factory.mktemp("demo"))
    yield running
    stop(running)


def test_five_lines_say_who_can_sign_in_and_how_programs_do(demo: Demo) -> None:
    assert list(demo.told) == ["learner", "presque", "trainer", "admin", "xapi"]
    for name in ("learner", "presque", "trainer", "admin"):
        assert re.fullmatch(rf"{demo.base}/demo/[\w-]{{20,}}", demo.told[name])
    assert re.fullmatch(rf"{demo.base}/xapi \S+ \S{{16,}}", demo.told["xapi"])


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/", "/xapi/about"])
def test_the_server_answers(demo: Demo, address: str) -> None:
    assert Browser(demo.base).opens(address).status == 200


@pytest.mark.parametrize(
    ("who", "where", "name"),
    [
        ("learner", "/", ""),
        ("presque", "/", ""),
        ("trainer", "/trainer", "Sophie Renard"),
        ("admin", "/admin", "Administration (démo)"),
    ],
)
def test_one_click_signs_in_and_leads_to_the_right_page(
    demo: Demo, who: str, where: str, name: str
) -> None:
    browser = Browser(demo.base)
    page = browser.opens(demo.told[who])
    assert (page.status, page.address) == (200, f"{demo.base}{where}")
    assert name in page.text
    assert browser.opens("/account").status == 200


def passes_the_missing_quiz(demo: Demo, browser: Browser) -> None:
    """Have an LMS post the one quiz that keeps the diagnostic locked."""
    locked = browser.opens("/diagnostic")
    assert locked.status == 403
    keys = re.findall(r'<ul class="keys">(.*?)</ul>', locked.text, re.DOTALL)[0]
    (quiz,) = re.findall(r'href="/module/([\w-]+)"', keys)
    homepage, pseudonym = re.findall(r"<dd><code>([^<]+)", browser.opens("/account").text)
    endpoint, key, secret = demo.told["xapi"].split()
    pair = b64encode(f"{key}:{secret}".encode()).decode()
    statements = [
        {
            "id": str(uuid.uuid4()),
            "actor": {"account": {"homePage": homepage, "name": pseudonym}},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": f"https://example.org/courses/mini/modules/{quiz}"},
            "result": {"score": {"scaled": 0.9}},
        }
        for verb in ("passed", "completed")
    ]
    told = browser.posts(
        endpoint.removeprefix(demo.base) + "/statements",
        statements,
        **{"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"},
    )
    assert told.status == 200


def test_the_diagnostic_opens_by_a_quiz_passed_elsewhere_and_stays_open_after_a_restart(
    tmp_path: Path,
) -> None:
    demo = start(tmp_path)
    try:
        browser = Browser(demo.base)
        browser.opens(demo.told["presque"])
        passes_the_missing_quiz(demo, browser)
        assert browser.opens("/diagnostic").status == 200
    finally:
        assert stop(demo) == 0, "Ctrl-C stops it cleanly"
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()
    again = start(tmp_path)
    try:
        browser = Browser(again.base)
        assert browser.opens(again.told["presque"]).status == 200
        assert browser.opens("/diagnostic").status == 200, "what was done stays done"
        earlier = demo.told["learner"].replace(demo.base, again.base)
        assert Browser(again.base).opens(earlier).status == 404, "earlier links open nothing"
    finally:
        assert stop(again) == 0


def test_the_server_is_one_process_with_threads_on_loopback_only() -> None:
    server = Server(None, 5999, lambda: None)  # type: ignore[arg-type]  # it is not run
    settings = server.cfg
    assert settings.address == [("127.0.0.1", 5999)]
    assert (settings.workers, settings.worker_class_str) == (1, "gthread")
    assert settings.threads >= 8
