"""A page → the answer. A template gets its page and the few names below, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from flask import make_response, render_template, request, url_for
from markupsafe import Markup

from ..content.links import plain, resolve_links
from ..content.model import Html
from ..i18n import current_language, gettext, ngettext
from .access import house, visitor
from .assets import asset
from .security import csrf_token, nonce

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Response

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


class Page(Protocol):
    """A frozen dataclass that names its template."""

    template: ClassVar[str]


def render(page: Page, status: int = 200) -> Response:
    """The page in the language of the request."""
    return make_response(render_template(page.template, **_names(page)), status)


def is_fragment() -> bool:
    """Whether a script asks for the changed part of the page only."""
    return request.headers.get("X-Fragment") == "1"


def texts_for(module: str | None) -> Callable[[Mapping[str, str]], Markup | str]:
    """A function for templates: a course text in the page's language.

    Plain texts are escaped by the template as always; HTML was cleaned when the course was read, and
    here its links become addresses of ours (`module` is whose media they are).
    """

    def link(kind: str, name: str) -> str:
        if kind == "source":
            return url_for("collectif.sources", _anchor=name)
        if kind == "term":
            return url_for("collectif.resources", _anchor=f"term-{name}")
        if kind == "module":
            return _module(*name.split("#", 1))
        return url_for("collectif.media", module_id=module or "", name=name)

    def text(values: Mapping[str, str]) -> Markup | str:
        value = values.get(current_language()) or next(iter(values.values()), "")
        if isinstance(value, Html):
            return Markup(resolve_links(value, link))  # noqa: S704 -- cleaned by nh3 when read
        return value

    return text


def bare(text: Markup | str) -> str:
    """A course text as `t` gives it, without its markup: for places that take none. Unlike `striptags` it
    leaves no-break spaces as they are."""
    return plain(Html(text)) if isinstance(text, Markup) else text


def _module(name: str, screen: str = "") -> str:
    """The address of a module, or of one of its screens."""
    if screen:
        return url_for("collectif.screen", module_id=name, screen_id=screen)
    return url_for("collectif.module", module_id=name)


def _names(page: Page) -> dict[str, Any]:
    person = visitor()
    return {
        "page": page,
        "_": gettext,
        "ngettext": ngettext,
        "t": texts_for(getattr(getattr(page, "module", None), "id", None)),
        "bare": bare,
        "lang": current_language(),
        "languages": {
            code: LANGUAGE_NAMES[code]
            for code in house().settings.languages
            if code in LANGUAGE_NAMES
        },
        "me": person,
        "csrf_token": csrf_token,
        "nonce": nonce,
        "asset": asset,
    }
