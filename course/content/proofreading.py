"""What a course may promise of its texts: sources, sentences, typography. Each rule gives the faults at their line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cited import unsourced, unused
from .findings import located
from .invented import composites
from .problems import Problem
from .reach import modules_in
from .sentences import long_sentences, misprints
from .standing import barred, listed_low, misattributed, quoted, unhedged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .findings import Finding
    from .promises import Promised


def sourced_facts(promised: Promised) -> Iterator[Problem]:
    """Every figure and name carries its source; what is invented says so, and is listed."""
    course, sourcing = promised.course, promised.sourcing
    written = promised.written
    yield from _located(unsourced(course, written, sourcing), promised)
    yield from _located(composites(course, written, sourcing), promised)
    for module, place in unused(written, sourcing):
        what = f"`{module}` has no place `{place}`"
        line = promised.sourcing_lines.get(f"{module}, {place}", 1)
        yield Problem("sourcing.yaml", line, what, "correct the row, or take it out")


def honest_sources(promised: Promised) -> Iterator[Problem]:
    """No source is used beyond what it bears, and nobody is made to say what they did not."""
    course, sourcing = promised.course, promised.sourcing
    written = promised.written
    yield from _located(barred(course, written, sourcing), promised)
    yield from _located(misattributed(written, sourcing), promised)
    yield from _located(unhedged(course.sources, written, sourcing), promised)
    yield from _located(quoted(course.sources, written, sourcing), promised)
    folders = {module.id: module.folder for module in modules_in(course)}
    for module, source in listed_low(course):
        line = promised.places.key(module, "sources")
        what = f"{source} is a hint, not a source (standing B)"
        yield Problem(f"{folders[module]}/module.yaml", line, what, "take it out of `sources`")


def short_sentences(promised: Promised) -> Iterator[Problem]:
    """No long sentence in a lesson."""
    yield from _located(long_sentences(promised.course, promised.written), promised)


def typography(promised: Promised) -> Iterator[Problem]:
    """The typography of each language, in every text."""
    yield from _located(misprints(promised.written), promised)


def _located(findings: Iterable[Finding], promised: Promised) -> Iterator[Problem]:
    return located(findings, promised.places.text)
