from __future__ import annotations

from datetime import date

import pytest

from collectif.course.content.fields import as_printed, unique
from collectif.course.content.model import Html

from .reading import advice, fields, node, said


def test_keys_nobody_asked_for_are_unknown_and_the_nearest_is_proposed(tmp_path):
    one = fields("title: x\nminuts: 3\n", tmp_path)
    one.string("title")
    one.get("minutes")
    one.close()
    assert said(one) == [
        "snippet.yaml:2: `minuts` is not a key of the snippet; did you mean `minutes`?"
    ]


def test_what_is_not_a_mapping_is_named_once(tmp_path):
    one = fields("- a\n- b\n", tmp_path)
    one.string("id")
    assert said(one) == ["snippet.yaml:1: the snippet is a list; write its keys, one a line"]


def test_a_missing_key_is_named_at_the_line_of_the_whole(tmp_path):
    one = fields("# comment\na: 1\n", tmp_path)
    assert one.string("b") == ""
    assert one.string("c", "default") == "default"
    assert said(one) == ["snippet.yaml:2: `b` is missing in the snippet; write `b: …`"]


def test_a_key_with_nothing_after_it_counts_as_missing(tmp_path):
    one = fields("a:\n", tmp_path)
    assert one.string("a", "default") == "default"
    assert not one.has("a")


@pytest.mark.parametrize("name", ["a", "s1-odd-17", "nombre-de-cibles"])
def test_an_id_is_lower_case_letters_digits_and_hyphens(name, tmp_path):
    one = fields(f"id: {name}\n", tmp_path)
    assert one.identifier() == name
    assert said(one) == []


@pytest.mark.parametrize("name", ["A", "1a", "a_b", "a--b", "-a", "a-", "é", "a b", "x" * 81])
def test_other_ids_are_refused(name, tmp_path):
    one = fields(f"id: {name}\n", tmp_path)
    one.identifier()
    assert said(one) == [
        f"snippet.yaml:1: `{name}` cannot be an id; lower-case letters, digits and hyphens, a letter first"
    ]


def test_a_plain_value_is_printed_as_its_language_has_it(tmp_path):
    tree = node('a: "  Qu\'est-ce, en 3 ans ? "\n', tmp_path)
    assert tree is not None
    value = tree.entries["a"]
    assert as_printed(value, "fr") == "Qu’est-ce, en 3\u00a0ans\u202f?"
    assert as_printed(value, "en") == "Qu’est-ce, en 3 ans ?"


def test_a_text_has_every_language(tmp_path):
    one = fields(
        'a: {fr: "L\'an", en: "The year"}\nb: {fr: x}\nc: x\nd: {fr: x, en: "", de: x}\n', tmp_path
    )
    assert one.text("a") == {"fr": "L’an", "en": "The year"}
    for key in "bcd":
        one.text(key)
    assert said(one) == [
        "snippet.yaml:2: `b` of the snippet has no `en`; {fr: …, en: …}",
        "snippet.yaml:3: `c` is not given per language; {fr: …, en: …}",
        "snippet.yaml:4: `d` in en is empty; write something or delete the line",
        "snippet.yaml:4: `de` is not a language here; known here: `en`, `fr`",
    ]


def test_numbers_and_dates_may_stand_where_a_text_is_wanted(tmp_path):
    one = fields("a: {fr: 17, en: 17}\nb: 2015\nc: 2026-01-15\n", tmp_path)
    assert one.text("a") == {"fr": "17", "en": "17"}
    assert (one.string("b"), one.string("c")) == ("2015", "2026-01-15")


def test_inline_markdown_becomes_html_and_plain_text_stays_plain(tmp_path):
    one = fields('a: {fr: "**x** & y", en: "x"}\n', tmp_path)
    assert one.inline("a")["fr"] == "<strong>x</strong> &amp; y"
    assert isinstance(one.inline("a")["en"], Html)
    assert one.text("a")["fr"] == "**x** & y"


def test_block_markdown_may_have_paragraphs(tmp_path):
    one = fields("a:\n  fr: |\n    Un.\n\n    Deux.\n  en: x\n", tmp_path)
    assert one.block("a")["fr"] == "<p>Un.</p>\n<p>Deux.</p>"


