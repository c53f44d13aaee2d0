"""The search form for statements: what was typed → a query of the standard, and back to an address.

Fields are called as the parameters of the Statement Resource, so an address of ours reads like a
request; people may type some of them in shorter forms.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from collectif.lrs import BadRequest, StatementQuery, statement_query

from ..i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..content.catalogue import Catalogue

TEXTS = ("statementId", "voidedStatementId", "agent", "verb", "activity", "registration")
TIMES = ("since", "until")
BOXES = ("related_agents", "related_activities", "ascending")
FIELDS = (*TEXTS, *TIMES, "limit", *BOXES)
_PLACE = ("beyond", "back")

_LARGEST = 2**63 - 1
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?", re.ASCII)
_SHA1 = re.compile(r"[0-9a-fA-F]{40}", re.ASCII)


@dataclass(frozen=True)
class Search:
    """A search: `values` as they were typed, `errors` in the page's language, `parameters` those of
    the request to the LRS that asks the same. `beyond` and `back` tell the page."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    parameters: Mapping[str, str]
    query: StatementQuery
    beyond: int | None = None
    back: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return any(name not in ("limit", "ascending") for name in self.parameters)

    def filters(self) -> str:
        """What is searched for, for the log."""
        known = {**self.parameters, **({"agent": self.query.agent} if self.query.agent else {})}
        shown = (f"{name}={text}" for name, text in known.items() if name != "limit")
        return " ".join(shown) or "everything"

    def request(self, endpoint: str) -> str:
        """The address that answers the same to a program."""
        asked = urlencode(self.parameters, quote_via=quote)
        return f"{endpoint}/statements" + (f"?{asked}" if asked else "")

    def turned(self, beyond: int, *, back: bool = False) -> dict[str, str]:
        """The fields of the address of another page of this search."""
        place = {"beyond": str(beyond), **({"back": "true"} if back else {})}
        return {**self._given(), **place}

    def narrowed(self, **changed: str) -> dict[str, str]:
        """The fields of the address of this search with more filters, from its first page on."""
        rest = {name: text for name, text in self._given().items() if name not in _IDS}
        return {**rest, **changed}

    def _given(self) -> dict[str, str]:
        return {name: text for name, text in self.values.items() if text}


def read(fields: Mapping[str, str], catalogue: Catalogue) -> Search:
    """What an address asks for. What is wrong is told field by field, and nothing is looked for."""
    values = {name: fields.get(name, "").strip() for name in FIELDS}
    parameters, errors = {}, {}
    for name, text in values.items():
        if text:
            meant = _meant(name, text, catalogue)
            if meant is None or not _is_query((name, meant)):
                errors[name] = _sentence(name)
            elif meant != "false":
                parameters[name] = meant
    given = [name for name in _IDS if name in parameters]
    if given and not errors and not _is_query(*parameters.items()):
        errors[given[0]] = _("Un identifiant se cherche seul : videz les autres champs.")
    query = StatementQuery() if errors else statement_query(parameters.items())
    return Search(values, errors, parameters, query, _place(fields), fields.get("back") == "true")


def agent_meant(text: str) -> str | None:
    """The Agent that somebody typed, as JSON: a mail address, its SHA-1, an IRI, `homepage|name`, or
    the JSON itself; None for what is none of these."""
    found: dict[str, Any] | None = None
    if text.startswith("{"):
        return text
    if "|" in text:
        home, _bar, name = text.partition("|")
        found = {"account": {"homePage": home.strip(), "name": name.strip()}}
    elif text.startswith("mailto:"):
        found = {"mbox": text}
    elif _SHA1.fullmatch(text):
        found = {"mbox_sha1sum": text}
    elif ":" in text:
        found = {"openid": text}
    elif "@" in text:
        found = {"mbox": f"mailto:{text}"}
    return None if found is None else json.dumps(found, ensure_ascii=False)


def agent_typed(identifying: Mapping[str, Any]) -> str:
    """The shortest way to type the Agent with this identifying property."""
    ways: tuple[str, ...] = (json.dumps(identifying, ensure_ascii=False),)
    if "account" in identifying:
        ways = (f"{identifying['account']['homePage']}|{identifying['account']['name']}", *ways)
    else:
        (value,) = identifying.values()
        ways = (value.removeprefix("mailto:"), value, *ways)
    return next(way for way in ways if _leads_to(way, identifying))


def field_kind(name: str, value: str) -> str:
    """The kind of input for a time: one with a calendar, unless it could not show what was typed."""
    if name in TIMES and (not value or _MINUTE.fullmatch(value)):
        return "datetime-local"
    return "text"


def _leads_to(typed: str, identifying: Mapping[str, Any]) -> bool:
    if typed != typed.strip():
        return False
    meant = agent_meant(typed)
    return meant is not None and json.loads(meant) == identifying


def _meant(name: str, text: str, catalogue: Catalogue) -> str | None:
    """The parameter's value that somebody meant by what they typed; None when it is no such thing."""
    known: dict[str, Callable[[str], str | None]] = {
        "agent": agent_meant,
        "activity": lambda typed: _activity(typed, catalogue),
        **dict.fromkeys(TIMES, _in_utc),
    }
    return known[name](text) if name in known else text


def _activity(text: str, catalogue: Catalogue) -> str:
    """The IRI of an activity that is typed as such, or as the id of a module or a session of ours."""
    if catalogue.find_module(text) is not None:
        return catalogue.activity(text)
    if any(session.id == text for session in catalogue.course.sessions):
        return catalogue.session_activity(text)
    return text


def _in_utc(text: str) -> str:
    """A time as inputs send it, as a whole timestamp."""
    return f"{text}{':00' if len(text) == 16 else ''}Z" if _MINUTE.fullmatch(text) else text


def _is_query(*pairs: tuple[str, str]) -> bool:
    """Does the standard take these parameters together?"""
    try:
        statement_query(pairs)
    except BadRequest:
        return False
    return True


def _place(fields: Mapping[str, str]) -> int | None:
    """Where the page begins: a time stored. What is none is as if it were not there."""
    text = fields.get("beyond", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST))
    return min(int(text), _LARGEST) if is_number else None


def _sentence(name: str) -> str:
    identifier = _("Un identifiant a la forme 6f1f0b3e-5a5c-4d0c-9a0e-17a3e4c0dd17.")
    moment = _("Écrivez une date et une heure, par exemple 2026-11-23T18:30.")
    yes_or_no = _("Ce choix vaut « true » ou « false ».")
    return {
        **dict.fromkeys((*_IDS, "registration"), identifier),
        "agent": _("Écrivez une adresse, un IRI, « site|nom », ou un agent xAPI en JSON."),
        "verb": _("Un verbe est un IRI entier, avec son « https: »."),
        "activity": _("Écrivez l’IRI d’une activité, ou l’identifiant d’un module du cours."),
        **dict.fromkeys(TIMES, moment),
        "limit": _("Écrivez un nombre entier."),
        **dict.fromkeys(BOXES, yes_or_no),
    }[name]


_IDS = ("statementId", "voidedStatementId")
