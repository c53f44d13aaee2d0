"""The pages of forwarding: destinations, one of them, describing one, and asking before an act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from .pages import Page
from .pages_account import FormPage

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class DestinationLine:
    """A destination in words of the page's language."""

    id: int
    """Its number."""
    name: str
    """Its name."""
    endpoint: str
    """Its address."""
    version: str
    """The version of the standard it speaks."""
    paused: bool
    """Whether nothing is sent."""
    trouble: bool
    """Whether somebody should have a look."""
    state: str
    """How it stands, in a sentence."""
    detail: str
    """What its LRS, or the network, said last; empty when all is well."""
    waiting: str
    """How many statements wait, and since when the oldest does."""
    last_success: str
    """When something arrived last; empty if nothing ever did."""
    isolated: int
    """How many statements it did not take."""
    facts: tuple[tuple[str, str], ...] = ()
    """What was decided about it: label, value."""


@dataclass(frozen=True)
class IsolatedLine:
    """A statement that was not taken."""

    stored: int
    """Its place in the order."""
    id: str
    """Its id."""
    when: str
    """When it was tried last."""
    reason: str
    """What the destination answered."""
    tries: int
    """How often it was tried."""
    again: bool
    """Whether it will be tried again."""


@dataclass(frozen=True, kw_only=True)
class ForwardingPage(Page):
    """All destinations."""

    template: ClassVar[str] = "collectif/admin/forwarding.html"
    destinations: tuple[DestinationLine, ...]
    """Oldest first."""
    worker: bool
    """Whether this process sends what waits."""


@dataclass(frozen=True, kw_only=True)
class DestinationPage(Page):
    """One destination."""

    template: ClassVar[str] = "collectif/admin/forwarding_destination.html"
    one: DestinationLine
    """The destination."""
    isolated: tuple[IsolatedLine, ...]
    """Statements it did not take, a page of them."""
    after: int
    """Where the next page of them begins; 0 when there is none."""
    finding: str = ""
    """What a test of the connection found, in a sentence."""
    found_good: bool = False
    """Whether the test went well."""
    found_detail: str = ""
    """The other side's own words."""


@dataclass(frozen=True, kw_only=True)
class DestinationFormPage(FormPage):
    """Describe a destination."""

    template: ClassVar[str] = "collectif/admin/forwarding_form.html"
    number: int = 0
    """The destination that is changed; 0 for a new one."""
    name: str = ""
    """What it is called so far."""
    keys: tuple[tuple[str, str], ...] = ()
    """Our keys, through one of which it may send to us: key, name."""


@dataclass(frozen=True, kw_only=True)
class DestinationActPage(Page):
    """Ask before an act that cannot be taken back."""

    template: ClassVar[str] = "collectif/admin/forwarding_act.html"
    act: Literal["replay", "remove"]
    """Which act."""
    one: DestinationLine
    """The destination."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Field → what was typed."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong, in the page's language."""
