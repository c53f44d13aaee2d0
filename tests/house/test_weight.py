"""A lesson page weighs less than 100 KB compressed, with everything it needs to be read and used."""

from __future__ import annotations

import gzip
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.actors import Learner

if TYPE_CHECKING:
    from flask import Flask

MOST = 100_000

_FROM_HTML = re.compile(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="([^"#]+)')
_FROM_SCRIPT = re.compile(r'(?:import|from)\s*"(\.[^"]+)"')
_FROM_STYLE = re.compile(r'url\("?([^")]+)"?\)')


@pytest.fixture(scope="module")
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


def fetched(learner: Learner, address: str) -> bytes:
    with learner.client.get(address) as answer:
        assert answer.status_code == 200, address
        return answer.get_data()


def parts(learner: Learner, address: str) -> dict[str, int]:
    """Path → compressed bytes of the page and all that it loads, directly or not."""
    waiting, sizes = [address], dict[str, int]()
    while waiting:
        now = waiting.pop()
        path = urlsplit(now).path
        if path in sizes:
            continue
        content = fetched(learner, now)
        packed = path.endswith((".woff2", ".png", ".jpg", ".webp"))
        sizes[path] = len(content) if packed else len(gzip.compress(content, 6))
        waiting += [posixpath.join(path, "..", one) for one in needed(path, content)]
    return {posixpath.normpath(path): size for path, size in sizes.items()}


def needed(path: str, content: bytes) -> list[str]:
    if path.endswith(".js"):
        return _FROM_SCRIPT.findall(content.decode())
    if path.endswith(".css"):
        return [one for one in _FROM_STYLE.findall(content.decode()) if not one.startswith("data:")]
    if path.startswith("/assets/"):
        return []
    return [one for one in _FROM_HTML.findall(content.decode()) if one.startswith("/")]


def test_a_lesson_page_and_all_it_loads_is_light(learner: Learner) -> None:
    sizes = parts(learner, "/module/s1-lesson/screen/pratique")
    loaded = {posixpath.basename(path) for path in sizes}
    assert {"tokens.css", "collectif.css", "main.js", "figtree.woff2", "icons.svg"} <= loaded
    assert sum(sizes.values()) < MOST, sizes


def test_even_without_a_compressing_proxy_little_travels(learner: Learner) -> None:
    address, travelled = "/module/s1-lesson/screen/pratique", 0
    for path in parts(learner, address):
        with learner.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
            travelled += len(answer.get_data())
    assert travelled < MOST


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/session/s1",
        "/module/s1-synthesis/synthesis",
        "/module/s1-tool/worksheet",
        "/resources",
        "/resources/search?q=a",
        "/resources/testimonies",
        "/resources/kit/apercu",
    ],
)
def test_the_other_pages_are_no_heavier(learner: Learner, address: str) -> None:
    sizes = parts(learner, address)
    assert sum(sizes.values()) < MOST, sizes


def test_nothing_is_loaded_from_elsewhere(learner: Learner) -> None:
    for address in ("/", "/about", "/module/s1-lesson/screen/acteurs", "/resources"):
        page = learner.opens(address).html
        loading = re.findall(r'<(?:link|script|img|use|source|iframe)\b[^>]*?"(https?:)?//', page)
        assert not loading, address


def test_styles_and_scripts_name_no_foreign_server(learner: Learner) -> None:
    sizes = parts(learner, "/module/s1-synthesis/synthesis")
    for path in sizes:
        if path.endswith((".css", ".js")):
            text = fetched(learner, path).decode()
            assert not re.search(r"(?:import|url\(|fetch\()[^\n]*https?://", text), path


def test_assets_may_be_kept_for_a_year_under_their_present_address(learner: Learner) -> None:
    page = learner.opens("/").html
    addresses = re.findall(r'"(/assets/[^"#]+)', page)
    assert addresses
    for address in set(addresses):
        with learner.client.get(address) as answer:
            assert "v=" in address or "/fonts/" in address, address
            assert answer.cache_control.max_age == 365 * 24 * 3600, address
            assert answer.cache_control.public, address
            assert "Cookie" not in answer.headers.get("Vary", ""), address
