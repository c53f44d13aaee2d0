"""Our static files, addressed by their content so that browsers may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from ..paths import STATIC

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response

YEAR = 365 * 24 * 3600
_TEXT = (".css", ".js", ".svg")


class Pages(Blueprint):
    """A blueprint whose static files may be kept a year when their address carries their digest."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Seconds a browser may keep a static file; None makes it ask each time whether it changed,
        as scripts that other scripts import by their plain name need."""
        lasting = "v" in request.args or (filename or "").startswith("fonts/")
        return YEAR if lasting else None

    def send_static_file(self, filename: str) -> Response:
        """A static file; text is sent compressed to whoever takes it so."""
        response = super().send_static_file(filename)
        if not filename.endswith(_TEXT):
            return response
        response.vary.add("Accept-Encoding")
        wanted = request.accept_encodings.quality("gzip") > 0 and "Range" not in request.headers
        return _compressed(response, STATIC / filename) if wanted else response


def _compressed(response: Response, path: Path) -> Response:
    if response.status_code == 200:
        response.close()  # the file itself, which is not sent after all
        response.direct_passthrough = False
        response.set_data(_packed(path, path.stat().st_mtime_ns))
        response.content_encoding = "gzip"
        etag, _is_weak = response.get_etag()
        response.set_etag(str(etag), weak=True)
    return response


@lru_cache(maxsize=64)
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def asset(name: str) -> str:
    """The address of a static file, carrying a digest of its content."""
    return url_for("collectif.static", filename=name, v=_digest(STATIC / name))


def _digest(path: Path) -> str:
    return _digest_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
