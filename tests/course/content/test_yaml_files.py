from __future__ import annotations

import pytest

from collectif.course.content.problems import Report
from collectif.course.content.yaml_files import read_text, read_yaml

from .reading import node


def problems(text, tmp_path) -> list[str]:
    report = Report()
    node(text, tmp_path, report)
    return [str(problem) for problem in report.errors]


def test_every_value_and_key_remembers_its_line(tmp_path):
    tree = node("a: 1\nb:\n  - x\n  - {c: true}\n", tmp_path)
    assert tree is not None
    assert tree.key_lines == {"a": 1, "b": 2}
    first, second = tree.entries["b"].items
    assert (first.line, second.line, second.entries["c"].kind) == (3, 4, "bool")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", "text"),
        ("'1'", "text"),
        ("1", "int"),
        ("1.5", "float"),
        ("true", "bool"),
        ("2026-01-15", "date"),
        ("", "empty"),
        ("null", "empty"),
        ("no", "text"),
        ("[a]", "list"),
        ("{a: b}", "mapping"),
    ],
)
def test_values_are_what_yaml_1_2_says(written, kind, tmp_path):
    tree = node(f"key: {written}\n", tmp_path)
    assert tree is not None
    assert tree.entries["key"].kind == kind
    assert tree.entries["key"].named


def test_a_key_that_stands_twice_is_named_with_both_lines(tmp_path):
    assert problems("a: 1\nb: 2\na: 3\n", tmp_path) == [
        "snippet.yaml:3: `a` stands twice (first on line 1); keep one of the two"
    ]


def test_a_syntax_error_has_its_line(tmp_path):
    (problem,) = problems("a: 1\nb: [1, 2\nc: 3\n", tmp_path)
    assert problem.startswith("snippet.yaml:3: the file cannot be understood (")
    assert problem.endswith("check quotes, brackets and indentation here and on the line above")


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_said_to_be_empty(text, tmp_path):
    (problem,) = problems(text, tmp_path)
    assert problem.startswith("snippet.yaml:1: the file is empty;")


def test_a_value_may_be_reused_by_its_name(tmp_path):
    tree = node("a: &x [1, 2]\nb: *x\n", tmp_path)
    assert tree is not None
    assert len(tree.entries["b"].items) == 2


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [*x]\n",
        "[" * 60 + "]" * 60 + "\n",
        "".join(
            f"{name}: &{name} [{','.join([f'*{last}' if last else '1'] * 10)}]\n"
            for last, name in zip(["", *"abcd"], "abcde", strict=True)
        ),
    ],
    ids=["inside itself", "too deep", "too many"],
)
def test_reuse_without_end_is_refused(text, tmp_path):
    assert any("too many levels or values" in problem for problem in problems(text, tmp_path))


def test_nesting_that_exhausts_the_parser_is_refused(tmp_path):
    (problem,) = problems("[" * 3_000, tmp_path)
    assert "cannot be understood" in problem


def test_tags_and_keys_that_are_no_words_are_refused(tmp_path):
    assert problems("a: !secret x\n", tmp_path) == [
        "snippet.yaml:1: the tag `!secret`; leave it out"
    ]
    assert problems("? [a, b]\n: c\n", tmp_path) == [
        "snippet.yaml:1: a key that is not a word; write `key: value`"
    ]


def test_half_a_character_is_refused(tmp_path):
    (problem,) = problems('a: "\\ud800"\n', tmp_path)
    assert "half a character" in problem


def test_two_documents_in_one_file_are_refused(tmp_path):
    (problem,) = problems("a: 1\n---\nb: 2\n", tmp_path)
    assert "cannot be understood" in problem


def test_a_missing_file_a_folder_and_another_encoding_are_told_apart(tmp_path):
    report = Report()
    assert read_yaml(tmp_path / "none.yaml", "none.yaml", report) is None
    assert read_text(tmp_path, "folder", report) is None
    (tmp_path / "latin.md").write_bytes("ligne\nécrit en latin".encode("latin-1"))
    assert read_text(tmp_path / "latin.md", "latin.md", report) is None
    assert [str(problem) for problem in report.errors] == [
        "folder:1: this file cannot be read; a plain text file is needed here",
        "latin.md:2: not written in UTF-8; save the file with encoding UTF-8",
        "none.yaml:1: this file is missing; create it, in UTF-8",
    ]


def test_windows_line_ends_and_byte_order_marks_do_not_matter(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfun\r\ndeux\rtrois")
    assert read_text(tmp_path / "a.md", "a.md", Report()) == "un\ndeux\ntrois"


def test_invisible_control_characters_are_refused(tmp_path):
    report = Report()
    (tmp_path / "a.md").write_bytes(b"un\ndeux\x00\n")
    assert read_text(tmp_path / "a.md", "a.md", report) is None
    assert str(report.errors[0]) == "a.md:2: an invisible control character; delete it"
