from __future__ import annotations

import os

import pytest

from collectif.course.content.problems import ContentErrors
from collectif.course.content.reload import Library

FILE = "session_1/s1-lesson/module.yaml"


def touch(sample, file: str) -> None:
    """Makes a change visible whatever the resolution of the file system's clock."""
    path = sample.folder / file
    about = path.stat()
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 1_000_000_000))


def title(library: Library) -> str:
    return library.catalogue.module("s1-lesson").title["en"]


def test_a_saved_file_is_read_at_once_when_watching(sample):
    library = Library(sample.folder, watch=True)
    assert title(library) == "The actors of an alliance"
    sample.change(FILE, "The actors of an alliance", "The people of an alliance")
    touch(sample, FILE)
    assert title(library) == "The people of an alliance"
    assert library.problems == ()


def test_nothing_is_read_again_while_nothing_changes(sample):
    library = Library(sample.folder, watch=True)
    assert library.catalogue is library.catalogue
    assert library.course is library.catalogue.course


def test_without_watching_the_course_stays(sample):
    library = Library(sample.folder)
    sample.change(FILE, "The actors of an alliance", "The people of an alliance")
    touch(sample, FILE)
    assert title(library) == "The actors of an alliance"


def test_a_fault_leaves_the_last_good_course_and_is_remembered(sample):
    library = Library(sample.folder, watch=True)
    sample.change(FILE, "kind: lesson", "kind: leson")
    touch(sample, FILE)
    assert title(library) == "The actors of an alliance"
    assert [problem.line for problem in library.problems] == [2]
    sample.change(FILE, "kind: leson", "kind: lesson")
    touch(sample, FILE)
    assert library.problems == ()


def test_a_new_and_a_vanished_file_count_as_changes(sample):
    library = Library(sample.folder, watch=True)
    (sample.folder / "glossary.yaml").unlink()
    assert [problem.file for problem in library.problems] == ["glossary.yaml"]
    sample.write("glossary.yaml", "[]\n")
    assert library.problems == ()
    assert library.course.glossary == ()


def test_there_must_be_a_good_course_to_begin_with(sample):
    (sample.folder / "course.yaml").unlink()
    with pytest.raises(ContentErrors):
        Library(sample.folder, watch=True)


def test_a_link_that_leads_nowhere_does_no_harm(sample):
    (sample.folder / "dangling").symlink_to(sample.folder / "nowhere")
    assert title(Library(sample.folder, watch=True)) == "The actors of an alliance"
