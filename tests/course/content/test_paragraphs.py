from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import Html, KitPart, KitSheet, SessionSheet
from collectif.course.content.paragraphs import blocks, paragraphs, sources_of
from tests.builders import sample_course

from .telling import told

CITATION = '<a class="source" href="source:S01">[S01]</a>'


def shape(html: str) -> list[tuple[int, str, str]]:
    return list(blocks(Html(html)))


def test_paragraphs_are_runs_of_their_own_and_keep_their_citations():
    html = f"<p>Un <em>mot</em>. {CITATION}</p>\n<p>Deux &amp; trois.</p>"
    assert shape(html) == [(0, "paragraph", "Un mot. [S01]"), (1, "paragraph", "Deux & trois.")]


def test_rows_of_a_table_share_a_run_and_are_read_across():
    html = "<p>Avant</p><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><p>Après</p>"
    (before, _, _), head, row, (after, _, _) = shape(html)
    assert head[1:] == ("row", "A | B")
    assert row == (head[0], "row", "1 | 2")
    assert before < head[0] < after


def test_a_frame_is_one_run_whatever_it_holds():
    html = '<aside class="note"><p>Un.</p><ul><li>Deux</li></ul></aside><p>Trois.</p>'
    found = shape(html)
    assert [block for _, block, _ in found] == ["frame", "frame", "paragraph"]
    assert found[0][0] == found[1][0] != found[2][0]


def test_drawings_and_links_of_the_glossary_are_left_out():
    html = '<figure><svg><title>Un pont 2015</title></svg></figure><p>Un <a href="term:don">don</a>.</p>'
    assert [text for _, _, text in shape(html)] == ["Un don."]


def test_text_and_sources_come_apart():
    one = told("Un fait [S01, S06b]. Un autre [CG].")
    assert one.text == "Un fait. Un autre."
    assert one.sources == {"S01", "S06b", "CG"}
    assert told("Rien.").sources == frozenset()


def test_tags_come_in_order():
    assert list(sources_of("a [S02] b [S01, CG]")) == ["S02", "S01", "CG"]
    assert list(sources_of("selon [S02]: un don, [S01](lien) à part")) == ["S02"]
    assert list(sources_of("un [mot] entre crochets")) == []


def test_the_sample_is_told_in_every_part_and_language():
    said = list(paragraphs(sample_course()))
    parts = {one.part for one in said}
    assert parts == {"title", "text", "caption", "asked", "feedback", "label", "example"}
    assert {one.language for one in said} == {"fr", "en"}
    assert {one.file for one in said if not one.module} >= {"course.yaml", "glossary.yaml"}


def test_captions_and_questions_stand_at_their_place():
    said = list(paragraphs(sample_course()))
    captions = [one for one in said if one.part == "caption" and one.language == "fr"]
    assert captions[0].file == "session_1/s1-synthesis/fr.md"
    asked = {one.place for one in said if one.part == "asked" and one.module == "s1-quiz"}
    module = next(m for s in sample_course().sessions for m in s.modules if m.id == "s1-quiz")
    assert asked == {question.id for question in module.questions}


def test_printed_sheets_and_those_of_the_kit_are_judged_like_modules():
    text = {"fr": "Trois impacts [S01].", "en": "Three impacts [S01]."}
    html = {language: Html(value) for language, value in text.items()}
    sheet = SessionSheet("s1", (html,), (), (), (), (text,), None)
    kit = KitSheet("base", text, text, (KitPart("un", text, html),), (), "kit/1-base.yaml")
    course = replace(sample_course(), sheets={"s1": sheet}, kit=(kit,))
    said = [one for one in paragraphs(course) if one.language == "fr" and one.part == "text"]
    places = {(one.file, one.module, one.place) for one in said}
    assert ("session_1/sheet.yaml", "sheet/s1", "1") in places
    assert ("kit/1-base.yaml", "kit/base", "un") in places


@given(st.lists(st.sampled_from(["p", "li", "tr"]), max_size=6))
def test_no_word_is_lost_and_runs_only_grow(kinds):
    around = {"p": "{}", "li": "<ul>{}</ul>", "tr": "<table>{}</table>"}
    html = "".join(
        around[kind].format(f"<{kind}>mot{number}</{kind}>") for number, kind in enumerate(kinds)
    )
    found = shape(html)
    assert [text for _, _, text in found] == [f"mot{number}" for number in range(len(kinds))]
    runs = [run for run, _, _ in found]
    assert runs == sorted(set(runs))
