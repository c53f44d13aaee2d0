"""The pages of accounts: signing in and up, one's own account, joining a group, administration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store.cohorts import Cohort


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """A page with one form: what was typed, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    """Field → what was typed."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong, in the page's language."""


@dataclass(frozen=True, kw_only=True)
class SignInPage(FormPage):
    """Sign in."""

    template: ClassVar[str] = "collectif/account/sign_in.html"
    next: str = ""
    """Where to go afterwards."""
    may_sign_up: bool = True
    """Whether anybody may create an account."""


@dataclass(frozen=True, kw_only=True)
class SignUpPage(FormPage):
    """Create an account."""

    template: ClassVar[str] = "collectif/account/sign_up.html"
    next: str = ""
    """Where to go afterwards."""
    cohort: Cohort | None = None
    """The group one was invited to."""
    code: str = ""
    """Its invitation code."""


@dataclass(frozen=True, kw_only=True)
class ForgottenPage(FormPage):
    """Ask for a link to set a new password."""

    template: ClassVar[str] = "collectif/account/forgotten.html"
    sent: bool = False
    """Whether the request was taken (which tells nothing about the address)."""


@dataclass(frozen=True, kw_only=True)
class ResetPage(FormPage):
    """Set a new password with a mailed link."""

    template: ClassVar[str] = "collectif/account/reset.html"
    token: str
    """The secret of the link."""
    good: bool
    """Whether the link still works."""


@dataclass(frozen=True)
class Device:
    """One place where the person is signed in."""

    id: str
    """What to send to end it."""
    name: str
    """What the browser calls itself, shortened."""
    since: str
    """When it was signed in, in the page's language."""
    current: bool
    """Whether it is this one."""


@dataclass(frozen=True, kw_only=True)
class AccountPage(FormPage):
    """One's own account."""

    template: ClassVar[str] = "collectif/account/account.html"
    name: str
    """What one is called."""
    email: str
    """One's address; may be empty."""
    devices: tuple[Device, ...]
    """Where one is signed in."""
    cohorts: tuple[Cohort, ...]
    """The groups one learns in."""
    homepage: str
    """xAPI account home page."""
    pseudonym: str
    """xAPI account name."""
    own_password: bool
    """Whether there is a password of ours to change (not with a host's users)."""


@dataclass(frozen=True, kw_only=True)
class JoinPage(FormPage):
    """Join a group by its code."""

    template: ClassVar[str] = "collectif/account/join.html"
    cohort: Cohort | None = None
    """The group the code names, to confirm."""


@dataclass(frozen=True)
class PersonLine:
    """One person in the list of people."""

    id: int
    """Their id."""
    name: str
    """Their name."""
    email: str
    """Their address; may be empty."""
    role: str
    """learner, trainer or admin."""
    since: str
    """When they came, in the page's language."""


@dataclass(frozen=True, kw_only=True)
class AdminPage(Page):
    """People and their roles, what was done."""

    template: ClassVar[str] = "collectif/admin/admin.html"
    people: tuple[PersonLine, ...]
    """The people found."""
    search: str
    """What was searched for."""
    page: int
    """Page of the list, from 1."""
    more: bool
    """Whether there is a further page."""
    audit: tuple[tuple[str, str, str], ...] = ()
    """When, what, about whom: the newest entries of the audit log."""
