"""Drawings: SVG files cleaned by an allow-list, so that they can stand inside our pages.

Colours come from classes only, so one drawing suits the light and the dark page; nothing in it can run,
load or style anything. The cleaned markup is written anew from what the parser understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

from .model import Html
from .problems import Report, nearest
from .yaml_files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    "svg g path rect circle ellipse line polyline polygon text tspan defs clipPath use"
)
CLASSES = _names(
    "ink ink-fill paper soft a b c d a-line b-line c-line d-line "
    "step-1 step-2 step-3 step-4 step-5 step-6"
)
_NUMBERS = _names(
    "x y x1 y1 x2 y2 cx cy r rx ry dx dy width height stroke-width stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit opacity fill-opacity stroke-opacity font-size "
    "font-weight letter-spacing textLength points viewBox pathLength rotate"
)
_WORDS: Mapping[str, frozenset[str]] = {
    "fill": frozenset({"none"}),
    "stroke": frozenset({"none"}),
    "stroke-linecap": frozenset({"butt", "round", "square"}),
    "stroke-linejoin": frozenset({"miter", "round", "bevel"}),
    "fill-rule": frozenset({"nonzero", "evenodd"}),
    "clip-rule": frozenset({"nonzero", "evenodd"}),
    "text-anchor": frozenset({"start", "middle", "end"}),
    "dominant-baseline": frozenset({"auto", "middle", "central", "hanging"}),
    "clipPathUnits": frozenset({"userSpaceOnUse"}),
}
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "d": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]+"),
    "transform": re.compile(
        r"(?:\s*(?:translate|scale|rotate|skewX|skewY|matrix)\([0-9eE+\-.,\s]+\),?)+\s*"
    ),
    "id": re.compile(r"[A-Za-z][\w-]*"),
    "href": re.compile(r"#[A-Za-z][\w-]*"),
    "clip-path": re.compile(r"url\(#[A-Za-z][\w-]*\)"),
}
_NUMBER = re.compile(r"[0-9eE+\-.,\s]+%?")
_VIEW_BOX = re.compile(r"-?[\d.]+(?:[\s,]+-?[\d.]+){3}")
_LARGEST = 200_000


@dataclass(frozen=True)
class Drawing:
    """A cleaned drawing, to be given its description."""

    view_box: str
    inner: str

    def titled(self, title: str) -> Html:
        """The markup, announced as one picture with this description (plain text)."""
        head = f'<svg viewBox="{escape(self.view_box)}" role="img">'
        return Html(f"{head}<title>{escape(title)}</title>{self.inner}</svg>")


def read_drawing(path: Path, file: str, prefix: str, report: Report) -> Drawing | None:
    """Reads and cleans a drawing; None when it holds no usable picture. Faults are reported.

    `prefix` is put before its ids, so that two drawings can stand on one page.
    """
    text = read_text(path, file, report)
    if text is None:
        return None
    if len(text) > _LARGEST:
        report.error(file, 1, "the drawing is too large", f"keep it under {_LARGEST} characters")
        return None
    return _Cleaner(file, prefix, report).clean(text)


class _Cleaner:
    """Follows the parser through one file and writes down what is allowed."""

    def __init__(self, file: str, prefix: str, report: Report) -> None:
        self.file = file
        self.prefix = prefix
        self.report = report
        self.parser = expat.ParserCreate()
        self.out: list[str] = []
        self.open: list[str] = []
        self.skipping = 0
        self.view_box = ""
        self.ids: dict[str, bool] = {}
        """Id → whether a `use` stands inside the element that has it."""
        self.owners: list[str | None] = []
        self.references: list[tuple[int, str, bool]] = []

    def clean(self, text: str) -> Drawing | None:
        parser = self.parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            what = f"the drawing is not well formed ({expat.ErrorString(error.code)})"
            self.report.error(self.file, error.lineno, what, "save it as plain SVG")
            return None
        except _Refused:
            return None
        self._check_references()
        if not self.view_box:
            self._fault("`<svg>` has no usable viewBox", 'write <svg viewBox="0 0 640 360">', 1)
            return None
        return Drawing(self.view_box, "".join(self.out))

    def _fault(self, what: str, instead: str, line: int | None = None) -> None:
        at = self.parser.CurrentLineNumber if line is None else line
        self.report.error(self.file, at, what, instead)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipping or name not in ELEMENTS or (name == "svg") != (not self.open):
            if not self.skipping:
                self._fault(f"`<{name}>` is not allowed here", "draw with paths, shapes and groups")
            self.skipping += 1
            return
        self.open.append(name)
        kept = [self._attribute(name, key, value) for key, value in attributes.items()]
        self.owners.append(attributes.get("id"))
        if name == "use":
            for owner in self.owners:
                if owner:
                    self.ids[owner] = True
        if name != "svg":
            self.out.append(f"<{name}{''.join(kept)}>")

    def _end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        self.open.pop()
        self.owners.pop()
        if name != "svg":
            self.out.append(f"</{name}>")

    def _text(self, data: str) -> None:
        if self.skipping:
            return
        if self.open and self.open[-1] in ("text", "tspan"):
            self.out.append(escape(data))
        elif data.strip():
            self._fault("text outside of `<text>`", "put it into a <text> element or delete it")

    def _doctype(self, *_details: object) -> None:
        self._fault("a DOCTYPE", "begin the file with <svg …>")
        raise _Refused

    def _instruction(self, target: str, _data: str) -> None:
        self._fault(f"the instruction `<?{target} …?>`", "delete it")

    def _attribute(self, element: str, name: str, value: str) -> str:
        """The attribute as it may stand, with a space before it; empty when it may not."""
        if name.startswith("xmlns"):
            return ""
        if element == "svg" and name == "viewBox" and _VIEW_BOX.fullmatch(value.strip()):
            self.view_box = value.strip()
            return ""
        if name == "class":
            return self._classes(value)
        if not _acceptable(name, value.strip()):
            self._fault(f'`{name}="{value[:40]}"` is not allowed on `<{element}>`', _advice(name))
            return ""
        if name == "id":
            self.ids.setdefault(value, False)
        if name in ("href", "clip-path"):
            self.references.append(
                (self.parser.CurrentLineNumber, value.strip("url()").strip("#"), name == "href")
            )
        value = value.replace("#", f"#{self.prefix}")
        value = self.prefix + value if name == "id" else value
        return f' {name}="{escape(value)}"'

    def _classes(self, value: str) -> str:
        names = value.split()
        for name in names:
            if name not in CLASSES:
                self._fault(f"the class `{name}` does not exist", nearest(name, CLASSES))
        return f' class="{escape(" ".join(name for name in names if name in CLASSES))}"'

    def _check_references(self) -> None:
        for line, target, use in self.references:
            if target not in self.ids:
                self._fault(f"nothing has the id `{target}`", nearest(target, self.ids), line)
            elif use and self.ids[target]:
                what = f"`{target}` is reused though it reuses something itself"
                self._fault(what, "draw it out once instead", line)


class _Refused(Exception):
    """The file is not read any further."""


def _acceptable(name: str, value: str) -> bool:
    if name in _NUMBERS:
        return bool(_NUMBER.fullmatch(value)) or (name == "font-weight" and value == "bold")
    if name in _WORDS:
        return value in _WORDS[name]
    return name in _SHAPES and bool(_SHAPES[name].fullmatch(value))


def _advice(name: str) -> str:
    if name in ("style", "fill", "stroke", "color"):
        return "colour comes from classes: ink, ink-fill, paper, soft, a … d, a-line … d-line"
    if name in _NUMBERS:
        return "numbers only"
    if name in _WORDS:
        return f"one of: {', '.join(sorted(_WORDS[name]))}"
    if name in _SHAPES:
        return "this value is not understood"
    return "delete the attribute"
