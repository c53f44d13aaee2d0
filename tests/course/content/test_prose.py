from __future__ import annotations

from collectif.course.content.prose import first_sentence, read_prose

from .reading import context

TEXT = """\
## Pourquoi ? {#pourquoi}

Un *mot*.

Un autre.

## Les acteurs {#acteurs}

- a
- b
"""


def passages(text, tmp_path, language="fr"):
    around = context()
    (tmp_path / "fr.md").write_text(text, encoding="utf-8")
    found = read_prose(tmp_path / "fr.md", "m/fr.md", language, around)
    return found, [str(problem) for problem in around.report.errors]


def test_each_heading_with_an_id_begins_a_passage(tmp_path):
    found, errors = passages(TEXT, tmp_path)
    assert errors == []
    assert found is not None
    assert list(found) == ["pourquoi", "acteurs"]
    why = found["pourquoi"]
    assert (why.title, why.line) == ("Pourquoi\u202f?", 1)
    assert why.lines == ((3, "Un *mot*."), (5, "Un autre."))
    assert why.body("fr", context(), "m/fr.md", {}) == "<p>Un <em>mot</em>.</p>\n<p>Un autre.</p>"


def test_a_heading_without_an_id_is_named(tmp_path):
    _, errors = passages("## Pourquoi\n\nUn.\n", tmp_path)
    assert errors == [
        "m/fr.md:1: the heading “Pourquoi” has no id; end it with {#id}, the id of its screen"
    ]


def test_an_id_that_cannot_be_and_one_that_stands_twice_are_named(tmp_path):
    _, errors = passages("## A {#A b}\n\nx\n\n## B {#b}\n\nx\n\n## C {#b}\n\nx\n", tmp_path)
    assert errors == [
        "m/fr.md:1: `A b` cannot be an id; lower-case letters, digits and hyphens, a letter first",
        "m/fr.md:9: the id `b` stands twice (first on line 5); give each heading its own id",
    ]


def test_text_before_the_first_heading_is_refused(tmp_path):
    for text, line in (("\nBonjour.\n\n## A {#a}\n\nx\n", 2), ("", 1), ("# A {#a}\n", 1)):
        _, errors = passages(text, tmp_path)
        assert errors[0] == (
            f"m/fr.md:{line}: the file does not begin with a heading; begin with `## Title {{#id}}`, then the text"
        )


def test_a_heading_needs_a_title(tmp_path):
    _, errors = passages("## {#a}\n\nx\n", tmp_path)
    assert "m/fr.md:1: the heading has no title; ## Title {#id}" in errors


def test_a_missing_file_is_reported_and_nothing_comes_back(tmp_path):
    around = context()
    assert read_prose(tmp_path / "none.md", "m/none.md", "fr", around) is None
    assert len(around.report.errors) == 1


def test_faults_in_a_body_have_the_line_of_the_file(tmp_path):
    found, _ = passages(TEXT + "\n[x](module:nowhere)\n", tmp_path)
    assert found is not None
    around = context()
    found["acteurs"].body("fr", around, "m/fr.md", {})
    assert [problem.line for problem in around.report.errors] == [12]


def test_the_first_sentence_is_the_first_text_below_a_heading(tmp_path):
    found, _ = passages("## A {#a}\n\nUn fait. Un autre.\n", tmp_path)
    assert first_sentence(found or {}) == (3, "Un fait.")
    assert first_sentence({}) == (1, "")
