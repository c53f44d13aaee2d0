"""The glossary's terms that a page of a module links to, with their definitions at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..collation import folded
from ..i18n import current_language
from .access import house

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..content.model import Scene, Screen, Term


def linked_terms(*places: Screen | Scene) -> tuple[Term, ...]:
    """The terms that these screens or scenes link to in the page's language, in alphabetical order."""
    language = current_language()
    wanted = {name for place in places for name in place.terms.get(language, ())}
    found = (term for term in house().catalogue.course.glossary if term.id in wanted)
    return alphabetical(found)


def alphabetical(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms as a dictionary of the page's language has them: É among the E."""
    language = current_language()
    return tuple(sorted(terms, key=lambda term: folded(term.term[language])))
