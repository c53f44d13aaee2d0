"""What the documentation says is so: its examples run, and nothing that one may use is left out."""

from __future__ import annotations

import re
import runpy
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from collectif.course import signals
from collectif.course.cli.commands import commands
from collectif.course.config import PREFIX, Settings
from collectif.course.content.questions import KINDS
from collectif.course.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def all_docs() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def blocks(name: str, language: str = "python") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(name), re.DOTALL | re.MULTILINE)


# -- examples -------------------------------------------------------------------------


def test_the_ten_lines_of_the_readme_make_a_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = blocks("README.md")
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    (tmp_path / "site.py").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app = runpy.run_path(str(tmp_path / "site.py"))["app"]
    page = app.test_client().get("/course/")
    assert page.status_code == 200
    assert "Jouer collectif" in page.get_data(as_text=True)
    about = app.test_client().get("/course/xapi/about")
    assert "1.0.3" in about.get_json()["version"]
    assert app.test_client().get("/").status_code == 404
    app.extensions["collectif"].house.database.engine.dispose()
    assert list(tmp_path.rglob("course.db")), "the database lies where the example was run"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_python_example_compiles(page: Path) -> None:
    for number, block in enumerate(blocks(str(page.relative_to(ROOT)))):
        compile(block, f"{page.name}-{number}", "exec")


def test_the_examples_of_mounting_use_what_the_door_offers() -> None:
    offered = set(vars(__import__("collectif.course", fromlist=["course"])))
    for block in blocks("docs/mounting.md"):
        for names in re.findall(r"from collectif\.course import (.+)", block):
            assert {name.strip() for name in names.split(",")} <= offered


def test_the_two_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    told = set(re.findall(r"^make ([a-z]+)", text_of("README.md"), re.MULTILINE))
    assert told == {"run", "test"}
    assert told <= targets
    assert set(re.findall(r"`make ([a-z]+)`", all_docs())) <= targets


# -- nothing left out --------------------------------------------------------------------


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_the_code_says_it(setting: Any) -> None:
    key = PREFIX + setting.name.upper()
    rows = [
        line
        for line in text_of("docs/configuration.md").splitlines()
        if line.startswith(f"| `{key}` |")
    ]
    assert len(rows) == 1, key
    assert rows[0].split(" | ", 2)[2] == f"{setting.metadata['doc']} |"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)}
    outside = {"COLLECTIF_INSTANCE", "COLLECTIF_SECRET_KEY"}
    assert set(re.findall(r"\bCOLLECTIF_[A-Z_]+\b", all_docs())) <= known | outside


def named(group: click.Group, before: str = "collectif") -> Iterator[str]:
    """Every command as one types it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from named(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


@pytest.mark.parametrize("command", sorted(named(main)))
def test_every_command_is_named_in_the_documentation(command: str) -> None:
    assert command in all_docs()


def test_every_command_says_what_it_does() -> None:
    for command in (*commands.commands.values(), *main.commands.values()):
        assert command.help, command.name


def test_no_command_is_documented_that_does_not_exist() -> None:
    told = set(re.findall(r"`(?:flask )?(collectif [a-z]+(?: [a-z]+)?)", all_docs()))
    known = set(named(main))
    groups = {name.rsplit(" ", 1)[0] for name in known}
    for one in told:
        assert one in known | groups or one.rsplit(" ", 1)[0] in known, one


@pytest.mark.parametrize("name", sorted(signals.BY_NAME))
def test_every_signal_is_documented_with_what_it_carries(name: str) -> None:
    (row,) = [line for line in text_of("docs/mounting.md").splitlines() if f"| `{name}` |" in line]
    assert "`person`" in row
    assert name in str(signals.__doc__)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_question_has_an_example_for_authors(kind: str) -> None:
    assert f"kind: {kind}" in text_of("docs/authoring.md")


# -- it holds together -------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"`[^`\n]*`", "", text)):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_every_page_can_be_found_from_the_index() -> None:
    index = text_of("docs/index.md")
    for page in DOCS:
        if page.parent.name == "docs" and page.name != "index.md":
            assert f"({page.name})" in index, page.name
