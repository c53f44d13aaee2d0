"""Reading a snippet of YAML as the loader would, and seeing what it says."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from textwrap import dedent
from typing import TYPE_CHECKING

from collectif.course.content import questions
from collectif.course.content.context import Context
from collectif.course.content.fields import Fields
from collectif.course.content.load import Reading, read
from collectif.course.content.problems import ContentErrors, Report
from collectif.course.content.yaml_files import Node, read_yaml
from tests.builders import write_sample

if TYPE_CHECKING:
    from pathlib import Path

    from collectif.course.content.model import Question


def context(report: Report | None = None, **known: object) -> Context:
    """Surroundings that know two sources, two dimensions, two modules."""
    around = {
        "sources": frozenset({"S01", "S02"}),
        "dimensions": frozenset({"D1", "D2"}),
        "levers": frozenset({"L1", "L2"}),
        "modules": {"s1-lesson": frozenset({"acteurs"}), "s1-quiz": frozenset()},
    }
    return Context(report or Report(), **{**around, **known})  # type: ignore[arg-type]


def node(text: str, folder: Path, report: Report | None = None) -> Node | None:
    """A snippet as a tree."""
    path = folder / "snippet.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return read_yaml(path, "snippet.yaml", report or Report())


def fields(text: str, folder: Path, **known: object) -> Fields:
    """A snippet as a mapping being read; its problems are in `fields.context.report`."""
    around = context(**known)
    tree = node(text, folder, around.report)
    assert tree is not None
    return Fields(tree, around, "the snippet")


def said(one: Fields) -> list[str]:
    """The errors so far, as an author sees them."""
    return [str(problem) for problem in one.context.report.errors]


def advice(one: Fields) -> list[str]:
    return [str(problem) for problem in one.context.report.warnings]


def question(text: str, folder: Path) -> Question:
    """A question without faults."""
    one = fields(text, folder)
    parsed = questions.parse(one)
    if said(one):
        raise ContentErrors(one.context.report.errors)
    return parsed


def faults(text: str, folder: Path) -> list[str]:
    """What is wrong with a question."""
    one = fields(text, folder)
    questions.parse(one)
    return said(one)


def elements(html: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The elements of some HTML with their attributes, as a browser would see them."""

    class Parser(HTMLParser):
        found: list[tuple[str, list[tuple[str, str]]]]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append((tag, [(name, value or "") for name, value in attrs]))

    parser = Parser()
    parser.found = []
    parser.feed(html)
    return parser.found


@dataclass
class Sample:
    """A copy of the sample course, to be spoilt."""

    folder: Path

    def __post_init__(self) -> None:
        write_sample(self.folder)

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def text(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> int:
        """Replaces the first occurrence of a passage that must be there; the line it stands on."""
        text = self.text(file)
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def expect(self, file: str, old: str, new: str, fault: str) -> None:
        """Makes a change and expects a fault, written as `+1: …`, a line below it, or `=1: …`, on
        line 1."""
        line = self.change(file, old, new)
        offset, _, what = fault.partition(":")
        line = int(offset[1:]) if offset[0] == "=" else line + int(offset)
        wanted, errors = f"{file}:{line}:{what}", self.errors()
        assert any(error.startswith(wanted) for error in errors), (wanted, errors)

    def read(self) -> Reading:
        return read(self.folder)

    def errors(self) -> list[str]:
        return [str(problem) for problem in self.read().errors]

    def warnings(self) -> list[str]:
        return [str(problem) for problem in self.read().warnings]
