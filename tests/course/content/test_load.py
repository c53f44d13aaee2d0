from __future__ import annotations

import pytest

from collectif.course.content.load import digest, load
from collectif.course.content.problems import ContentErrors
from tests.builders import SAMPLE, sample_course


def test_the_sample_loads_without_fault():
    course = load(SAMPLE)
    assert [module.id for session in course.sessions for module in session.modules] == [
        "s1-opening",
        "s1-testimony",
        "s1-expert",
        "s1-lesson",
        "s1-synthesis",
        "s1-tool",
        "s1-quiz",
        "s2-lesson",
        "s2-composite",
        "s2-quiz",
    ]
    assert {module.kind for session in course.sessions for module in session.modules} == {
        "opening",
        "testimony",
        "expert",
        "lesson",
        "synthesis",
        "tool",
        "quiz",
    }


def test_reading_twice_gives_the_same_course():
    assert load(SAMPLE) == sample_course()


def test_the_version_follows_every_file(sample):
    before = digest(sample.folder)
    assert before == sample_course().version
    sample.change("session_1/s1-lesson/fr.md", "Trois", "Quatre")
    after = digest(sample.folder)
    assert after != before
    sample.write("notes.txt", "not part of the course")
    assert digest(sample.folder) == after


def test_every_problem_is_found_at_once(sample):
    sample.change("course.yaml", "subtitle:", "subtitel:")
    sample.change("session_1/s1-quiz/module.yaml", "draw: 4", "draw: 40")
    sample.change("session_1/s1-opening/en.md", "module:s1-lesson", "module:s1-leson")
    sample.change("session_2/s2-lesson/module.yaml", "passed: s1-quiz", "passed: s1-quizz")
    with pytest.raises(ContentErrors) as raised:
        load(sample.folder)
    assert [(problem.file, problem.line) for problem in raised.value.problems] == [
        ("course.yaml", 1),
        ("course.yaml", 4),
        ("session_1/s1-opening/en.md", 3),
        ("session_1/s1-quiz/module.yaml", 11),
        ("session_2/s2-lesson/module.yaml", 10),
    ]


def test_a_folder_that_is_not_there_is_reported_file_by_file(tmp_path):
    with pytest.raises(ContentErrors) as raised:
        load(tmp_path / "nowhere")
    assert {problem.file for problem in raised.value.problems} == {
        "course.yaml",
        "dimensions.yaml",
        "sources.yaml",
    }


def test_a_module_that_no_session_lists_is_named(sample):
    sample.change("course.yaml", "s1-expert, ", "")
    assert sample.errors() == [
        "session_1/s1-expert/module.yaml:1: the module `s1-expert` is in no session of course.yaml; add it to a session's `modules`"
    ]


def test_two_modules_of_one_id_are_named(sample):
    sample.change("session_1/s1-expert/module.yaml", "id: s1-expert", "id: s1-testimony")
    errors = sample.errors()
    assert (
        "session_1/s1-testimony/module.yaml:1: the module id `s1-testimony` stands also in session_1/s1-expert; give each module its own id"
        in errors
    )


def test_a_module_that_cannot_be_read_makes_no_other_problem(sample):
    sample.write("session_1/s1-quiz/module.yaml", "id: s1-quiz\n  kind: [")
    (error,) = sample.errors()
    assert error.startswith("session_1/s1-quiz/module.yaml:2: the file cannot be understood")


def test_a_folder_without_module_yaml_is_named(sample):
    sample.write("session_2/s2-new/fr.md", "## A {#a}\n")
    assert sample.errors() == [
        "session_2/s2-new/module.yaml:1: this file is missing; create it, in UTF-8"
    ]


def test_hidden_folders_and_diagnostics_are_not_modules(sample):
    for folder in (".git/x", "_draft/x", "diagnostics/x", "session_1/.cache"):
        sample.write(f"{folder}/note.txt", "x")
    assert sample.errors() == []


def test_modules_are_checked_even_without_course_yaml(sample):
    (sample.folder / "course.yaml").unlink()
    sample.change("session_1/s1-quiz/module.yaml", "draw: 4", "draw: 40")
    assert [error.partition(" ")[0] for error in sample.errors()] == [
        "course.yaml:1:",
        "session_1/s1-quiz/module.yaml:11:",
    ]


def test_without_sources_yaml_citations_are_not_all_called_wrong(sample):
    (sample.folder / "sources.yaml").unlink()
    assert len(sample.errors()) == 1


def test_a_file_in_another_encoding_is_one_problem(sample):
    path = sample.folder / "session_1/s1-lesson/fr.md"
    path.write_bytes(
        path.read_text(encoding="utf-8").replace("\u2019", "'").encode("cp1252", "replace")
    )
    assert sample.errors() == [
        "session_1/s1-lesson/fr.md:8: not written in UTF-8; save the file with encoding UTF-8"
    ]


def test_another_course_in_one_language_is_another_folder(tmp_path):
    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write("course.yaml", (
        "id: autre\niri: https://example.org/autre\nlanguages: [de]\ntitle: {de: A}\nsubtitle: {de: A}\n"
        "about: {de: A}\nsessions:\n  - {id: eins, title: {de: A}, question: {de: A}, summary: {de: A}, modules: [m]}\n"
    ))  # fmt: skip
    for name in ("dimensions", "sources", "glossary", "entry_check"):
        write(f"{name}.yaml", "[]\n")
    write("woche/m/module.yaml", (
        "id: m\nkind: opening\ntitle: {de: A}\nsummary: {de: A}\nobjective: {de: A}\nminutes: 2\nscreens: [a]\n"
    ))  # fmt: skip
    write("woche/m/de.md", "## A {#a}\n\nText.\n")
    course = load(tmp_path)
    assert course.languages == ("de",)
    assert course.sessions[0].modules[0].screens[0].body == {"de": "<p>Text.</p>"}
