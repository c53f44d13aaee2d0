from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import Html
from collectif.course.content.parity import differences, differing, lengths, same_structure

from .promised import breaches, promise, with_module, with_question

SOURCE = '<a class="source" href="source:{0}">{0}</a>'
BLOCKS = st.lists(
    st.sampled_from(["<p>a</p>", "<h3>b</h3>", "<ul><li>c</li></ul>", SOURCE.format("S01")]),
    max_size=6,
).map("".join)


@given(BLOCKS)
def test_a_text_differs_in_nothing_from_itself(html):
    assert list(differences(html, html)) == []


@given(BLOCKS, BLOCKS)
def test_differences_are_the_same_in_number_from_both_sides(one, other):
    assert len(list(differences(one, other))) == len(list(differences(other, one)))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("<p>a</p><p>b</p>", "<p>a b</p>", "2 against 1 paragraphs"),
        ("<h3 id='x'>a</h3>", "", "1 against 0 headings"),
        ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>", "1 against 0 lists"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul>", "2 against 1 list items"),
        ("<tr><td>a</td><td>b</td></tr>", "<tr><td>a</td></tr>", "2 against 1 table cells"),
        ('<aside class="note">a</aside>', "a", "1 against 0 frames"),
        ("<blockquote>a</blockquote>", "a", "1 against 0 quotations"),
        ('<img src="media:a.svg" alt="b">', "", "1 against 0 pictures"),
        (SOURCE.format("S01"), SOURCE.format("S02"), "not the same sources (S01, S02)"),
        (SOURCE.format("S01") * 2, SOURCE.format("S01"), "not the same sources (S01)"),
        ("Voici [S01, S02]", "Here [S01]", "not the same sources (S02)"),
        ('<a href="module:s1-quiz">a</a>', "a", "not the same links (s1-quiz)"),
        ('<a href="https://a.fr">a</a>', "a", "not as many links to other sites"),
    ],
)
def test_what_one_language_lacks_is_named(one, other, said):
    assert said in list(differences(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p><em>a</em> b</p>", "<p>a <strong>b</strong></p>"),
        ('<a class="term" href="term:alliance">a</a>', "a"),
        ('<a href="https://a.fr/mecenat">a</a>', '<a href="https://a.org/giving">a</a>'),
        ("<svg><title>a</title><p>x</p></svg>", "<svg><title>b</title></svg>"),
    ],
)
def test_what_languages_may_do_in_their_own_way_is_left_alone(one, other):
    assert list(differences(one, other)) == []


def test_a_text_missing_in_one_language_is_named():
    assert list(differing({"fr": "oui", "en": " "}, ("fr", "en"))) == [("en", "nothing in en")]
    assert list(differing({"en": "yes"}, ("fr", "en"))) == [("fr", "nothing in fr")]


@given(st.integers(0, 200), st.integers(0, 200))
def test_only_a_much_shorter_text_is_advised_against(one, other):
    said = lengths("a " * one, "a " * other)
    assert bool(said) == (max(one, other) > 30 and min(one, other) < 0.6 * max(one, other))
    assert said == lengths("a " * other, "a " * one)


def test_the_sample_is_alike_in_both_languages():
    assert breaches(same_structure) == []


def test_a_paragraph_more_is_found_at_its_heading(sample):
    promise(sample, "  same_structure: true\n")
    file = "session_1/s1-lesson/en.md"
    sample.change(file, "Three sorts of actors", "A paragraph more.\n\nThree sorts of actors")
    promised = sample.read().promised
    assert promised is not None
    (found,) = same_structure(promised)
    line = next(n for n, row in enumerate(sample.text(file).splitlines(), 1) if "{#acteurs}" in row)
    assert str(found) == (
        f"{file}:{line}: screen `acteurs`: 2 against 3 paragraphs in fr and in en; bring the two languages together"
    )


def test_what_the_course_promised_is_no_longer_mere_advice(sample):
    sample.change("session_1/s1-lesson/en.md", "Three sorts", "One more.\n\nThree sorts")
    advice = "screen `acteurs`: 2 against 3 paragraphs in fr and in en"
    assert any(advice in remark for remark in sample.warnings())
    promise(sample, "  same_structure: true\n")
    assert not any(advice in remark for remark in sample.warnings())


def test_a_source_of_one_feedback_only_is_found():
    def cited(question):
        first, *others = question.choices
        text = {**first.feedback, "en": Html(first.feedback["en"] + SOURCE.format("S01"))}
        return replace(question, choices=(replace(first, feedback=text), *others))

    (found,) = breaches(same_structure, with_question("nombre-de-cibles", cited))
    assert found.startswith(
        "session_1/s1-lesson/module.yaml:1: question `nombre-de-cibles`, feedback of `a`: not the same sources (S01)"
    )


def test_captions_are_compared_one_by_one():
    def shortened(module):
        first, *others = module.storyboard.scenes
        captions = {**first.captions, "en": first.captions["en"][:-1]}
        board = replace(module.storyboard, scenes=(replace(first, captions=captions), *others))
        return replace(module, storyboard=board)

    (found,) = breaches(same_structure, with_module("s1-synthesis", shortened))
    assert "of the scene `depart`: nothing in en" in found


def test_examples_are_filled_alike():
    def emptied(module):
        example = dict(module.worksheet.example)
        example["table"] = {**example["table"], "en": [{"qui": ""}]}
        return replace(module, worksheet=replace(module.worksheet, example=example))

    assert breaches(same_structure, with_module("s1-tool", emptied)) == [
        "session_1/s1-tool/module.yaml:1: the example of `table` is not filled alike in every language; give it in every language alike"
    ]


def test_texts_beside_the_modules_are_found_in_their_files(sample):
    promise(sample, "  same_structure: true\n")
    line = sample.change(
        "course.yaml", "  en: |\n    This course is", "  en: |\n    More.\n\n    This course is"
    )
    mecenat = sample.change("glossary.yaml", 'definition: {fr: "', 'definition: {fr: "[S01] ')
    promised = sample.read().promised
    assert promised is not None
    about, term = same_structure(promised)
    assert (about.file, term.file) == ("course.yaml", "glossary.yaml")
    assert about.what == "`about`: 2 against 3 paragraphs in fr and in en"
    assert sample.text("course.yaml").split("\n")[about.line - 1] == "about:"
    assert about.line < line
    assert term.what.endswith("not the same sources (S01) in fr and in en")
    assert term.line < mecenat
