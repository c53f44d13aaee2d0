"""Whatever an author does to the files, the loader answers: a course, or problems. Never a traceback."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.course.content.load import read
from tests.builders import SAMPLE, write_sample

# One module of each shape is enough and keeps each try short.
KEPT = ("s1-lesson", "s1-synthesis", "s1-tool", "s2-quiz")
FILES = sorted(
    path.relative_to(SAMPLE).as_posix()
    for path in SAMPLE.rglob("*")
    if path.is_file() and (path.parent.name in (*KEPT, "media", "sample"))
)
PIECES = st.sampled_from(
    [
        "", " ", "\n", "\n\n", "- ", "-", ":", ": ", "{", "}", "[", "]", '"', "'", "#", "&a ", "*a", "!x ", "|", ">",
        "null", "~", "true", "1", "-1", "1e999", ".nan", "0x1F", "2026-99-99", "[[[[", "{{{{", "? ", "<<: ", "---\n",
        "%YAML 1.1\n", "@", "`", "\t", "\ufeff", "\u2028", "\u0085", "\\ud800", '"\\ud800"', "\\x00", "é", "🙂", ":::\n",
        "::: note\n", "## ", "# x\n", "###### y\n", "{#", "{#a b}", "![", "](", "](x)", "[S01]", "[S99]", "<b>",
        "<script>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?x?>", "&a;", "<svg>", "</svg>", 'viewBox="0"', "style='x'",
        "|a|b|\n|-|-|\n", "[a](module:z)", "[a](http://[)", "all:", "id: id", "kind: quiz", "media:x", "===\n", "---",
    ]
)  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str, float, float, object]]:
    """Some edits: file, what is done, where, how far, and with what."""
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(FILES),
                st.sampled_from(["insert", "replace", "delete", "line", "double", "swap", "bytes"]),
                st.floats(0, 1),
                st.floats(0, 0.2),
                PIECES,
            ),
            min_size=1,
            max_size=4,
        )
    )


def spoil(folder: Path, edit: tuple[str, str, float, float, object]) -> None:
    """Does one edit to one file."""
    file, action, where, far, piece = edit
    path = folder / file
    text = path.read_bytes().decode("utf-8", "replace")
    start = int(where * len(text))
    end = min(len(text), start + 1 + int(far * len(text)))
    lines = text.split("\n")
    at = min(int(where * len(lines)), len(lines) - 1)
    match action:
        case "insert":
            text = text[:start] + str(piece) + text[start:]
        case "replace":
            text = text[:start] + str(piece) + text[end:]
        case "delete":
            text = text[:start] + text[end:]
        case "line":
            text = "\n".join([*lines[:at], *lines[at + 1 :]])
        case "double":
            text = "\n".join([*lines[:at], lines[at], *lines[at:]])
        case "swap":
            text = "\n".join([*lines[:at], f"  {lines[at]}", *lines[at + 1 :]])
    data = text.encode("utf-8", "replace")
    path.write_bytes(data[: len(data) // 2] + b"\xff" + data if action == "bytes" else data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_any_edit_gives_a_course_or_problems(changes):
    with tempfile.TemporaryDirectory() as name:
        folder = write_sample(Path(name))
        for module in folder.glob("session_*/*"):
            if module.name not in KEPT:
                shutil.rmtree(module)
        for change in changes:
            spoil(folder, change)
        reading = read(folder)
        assert reading.course is not None or reading.errors
        for problem in (*reading.errors, *reading.warnings):
            assert problem.line >= 1
            assert problem.what
            assert problem.instead
            assert (folder / problem.file).parent.is_dir()
