from __future__ import annotations

from dataclasses import replace

from collectif.course.content.cited import unsourced
from collectif.course.content.invented import composites, from_here, invented_in
from tests.builders import sample_course

from .telling import WORDS, screen, told, whats

MARK = "Exemple illustratif (composite), inventé pour le cours."
LISTED = replace(WORDS, composites=frozenset({("s1-lesson", "ecran")}))


def texts(html: str) -> list[str]:
    said = screen(html)
    found = invented_in(said, WORDS)
    return [one.text for one in said if one in found]


def test_a_composite_holds_to_the_end_of_its_screen():
    assert texts(f"<p>Vrai.</p><p>{MARK}</p><p>Suite.</p><ul><li>Fin.</li></ul>") == [
        MARK,
        "Suite.",
        "Fin.",
    ]


def test_another_mark_holds_for_its_paragraph():
    assert texts("<p>Exemple imaginé. Un.</p><p>Deux.</p>") == ["Exemple imaginé. Un."]


def test_a_mark_in_a_frame_holds_for_the_frame():
    html = f"<aside><p>{MARK}</p><p>Dedans.</p></aside><p>Dehors.</p>"
    assert texts(html) == [MARK, "Dedans."]


def test_filled_examples_and_marked_feedback_are_invented():
    said = [told("Samia", "example"), told("Exemple imaginé. 15 mars.", "feedback")]
    assert invented_in(said, WORDS) == frozenset(said)


def test_what_is_invented_needs_no_source_and_names_nobody_real():
    said = screen(f"<p>{MARK} Une ferme, 84 000 €.</p>")
    assert whats(unsourced(sample_course(), said, WORDS)) == []
    said = screen(f"<p>{MARK} Restoria, 84 000 €.</p>")
    assert whats(unsourced(sample_course(), said, WORDS)) == [
        "Restoria is named in what is invented"
    ]


def test_a_composite_screen_is_listed_in_the_metadata():
    said = screen(f"<p>{MARK}</p>")
    assert whats(composites(sample_course(), said, WORDS)) == [
        "the screen `ecran` is composite, and sourcing.yaml does not list it"
    ]
    assert whats(composites(sample_course(), said, LISTED)) == []


def test_a_tool_says_that_its_example_is_composite():
    example = told("Samia", "example", place="example")
    fault = "the filled example of a worksheet is not said to be composite"
    assert whats(composites(sample_course(), [example], WORDS)) == [fault]
    said = told("L’exemple rempli est illustratif (composite).")
    assert whats(composites(sample_course(), [said, example], WORDS)) == []


def test_a_testimony_that_says_it_is_composite_is_one_in_its_metadata():
    course = sample_course()
    module = next(m for m in course.sessions[0].modules if m.kind == "testimony")
    said = replace(told("Ce récit est illustratif (composite)."), module=module.id)
    assert whats(composites(course, [said], WORDS)) == [
        "this testimony says that it is composite, and module.yaml does not"
    ]
    assert module.testimony is not None
    made_up = replace(module, testimony=replace(module.testimony, composite=True))
    session = replace(course.sessions[0], modules=(made_up,))
    assert whats(composites(replace(course, sessions=(session,)), [said], WORDS)) == []


def test_an_excerpt_begins_a_few_words_before_the_part():
    text = "Voici une assez longue phrase qui finit par nommer Restoria."
    assert from_here(text, "Restoria").endswith("nommer Restoria.")
    assert from_here("Restoria", "Restoria") == "Restoria"
