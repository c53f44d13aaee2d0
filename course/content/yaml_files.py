"""A YAML file as a tree of values that remember their line.

Only what an author needs is understood: mappings, lists, plain values, and a value reused by anchor and
alias (`&name`, `*name`) within bounds. Tags and double keys are refused: a file says what it seems to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as RuamelNode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .problems import Report

NodeKind = Literal["text", "int", "float", "bool", "date", "empty", "list", "mapping"]

_SCALARS: Mapping[str, NodeKind] = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "int",
    "tag:yaml.org,2002:float": "float",
    "tag:yaml.org,2002:bool": "bool",
    "tag:yaml.org,2002:null": "empty",
    "tag:yaml.org,2002:timestamp": "date",
}
_NAMES: Mapping[NodeKind, str] = {
    "text": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date",
    "empty": "nothing",
    "list": "a list",
    "mapping": "a group of keys",
}
_DEEPEST = 40
_MOST = 50_000
"""Values in one file, reused ones counted each time: no file can blow up in memory."""


@dataclass(frozen=True)
class Node:
    """One value: `raw` as written for a scalar, `items` for a list, `entries` for a mapping."""

    file: str
    line: int
    kind: NodeKind
    raw: str = ""
    items: tuple[Node, ...] = ()
    entries: Mapping[str, Node] = field(default_factory=dict)
    key_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """What it is, as a message says it."""
        return _NAMES[self.kind]


def read_text(path: Path, file: str, report: Report) -> str | None:
    """The text of a file, or None (and a problem) when it is missing or not UTF-8 text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        report.error(file, 1, "this file is missing", "create it, in UTF-8")
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        report.error(file, line, "not written in UTF-8", "save the file with encoding UTF-8")
        return None
    except OSError:
        report.error(file, 1, "this file cannot be read", "a plain text file is needed here")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, row in enumerate(text.split("\n"), 1):
        if any(ord(sign) < 32 and sign != "\t" for sign in row):
            report.error(file, number, "an invisible control character", "delete it")
            return None
    return text


def read_yaml(path: Path, file: str, report: Report) -> Node | None:
    """The tree of a YAML file, or None when it cannot be read at all (the problem is reported)."""
    text = read_text(path, file, report)
    if text is None:
        return None
    root = _compose(text, file, report)
    if root is None:
        return None
    return _Builder(file, report).build(root, 0)


def _compose(text: str, file: str, report: Report) -> RuamelNode | None:
    try:
        root: RuamelNode | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, YAMLWarning, RecursionError, ValueError, AttributeError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = mark.line + 1 if mark is not None else 1
        what = getattr(error, "problem", None) or "this is not YAML"
        instead = "check quotes, brackets and indentation here and on the line above"
        report.error(file, line, f"the file cannot be understood ({what})", instead)
        return None
    if root is None:
        report.error(file, 1, "the file is empty", "write its keys (see docs/authoring.md)")
    return root


class _Builder:
    """Turns ruamel's nodes into ours and reports what we do not accept."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report
        self.count = 0

    def build(self, node: RuamelNode, depth: int) -> Node:
        line = node.start_mark.line + 1
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST:
            what = "too many levels or values, perhaps an alias (*) inside itself"
            self.report.error(self.file, line, what, "write the value out in full")
            return Node(self.file, line, "empty")
        if isinstance(node, ScalarNode):
            return self._scalar(node, line)
        if isinstance(node, SequenceNode):
            items = tuple(self.build(child, depth + 1) for child in node.value)
            return Node(self.file, line, "list", items=items)
        if isinstance(node, MappingNode):
            return self._mapping(node, line, depth)
        return Node(self.file, line, "empty")

    def _scalar(self, node: ScalarNode, line: int) -> Node:
        raw = str(node.value)
        kind = _SCALARS.get(str(node.tag))
        if kind is None:
            self.report.error(self.file, line, f"the tag `{node.tag}`", "leave it out")
            kind = "text"
        if any("\ud800" <= sign <= "\udfff" for sign in raw):
            self.report.error(self.file, line, "half a character (\\ud…)", "write it directly")
            raw = ""
        return Node(self.file, line, kind, raw=raw)

    def _mapping(self, node: MappingNode, line: int, depth: int) -> Node:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.report.error(self.file, at, "a key that is not a word", "write `key: value`")
                continue
            name = str(key.value)
            if name in entries:
                what = f"`{name}` stands twice (first on line {lines[name]})"
                self.report.error(self.file, at, what, "keep one of the two")
                continue
            entries[name] = self.build(value, depth + 1)
            lines[name] = at
        return Node(self.file, line, "mapping", entries=entries, key_lines=lines)
