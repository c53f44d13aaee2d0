from __future__ import annotations

from dataclasses import replace

from collectif.course.content.sentences import long_sentences, misprints
from tests.builders import sample_course

from .telling import told, whats

LONG = " ".join(["mot"] * 36) + "."


def test_a_long_sentence_of_a_lesson_is_a_fault_with_its_words_counted():
    (one,) = long_sentences(sample_course(), [told(f"Court. {LONG} Court [S01].")])
    assert one.what == "a sentence of 36 words (“mot mot mot mot mot …”)"
    assert one.excerpt.startswith("mot mot")


def test_thirty_five_words_are_not_too_many():
    assert not list(long_sentences(sample_course(), [told(" ".join(["mot"] * 35) + ".")]))


def test_other_kinds_of_modules_are_left_to_advice():
    said = replace(told(LONG), module="s1-expert")
    assert not list(long_sentences(sample_course(), [said]))


def test_feedback_of_a_lesson_counts_as_well():
    assert len(list(long_sentences(sample_course(), [told(LONG, "feedback")]))) == 1


def test_misprints_are_found_in_the_language_of_the_paragraph():
    said = [told("Quoi?"), told("What?", language="en"), told("Un  mot", "asked")]
    assert whats(misprints(said)) == ["no space before ; ! or ?", "two spaces in a row"]
