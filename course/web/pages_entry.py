"""The page of the entry check asked again at the end, with the distance travelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .pages import Page

if TYPE_CHECKING:
    from ..learning.distance import Travelled
    from .pages import Asked, Lock


@dataclass(frozen=True, kw_only=True)
class EntryAgainPage(Page):
    """Where do I stand now: the same ungraded questions, and how far I have come."""

    template: ClassVar[str] = "collectif/home/entry_again.html"
    questions: tuple[Asked, ...]
    """The questions; each with its `prefix`."""
    travelled: tuple[Travelled, ...] = ()
    """Question by question, before and now; empty until they are answered again."""
    lock: Lock | None = None
    """What is left of the last session before they are asked again."""


ENTRY_PAGES: tuple[type[Page], ...] = (EntryAgainPage,)
"""Every page of this file; a test renders each."""
