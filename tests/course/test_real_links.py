"""Ties between modules of the real course that its readers count on."""

from __future__ import annotations

import pytest

from collectif.course.content import load as content
from collectif.course.content.catalogue import Catalogue
from collectif.course.paths import MODULES


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    course = content.read(MODULES).course  # as far as it goes: faults have tests of their own
    assert course is not None
    return Catalogue(course)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_comes_back_in_session_4_leads_to_where_it_was_told(
    catalogue: Catalogue, language: str
) -> None:
    """YposKesi, spoken of again at the end, was told in session 2."""
    bodies = [screen.body[language] for screen in catalogue.module("s4-apprendre-sortir").screens]
    spoken_of = [body for body in bodies if "YposKesi" in body]
    assert any("s2-afm-bpifrance" in body for body in spoken_of)


def test_the_pair_of_every_session_is_the_one_that_returns_in_each(catalogue: Catalogue) -> None:
    assert catalogue.recurring_pairs == {"restoria-adapei"}
