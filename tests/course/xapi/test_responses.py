"""Responses to interactions, in the words of their definition."""

from __future__ import annotations

from typing import Any

import pytest

from collectif.course.xapi.responses import LONGEST, said


def parts(**texts: str) -> list[dict[str, Any]]:
    return [{"id": name, "description": {"fr": text}} for name, text in texts.items()]


CHOICES = parts(a="La mairie", b="L’école")


@pytest.mark.parametrize(
    ("definition", "response", "shown"),
    [
        ({"interactionType": "choice", "choices": CHOICES}, "b", "L’école"),
        ({"interactionType": "choice", "choices": CHOICES}, "a[,]b", "La mairie · L’école"),
        ({"interactionType": "choice", "choices": CHOICES}, "a[,]c", "La mairie · c"),
        ({"interactionType": "choice", "choices": [{"id": "a"}]}, "a", "a"),
        ({"interactionType": "choice"}, "a", "a"),
        ({"interactionType": "sequencing", "choices": CHOICES}, "b[,]a", "L’école → La mairie"),
        ({"interactionType": "likert", "scale": parts(s1="Jamais")}, "s1", "Jamais"),
        (
            {"interactionType": "matching", "source": CHOICES, "target": parts(x="Vote")},
            "a[.]x[,]b[.]y",
            "La mairie → Vote · L’école → y",
        ),
        (
            {"interactionType": "performance", "steps": parts(p="Écouter")},
            "p[.]12[,]q",
            "Écouter → 12 · q",
        ),
        ({"interactionType": "numeric"}, "3.5", "3.5"),
        ({"interactionType": "fill-in"}, "un[,]deux", "un · deux"),
        ({"interactionType": "true-false"}, "true", "true"),
        ({}, "du texte\nlibre", "du texte libre"),
    ],
)
def test_a_response_reads_as_it_was_seen(
    definition: dict[str, Any], response: str, shown: str
) -> None:
    assert said(response, definition, "fr") == shown


def test_a_long_response_is_cut() -> None:
    assert len(said("x" * 9_000, {"interactionType": "long-fill-in"}, "fr")) == LONGEST
