"""What is installed: one package, `collectif`, made of the four folders of the tree and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("course", "lrs", "modules", "templates")


def build(kind: str, source: Path, into: Path) -> Path:
    """Builds a wheel or an sdist of `source` with the backend that pyproject.toml names."""
    call = f"from hatchling.build import build_{kind}; print(build_{kind}({str(into)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=source, capture_output=True, text=True, check=True
    )
    return into / done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by pip as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl")
    return made


def names(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}


def tree() -> set[str]:
    """The files of the four folders, as git has them or would take them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = {line for line in listed.stdout.splitlines() if (ROOT / line).is_file()}
    return {f"collectif/{name}" for name in found}


def test_the_wheel_holds_the_tree_file_by_file(wheel: Path) -> None:
    packed = {name for name in names(wheel) if not name.split("/")[0].endswith(".dist-info")}
    assert packed == tree()


def test_only_one_name_is_installed_at_the_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"collectif"}
    folders = {name.split("/")[1] for name in names(wheel) if name.startswith("collectif/")}
    assert folders == set(FOLDERS)
    assert "collectif/__init__.py" not in names(wheel), "a namespace, open to other distributions"


@pytest.mark.parametrize(
    "needed",
    [
        "collectif/course/py.typed",
        "collectif/lrs/py.typed",
        "collectif/course/static/css/tokens.css",
        "collectif/course/static/fonts/figtree.woff2",
        "collectif/course/static/LICENSES.txt",
        "collectif/course/store/migrations/versions/0001_first_tables.py",
        "collectif/modules/course.yaml",
        "collectif/modules/diagnostics/companies.yaml",
        "collectif/templates/collectif/layout.html",
    ],
)
def test_what_is_no_code_is_in_the_wheel_as_well(wheel: Path, needed: str) -> None:
    assert needed in names(wheel)


def test_no_trace_of_work_is_in_the_wheel(wheel: Path) -> None:
    for name in names(wheel):
        assert not name.endswith((".pyc", ".db", ".orig", ".log")), name
        assert "__pycache__" not in name
        assert "/tests/" not in name


def test_the_licences_and_the_command_come_along(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = next(name.split("/")[0] for name in names(wheel) if name.endswith("/METADATA"))
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/LICENSE-COURSE"} <= names(wheel)
    entry = archive.read(f"{info}/entry_points.txt").decode()
    assert "collectif = collectif.course.main:main" in entry
    about = archive.read(f"{info}/METADATA").decode()
    assert "Name: flask-collectif" in about
    assert "License-Expression: BSD-3-Clause AND CC-BY-SA-4.0" in about


def test_a_wheel_made_from_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build("wheel", source, tmp_path)
    assert names(again) == names(wheel)


def test_what_is_in_the_wheel_runs_by_itself(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = (
        "import collectif.course, collectif.lrs\n"
        "app = collectif.course.create_app()\n"
        "page = app.test_client().get('/')\n"
        "print(collectif.course.__file__, page.status_code, len(page.data))\n"
    )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COLLECTIF_")},
        "PYTHONPATH": str(tmp_path / "site"),
        "COLLECTIF_INSTANCE": str(tmp_path / "instance"),
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    where, status, size = done.stdout.split()
    assert Path(where).is_relative_to(tmp_path / "site")
    assert status == "200"
    assert int(size) > 2000
