"""Sentences and their names, and a sentence marked where it stands."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collectif.course.content.markdown import block
from collectif.course.content.search.passages import (
    captions_of,
    mark,
    mark_caption,
    phrase_of,
    second_of,
    sentences,
    split,
)
from tests.builders import sample_course
from tests.course.content.reading import context

_CITED = '<a class="source" href="source:S01">[S01]</a>'


def html_of(text: str) -> str:
    return block(text, "fr", context(), "fr.md", 1)


def told(html: str) -> list[str]:
    return [one.text for one in sentences(html)]


def bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_a_paragraph_is_cut_at_the_end_of_its_sentences():
    html = html_of("Seul, on va vite. **Ensemble**, on va loin [S01]. Pourquoi ? Parce que.")
    assert told(html) == [
        "Seul, on va vite.",
        "Ensemble, on va loin.",
        "Pourquoi\u202f?",
        "Parce que.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le don est visé à l’art. 238 bis du code.",
        "Un cadre de J. Austin, publié en 2000.",
        "Il dit non… puis oui.",
        "« Viens ! » dit-il.",
        "Le lieu « Agir ! » (un tiers-lieu), puis la rue.",
    ],
)
def test_some_points_end_no_sentence(text):
    assert split(text) == (text,)


def test_quotation_marks_close_with_their_sentence():
    assert split("« On y va. » Ils y vont.") == ("« On y va. »", "Ils y vont.")


def test_each_item_heading_and_row_of_a_table_stands_by_itself():
    html = html_of(
        "### Titre\n\n- Un\n- Deux\n\n| Qui | Quoi |\n|---|---|\n| Elle | Un don [S01] |"
    )
    assert told(html) == ["Titre", "Un", "Deux", "Elle · Un don"]
    assert [one.is_heading for one in sentences(html)] == [True, False, False, False]


def test_the_head_of_a_table_says_nothing_without_its_rows():
    html = html_of("| **Qui** | L’apport |\n|---|---|\n| Elle | Un don |\n\nPuis l’apport.")
    assert told(html) == ["Elle · Un don", "Puis l’apport."]


def test_drawings_and_citations_say_nothing():
    html = f'<p>Un pont {_CITED}.</p><svg viewBox="0 0 1 1"><title>Secret</title></svg>'
    assert told(html) == ["Un pont."]


def test_no_space_is_left_where_a_citation_was():
    assert told(html_of("Un guide [S01], un jeu [S01] ; une fiche [S02] : la vôtre [S01].")) == [
        "Un guide, un jeu\u202f; une fiche\u00a0: la vôtre."
    ]
    assert told("<p>A guide " + _CITED + "; a game.</p>") == ["A guide; a game."]


def test_a_sentence_keeps_its_name_when_only_its_type_changes():
    assert phrase_of("L'alliance naît !") == phrase_of("L’alliance  naît\u202f!")
    assert phrase_of("L’alliance naît") != phrase_of("L’alliance tient")
    assert phrase_of("…") == ""


def test_a_marked_sentence_is_marked_across_its_markup_and_nowhere_else():
    html = html_of("Un début. Le *mot* juste & bon [S01] vient après. Une fin.")
    marked = mark(html, sentences(html)[1].phrase)
    assert marked is not None
    assert "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", marked)) == (
        "Le mot juste &amp; bon  vient après."
    )
    assert marked.count('id="phrase"') == 1
    assert bare(marked) == bare(html)


def test_a_row_is_marked_cell_by_cell():
    html = html_of("| Qui | Quoi |\n|---|---|\n| Elle | Un don |")
    marked = mark(html, sentences(html)[0].phrase)
    assert marked is not None
    assert '<td><mark id="phrase">Elle</mark></td>' in marked
    assert "<td><mark>Un don</mark></td>" in marked


def test_an_unknown_name_marks_nothing():
    assert mark("<p>Un pont.</p>", "00000000") is None
    assert mark("<p>Un pont.</p>", "") is None


words_of = some.lists(some.sampled_from(["Un *don*", "va", "l’œuvre", "A & B", "5 < 6", "`x`"]))


@given(some.lists(words_of.map(" ".join), min_size=1, max_size=4).map(". ".join))
def test_marking_changes_no_letter_of_a_page(text):
    html = html_of(text)
    for one in sentences(html):
        marked = mark(html, one.phrase)
        assert marked is not None
        assert bare(marked) == bare(html)
        assert [again.phrase for again in sentences(marked)] == [
            again.phrase for again in sentences(html)
        ]


# -- captions -------------------------------------------------------------------


def board():
    modules = [module for session in sample_course().sessions for module in session.modules]
    story = next(module for module in modules if module.id == "s1-synthesis").storyboard
    assert story is not None
    return story


def test_a_caption_is_said_at_its_share_of_its_scene():
    story = board()
    first, second = story.scenes[:2]
    captions = captions_of(first, "fr")
    share = len(bare(captions[0])) / sum(len(bare(one)) for one in captions)
    at = second_of(story, "fr", phrase_of(bare(captions[1])))
    assert at == pytest.approx(first.seconds * share, abs=0.2)
    start = second_of(story, "fr", phrase_of(bare(captions_of(second, "fr")[0])))
    assert start == pytest.approx(first.seconds)
    assert second_of(story, "fr", "00000000") is None
    assert second_of(story, "de", phrase_of(bare(captions[1]))) is None


def test_one_caption_of_a_scene_is_marked():
    scene = board().scenes[0]
    captions = captions_of(scene, "fr")
    marked = mark_caption(scene, "fr", phrase_of(bare(captions[1])))
    assert marked[0] == captions[0]
    assert "<mark" in marked[1]
