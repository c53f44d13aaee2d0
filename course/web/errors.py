"""Our exceptions → status and page, in one table. Views contain no `try` for these."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import g, jsonify, redirect, request, url_for
from werkzeug.exceptions import HTTPException, SecurityError

from ..errors import (
    BadInput,
    CollectifError,
    Locked,
    NotAllowed,
    NotFound,
    Outdated,
    SignInNeeded,
    TooMany,
)
from ..i18n import current_language
from ..i18n import gettext as _
from ..services.reviewing import SUBJECT as REVIEW
from . import pages
from .access import choose_language, here, house, sign_in_address, visitor
from .presenting import current_progress, diagnostic_lock, frame, lock_of
from .rendering import is_fragment, render
from .security import STALE, add_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint, Flask, Response
    from werkzeug.wrappers import Response as Answer

_log = logging.getLogger("collectif")

_STATUS: dict[type[CollectifError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Outdated: 409,
    BadInput: 400,
}


def register(target: Blueprint | Flask) -> None:
    """Answer errors under our prefix with our pages."""
    target.register_error_handler(SignInNeeded, signed_out)
    target.register_error_handler(Locked, locked)
    target.register_error_handler(TooMany, too_many)
    target.register_error_handler(CollectifError, refused)
    target.register_error_handler(HTTPException, http_error)
    target.register_error_handler(Exception, unexpected)


def register_alone(app: Flask) -> None:
    """Answer errors of a whole application, when it is ours alone: addresses that no route of ours
    matches get our page too, as safe as the others."""
    register(app)

    @app.after_request
    def dress(response: Response) -> Response:
        return add_headers(response) if request.url_rule is None else response


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _answer(status: int, **values: object) -> Response:
    if _wants_json():
        response = jsonify(error=status, **values)
        response.status_code = status
        return response
    if status >= 500:
        # Whatever failed may fail again: what is not known of the person by now is not asked for.
        g.setdefault("collectif_person", None)
        g.setdefault("collectif_progress", None)
    choose_language()
    page = pages.ErrorPage(frame=frame(), status=status, minutes=int(str(values.get("minutes", 0))))
    return render(page, status)


def refused(error: CollectifError) -> Response:
    """Something that cannot be had or done."""
    problems = error.problems if isinstance(error, BadInput) else {}
    return _answer(_STATUS.get(type(error), 400), problems=problems)


def too_many(error: TooMany) -> Response:
    """Too many tries: says how long to wait."""
    response = _answer(429, minutes=-(-error.seconds // 60))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def signed_out(_error: SignInNeeded) -> Response | Answer:
    """Nobody is known. A page asks to sign in and comes back; a form is kept and sent again."""
    if _wants_json() or is_fragment():
        response = jsonify(error=401, sign_in=sign_in_address())
        response.status_code = 401
        return response
    if request.method in ("GET", "HEAD"):
        return redirect(sign_in_address(here()), 303)
    return _answer(401) if _from_elsewhere() else _send_again(401)


def _send_again(status: int) -> Response:
    """The form that came, carried along in a page that can send it once more."""
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    )
    return render(pages.SignedOutPage(frame=frame(), action=here(), fields=fields), status)


def _from_elsewhere() -> bool:
    """Whether a form was sent by a page that is not ours: then it is not offered for sending again,
    or another site could have our own page press the button."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    # The scheme is left out: behind a proxy that speaks HTTPS, ours is not the browser's.
    return origin is not None and urlsplit(origin).netloc != request.host


def locked(error: Locked) -> Response:
    """The content gate is closed: say what opens it."""
    if _wants_json() or is_fragment():
        response = jsonify(error=403, locked=error.subject)
        response.status_code = 403
        return response
    progress = current_progress()
    assert progress is not None
    module = house().catalogue.find_module(error.subject)
    lock = lock_of(module, progress) if module else diagnostic_lock(progress)
    page = pages.LockedPage(
        frame=frame(),
        title=module.title if module else _title_of(error.subject),
        lock=lock or pages.Lock((), 0),
        back=url_for("collectif.session", session_id=module.session)
        if module
        else url_for("collectif.home"),
    )
    return render(page, 403)


def _title_of(subject: str) -> Mapping[str, str] | None:
    """What is closed, when it is no module; None for the diagnostic."""
    return {current_language(): _("Révision de la semaine")} if subject == REVIEW else None


def http_error(error: HTTPException) -> Response | HTTPException:
    """What Flask and Werkzeug refuse (404, 405, 413 …)."""
    if error.code is None or error.code < 400 or isinstance(error, SecurityError):
        return error  # for a host that is not trusted no address of ours can be made, so no page
    if error.description == STALE and visitor() and not (_wants_json() or _from_elsewhere()):
        return _send_again(400)
    response = _answer(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def unexpected(error: Exception) -> Response:
    """A fault of ours: logged whole, shown calmly."""
    _log.error("unexpected error at %s %s", request.method, request.path, exc_info=error)
    return _answer(500)
