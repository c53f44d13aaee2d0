"""What is found, and in which order."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as some

from collectif.course.content.load import load
from collectif.course.content.search import Index, index_of, mark, read_query
from collectif.course.content.search.words import words
from collectif.course.paths import MODULES
from tests.builders import sample_course

LANGUAGES = ("fr", "en")
EVERY_KIND = {
    "opening",
    "testimony",
    "expert",
    "lesson",
    "synthesis",
    "tool",
    "quiz",
    "term",
    "sheet",
    "source",
}


@cache
def index(language: str = "fr") -> Index:
    return index_of(sample_course(), language)


def found(typed: str, language: str = "fr", closed: frozenset[str] = frozenset()):
    return index(language).search(read_query(typed), closed)


def ids(typed: str, language: str = "fr") -> list[str]:
    return [hit.item.id for hit in found(typed, language)]


def texts(typed: str, language: str = "fr") -> list[str]:
    return [entry.text for hit in found(typed, language) for entry in hit.entries]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_of_the_course_can_be_found(language):
    assert {item.kind for item in index(language).items} == EVERY_KIND


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("traiteur", "s1-testimony"),
        ("OEUVRER", "apercu"),
        ("deux maisons se regardent", "s1-synthesis"),
        ("adapei", "s1-testimony"),
        ("fondation acteur", "s1-lesson"),
        ("mecenat", "mecenat"),
        ("enquete ligne", "S02"),
        ("besoin partage confiance", None),
        ("alli", "alliance"),
    ],
)
def test_one_finds_by_words_with_or_without_accents(typed, expected):
    assert (expected in ids(typed)) if expected else ids(typed) == []


def test_each_language_has_its_own_words():
    assert "s1-testimony" in ids("caterer", "en")
    assert ids("caterer", "fr") == []


def test_a_sentence_comes_with_the_name_that_marks_it():
    (entry,) = [e for h in found("besoin partagé") for e in h.entries]
    body = sample_course().kit[0].parts[0].body["fr"]
    assert entry.text == "Une alliance naît d’un besoin partagé."
    assert mark(body, entry.phrase) is not None
    assert entry.above == "Pourquoi"


def test_words_missing_in_a_sentence_may_stand_in_its_title():
    hits = found("traiteur récit")
    assert [hit.item.id for hit in hits] == ["s1-testimony"]
    assert "Le récit" in [entry.text for entry in hits[0].entries]


def test_quoted_words_stand_side_by_side():
    assert texts('"deux maisons"') == ["Au départ, deux maisons se regardent."]
    assert texts('"maisons deux"') == []


def test_titles_come_before_headings_and_headings_before_sentences():
    for typed in ("a", "alliance", "une", "deux"):
        hits = found(typed)
        best = [hit.best for hit in hits]
        assert best == sorted(best)
        for hit in hits:
            ranks = [entry.rank for entry in hit.entries]
            assert ranks == sorted(ranks)


def test_questions_and_their_answers_are_not_looked_up():
    assert texts("Combien de cibles compte") == []
    assert texts("contrat encadre remplace") == []


# -- the gate -------------------------------------------------------------------


def test_of_what_is_closed_only_the_title_is_found():
    closed = frozenset({"s1-testimony", "s1-synthesis", "s1-lesson"})
    hits = found("traiteur", closed=closed)
    assert [(hit.item.id, len(hit.entries), hit.best) for hit in hits] == [("s1-testimony", 1, 0)]
    assert found("deux maisons se regardent", closed=closed) == ()
    assert found("travaillent ensemble depuis", closed=closed) == ()


a_word = some.sampled_from(sorted({word for text in index("fr").texts for word in text}))


@given(some.lists(a_word, min_size=1, max_size=3))
def test_nothing_of_a_closed_module_but_its_title_is_ever_found(typed):
    everything = frozenset(item.id for item in index().items if item.is_module)
    for hit in found(" ".join(typed), closed=everything):
        if hit.item.is_module:
            assert [entry.text for entry in hit.entries] == [hit.item.title]


# -- promises -------------------------------------------------------------------


@given(some.integers(0, len(index("fr").entries) - 1), some.data())
def test_any_text_is_found_by_some_of_its_own_words(number, data):
    entry, own = index().entries[number], index().texts[number]
    typed = data.draw(some.lists(some.sampled_from(own), min_size=1, max_size=4)) if own else []
    if typed:
        hits = found(" ".join(typed))
        assert entry in [one for hit in hits if hit.item == entry.item for one in hit.entries]


@given(some.lists(a_word, min_size=1, max_size=3))
def test_whatever_is_found_has_all_the_words(typed):
    query = read_query(" ".join(typed))
    for hit in index().search(query):
        for entry in hit.entries:
            around = (*words(entry.text), *words(hit.item.title))
            for needle, may_go_on in query.needles:
                assert any(
                    word.startswith(needle) if may_go_on else word == needle for word in around
                )


@given(a_word, a_word)
def test_one_word_more_never_finds_more(first, second):
    some_texts = {entry for hit in found(f"{second} {first}") for entry in hit.entries}
    wide = {hit.item for hit in index().search(read_query(first))}
    assert {entry.item for entry in some_texts} <= wide


def test_the_same_question_has_the_same_answer_from_an_index_built_anew():
    again = index_of(replace(sample_course()), "fr")
    query = read_query("alliance")
    assert again.search(query) == index().search(query)


def test_the_real_course_is_made_ready_and_searched_in_no_time():
    """Milliseconds of this process alone, whatever else the machine does."""
    course = load(MODULES)
    started = time.process_time()
    real = index_of(course, "fr")
    assert time.process_time() - started < 0.6, "0.2 s on the machine it was written on"
    assert len(real.entries) > 4_000
    for typed in ("mecenat", "devoir d'alliance", '"intérêt général"', "a", "restoria cuisine"):
        started = time.process_time()
        assert real.search(read_query(typed))
        assert time.process_time() - started < 0.1, typed
