"""IRIs live in one module: no other file of course/ holds an address, but for the few named here."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from collectif.course.paths import ROOM
from collectif.course.xapi import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALLOWED = {
    "config.py": {"https://collectif.invalid"},  # a home page that leads nowhere, on purpose
    "main.py": {"http://127.0.0.1:"},  # where the demo serves, on this machine
}
HOME = "xapi/vocabulary.py"
ADDRESS = re.compile(r"https?://(?!\.)")  # a sentence may end with the bare scheme


def _texts(path: Path) -> Iterator[str]:
    """Every text literal of a file that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _addresses() -> dict[str, set[str]]:
    found = {}
    for path in sorted(ROOM.rglob("*.py")):
        texts = {text for text in _texts(path) if ADDRESS.search(text)}
        if texts:
            found[path.relative_to(ROOM).as_posix()] = texts
    return found


def test_only_the_vocabulary_holds_addresses() -> None:
    found = _addresses()
    assert found.pop(HOME)
    assert found == ALLOWED


def test_every_word_is_said_once_and_is_used() -> None:
    """Each constant names another IRI, and somebody needs it."""
    words = {name: value for name, value in vars(vocabulary).items() if name.isupper()}
    iris = [value for value in words.values() if isinstance(value, str)]
    assert len(set(iris)) == len(iris)
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in ROOM.rglob("*.py")
        if path.name != "vocabulary.py"
    )
    own = (ROOM / HOME).read_text(encoding="utf-8")
    assert [name for name in words if name not in code and own.count(name) < 2] == []


def test_every_verb_has_a_name_in_both_languages() -> None:
    for names in vocabulary.VERB_NAMES.values():
        assert set(names) == {"fr", "en"}
