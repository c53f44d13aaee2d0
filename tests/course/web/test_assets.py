"""Our static files: addressed by their content, kept by browsers, nothing but what is there."""

from __future__ import annotations

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
