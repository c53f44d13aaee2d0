"""The keys of one YAML mapping, asked for one by one.

Each question for a key checks what stands there and reports what is wrong; a harmless value comes back so
that reading goes on and every problem is found at once. `close()` reports the keys nobody asked for.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING

from .links import plain
from .markdown import block, inline
from .problems import nearest
from .typography import LONGEST_SENTENCE, longest_sentence, set_type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .context import Context
    from .model import Text
    from .yaml_files import Node

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_ID = 80
_EMPTY: Text = {}


class Fields:
    """One mapping being read; `what` names it in messages, such as `question nombre-de-cibles`."""

    def __init__(self, node: Node, context: Context, what: str) -> None:
        self.node = node
        self.context = context
        self.what = what
        self.file = node.file
        self._asked: dict[str, None] = {}
        if node.kind != "mapping":
            self.error(node.line, f"{what} is {node.named}", "write its keys, one a line")

    def error(self, line: int, what: str, instead: str) -> None:
        self.context.report.error(self.file, line, what, instead)

    def line(self, key: str) -> int:
        """The line of a key, or of the whole when the key is missing."""
        return self.node.key_lines.get(key, self.node.line)

    def close(self) -> None:
        """Reports every key that does not belong here."""
        for key, line in self.node.key_lines.items():
            if key not in self._asked:
                self.error(line, f"`{key}` is not a key of {self.what}", nearest(key, self._asked))

    # -- finding a key ------------------------------------------------------------

    def get(self, key: str) -> Node | None:
        """The value of an optional key; nothing written after it counts as absent."""
        self._asked[key] = None
        node = self.node.entries.get(key)
        return None if node is None or node.kind == "empty" else node

    def need(self, key: str, example: str = "") -> Node | None:
        """The value of an obligatory key; its absence is reported."""
        node = self.get(key)
        if node is None and self.node.kind == "mapping":
            instead = f"write `{key}: {example or '…'}`"
            self.error(self.line(key), f"`{key}` is missing in {self.what}", instead)
        return node

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    # -- single values ------------------------------------------------------------

    def string(self, key: str, default: str | None = None) -> str:
        """A word or line in no particular language; obligatory unless a default is given."""
        node = self.need(key) if default is None else self.get(key)
        if node is None:
            return default or ""
        return self.scalar(node, f"`{key}`")

    def scalar(self, node: Node, what: str) -> str:
        """What is written in a plain value."""
        if node.kind in ("list", "mapping"):
            self.error(node.line, f"{what} is {node.named}", "write one plain value")
            return ""
        if not node.raw.strip():
            self.error(node.line, f"{what} is empty", "write something or delete the line")
        return node.raw.strip()

    def identifier(self, key: str = "id") -> str:
        """An id: lower-case letters, digits and hyphens, a letter first."""
        node = self.need(key)
        if node is None:
            return ""
        name = self.scalar(node, f"`{key}`")
        if name and (not IDENTIFIER.fullmatch(name) or len(name) > _LONGEST_ID):
            what = f"`{name}` cannot be an id"
            self.error(node.line, what, "lower-case letters, digits and hyphens, a letter first")
        return name

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str | None:
        """One word out of a list, or None (and a problem) when it is none of them."""
        name = self.string(key, default)
        if name and name not in known:
            self.error(self.line(key), f"`{name}` is no {key} we know", nearest(name, known))
        return name if name in known else None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        node = self.get(key)
        if node is None:
            return default
        if node.kind != "bool":
            self.error(node.line, f"`{key}` is {node.named}", "write true or false")
            return default
        return node.raw.lower() == "true"

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        """A number between `least` and `most`, both included."""
        node = self.need(key, "1") if default is None else self.get(key)
        fallback = least if default is None else default
        if node is None:
            return fallback
        value = as_number(node)
        if value is None or not least <= value <= most:
            span = f"a number from {least:g} to {most:g}"
            self.error(node.line, f"`{key}` is not {span}", f"write {span}, such as {fallback:g}")
            return fallback
        return value

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number between `least` and `most`, both included."""
        value = self.number(key, least, most, default)
        if value != int(value):
            self.error(self.line(key), f"`{key}` is not a whole number", f"write {round(value)}")
        return int(value)

    def day(self, node: Node) -> date:
        """A calendar day written as 2026-01-15."""
        try:
            return date.fromisoformat(node.raw)
        except ValueError:
            self.error(node.line, f"`{node.raw}` is not a day", "write it as 2026-01-15")
            return date.min

    # -- texts --------------------------------------------------------------------

    def text(self, key: str) -> Text:
        """An obligatory plain text in every language."""
        node = self.need(key, self._example())
        return self.texts(node, key, self._plain) if node else _EMPTY

    def optional_text(self, key: str) -> Text | None:
        node = self.get(key)
        return self.texts(node, key, self._plain) if node else None

    def text_or_figures(self, key: str) -> Text:
        """An obligatory plain text in every language, or one line that is the same in all: `2013–2021`."""
        node = self.need(key, self._example())
        if node is None or node.kind in ("list", "mapping"):
            return self.texts(node, key, self._plain) if node else _EMPTY
        return {language: self._plain(node, language) for language in self.context.languages}

    def inline(self, key: str) -> Text:
        """An obligatory text in every language, with inline Markdown; HTML comes back."""
        node = self.need(key, self._example())
        return self.texts(node, key, self._inline) if node else _EMPTY

    def optional_inline(self, key: str) -> Text | None:
        node = self.get(key)
        return self.texts(node, key, self._inline) if node else None

    def inlines(self, key: str) -> tuple[Text, ...]:
        """A list of texts with inline Markdown, possibly empty."""
        return tuple(self.texts(node, key, self._inline) for node in self.nodes(key))

    def block(self, key: str) -> Text:
        """An obligatory Markdown text of several paragraphs in every language; HTML comes back."""
        node = self.need(key, self._example())
        return self.texts(node, key, self._block) if node else _EMPTY

    def texts(self, node: Node, key: str, read: Callable[[Node, str], str]) -> Text:
        """One value per language of a mapping `{fr: …, en: …}`; what is missing is reported."""
        if node.kind != "mapping":
            self.error(node.line, f"`{key}` is not given per language", self._example())
            return _EMPTY
        return self.per_language(node, key, read)

    def per_language(
        self, node: Node, key: str, read: Callable[[Node, str], str]
    ) -> dict[str, str]:
        """The languages of a mapping, each read by `read(node, language)`."""
        languages = self.context.languages
        found: dict[str, str] = {}
        for language, line in node.key_lines.items():
            if language not in languages:
                self.error(
                    line, f"`{language}` is not a language here", nearest(language, languages)
                )
        for language in languages:
            value = node.entries.get(language)
            if value is None or value.kind == "empty":
                what = f"`{key}` of {self.what} has no `{language}`"
                self.error(node.line, what, self._example())
            elif self.scalar(value, f"`{key}` in {language}"):
                found[language] = read(value, language)
        return found

    def _plain(self, node: Node, language: str) -> str:
        text = as_printed(node, language)
        count, start = longest_sentence(text)
        if count > LONGEST_SENTENCE:
            what = f"a sentence of {count} words (“{start} …”)"
            self.context.report.warn(self.file, node.line, what, "cut it in two")
        return text

    def _inline(self, node: Node, language: str) -> str:
        return inline(node.raw.strip(), language, self.context, self.file, node.line)

    def _block(self, node: Node, language: str) -> str:
        return block(node.raw.strip(), language, self.context, self.file, node.line)

    def _example(self) -> str:
        return "{" + ", ".join(f"{language}: …" for language in self.context.languages) + "}"

    # -- lists and groups ---------------------------------------------------------

    def nodes(self, key: str, least: int = 0) -> tuple[Node, ...]:
        """The items of a list of at least `least` things."""
        node = self.need(key, "[…]") if least else self.get(key)
        if node is None:
            return ()
        if node.kind != "list":
            self.error(
                node.line, f"`{key}` is {node.named}", "write a list: lines that begin with -"
            )
            return ()
        if len(node.items) < least:
            what = f"`{key}` of {self.what} has {len(node.items)} of at least {least}"
            self.error(self.line(key), what, f"add {least - len(node.items)} more")
        return node.items

    def strings(self, key: str, least: int = 0) -> tuple[str, ...]:
        """A list of words."""
        return tuple(self.scalar(node, f"an item of `{key}`") for node in self.nodes(key, least))

    def rows(self, key: str, what: str, least: int = 0) -> list[Fields]:
        """A list of mappings, each called `what`."""
        return [Fields(node, self.context, what) for node in self.nodes(key, least)]

    def group(self, key: str, *, needed: bool = True) -> Fields | None:
        """A mapping under a key."""
        node = self.need(key, "{…}") if needed else self.get(key)
        return None if node is None else Fields(node, self.context, f"`{key}`")

    def known(self, key: str, known: frozenset[str] | None, kind: str) -> tuple[str, ...]:
        """A list of names that exist elsewhere in the course (dimensions, levers, sources)."""
        names: list[str] = []
        for node in self.nodes(key):
            name = self.scalar(node, f"an item of `{key}`")
            if known is not None and name and name not in known:
                self.error(node.line, f"there is no {kind} `{name}`", nearest(name, known))
            if name in names:
                self.error(node.line, f"`{name}` stands twice in `{key}`", "keep one of the two")
            names.append(name)
        return tuple(names)


def as_printed(node: Node, language: str) -> str:
    """What a plain value says, with the typography of its language."""
    return set_type(node.raw.strip(), language)


def as_number(node: Node) -> float | None:
    """The number a plain value holds, or None."""
    if node.kind not in ("int", "float"):
        return None
    try:
        value = float(node.raw)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def unique(fields: Sequence[tuple[Fields, str]], what: str) -> None:
    """Reports ids that stand twice among neighbours."""
    seen: dict[str, int] = {}
    for one, name in fields:
        if not name:
            continue
        if name in seen:
            problem = f"the {what} id `{name}` stands twice (first on line {seen[name]})"
            one.error(one.line("id"), problem, "give each its own id")
        seen.setdefault(name, one.line("id"))


def distinct(fields: Sequence[tuple[Fields, Text]], key: str, what: str) -> None:
    """Reports neighbours that read the same in one language: nobody could tell them apart."""
    seen: dict[tuple[str, str], int] = {}
    for one, text in fields:
        for language, value in text.items():
            mark = (language, plain(value).casefold())
            if mark in seen:
                problem = f"two {what} read the same in {language} (see line {seen[mark]})"
                one.error(one.line(key), problem, "make them differ")
                break
            seen[mark] = one.line(key)
