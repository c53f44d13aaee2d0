"""Every URL of the LRS on one page, and what all its answers have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request

from ..errors import MethodNotSupported, NotFound
from ..spec import parameters
from . import asked, documents, errors, headers, knowing, statements
from .service import current_service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


NAME = "collectif_lrs"

_READING = ("GET", "HEAD")
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
_STATEMENT_ENDPOINTS = frozenset({f"{NAME}.statements", statements.MORE})


def create_blueprint() -> Blueprint:
    """The resources of the standard, to be registered under the prefix of an LRS."""
    blueprint = Blueprint(NAME, __name__)
    for path, name, views in _resources():
        _add(blueprint, path, name, views)
    for path, name, view in (
        ("/about", "about", _about),
        ("/", "nothing", _unknown),
        ("/<path:path>", "unknown", _unknown),
    ):
        blueprint.add_url_rule(path, name, view, methods=_METHODS, provide_automatic_options=False)
    blueprint.url_value_preprocessor(_exempt_from_csrf)
    blueprint.after_request(_finish)
    blueprint.teardown_request(_note_uses)
    errors.register(blueprint)
    return blueprint


def _resources() -> tuple[tuple[str, str, Mapping[str, Callable[..., Response]]], ...]:
    """Path, name, and views by method. HEAD is answered by GET."""
    return (
        (
            "/statements",
            "statements",
            {"GET": statements.get, "PUT": statements.put, "POST": statements.post},
        ),
        ("/extensions/more/<rest>", "more", {"GET": statements.get_more}),
        ("/activities/state", "state", documents.methods("state")),
        ("/activities/profile", "activity_profile", documents.methods("activity_profile")),
        ("/agents/profile", "agent_profile", documents.methods("agent_profile")),
        ("/activities", "activities", {"GET": knowing.get_activities}),
        ("/agents", "agents", {"GET": knowing.get_agents}),
    )


def _add(
    blueprint: Blueprint, path: str, name: str, views: Mapping[str, Callable[..., Response]]
) -> None:
    allowed = _allowed(views)

    def view(**names: str) -> Response:
        if request.method == "OPTIONS":
            return _preflight(allowed)
        service = current_service()
        found = asked.read(service)
        handler = views.get("GET" if found.method == "HEAD" else found.method)
        if handler is None:
            raise MethodNotSupported(found.method, allowed)
        response = handler(service, found, **names)
        if (
            found.method == "HEAD" != request.method
        ):  # for HTTP's own HEAD the server drops the body
            response.data = b""
        return response

    blueprint.add_url_rule(path, name, view, methods=_METHODS, provide_automatic_options=False)


def _about() -> Response:
    """About answers anybody, whatever version they speak, in either syntax."""
    if request.method == "OPTIONS":
        return _preflight(_allowed({"GET": None}))
    method, args = asked.meant_method()
    if method not in _READING:
        raise MethodNotSupported(method, _allowed({"GET": None}))
    parameters.no_parameters(args)
    return knowing.about()


def _unknown(path: str = "") -> Response:
    if request.method == "OPTIONS":
        return _preflight(("OPTIONS",))
    raise NotFound(path)


def _allowed(views: Mapping[str, Any]) -> tuple[str, ...]:
    reading = _READING if "GET" in views else ()
    return (*reading, *(method for method in views if method != "GET"), "OPTIONS")


def _preflight(allowed: tuple[str, ...]) -> Response:
    response = Response(status=204)
    headers.set_preflight(response, allowed)
    return response


def _finish(response: Response) -> Response:
    service = current_service()
    version = asked.version_of_answer(service.settings.default_version)
    headers.set_common(response, version)
    if request.endpoint in _STATEMENT_ENDPOINTS and request.method != "OPTIONS":
        statements.ensure_through(service, response)
    return response


def _note_uses(_failure: BaseException | None) -> None:
    """Once what was asked for is done: a recording does not wait for this, nor fail with it."""
    service = current_service()
    service.keeper.checker.note_uses(service.database)


def _exempt_from_csrf(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Callers prove themselves by a header, which no foreign page can make a browser send.

    Done when a request comes in, before the host's own checks, so that it does not matter whether
    the host sets up its protection before or after mounting us.
    """
    protection = current_app.extensions.get("csrf")
    if protection is not None:
        protection.exempt(current_app.blueprints[NAME])
