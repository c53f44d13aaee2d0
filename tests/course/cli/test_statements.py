"""Statements out of the LRS into a file, and in again: filters, resuming, refusing, packing."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.services import rebuilding
from tests.actors import Learner, Program
from tests.conftest import make_app
from tests.lrs.lms import attachment, multipart, statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from tests.conftest import Clock


def run(app: Flask, *arguments: str, **options: Any) -> Result:
    return app.test_cli_runner().invoke(args=["collectif", "statements", *arguments], **options)


def exports(app: Flask, path: Path, *options: str) -> list[dict[str, Any]]:
    done = run(app, "export", str(path), *options)
    assert done.exit_code == 0, done.output
    return read(path)


def read(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture
def full(app: Flask) -> Flask:
    """A course in which somebody has done something."""
    learner = Learner(app).signs_up()
    learner.takes("s1-opening")
    learner.takes("s1-lesson")
    learner.passes("s1-quiz", right=1)
    return app


@pytest.fixture
def empty(sample_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """Another one, in which nobody has."""
    made = make_app(f"sqlite:///{tmp_path / 'other.db'}", sample_folder, tmp_path, clock)
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


def without(one: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}


def projections(app: Flask) -> dict[str, Any]:
    house = app.extensions["collectif"].house
    with house.database.reading() as connection:
        return rebuilding.rows.everything(connection)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_out_and_in_again_gives_the_same_store_and_the_same_progress(
    full: Flask, empty: Flask, tmp_path: Path, name: str
) -> None:
    out = exports(full, tmp_path / name, "--voided")
    assert len(out) > 10
    done = run(empty, "import", str(tmp_path / name))
    assert done.exit_code == 0, done.output
    assert f"stored: {len(out)}\nhere already: 0\nrefused: 0\n" in done.output
    again = exports(empty, tmp_path / f"again-{name}", "--voided")
    assert [without(one, "stored", "authority") for one in again] == [
        without(one, "stored", "authority") for one in out
    ]
    assert projections(empty) == projections(full)
    house, fold = empty.extensions["collectif"].house, empty.extensions["collectif"].fold
    assert rebuilding.compare(house, fold).equal
    repeated = run(empty, "import", str(tmp_path / name))
    assert f"stored: 0\nhere already: {len(out)}\n" in repeated.output


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_an_export_that_was_cut_goes_on_at_its_last_whole_line(
    full: Flask, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    out = exports(full, path)
    whole = path.read_bytes()
    cut = len(whole) * 2 // 3
    path.write_bytes(whole[:cut])
    assert exports(full, path, "--resume") == out
    assert exports(full, path, "--resume") == out, "nothing is left"
    path.write_bytes(b"")
    assert exports(full, path, "--resume") == out
    path.unlink()
    assert exports(full, path, "--resume") == out


def test_go_on_after_a_time_appends(full: Flask, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    out = exports(full, path)
    path.write_text("".join(json.dumps(one) + "\n" for one in out[:4]))
    assert exports(full, path, "--after", out[3]["stored"]) == out


def test_filters_choose(full: Flask, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    out = exports(full, tmp_path / "all.jsonl")
    verb = "http://adlnet.gov/expapi/verbs/answered"
    answered = [one for one in out if one["verb"]["id"] == verb]
    assert exports(full, path, "--verb", verb) == answered
    actor = json.dumps(out[0]["actor"])
    assert exports(full, path, "--agent", actor) == out
    one = out[3]
    place = (
        "--activity",
        one["object"]["id"],
        "--registration",
        one["context"]["registration"].upper(),
    )
    assert one in exports(full, path, *place)
    assert exports(full, path, "--since", out[2]["stored"], "--until", out[4]["stored"]) == out[3:5]


def test_standard_output_and_input_are_files_too(full: Flask, empty: Flask) -> None:
    out = run(full, "export", "-")
    assert out.exit_code == 0
    assert re.fullmatch(r"exported: \d+ statements\n", out.stderr)
    done = run(empty, "import", "-", input=out.stdout_bytes)
    assert done.exit_code == 0
    assert f"stored: {len(out.stdout.splitlines())}" in done.stdout


def test_refused_lines_are_named_and_set_aside_and_the_rest_is_stored(
    empty: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    bad = json.dumps(statement(verb={"id": "nothing"}))
    path.write_text(f"{json.dumps(statement())}\n{bad}\nno json\n\n")
    done = run(empty, "import", str(path))
    assert done.exit_code == 1
    assert "stored: 1\nhere already: 0\nrefused: 2\n" in done.stdout
    assert "line 2: $.verb.id: " in done.stderr
    assert "line 3: $: " in done.stderr
    aside = read(tmp_path / "in.jsonl.refused")
    assert [(one["line"], one["path"], one["text"]) for one in aside] == [
        (2, "$.verb.id", bad),
        (3, "$", "no json"),
    ]
    run(empty, "import", str(path))
    assert len(read(tmp_path / "in.jsonl.refused")) == 2, "each run begins it anew"


def test_attachments_come_along_by_their_hash(app: Flask, empty: Flask, tmp_path: Path) -> None:
    content = b"a proof"
    sha2 = hashlib.sha256(content).hexdigest()
    program = Program(app)
    body, content_type = multipart(statement(attachments=[attachment(content)]), [content])
    program.client.post(
        "/xapi/statements", data=body, content_type=content_type, headers=program.headers
    )
    folder = tmp_path / "data"
    exports(app, tmp_path / "out.jsonl", "--attachments", str(folder))
    assert (folder / sha2).read_bytes() == content
    lost = run(empty, "import", str(tmp_path / "out.jsonl"))
    assert lost.exit_code == 1
    assert "$.attachments[0]" in lost.stderr
    done = run(
        empty, "import", str(tmp_path / "out.jsonl"), "--attachments", str(folder), "--trusted"
    )
    assert done.exit_code == 0, done.output
    again = tmp_path / "again"
    exports(empty, tmp_path / "again.jsonl", "--attachments", str(again))
    assert (again / sha2).read_bytes() == content
    (one,) = read(tmp_path / "again.jsonl")
    assert one["authority"] == read(tmp_path / "out.jsonl")[0]["authority"]


def test_a_packed_file_that_is_cut_is_imported_as_far_as_it_goes(
    full: Flask, empty: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl.gz"
    exports(full, path)
    path.write_bytes(path.read_bytes()[:-20])
    done = run(empty, "import", str(path))
    assert done.exit_code == 1
    assert "could not be read to its end" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("export", "x.jsonl", "--since", "yesterday"), "no ISO 8601 time"),
        (("export", "x.jsonl", "--agent", "{}"), "--agent"),
        (("export", "-", "--resume"), "--resume needs a file"),
        (("import", "no-such-file.jsonl"), "there is no file"),
    ],
)
def test_what_cannot_be_done_is_said(
    shared_app: Flask,
    arguments: tuple[str, ...],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(shared_app, *arguments)
    assert done.exit_code != 0
    assert why in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_file_of_something_else_is_not_gone_on_with(full: Flask, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"a": 1}\n')
    done = run(full, "export", str(path), "--resume")
    assert done.exit_code == 1
    assert "no exported statement" in done.output
    assert path.read_text() == '{"a": 1}\n'


def test_on_a_terminal_one_sees_how_far_it_is(
    full: Flask, empty: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.course.cli.lines.shows_progress", lambda: True)
    path = tmp_path / "out.jsonl"
    told = run(full, "export", str(path))
    count = len(read(path))
    assert f"\r{count} statements" in told.stderr
    done = run(empty, "import", str(path))
    assert done.exit_code == 0, done.output
    assert "bytes" in done.stderr
    assert done.stdout == f"stored: {count}\nhere already: 0\nrefused: 0\n"
    erased = full.test_cli_runner().invoke(
        args=["collectif", "retain", "--older-than", "1d", "--yes"]
    )
    assert "statements\n" in erased.stderr
