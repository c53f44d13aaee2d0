"""Files of lines: cut where they were cut, too long, packed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.course.cli import lines

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.lists(st.binary(max_size=30).map(lambda text: text.replace(b"\n", b"")), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, rest=st.binary(max_size=20))
@pytest.mark.parametrize("name", ["plain", "packed.gz"])
def test_mending_keeps_every_whole_line_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, texts: list[bytes], rest: bytes
) -> None:
    monkeypatch.setattr(lines, "_PIECE", 7)
    path = tmp_path / name
    whole = b"".join(text + b"\n" for text in texts)
    cut = rest.replace(b"\n", b"")
    content = whole + cut
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    last = lines.mend(path)
    assert last == (texts[-1] + b"\n" if texts else None)
    with lines.reading(path) as found:
        assert b"".join(found) == whole


def test_lines_are_written_and_gone_on_with(tmp_path: Path) -> None:
    for name in ("plain", "packed.gz"):
        path = tmp_path / name
        for on in (False, True):
            with lines.writing(path, on=on) as out:
                out.write(b"a\n")
        with lines.reading(path) as found:
            assert list(found) == [b"a\n", b"a\n"]
            assert found.position() > 0


def test_a_line_that_is_too_long_is_cut_and_the_next_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    path = tmp_path / "long"
    path.write_bytes(b"x" * 35 + b"\nshort\n")
    with lines.reading(path) as found:
        assert list(found) == [b"x" * 10, b"short\n"]


def test_why_a_packed_file_ended_early_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(b"a\nb\n")[:-6])
    with lines.reading(path) as found:
        assert set(found) <= {b"a\n", b"b\n"}
        assert found.broken
    path.write_bytes(b"no gzip at all")
    with lines.reading(path) as found:
        assert list(found) == []
        assert found.broken
