"""Searching as one learner may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.services import searching

if TYPE_CHECKING:
    from tests.pupils import Pupil


def found(pupil: Pupil, typed: str, language: str = "fr") -> dict[str, int]:
    """Id → how many texts of it answer."""
    answer = searching.search(pupil.house, pupil.person, typed, language)
    return {hit.item.id: len(hit.entries) for hit in answer.hits}


def test_of_a_module_that_is_not_open_yet_only_the_title_is_found(pupil: Pupil) -> None:
    """Session 2 opens with the opening of session 1."""
    title = pupil.module("s2-composite").title["fr"]
    assert found(pupil, title) == {"s2-composite": 1}
    assert found(pupil, "rencontre inventée") == {}
    pupil.reads("s1-opening")
    assert found(pupil, "rencontre inventée") == {"s2-composite": 1}


def test_the_answer_says_how_the_course_stands(pupil: Pupil) -> None:
    answer = searching.search(pupil.house, pupil.person, "alliance", "fr")
    assert not answer.progress.standings["s2-composite"].is_open


def test_when_nothing_is_found_the_other_language_is_asked(pupil: Pupil) -> None:
    answer = searching.search(pupil.house, pupil.person, "caterer", "fr")
    assert answer.hits == ()
    assert answer.elsewhere == {"en": 1}
    assert searching.search(pupil.house, pupil.person, "", "fr").elsewhere == {}
    assert searching.search(pupil.house, pupil.person, "traiteur", "fr").elsewhere == {}


def test_the_other_language_is_behind_the_same_gate(pupil: Pupil) -> None:
    answer = searching.search(pupil.house, pupil.person, "meeting made up for thought", "fr")
    assert answer.elsewhere == {}


def test_the_index_is_built_once_for_a_course_and_a_language(pupil: Pupil) -> None:
    catalogue = pupil.house.catalogue
    assert catalogue.index("fr") is catalogue.index("fr")
    assert catalogue.index("fr") is not catalogue.index("en")
