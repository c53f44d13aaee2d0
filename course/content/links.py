"""The links that content leaves open, and content without its markup.

Content knows modules, sources and files, not addresses: its HTML says `module:s1-quiz`, `source:S01`,
`media:map.svg`, `term:odd-17`. The web room, which has addresses, puts them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Literal, get_args

from .model import Html

LinkKind = Literal["module", "source", "media", "term"]
Resolver = Callable[[LinkKind, str], str]
"""(`module`, `s1-quiz` or `s1-quiz#screen`) → the address to write; it is escaped by us."""

_LINK = re.compile(r'(?<= )(href|src)="(' + "|".join(get_args(LinkKind)) + r'):([^"]*)"')
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_CITATION = re.compile(r'\s*<a class="source"[^>]*>.*?</a>')
_BREAKS = frozenset(
    {"p", "li", "br", "tr", "h3", "table", "ul", "ol", "blockquote", "aside", "figure"}
)


def resolve_links(html: str, resolver: Resolver) -> Html:
    """The HTML with every open link replaced by what the resolver answers."""

    def replace(match: re.Match[str]) -> str:
        kind: LinkKind = match[2]  # type: ignore[assignment]
        address = resolver(kind, unescape(match[3]))
        escaped = address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        return f'{match[1]}="{escaped}"'

    return Html(_LINK.sub(replace, html))


def plain(text: str) -> str:
    """A text without markup and citations, on one line; plain texts come back as they are."""
    if not isinstance(text, Html):
        return str(text)
    text = _CITATION.sub("", str(text))
    spaced = _TAG.sub(lambda match: " " if match[2] in _BREAKS else "", text)
    return re.sub(r"[ \t\n]+", " ", unescape(spaced)).strip()
