"""Requirement → test: `docs/conformance.md`, made of `requirements.yaml` and the tests beside it.

The docstring of a test begins with the points it covers: `6.4, 12.1: …`. `make docs-table` writes
the page anew.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "conformance.md"

_OWN_TESTS = "test_table.py"
_POINTS = re.compile(r"(\d+\.\d+(?:, \d+\.\d+)*): ")
_FIELDS = frozenset({"id", "says", "version", "demand", "at", "open"})
_VERSIONS = {"both": "1.0.3, 2.0", "1.0.3": "1.0.3", "2.0": "2.0"}
_DEMANDS = ("must", "should", "may", "practice")


@dataclass(frozen=True)
class Point:
    """One thing the standard asks for. `at` is where it says so; `open` why nothing tests it."""

    id: str
    says: str
    version: str
    demand: str
    at: str = ""
    open: str = ""


@dataclass(frozen=True)
class Section:
    """Points that belong together."""

    title: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Test:
    """A test: its file, its name, and the ids of the points it covers."""

    __test__ = False

    file: str
    name: str
    points: Sequence[str] = field(default=())


def read_sections(path: Path = HERE / "requirements.yaml") -> list[Section]:
    """The requirements. Raises ValueError for an entry that says something unknown."""
    return [
        Section(str(one["title"]), [_point(point) for point in one["points"]])
        for one in YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    ]


def read_tests(folder: Path = HERE) -> list[Test]:
    """Every test of the standard, in the order of the files; a test without points has none."""
    paths = sorted(path for path in folder.glob("test_*.py") if path.name != _OWN_TESTS)
    return [test for path in paths for test in _tests(path)]


def faults(sections: Sequence[Section], tests: Sequence[Test]) -> list[str]:
    """What does not fit together, in sentences."""
    points = {point.id: point for section in sections for point in section.points}
    covered = {name for test in tests for name in test.points}
    found = [f"{test.file}: {test.name} names no point" for test in tests if not test.points]
    for name in sorted(covered - points.keys()):
        named = ", ".join(test.name for test in tests if name in test.points)
        found.append(f"{name} is no point, named by {named}")
    for point in points.values():
        if point.id not in covered and not point.open:
            found.append(f"{point.id} has no test: {point.says}")
        if point.id in covered and point.open:
            found.append(f"{point.id} is open and has a test")
    return found


def render(sections: Sequence[Section], tests: Sequence[Test]) -> str:
    """The page."""
    points = [point for section in sections for point in section.points]
    left_out = sum(bool(point.open) for point in points)
    lines = [
        "# Conformance: requirement → test",
        "",
        "<!-- Made by `make docs-table`; change tests/conformance/ instead. -->",
        "",
        f"{len(points)} points of xAPI 1.0.3 and 2.0 (IEEE 9274.1.1-2023) in our own words,"
        f" {len(points) - left_out} of them covered",
        f"by {len(tests)} tests, each on SQLite and on PostgreSQL and, where a version is not named,"
        " in both versions. References: C and D are the",
        "Communication and Data parts of 1.0.3, L is 9274.1.1. Where nothing is tested, the reason"
        " stands instead.",
    ]
    covering = _covering(tests)
    for number, section in enumerate(sections, start=1):
        lines += ["", f"## {number}. {section.title}", "", *_table(section, covering)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(render(read_sections(), read_tests()), encoding="utf-8")


def _point(given: Mapping[str, str]) -> Point:
    if not given.keys() <= _FIELDS:
        raise ValueError(given)
    point = Point(**{name: str(text) for name, text in given.items()})
    if point.version not in _VERSIONS or point.demand not in _DEMANDS:
        raise ValueError(given)
    return point


def _tests(path: Path) -> Iterator[Test]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found = _POINTS.match(ast.get_docstring(node) or "")
            yield Test(path.name, node.name, found[1].split(", ") if found else ())


def _covering(tests: Sequence[Test]) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    for test in tests:
        for name in test.points:
            found.setdefault(name, []).append(test)
    return found


def _table(section: Section, covering: Mapping[str, Sequence[Test]]) -> Iterator[str]:
    yield "| point | requirement | demand | version | tests |"
    yield "| --- | --- | --- | --- | --- |"
    for point in section.points:
        at = f" ({point.at})" if point.at else ""
        tests = "<br>".join(_link(test) for test in covering.get(point.id, ()))
        shown = tests or f"none: {point.open}"
        row = (point.id, f"{point.says}{at}", point.demand, _VERSIONS[point.version], shown)
        yield f"| {' | '.join(row)} |"


def _link(test: Test) -> str:
    words = test.name.removeprefix("test_").replace("_", " ")
    return f"[{words}](../tests/conformance/{test.file})"


if __name__ == "__main__":
    main()
