"""A folder of attachments."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.store.folder import Folder


def named(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "not" / "made" / "yet")


@pytest.mark.parametrize("content", [b"", b"one", bytes(range(256)) * 4000])
def test_what_is_kept_is_read_whole_and_in_pieces(folder: Folder, content: bytes) -> None:
    sha2 = named(content)
    assert not folder.holds(sha2)
    folder.keep(sha2, content)
    assert folder.holds(sha2)
    assert folder.read(sha2) == content
    pieces = list(folder.pieces(sha2))
    assert b"".join(pieces) == content
    assert all(len(piece) <= 256 * 1024 for piece in pieces)
    assert folder.path(sha2).relative_to(folder.root).parts == (sha2[:2], sha2[2:4], sha2)


def test_what_is_there_is_not_written_again(folder: Folder) -> None:
    sha2 = named(b"one")
    folder.keep(sha2, b"one")
    before = folder.path(sha2).stat()
    folder.keep(sha2, b"one")
    after = folder.path(sha2).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize(
    "name",
    ["", "ab", "../../../etc/passwd", "A" * 64, "g" * 64, "a" * 55, "a" * 129, "a" * 63 + "/"],
)
def test_only_a_hash_becomes_a_path(folder: Folder, name: str) -> None:
    for act in (folder.path, folder.holds, folder.read, lambda sha2: folder.keep(sha2, b"")):
        with pytest.raises(ValueError, match="hexadecimal"):
            act(name)
    assert not folder.root.exists()


@given(st.text())
def test_no_other_text_becomes_one(name: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        Folder(Path("nowhere")).path(name)


def test_what_cannot_be_written_leaves_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    sha2 = named(b"one")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        folder.keep(sha2, b"one")
    assert not folder.holds(sha2)
    assert list(folder.listed()) == []


def test_our_files_are_listed_and_others_left_alone(folder: Folder) -> None:
    sha2 = named(b"one")
    folder.keep(sha2, b"one")
    unfinished = folder.path(sha2).with_name("0123.part")
    for path in (unfinished, folder.path(sha2).with_name("README"), folder.root / "notes"):
        path.write_bytes(b"x")
    assert {name for name, _ in folder.listed()} == {sha2, "0123.part"}
    for name in (sha2, "0123.part", "README", "notes", "../x.part", sha2):
        folder.remove(name)
    assert sorted(path.name for path in folder.root.rglob("*") if path.is_file()) == [
        "README",
        "notes",
    ]


def test_an_empty_or_missing_folder_lists_nothing(folder: Folder) -> None:
    assert list(folder.listed()) == []
    with pytest.raises(FileNotFoundError):
        folder.read("a" * 64)
