"""Paragraphs and sourcing words for tests of the rules on texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.content.model import Html, Source
from collectif.course.content.paragraphs import Paragraph, blocks
from collectif.course.content.sourcing import Sourcing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectif.course.content.findings import Finding

WORDS = Sourcing(
    names=("Restoria", "RAMEAU"),
    people=("Saulou",),
    titles=("ODD 17", "ADAPEI 49"),
    marks={"fr": ("Exemple illustratif (composite)", "Exemple imaginé"), "en": ("Invented",)},
    ours={"fr": ("grille du cours",), "en": ("course’s grid",)},
    others=("RAMEAU",),
    disclaimed={"fr": ("n’est pas",), "en": ("is not",)},
    hedges={"fr": ("selon", "environ"), "en": ("according to",)},
)


def told(
    text: str, part: str = "text", language: str = "fr", place: str = "ecran", **more: object
) -> Paragraph:
    """One paragraph of the module `s1-lesson`, with its citations written `[S01]`."""
    file = "session_1/s1-lesson/module.yaml"
    return Paragraph(file, "s1-lesson", place, part, language, text, **more)  # type: ignore[arg-type]


def screen(html: str, language: str = "fr", place: str = "ecran") -> list[Paragraph]:
    """The paragraphs of a screen written as HTML."""
    return [
        told(text, "text", language, place, run=run, block=block)
        for run, block, text in blocks(Html(html))
    ]


def sources(**standing: str) -> dict[str, Source]:
    """Sources by id with their standing."""
    return {name: Source(name, {}, standing=value) for name, value in standing.items()}


def whats(findings: Iterable[Finding]) -> list[str]:
    """What findings say, in order."""
    return [one.what for one in findings]
