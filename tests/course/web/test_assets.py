"""Our static files: addressed by their content, kept by browsers, nothing but what is there."""

from __future__ import annotations

import gzip
import os
import re
from typing import TYPE_CHECKING

import pytest

from collectif.course.paths import STATIC
from collectif.course.web import assets

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def test_an_address_carries_the_digest_of_the_content(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        address = assets.asset("css/tokens.css")
    assert re.fullmatch(r"/assets/css/tokens\.css\?v=[0-9a-f]{12}", address)


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    path = tmp_path / "a.css"
    path.write_text("one")
    before = assets._digest(path)
    path.write_text("two")
    os.utime(path, ns=(1, 2))
    assert assets._digest(path) != before


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        ("css/tokens.css?v=0123456789ab", assets.YEAR),
        ("fonts/figtree.woff2", assets.YEAR),
        ("css/tokens.css", None),
        ("js/post.js", None),
    ],
)
def test_how_long_a_browser_may_keep_a_file(
    shared_app: Flask, address: str, seconds: int | None
) -> None:
    with shared_app.test_client().get(f"/assets/{address}") as answer:
        assert answer.status_code == 200
        assert answer.cache_control.max_age == seconds


def test_a_file_that_did_not_change_is_not_sent_again(shared_app: Flask) -> None:
    client = shared_app.test_client()
    with client.get("/assets/js/post.js") as first:
        etag = first.headers["ETag"]
    with client.get("/assets/js/post.js", headers={"If-None-Match": etag}) as again:
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["css/collectif.css", "js/post.js", "img/icons.svg"])
def test_text_is_sent_compressed_to_who_takes_it_so(shared_app: Flask, name: str) -> None:
    client, content = shared_app.test_client(), (STATIC / name).read_bytes()
    with client.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.content_length == len(packed.data) < len(content) / 2
        assert gzip.decompress(packed.data) == content
        assert packed.vary.as_set() == {"accept-encoding"}
        etag = packed.headers["ETag"]
    with client.get(f"/assets/{name}") as plain:
        assert "Content-Encoding" not in plain.headers
        assert plain.data == content
        assert plain.vary.as_set() == {"accept-encoding"}
    headers = {"Accept-Encoding": "gzip", "If-None-Match": etag}
    with client.get(f"/assets/{name}", headers=headers) as again:
        assert (again.status_code, again.data) == (304, b"")
    with client.get(f"/assets/{name}", headers={**headers, "Range": "bytes=0-9"}) as part:
        assert part.data in (content[:10], b"")
        assert "Content-Encoding" not in part.headers


def test_what_is_compressed_already_is_sent_as_it_is(shared_app: Flask) -> None:
    headers = {"Accept-Encoding": "gzip"}
    with shared_app.test_client().get("/assets/fonts/figtree.woff2", headers=headers) as font:
        assert "Content-Encoding" not in font.headers
        assert font.data == (STATIC / "fonts" / "figtree.woff2").read_bytes()


@pytest.mark.parametrize(
    "name", ["none.css", "../web/assets.py", "..%2fweb%2fassets.py", "%2e%2e/__init__.py", "css"]
)
def test_nothing_else_can_be_had_from_there(shared_app: Flask, name: str) -> None:
    assert shared_app.test_client().get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".css", "text/css"),
        (".js", "text/javascript"),
        (".svg", "image/svg+xml"),
        (".woff2", "font/woff2"),
    ],
)
def test_every_file_is_sent_as_what_it_is(shared_app: Flask, ending: str, kind: str) -> None:
    paths = [path for path in STATIC.rglob(f"*{ending}") if path.is_file()]
    assert paths
    for path in paths:
        with shared_app.test_client().get(f"/assets/{path.relative_to(STATIC)}") as answer:
            assert answer.mimetype == kind, path


def test_every_font_and_picture_has_its_licence_noted() -> None:
    noted = (STATIC / "LICENSES.txt").read_text("utf-8")
    for path in STATIC.rglob("*"):
        if path.suffix in (".woff2", ".woff", ".png", ".jpg"):
            assert path.name in noted, path.name
