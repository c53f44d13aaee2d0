"""What was typed as a question, and the words of a text that answer it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collectif.course.content.search.query import LONGEST, Query, pieces, read_query


def test_the_last_word_may_go_on_and_the_others_are_whole():
    query = read_query("Intérêt  généra")
    assert query == Query(words=("interet",), start="genera")
    assert query.finds("general")
    assert not query.finds("interetx")


@pytest.mark.parametrize("typed", ['"intérêt général"', "« intérêt général »", "“Intérêt général”"])
def test_quoted_words_follow_each_other(typed):
    assert read_query(typed) == Query(phrases=(("interet", "general"),))


def test_quotes_and_words_go_together():
    query = read_query('don "intérêt général" entreprise')
    assert query.words == ("don",)
    assert query.start == "entreprise"
    assert query.needles == (
        ("don", False),
        ("interet", False),
        ("general", False),
        ("entreprise", True),
    )


@pytest.mark.parametrize("typed", ["", "  ", "…", '""', "« »", '"'])
def test_without_a_word_nothing_is_asked(typed):
    assert read_query(typed).is_empty


def test_a_quote_left_open_is_read_as_words():
    assert read_query('"intérêt général').start == "general"


def test_a_very_long_question_is_cut():
    query = read_query("mot " * LONGEST)
    assert query.start == "mot"
    assert len(read_query(" ".join(f"a{n}" for n in range(90))).needles) <= 12


def test_the_words_that_were_looked_for_are_shown():
    found = pieces("Le mécénat, des Mécénats.", read_query("mecenat"))
    assert found == (
        ("Le ", False),
        ("mécénat", True),
        (", des ", False),
        ("Mécénats", True),
        (".", False),
    )


@given(some.text(max_size=80), some.text(max_size=20))
def test_the_pieces_together_are_the_text(text, typed):
    found = pieces(text, read_query(typed))
    assert "".join(piece for piece, _sought in found) == "".join(
        piece for piece, _sought in pieces(text, Query())
    )


@given(some.text())
def test_anything_can_be_typed(typed):
    query = read_query(typed)
    assert len(query.needles) <= 1 + 12 + 12 * 12
    assert all(word for word, _may_go_on in query.needles)
