"""What keeps pages safe: one CSRF check for all forms, and the headers of every answer."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from flask import g, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import BadRequest
from wtforms.validators import ValidationError

from .access import house, visitor

if TYPE_CHECKING:
    from flask import Response

STALE = "csrf"
"""What the refusal of a form with a missing or old token says."""

_CHANGES = frozenset(("POST", "PUT", "PATCH", "DELETE"))


def check_csrf() -> None:
    """Refuse a form that did not come from our own pages. One by nobody known passes on to the
    access rule, which keeps what was typed and asks to sign in; what is open to all is checked."""
    if request.method not in _CHANGES:
        return
    # The form is read in any case, so that one that is too long is refused before all else.
    token = request.form.get("csrf_token") or request.headers.get("X-CSRFToken")
    if _gone():
        return
    try:
        validate_csrf(token)
    except ValidationError as refusal:
        raise BadRequest(STALE) from refusal


def _gone() -> bool:
    """Whether a form of a signed-in page arrives after the session has ended."""
    view = request.endpoint and g.get("collectif_access")
    return view not in (None, "public") and visitor() is None


def csrf_token() -> str:
    """The token for this visitor's forms."""
    return cast("str", generate_csrf())


def limit_size() -> None:
    """Keep forms within the setting `max_upload`; longer ones become a 413."""
    most = house().settings.max_upload
    request.max_content_length = most
    request.max_form_memory_size = most


def refuse_nul() -> None:
    """Refuse the character NUL, which nobody types and PostgreSQL's texts cannot hold."""
    if "\0" in request.path or any("\0" in value for _, value in request.values.items(multi=True)):
        raise BadRequest("nul")


def nonce() -> str:
    """The page's nonce, should a host's template need an inline script."""
    if "collectif_nonce" not in g:
        g.collectif_nonce = secrets.token_urlsafe(16)
    return cast("str", g.collectif_nonce)


def add_headers(response: Response) -> Response:
    """The headers of every page of ours."""
    script = f"'self' 'nonce-{g.collectif_nonce}'" if "collectif_nonce" in g else "'self'"
    policy = (
        f"default-src 'self'; script-src {script}; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-store")
        headers.add("Vary", "Cookie, Accept-Language")
    return response
