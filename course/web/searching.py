"""Searching the course: what was found as the page shows it, each with the address that opens at it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from ..content.search import pieces
from ..i18n import current_language
from ..services import searching
from .access import house, me, signed_in
from .marking import ANCHOR, PARAMETER
from .pages_resources import Answer, Found, Group, SearchPage
from .presenting import frame, lock_of, number_of, remember
from .rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

    from ..content.search import Entry, Hit, Item, Query
    from ..learning.progress import Progress

_FEW = (4, 2)
_MANY = (40, 6)
"""How many things of a kind are shown, and how many texts of each: among all kinds, and of one kind."""
_SUGGESTED = 6


@signed_in
def search() -> Response:
    """A search; its address says all of it, so it can be kept and shared."""
    typed, kind = request.args.get("q", ""), request.args.get("kind", "")
    found = searching.search(house(), me(), typed, current_language())
    remember(found.progress)
    kinds = tuple(dict.fromkeys(hit.item.kind for hit in found.hits))
    chosen = kind if kind in kinds else ""
    groups = tuple(
        _group(typed, found, [hit for hit in found.hits if hit.item.kind == one], bool(chosen))
        for one in kinds
    )
    page = SearchPage(
        frame=frame("resources"),
        typed=typed,
        asked=not found.query.is_empty,
        total=len(found.hits),
        groups=tuple(group for group in groups if chosen in ("", group.kind)),
        kind=chosen,
        kinds=groups,
        whole=url_for("collectif.search", q=typed),
        elsewhere=found.elsewhere,
        suggestions=() if found.hits else _suggestions(),
    )
    return render(page)


def _group(typed: str, found: searching.Found, hits: list[Hit], alone: bool) -> Group:  # noqa: FBT001
    things, texts = _MANY if alone else _FEW
    kind = hits[0].item.kind
    return Group(
        kind=kind,
        count=len(hits),
        found=tuple(_found(hit, found.query, found.progress, texts) for hit in hits[:things]),
        url=url_for("collectif.search", q=typed, kind=kind),
    )


def _found(hit: Hit, query: Query, progress: Progress, most: int) -> Found:
    item = hit.item
    below = [entry for entry in hit.entries if entry.text != item.title]
    closed = item.is_module and not progress.standings[item.id].is_open
    module = house().catalogue.find_module(item.id) if item.is_module else None
    return Found(
        title=pieces(item.title, query),
        url=address_of_item(item),
        session=number_of(module.session) if module is not None else 0,
        lock=lock_of(module, progress) if module is not None and closed else None,
        answers=tuple(
            Answer(pieces(entry.text, query), address_of(entry), entry.above)
            for entry in islice(below, most)
        ),
        more=max(0, len(below) - most),
    )


def address_of_item(item: Item) -> str:
    """Where a thing that was found is read."""
    if item.is_module:
        return url_for("collectif.module", module_id=item.id)
    if item.kind == "sheet":
        return url_for("collectif.kit_sheet", sheet_id=item.id)
    if item.kind == "source":
        return url_for("collectif.sources", _anchor=item.id)
    return url_for("collectif.resources", _anchor=f"term-{item.id}")


def address_of(entry: Entry) -> str:
    """The address that opens a text at its sentence."""
    item = entry.item
    at: dict[str, Any] = {PARAMETER: entry.phrase, "_anchor": ANCHOR} if entry.phrase else {}
    match entry.part:
        case "screen":
            return url_for("collectif.screen", module_id=item.id, screen_id=entry.part_id, **at)
        case "scene":
            at = at or {"_anchor": f"scene-{entry.part_id}"}
            return url_for("collectif.synthesis", module_id=item.id, **at)
        case "worksheet":
            anchor = f"section-{entry.part_id}"
            return url_for("collectif.worksheet", module_id=item.id, _anchor=anchor)
    if item.kind == "sheet" and at:
        return url_for("collectif.kit_sheet", sheet_id=item.id, **at)
    return address_of_item(item)


def _suggestions() -> tuple[str, ...]:
    """Some words of the glossary, spread over it, in the page's language."""
    terms: Iterable[str] = (
        term.term[current_language()].split(" (")[0] for term in house().catalogue.course.glossary
    )
    short = [term for term in terms if len(term) <= 24]  # longer ones are no good to try first
    return tuple(short[:: max(1, len(short) // _SUGGESTED)][:_SUGGESTED])
