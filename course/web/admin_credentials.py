"""Keys and bearer tokens of the xAPI endpoint: made, given an end, renewed, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from ..errors import BadInput
from ..i18n import gettext as _
from ..services import granting
from . import credential_forms as forms
from . import credential_words as words
from . import pages_credentials as pages
from .access import house, me, role
from .presenting import frame, say_next
from .rendering import render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from collectif.lrs import ListedCredentials

_SECRET = "…"  # noqa: S105  where a secret would stand


@role("admin")
def credentials() -> Response:
    """All keys and tokens, and the form to make another."""
    return render(_page({"kind": "key"}))


@role("admin")
def create_credentials() -> Response:
    """Make a key or a token; its secret is shown this once."""
    try:
        wish = forms.wish_of(request.form)
        made = granting.create(house(), me(), wish)
    except BadInput as refusal:
        return render(_page(forms.values_of(request.form), forms.refused(refusal)), 422)
    secret = _new_secret(made.kind, made.key, made.secret, made.scopes)
    return render(_page({"kind": "key"}, made=secret))


@role("admin")
def change_credentials() -> Response | Answer:
    """One key or token; give it another end or another limit."""
    known = granting.find(house(), request.values.get("key", ""))
    if request.method == "GET":
        return render(_credential_page(known))
    try:
        granting.change(house(), me(), known.key, *forms.terms_of(request.form))
    except BadInput as refusal:
        values, errors = forms.values_of(request.form), forms.refused(refusal)
        return render(_credential_page(known, values, errors), 422)
    say_next(_("C’est enregistré."), "good")
    return redirect(url_for("collectif.change_credentials", key=known.key), 303)


@role("admin")
def rotate_credentials() -> Response:
    """Give a key a new secret, or make a token anew; it is shown this once."""
    known, secret = granting.rotate(house(), me(), request.form.get("key", ""))
    made = _new_secret(known.kind, known.key, secret, known.scopes)
    return render(_credential_page(known, made=made))


@role("admin")
def revoke_credentials() -> Response | Answer:
    """Ask whether a key or token is to end; then end it."""
    known = granting.find(house(), request.values.get("key", ""))
    if request.method == "GET":
        line = words.line(known, house().clock())
        return render(pages.RevokeCredentialsPage(frame=frame("admin"), line=line))
    granting.revoke(house(), me(), known.key)
    if known.kind == "token":
        say_next(_("Ce jeton n’ouvre plus rien."), "good")
    else:
        say_next(_("Cette clé n’ouvre plus rien."), "good")
    return redirect(url_for("collectif.credentials"), 303)


def _page(
    values: dict[str, str],
    errors: dict[str, str] | None = None,
    made: pages.NewSecret | None = None,
) -> pages.CredentialsPage:
    now = house().clock()
    return pages.CredentialsPage(
        frame=frame("admin"),
        values=values,
        errors=errors or {},
        lines=tuple(words.line(one, now) for one in granting.look(house())),
        endpoint=_endpoint(),
        scopes=words.scopes_in_words(),
        chosen=tuple(request.form.getlist("scopes")) if errors else (),
        usual_limit=house().settings.requests_a_minute,
        made=made,
    )


def _credential_page(
    known: ListedCredentials,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    made: pages.NewSecret | None = None,
) -> pages.CredentialPage:
    last = granting.last_day(known.expires)
    stands = {
        "expires": "" if last is None else last.isoformat(),
        "limit": "" if known.limit is None else str(known.limit),
    }
    return pages.CredentialPage(
        frame=frame("admin"),
        values=values or stands,
        errors=errors or {},
        line=words.line(known, house().clock()),
        endpoint=_endpoint(),
        curl=_try(known.kind, known.key, None, known.scopes),
        usual_limit=house().settings.requests_a_minute,
        made=made,
    )


def _new_secret(kind: str, key: str, secret: str, scopes: frozenset[str]) -> pages.NewSecret:
    return pages.NewSecret(key, kind, secret, _try(kind, key, secret, scopes))


def _try(kind: str, key: str, secret: str | None, scopes: frozenset[str]) -> str:
    unknown = f"{key}_{_SECRET}" if kind == "token" else _SECRET
    return words.curl(_endpoint(), kind, key, secret or unknown, scopes)


def _endpoint() -> str:
    """The address of the xAPI endpoint, as this browser reaches the site."""
    return f"{request.host_url.rstrip('/')}{house().settings.prefix}/xapi"
