"""Reading statements of anybody: what admins search for in the LRS. Each search is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..store import audit, cohorts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collectif.lrs import Exploration, StatementQuery

    from ..store.people import Person
    from .house import House

STATEMENTS_A_PAGE = 50
MOST_STATEMENTS_A_PAGE = 200
MOST_VERBS = 200
"""Verbs offered to choose from."""

_ACTION = "statements_searched"
_HOUR = 3_600 * 1_000_000
_LONGEST_DETAIL = 1_000


@dataclass(frozen=True)
class Found:
    """What a search shows: the page of statements, and what our people in it are called, by home
    page and account name."""

    page: Exploration
    people: Mapping[tuple[str, str], str]


def verbs(house: House) -> Mapping[str, Mapping[str, str]]:
    """Verbs that the store knows, not more than can be chosen from: IRI → display."""
    with house.database.reading() as connection:
        return house.recording.recorder.known_verbs(connection, MOST_VERBS)


def search(
    house: House,
    admin: Person,
    query: StatementQuery,
    filters: str,
    beyond: int | None = None,
    *,
    back: bool = False,
) -> Found:
    """A page of the statements that match; `beyond` and `back` are those of `Recorder.explore`.

    Who searched for what is noted: `filters` are the words for it, never what was found. Turning
    the pages of a search within an hour is the same search.
    """
    limit = min(query.limit or STATEMENTS_A_PAGE, MOST_STATEMENTS_A_PAGE)
    detail = filters[:_LONGEST_DETAIL]
    with house.database.writing() as connection:
        now = house.clock()
        if not audit.is_noted(connection, admin.id, _ACTION, detail, now - _HOUR):
            audit.note(connection, now, admin.id, _ACTION, "statements", detail)
        page = house.recording.recorder.explore(connection, query, limit, beyond, back=back)
        home = house.recording.homepage
        named = cohorts.names_by_pseudonym(connection, _accounts(page, home))
    return Found(page, {(home, name): text for name, text in named.items()})


def _accounts(page: Exploration, home: str) -> set[str]:
    """Account names of ours that the statements of the page, and those they lead to, speak of."""
    found = set()
    for one in (*page.statements, *page.targets.values()):
        for actor in _actors(one.statement):
            account = actor.get("account") or {}
            if account.get("homePage") == home:
                found.add(account["name"])
    return found


def _actors(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Everybody a sentence may name: actor, object, instructor, team, with the members of groups."""
    target, context = statement["object"], statement.get("context") or {}
    for one in (statement["actor"], target, context.get("instructor"), context.get("team")):
        if one:
            yield one
            yield from one.get("member", ())
    if target.get("objectType") == "SubStatement":
        yield from _actors(target)
