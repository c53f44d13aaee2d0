"""The page for looking into the LRS: a search form, statements as sentences and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .pages_account import FormPage

if TYPE_CHECKING:
    from .pages import Page


@dataclass(frozen=True)
class Word:
    """A part of a sentence; with `url` it leads to what bears on it."""

    text: str
    """What is read."""
    url: str = ""
    """Where it leads; empty for nowhere."""
    title: str = ""
    """The identifier behind it; empty where the text says all."""


@dataclass(frozen=True)
class Told:
    """A statement as a sentence."""

    who: tuple[Word, ...]
    """Who did it: one, or the members of a group."""
    did: Word
    """The verb."""
    what: Word | None
    """What they did it to; None where a sentence stands for it."""
    inner: Told | None
    """The statement it is about."""
    outcome: tuple[str, ...]
    """How it went, part by part."""


@dataclass(frozen=True)
class FileLine:
    """One attachment."""

    name: str
    """What it is called."""
    kind: str
    """Its media type."""
    size: str
    """How large it is."""
    place: str
    """Where its data is, in words."""
    address: str
    """Where it lies when that is elsewhere, as plain text; else empty."""


@dataclass(frozen=True)
class StatementEntry:
    """One statement on the page."""

    id: str
    """Its id."""
    url: str
    """Address of the search for it alone."""
    at: str
    """When it happened."""
    stored: str
    """When it was stored."""
    told: Told
    """The sentence."""
    facts: tuple[tuple[str, tuple[Word, ...]], ...]
    """What else is known, in pairs of a name and what is there: where, with whom, registration."""
    voided_by: tuple[Word, ...]
    """The statements that void it; empty when it is valid."""
    files: tuple[FileLine, ...]
    """Its attachments."""
    json: str
    """The statement itself, with indents."""
    is_cut: bool
    """Whether the JSON goes on beyond what is shown."""


@dataclass(frozen=True, kw_only=True)
class StatementsPage(FormPage):
    """Search statements and read them."""

    template: ClassVar[str] = "collectif/admin/statements.html"
    verbs: tuple[tuple[str, str], ...]
    """Verbs to choose from: IRI and words."""
    modules: tuple[tuple[str, str], ...]
    """Modules to choose from: id and title."""
    kinds: tuple[tuple[str, str], ...]
    """The fields for times, and which kind of input each is."""
    statements: tuple[StatementEntry, ...]
    """What was found."""
    filtered: bool
    """Whether anything was searched for."""
    turned: bool
    """Whether this is not the first page of the search."""
    other: str
    """Address of the one statement that was asked for in the wrong way; else empty."""
    request: str
    """Address of the request that asks the same."""
    command: str
    """The same as a command line."""
    newer: str
    """Address of the page of newer statements; empty at the end."""
    older: str
    """Address of the page of older ones; empty at the end."""
    first: str
    """Address of this search from its start."""


STATEMENT_PAGES: tuple[type[Page], ...] = (StatementsPage,)
"""Every page of this file."""
