"""The pages of keys and bearer tokens of the xAPI endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .pages import Page
from .pages_account import FormPage

if TYPE_CHECKING:
    from ..services.granting import Concern


@dataclass(frozen=True)
class CredentialLine:
    """One key or token, in the page's language."""

    key: str
    """The key, or the first characters of the token."""
    name: str
    """Who it is for."""
    kind: str
    """`key` or `token`."""
    scopes: tuple[tuple[str, str], ...]
    """What it may do: the scope and a sentence."""
    authority: str
    """Who vouches for what it writes."""
    created: str
    """When it was made."""
    expires: str
    """Its last day; empty if it has none."""
    last_used: str
    """When it was last used; empty if never."""
    limit: int | None
    """Requests a minute: None as usual, 0 any number."""
    concern: Concern = ""
    """What an admin should look at."""


@dataclass(frozen=True)
class NewSecret:
    """What was just made: shown this once."""

    key: str
    """The key, or the first characters of the token."""
    kind: str
    """`key` or `token`."""
    secret: str
    """The secret, or the whole token."""
    curl: str
    """A line for a terminal that tries it."""


@dataclass(frozen=True, kw_only=True)
class CredentialsPage(FormPage):
    """All keys and tokens, and the form to make another."""

    template: ClassVar[str] = "collectif/admin/credentials.html"
    lines: tuple[CredentialLine, ...]
    """All of them, oldest first."""
    endpoint: str
    """Address of the xAPI endpoint."""
    scopes: tuple[tuple[str, str], ...]
    """Every scope with a sentence."""
    chosen: tuple[str, ...] = ()
    """The scopes that were ticked."""
    usual_limit: int = 0
    """Requests a minute where nothing else is said; 0 for any number."""
    made: NewSecret | None = None
    """What was just made."""


@dataclass(frozen=True, kw_only=True)
class CredentialPage(FormPage):
    """One key or token: its end, its limit, a new secret."""

    template: ClassVar[str] = "collectif/admin/credential.html"
    line: CredentialLine
    """The key or token."""
    endpoint: str
    """Address of the xAPI endpoint."""
    curl: str
    """A line for a terminal that tries it, with a gap for the secret."""
    usual_limit: int = 0
    """Requests a minute where nothing else is said; 0 for any number."""
    made: NewSecret | None = None
    """Its new secret."""


@dataclass(frozen=True, kw_only=True)
class RevokeCredentialsPage(Page):
    """Is this key or token really to end?"""

    template: ClassVar[str] = "collectif/admin/credential_revoke.html"
    line: CredentialLine
    """The key or token."""
