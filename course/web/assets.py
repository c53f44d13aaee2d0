"""Our static files, addressed by their content so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from ..paths import STATIC

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 365 * 24 * 3600


class Pages(Blueprint):
    """A blueprint whose static files may be kept a year when their address carries their digest."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Seconds a browser may keep a static file; None makes it ask each time whether it changed,
        as scripts that other scripts import by their plain name need."""
        lasting = "v" in request.args or (filename or "").startswith("fonts/")
        return YEAR if lasting else None


def asset(name: str) -> str:
    """The address of a static file, carrying a digest of its content."""
    return url_for("collectif.static", filename=name, v=_digest(STATIC / name))


def _digest(path: Path) -> str:
    return _digest_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
