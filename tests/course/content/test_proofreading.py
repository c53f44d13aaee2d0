from __future__ import annotations

import pytest

from collectif.course.content.check import broken

FLAGS = "sourced_facts: true, honest_sources: true, short_sentences: true, typography: true"
LESSON = "session_1/s1-lesson"


@pytest.fixture
def promising(sample):
    """The sample, which now promises everything of its texts."""
    text = sample.text("course.yaml")
    sample.write("course.yaml", f"{text}promises: {{{FLAGS}}}\n")
    sample.write("sourcing.yaml", "names: [Restoria]\n")
    return sample


def faults(sample) -> list[str]:
    promised = sample.read().promised
    assert promised is not None, sample.errors()
    return [f"{one.file}:{one.line}: {one.what}" for one in broken(promised)]


@pytest.fixture
def before(promising) -> set[str]:
    """What the sample itself, written for other tests, does not keep."""
    return set(faults(promising))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Trois sortes", "En 2015, trois sortes", None),
        ("La mairie, le club", "En 2015, la mairie, le club", "the figure 2015 has no source"),
        ("La mairie, le club", "Restoria, le club", "the name Restoria stands nowhere"),
        ("Nommez un acteur", 'Nommez un "acteur"', "a straight quotation mark"),
        ("Une fondation est", "mot " * 36 + "est", "a sentence of"),
    ],
)
def test_a_fault_is_said_with_its_line(promising, before, old, new, fault):
    line = promising.change(f"{LESSON}/fr.md", old, new)
    found = set(faults(promising)) - before
    if fault is None:
        assert found == set()
    else:
        assert any(one.startswith(f"{LESSON}/fr.md:{line}: {fault}") for one in found), found


def test_a_hint_is_no_source(promising, before):
    line = promising.change("sources.yaml", "- id: S02", "- id: S02\n  standing: B")
    assert line
    found = {one for one in set(faults(promising)) - before if one.startswith(LESSON)}
    assert {one.partition(": ")[2] for one in found} == {"S02 is a hint, not a source (standing B)"}
    assert any("module.yaml" in one for one in found)
    assert any("fr.md" in one for one in found)


def test_a_standing_that_does_not_exist_is_reported(promising):
    promising.expect("sources.yaml", "- id: S02", "- id: S02\n  standing: A", "+1: `A` is no")


def test_an_exemption_that_leads_nowhere_is_reported(promising):
    rows = "exempt:\n  - {module: s1-lesson, place: parti, why: x}\n"
    promising.write("sourcing.yaml", rows)
    assert "sourcing.yaml:2: `s1-lesson` has no place `parti`" in faults(promising)


def test_without_the_promise_nothing_is_said(sample):
    sample.change(f"{LESSON}/fr.md", "La mairie", "En 2015, la mairie")
    assert sample.read().promised is None
    assert sample.errors() == []
