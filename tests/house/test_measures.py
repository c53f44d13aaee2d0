"""The shape of the code, by the measures the house holds itself to (`.ci/house_metrics.py`)."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("course", "lrs")


def load_metrics() -> Any:
    spec = spec_from_file_location("house_metrics", ROOT / ".ci" / "house_metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


metrics = load_metrics()


@pytest.fixture(scope="module", params=ROOMS)
def tree(request: pytest.FixtureRequest) -> Any:
    return metrics.measure_tree(ROOT / request.param, metrics.SKIPPED_DIRS)


@pytest.fixture(scope="module")
def whole() -> Any:
    """The whole repository as one tree, benches and tools with it."""
    return metrics.measure_tree(ROOT, metrics.SKIPPED_DIRS)


def percentile(values: list[int], part: float) -> int:
    ranked = sorted(values)
    return ranked[math.ceil(part * len(ranked)) - 1]


def test_every_file_can_be_read(tree: Any) -> None:
    assert tree.unreadable == []
    assert len(tree.sources) > 50


def test_functions_are_short(tree: Any) -> None:
    longest = max(tree.functions, key=lambda function: function.code)
    assert longest.code <= 40, (str(longest.path), longest.name, longest.code)
    assert percentile([function.code for function in tree.functions], 0.9) <= 20
    assert percentile([function.code for function in tree.functions], 0.5) <= 6


def test_files_are_short(tree: Any) -> None:
    longest = max(tree.sources, key=lambda module: module.code)
    assert longest.code <= 350, (str(longest.path), longest.code)
    assert percentile([module.code for module in tree.sources], 0.9) <= 250


def test_every_function_says_what_it_takes_and_gives(tree: Any) -> None:
    assert [f"{one.path}:{one.line}" for one in tree.functions if not one.typed] == []


def test_public_functions_say_what_they_are_for(tree: Any) -> None:
    public = [function.documented for function in tree.functions if function.public]
    assert sum(public) / len(public) >= 0.7


def test_no_module_imports_itself_round_a_corner(whole: Any) -> None:
    """As the command says it of the whole repository: the door of each room is in, and what hides in
    functions; imports for type checkers are none."""
    measured = metrics.describe(whole, "collectif")
    graph = metrics.import_graph(whole.sources, "collectif", with_deferred=True)
    assert "lrs" in graph["course.extension"], "rooms are seen to use each other"
    assert metrics.find_cycles(graph) == []
    assert (measured["cycles"], measured["hidden"], measured["deferred"]) == ("0", "0", "0")


def test_no_two_files_go_by_one_name(whole: Any) -> None:
    """Else what one imports is taken for what the other does."""
    names = [module.name for module in whole.sources]
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_no_import_hides_in_a_function(tree: Any) -> None:
    assert metrics.count_deferred(tree.sources, "collectif") == 0
    hidden = [
        (str(module.path), one.target)
        for module in tree.sources
        for one in module.imports
        if one.deferred
    ]
    assert hidden == []


def test_the_doors_document_all_they_offer() -> None:
    for room in ROOMS:
        source = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
        assert source.startswith('"""'), room
        assert "__all__" in source, room


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "base", "manager", "misc"])
def test_no_room_is_a_drawer_for_everything(name: str) -> None:
    found = [path for room in ROOMS for path in (ROOT / room).rglob(f"{name}*")]
    assert found == []


def test_every_iri_we_send_lives_in_the_vocabulary() -> None:
    allowed = {"course/xapi/vocabulary.py", "course/config.py"}
    told = re.compile(r"[\"']https?://[^\"'{]")
    for path in sorted((ROOT / "course").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name not in allowed:
            found = [line for line in path.read_text("utf-8").splitlines() if told.search(line)]
            assert not [line for line in found if "127.0.0.1" not in line], name


def test_nothing_happens_at_import() -> None:
    """No file is opened, no thread started, no engine made: the door alone is cheap to open."""
    watch = (
        "import sys, threading\n"
        "opened = []\n"
        "def hear(event, args):\n"
        "    if event == 'open' and str(args[0]).endswith(('.yaml', '.md', '.db', '.po', '.html')):\n"
        "        opened.append(args[0])\n"
        "    if event in ('sqlite3.connect', 'socket.connect'):\n"
        "        opened.append(event)\n"
        "sys.addaudithook(hear)\n"
        "import collectif.course, collectif.lrs\n"
        "assert not opened, opened\n"
        "assert threading.active_count() == 1\n"
    )
    subprocess.run([sys.executable, "-c", watch], check=True, cwd=ROOT.parent)


def test_templates_stay_readable() -> None:
    lines = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "templates").rglob("*.html")
    }
    assert max(lines.values()) <= 250, max(lines, key=lambda name: lines[name])
    assert percentile(list(lines.values()), 0.9) <= 150
