"""Who may: every route declares one rule, and the person it is declared for is found here.

The content gate itself is in the services (`standing_in`): no page can forget it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from flask import current_app, g, request, session, url_for

from ..config import ROLES
from ..errors import NotAllowed, SignInNeeded
from ..i18n import LANGUAGES, best_language
from ..services import accounts

if TYPE_CHECKING:
    from ..services.house import House, Rooms
    from ..store.people import Person

View = TypeVar("View", bound=Callable[..., Any])

SIGN_IN = "collectif_sign_in"
LANGUAGE = "collectif_language"


def rooms() -> Rooms:
    """The parts of the application that answers this request."""
    return cast("Rooms", current_app.extensions["collectif"])


def house() -> House:
    """What services need, for this request's application."""
    return rooms().house


def own_accounts() -> bool:
    """Whether people sign in with us, and not with the host."""
    return house().settings.current_learner is None


def here() -> str:
    """The path and query of this request, as the browser has them."""
    path = request.full_path if request.query_string else request.path
    return f"{request.script_root}{path}"


def place_to_return_to() -> str:
    """This page; where it answers a form that has no page of its own, the page the form was on."""
    rule = request.url_rule
    if rule is None or rule.methods is None or "GET" in rule.methods:
        return here()
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return url_for("collectif.home")
    return f"{before.path}?{before.query}" if before.query else before.path


def sign_in_address(after: str | None = None) -> str:
    """Where one signs in: our page, or the one of the host at the same address; `after` comes next."""
    address = f"{url_for('collectif.account')}/sign-in"
    return f"{address}?{urlencode({'next': after})}" if after else address


def public(view: View) -> View:
    """Anybody may."""
    return _declared(view, "public")


def signed_in(view: View) -> View:
    """Anybody with an account may; others are asked to sign in."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        me()
        return view(*args, **values)

    return _declared(cast("View", guarded), "signed_in")


def role(needed: str) -> Callable[[View], View]:
    """Those with this role or a higher one may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if ROLES.index(me().role) < ROLES.index(needed):
                raise NotAllowed(needed)
            return view(*args, **values)

        return _declared(cast("View", guarded), needed)

    return decorate


def _declared(view: View, rule: str) -> View:
    view.access = rule  # type: ignore[attr-defined]  # read by the test that walks all routes
    return view


def visitor() -> Person | None:
    """The person who asks, if they are known."""
    if "collectif_person" not in g:
        g.collectif_person = _find()
    return cast("Person | None", g.collectif_person)


def me() -> Person:
    """The person who asks; raises SignInNeeded when nobody is known."""
    person = visitor()
    if person is None:
        raise SignInNeeded
    return person


def _find() -> Person | None:
    settings = house().settings
    if settings.current_learner is not None:
        known = settings.current_learner()
        return accounts.host_person(house(), known) if known else None
    token = session.get(SIGN_IN)
    return accounts.person_of(house(), token) if isinstance(token, str) else None


def choose_language() -> None:
    """Fix the language of this request's page: the person's, else the visitor's choice, else what
    the browser asks for, else the first of ours. Runs before every request of ours."""
    if "collectif_language" in g or request.endpoint == "collectif.static":
        return  # a file is the same for everybody
    person = visitor()
    spoken = tuple(language for language in house().settings.languages if language in LANGUAGES)
    wanted = person.language if person else session.get(LANGUAGE)
    if wanted is None:
        wanted = request.accept_languages.best_match(spoken)
    g.collectif_language = best_language(wanted, spoken or LANGUAGES)
