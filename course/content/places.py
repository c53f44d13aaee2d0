"""Where the parts of a course stand in its files, for problems found once everything has been read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .yaml_files import Node


@dataclass(frozen=True)
class Places:
    """The trees of course.yaml and of every module.yaml (by module id). What cannot be found is
    said to stand on line 1."""

    folder: Path | None = None
    course: Node | None = None
    modules: Mapping[str, Node] = field(default_factory=dict)

    def session(self, name: str, key: str = "id") -> int:
        """The line of a key of a session in course.yaml."""
        row = _named(_items(self.course, "sessions"), name)
        return _line(row, key) if row is not None else 1

    def key(self, module: str, key: str) -> int:
        """The line of a key of module.yaml."""
        node = self.modules.get(module)
        return _line(node, key) if node is not None else 1

    def part(self, module: str, name: str) -> int:
        """The line of a question, screen, scene, section or field of module.yaml, by its id."""
        root = self.modules.get(module)
        rows = [*_items(root, "questions"), *_items(root, "scenes"), *_items(root, "screens")]
        sheet = root.entries.get("worksheet") if root is not None else None
        sections = _items(sheet, "sections")
        rows += [*sections, *(one for section in sections for one in _items(section, "fields"))]
        found = _named(rows, name)
        return found.line if found is not None else 1

    def heading(self, file: str, name: str) -> int:
        """The line of the heading `## … {#name}` in a prose file."""
        return self._first(file, re.compile(re.escape(f"{{#{name}}}")))

    def entry(self, file: str, name: str) -> int:
        """The line of another YAML file on which the thing with this id, or the key, begins."""
        word = re.escape(name)
        return self._first(file, re.compile(rf"\bid: *[\"']?{word}(?![\w-])|^{word}:"))

    def _first(self, file: str, mark: re.Pattern[str]) -> int:
        rows = self.text(file).split("\n")
        return next((number for number, row in enumerate(rows, 1) if mark.search(row)), 1)

    def text(self, file: str) -> str:
        """A file of the course as it is written; empty when it cannot be read."""
        try:
            return (self.folder / file).read_text(encoding="utf-8") if self.folder else ""
        except (OSError, UnicodeDecodeError):
            return ""


def _items(node: Node | None, key: str) -> tuple[Node, ...]:
    found = node.entries.get(key) if node is not None else None
    return found.items if found is not None else ()


def _line(node: Node, key: str) -> int:
    return node.key_lines.get(key, node.line)


def _named(rows: Iterable[Node], name: str) -> Node | None:
    for row in rows:
        node = row.entries.get("id", row)
        if node.raw.strip() == name:
            return row
    return None
