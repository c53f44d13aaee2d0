from __future__ import annotations

import pytest

from collectif.course.content.model import Completed, Html
from tests.builders import sample_course


def test_the_course_has_its_identity_texts_and_sessions():
    course = sample_course()
    assert (course.id, course.iri) == ("mini", "https://example.org/courses/mini")
    assert course.languages == ("fr", "en")
    assert [session.id for session in course.sessions] == ["s1", "s2"]
    assert course.sessions[1].unlock == Completed("s1-opening")
    assert "<h3>D’où il vient</h3>" in course.about["fr"]
    assert isinstance(course.about["fr"], Html)
    assert course.sessions[0].question == {"fr": "Quoi\u202f?", "en": "What?"}


def test_lists_beside_the_modules_are_read():
    course = sample_course()
    assert list(course.sources) == ["S01", "S02", "CG"]
    assert 'href="https://example.org/survey"' in course.sources["S02"].text["en"]
    assert [term.id for term in course.glossary] == ["mecenat", "alliance"]
    assert course.dimensions["D2"].levers == ("L2",)
    assert [question.id for question in course.entry_check] == ["mots", "acteurs"]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("course.yaml", "iri: https://example.org/courses/mini", "iri: courses/mini", "+0: `courses/mini` cannot be the course's IRI"),
        ("course.yaml", "courses/mini", "courses/mini/", "+0: `https://example.org/courses/mini/` cannot be the course's IRI"),
        ("course.yaml", "iri: https://", "iri: https://[", "+0: `https://[example.org/courses/mini` cannot be"),
        ("course.yaml", "id: mini", "id: Mini", "+0: `Mini` cannot be an id"),
        ("course.yaml", "subtitle:", "sub_title:", "+0: `sub_title` is not a key of the course; did you mean `subtitle`?"),
        ("course.yaml", "completed: s1-opening", "completed: s1-open", "+0: a rule speaks of `s1-open`, which does not exist"),
        ("course.yaml", "s1-expert, ", "s1-exprt, ", "+0: no folder holds the module `s1-exprt`;"),
        ("course.yaml", "s1-expert, ", "s1-expert, s1-expert, ", "+0: `s1-expert` stands twice; keep one of the two"),
        ("course.yaml", "- id: s2", "- id: s1", "+0: the session id `s1` stands twice"),
        ("course.yaml", "about:\n  fr: |", "about:\n  de: |", "+1: `about` of the course has no `fr`"),
        ("course.yaml", "languages: [fr, en]", "languages: []", "+0: `languages` of the course has 0 of at least 1"),
        ("course.yaml", "sessions:", "completion: {passed: s1-qui}\nsessions:", "+0: a rule speaks of `s1-qui`"),
        ("dimensions.yaml", "levers: [L3]", "levers: []", "+0: `levers` of dimension `D1` has 0 of at least 1"),
        ("dimensions.yaml", "- id: D2", "- id: D1", "+0: the dimension id `D1` stands twice (first on line 1)"),
        ("sources.yaml", 'text: {fr: "Kit', 'txt: {fr: "Kit', "+0: `txt` is not a key of source `S01`; did you mean `text`?"),
        ("glossary.yaml", '  term: {fr: "Mécénat"', '  terme: {fr: "Mécénat"', "-1: `term` is missing in term `mecenat`"),
        ("entry_check.yaml", "kind: likert", "kind: single", "+0: the entry check asks a single question"),
        ("entry_check.yaml", "dimension: D1", "dimension: D3", "+0: there is no dimension `D3`"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_line(file, old, new, fault, sample):
    sample.expect(file, old, new, fault)


@pytest.mark.parametrize(
    "file", ["course.yaml", "dimensions.yaml", "sources.yaml", "glossary.yaml", "entry_check.yaml"]
)
def test_a_missing_file_is_one_problem(file, sample):
    (sample.folder / file).unlink()
    assert sample.errors() == [f"{file}:1: this file is missing; create it, in UTF-8"]


@pytest.mark.parametrize("file", ["dimensions.yaml", "sources.yaml", "glossary.yaml"])
def test_a_list_written_as_a_mapping_is_named(file, sample):
    sample.write(file, "# entries\nS01: {fr: a, en: b}\n")
    assert (
        f"{file}:2: the file is a group of keys, not a list; begin each entry with `- id: …`"
        in sample.errors()
    )


def test_a_course_may_say_itself_what_completes_it(sample):
    sample.change("course.yaml", "sessions:", "completion: {completed: s2-quiz}\nsessions:")
    course = sample.read().course
    assert course is not None
    assert course.completion == Completed("s2-quiz")
    sample.change("course.yaml", "completion: {completed: s2-quiz}", "completion: default")
    again = sample.read().course
    assert again is not None
    assert again.completion == sample_course().completion