@pytest.mark.parametrize(("written", "value"), [("3", 3.0), ("0.7", 0.7), ("1", 1.0), ("0", 0.0)])
def test_a_number_within_its_bounds_is_taken(written, value, tmp_path):
    one = fields(f"a: {written}\n", tmp_path)
    assert one.number("a", 0, 3) == value
    assert said(one) == []


@pytest.mark.parametrize("written", ["4", "-1", "x", "'3'", "true", ".inf", "[1]", "1e400"])
def test_a_number_out_of_bounds_or_no_number_is_refused(written, tmp_path):
    one = fields(f"a: {written}\n", tmp_path)
    assert one.number("a", 0, 3) == 0
    (fault,) = said(one)
    assert fault.startswith("snippet.yaml:1: `a` is not a number from 0 to 3; write a number")


def test_a_whole_number_is_whole(tmp_path):
    one = fields("a: 2.5\nb: 2.0\n", tmp_path)
    one.whole("a", 0, 3)
    assert one.whole("b", 0, 3) == 2
    assert said(one) == ["snippet.yaml:1: `a` is not a whole number; write 2"]


def test_a_flag_is_true_or_false(tmp_path):
    one = fields("a: true\nb: oui\n", tmp_path)
    assert one.flag("a", default=False) is True
    assert one.flag("b", default=False) is False
    assert one.flag("c", default=True) is True
    assert said(one) == ["snippet.yaml:2: `b` is a text; write true or false"]


def test_a_day_is_written_year_first(tmp_path):
    one = fields("a: 2026-01-15\nb: 15/01/2026\n", tmp_path)
    assert one.day(one.node.entries["a"]) == date(2026, 1, 15)
    one.day(one.node.entries["b"])
    assert said(one) == ["snippet.yaml:2: `15/01/2026` is not a day; write it as 2026-01-15"]


def test_lists_have_a_least_length(tmp_path):
    one = fields("a: [x]\nb: x\n", tmp_path)
    assert one.strings("a", 1) == ("x",)
    one.strings("a", 3)
    one.nodes("b")
    one.nodes("c", 1)
    assert said(one) == [
        "snippet.yaml:1: `a` of the snippet has 1 of at least 3; add 2 more",
        "snippet.yaml:1: `c` is missing in the snippet; write `c: […]`",
        "snippet.yaml:2: `b` is a text; write a list: lines that begin with -",
    ]


def test_names_of_things_elsewhere_must_exist_and_stand_once(tmp_path):
    one = fields("sources: [S01, S1, S01]\n", tmp_path)
    one.known("sources", one.context.sources, "source")
    assert said(one) == [
        "snippet.yaml:1: `S01` stands twice in `sources`; keep one of the two",
        "snippet.yaml:1: there is no source `S1`; did you mean `S01`?",
    ]


def test_unknown_names_pass_when_what_they_name_could_not_be_read(tmp_path):
    one = fields("sources: [S77]\n", tmp_path)
    assert one.known("sources", None, "source") == ("S77",)
    assert said(one) == []


def test_one_word_of_a_list_or_the_nearest(tmp_path):
    one = fields("kind: quizz\n", tmp_path)
    assert one.one_of("kind", ("quiz", "tool")) is None
    assert said(one) == ["snippet.yaml:1: `quizz` is no kind we know; did you mean `quiz`?"]


def test_a_list_where_one_value_is_wanted_is_named(tmp_path):
    one = fields("a: [x]\nb: {c: d}\n", tmp_path)
    one.string("a")
    one.string("b")
    assert said(one) == [
        "snippet.yaml:1: `a` is a list; write one plain value",
        "snippet.yaml:2: `b` is a group of keys; write one plain value",
    ]


def test_ids_among_neighbours_are_unique(tmp_path):
    one = fields("rows:\n  - id: a\n  - id: b\n  - id: a\n", tmp_path)
    rows = one.rows("rows", "a row")
    unique([(row, row.identifier()) for row in rows], "row")
    assert said(one) == [
        "snippet.yaml:4: the row id `a` stands twice (first on line 2); give each its own id"
    ]


def test_a_long_sentence_is_advised_against_only(tmp_path):
    one = fields(f'a: {{fr: "{"mot " * 36}.", en: "word"}}\n', tmp_path)
    one.text("a")
    assert said(one) == []
    assert advice(one) == [
        "snippet.yaml:1: a sentence of 36 words (“mot mot mot mot mot …”); cut it in two"
    ]
