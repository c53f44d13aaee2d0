"""The pages of upkeep: whom or what to erase, how much that is, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .pages_account import FormPage

if TYPE_CHECKING:
    from .pages_account import PersonLine

Stage = Literal["counted", "unfinished", "done"]
"""Only counted; begun, with more to do; done."""


@dataclass(frozen=True)
class Count:
    """How many of something."""

    label: str
    """What is counted, in the page's language."""
    number: int
    """How many."""


@dataclass(frozen=True)
class Logged:
    """One run that erased something."""

    at: str
    """When it began, in the page's language."""
    action: str
    """What was done, in the page's language."""
    who: str
    """Who did it: `person 3`, or the command line."""
    detail: str
    """The rule, or a file number; may be empty."""
    finished: bool
    """Whether it came to its end."""
    counts: tuple[Count, ...]
    """What was erased, as far as it is not nothing."""


@dataclass(frozen=True, kw_only=True)
class UpkeepPage(FormPage):
    """Whom to erase, what to keep for how long, what was erased."""

    template: ClassVar[str] = "collectif/admin/upkeep.html"
    search: str
    """What was searched for."""
    people: tuple[PersonLine, ...]
    """The people found; empty when nothing was searched for."""
    log: tuple[Logged, ...]
    """The newest runs."""


@dataclass(frozen=True, kw_only=True)
class UpkeepRunPage(FormPage):
    """One erasing or one retention: counted first, then confirmed, then done."""

    template: ClassVar[str] = "collectif/admin/upkeep_run.html"
    action: Literal["erase", "retain"]
    """Which of the two."""
    stage: Stage
    """How far it is."""
    names: tuple[str, ...] = ()
    """The people of ours who are erased."""
    identifiers: tuple[str, ...] = ()
    """All identifiers the person is known by."""
    rule: str = ""
    """The rule of the retention, in the page's language."""
    counts: tuple[Count, ...] = ()
    """What is, or has been, erased."""
    exact: bool = True
    """Whether the counts are all; False where counting took too long."""
    lasting: int = 0
    """Entries of the log that stay, without a name."""
    oneself: bool = False
    """Whether it is the very person who asks: nobody erases themselves here."""
    word: str
    """What is to be typed to confirm."""
    fields: tuple[tuple[str, str], ...] = ()
    """What the form sends along."""
