from __future__ import annotations

import pytest

from collectif.course.content.places import Places

from .promised import promise


@pytest.fixture
def places(sample):
    promise(sample, "  no_pattern: true\n")
    held = sample.read().promised
    assert held is not None
    return held.places


def row(sample, file, line):
    return sample.text(file).splitlines()[line - 1]


def test_sessions_are_found_with_their_keys(sample, places):
    assert "- id: s2" in row(sample, "course.yaml", places.session("s2"))
    assert "s2-lesson" in row(sample, "course.yaml", places.session("s2", "modules"))


@pytest.mark.parametrize(
    ("module", "name", "begins"),
    [
        ("s1-lesson", "calcul", "  - id: calcul"),
        ("s1-lesson", "acteurs", "  - id: acteurs"),
        ("s1-lesson", "pourquoi", "  - pourquoi"),
        ("s1-synthesis", "pont", "  - {id: pont"),
        ("s1-tool", "carte", "    - id: carte"),
        ("s1-tool", "budget", "        - {id: budget"),
    ],
)
def test_parts_of_a_module_are_found_by_their_id(sample, places, module, name, begins):
    line = places.part(module, name)
    assert row(sample, f"session_1/{module}/module.yaml", line).startswith(begins)


def test_keys_and_headings_are_found(sample, places):
    file = "session_1/s1-quiz/module.yaml"
    assert row(sample, file, places.key("s1-quiz", "questions")) == "questions:"
    prose = "session_1/s1-lesson/fr.md"
    assert "{#acteurs}" in row(sample, prose, places.heading(prose, "acteurs"))


def test_what_cannot_be_found_stands_on_line_1(places):
    assert places.part("s1-lesson", "no-such") == 1
    assert places.heading("session_1/s1-quiz/fr.md", "no-such") == 1
    nowhere = Places()
    assert (nowhere.session("s1"), nowhere.key("a", "b"), nowhere.part("a", "b")) == (1, 1, 1)
    assert nowhere.heading("fr.md", "a") == 1
