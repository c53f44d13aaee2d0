"""Where the prescribed folders lie: siblings in the tree, the editable install and the wheel alike."""

from __future__ import annotations

from pathlib import Path

ROOM = Path(__file__).resolve().parent
TEMPLATES = ROOM.parent / "templates"
MODULES = ROOM.parent / "modules"
STATIC = ROOM / "static"
TRANSLATIONS = ROOM / "translations"
