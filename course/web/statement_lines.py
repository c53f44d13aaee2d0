"""Statements as lines of the explorer: sentences in the page's language, with links that search on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from babel.numbers import format_decimal

from collectif.lrs import described_attachments

from ..i18n import current_language, date_locale, ngettext
from ..i18n import gettext as _
from ..learning.facts import microseconds
from ..xapi import statements as ours
from ..xapi.sentences import Known, sentence
from ..xapi.wording import one_line, readable, words
from .cohort_table import minute
from .pages_statements import FileLine, StatementEntry, Told, Word
from .statement_search import agent_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from collectif.lrs import Explored

    from ..content.catalogue import Catalogue
    from ..services.exploring import Found
    from ..xapi.sentences import Mention, Outcome, Sentence
    from ..xapi.wording import Part
    from .statement_search import Search

_LONGEST_JSON = 20_000
"""Characters of a statement that are shown in a list; alone it is shown whole."""


@dataclass(frozen=True)
class Reading:
    """What the lines of a page are made with: `address` makes an address of ours from fields."""

    catalogue: Catalogue
    wish: Search
    address: Callable[[dict[str, str]], str]
    found: Found


def entries(reading: Reading) -> tuple[StatementEntry, ...]:
    """The statements of the page, each told and whole."""
    page = reading.found.page
    known = Known(
        language=current_language(),
        people=reading.found.people,
        definitions={**_own_definitions(reading), **page.definitions},
        displays=page.displays,
        statements={name: one.statement for name, one in page.targets.items()},
    )
    return tuple(_entry(reading, one, sentence(one.statement, known)) for one in page.statements)


def _entry(reading: Reading, one: Explored, told: Sentence) -> StatementEntry:
    text = readable(msgspec.json.format(one.raw.encode(), indent=2).decode())
    alone = bool(reading.wish.query.statement_id or reading.wish.query.voided_statement_id)
    is_cut = not alone and len(text) > _LONGEST_JSON
    return StatementEntry(
        id=one.id,
        url=_statement(reading, one.id, is_voided=bool(one.voided_by)),
        at=_moment(told.at),
        stored=minute(one.stored),
        told=_told(reading, told),
        facts=tuple(_facts(reading, one, told)),
        voided_by=tuple(Word(by, _statement(reading, by, is_voided=False)) for by in one.voided_by),
        files=tuple(_files(reading, one)),
        json=text[:_LONGEST_JSON] if is_cut else text,
        is_cut=is_cut,
    )


def _own_definitions(reading: Reading) -> dict[str, Mapping[str, Any]]:
    """What the parts of our course are called, even if no statement has told the store."""
    course = reading.catalogue.course
    parts = (
        ours.course_activity(course),
        *(ours.session_activity(course, one) for one in course.sessions),
        *(ours.module_activity(course, one) for one in reading.catalogue.modules),
    )
    return {part["id"]: part["definition"] for part in parts}


def _moment(timestamp: str) -> str:
    """A timestamp to the minute; one beyond the years that can be reckoned with as it was sent."""
    try:
        return minute(microseconds(timestamp))
    except (ValueError, OverflowError, OSError):
        return one_line(timestamp)


# -- the sentence -------------------------------------------------------------------


def _told(reading: Reading, told: Sentence) -> Told:
    inner = told.what.inner
    return Told(
        who=_who(reading, told.who),
        did=Word(told.did, reading.address(reading.wish.narrowed(verb=told.verb)), told.verb),
        what=None if told.what.kind == "told" else _word(reading, told.what),
        inner=_told(reading, inner) if inner else None,
        outcome=tuple(_outcome(told.outcome)),
    )


def _who(reading: Reading, who: Mention, **fields: str) -> tuple[Word, ...]:
    """Somebody; for a Group without a name its members. `fields` are added to the search."""
    named = (who,) if who.name or not who.members else who.members
    return tuple(_word(reading, one, **fields) for one in named)


def _word(reading: Reading, one: Mention, **fields: str) -> Word:
    if one.kind == "statement":
        target = reading.found.page.targets.get(one.id)
        if target is None:
            return Word(_("une trace inconnue ici"), title=one.id)
        text = _("la trace du %(day)s", day=minute(target.stored))
        return Word(text, _statement(reading, one.id, is_voided=bool(target.voided_by)), one.id)
    if one.kind == "activity":
        return Word(
            one.name, reading.address(reading.wish.narrowed(activity=one.id, **fields)), one.id
        )
    if one.agent is None:
        return Word(one.name or _("un groupe sans nom"))
    typed = agent_typed(one.agent)
    return Word(
        one.name or _("un groupe sans nom"),
        reading.address(reading.wish.narrowed(agent=typed, **fields)),
        one_line(typed),
    )


def _statement(reading: Reading, identifier: str, *, is_voided: bool) -> str:
    return reading.address({"voidedStatementId" if is_voided else "statementId": identifier})


def _outcome(outcome: Outcome) -> Iterator[str]:
    if outcome.response:
        yield _("réponse : %(said)s", said=_truth(outcome.response))
    if outcome.success is not None:
        yield _("réussi") if outcome.success else _("non réussi")
    if outcome.completion is False:
        yield _("inachevé")
    if outcome.percent:
        yield _("%(percent)s %%", percent=_number(outcome.percent))
    if outcome.raw:
        yield _points(outcome)
    if outcome.duration:
        yield " ".join(_part(part) for part in outcome.duration)


def _truth(response: str) -> str:
    return {"true": _("vrai"), "false": _("faux")}.get(response, response)


def _points(outcome: Outcome) -> str:
    raw, low, high = (_number(text) for text in (outcome.raw, outcome.low, outcome.high))
    if high and outcome.low in ("", "0"):
        return _("%(raw)s points sur %(high)s", raw=raw, high=high)
    if low and high:
        return _("%(raw)s points, de %(low)s à %(high)s", raw=raw, low=low, high=high)
    return _("%(raw)s points", raw=raw)


def _number(text: str) -> str:
    """A number as the page's language writes it."""
    return format_decimal(text, "#,##0.######", locale=date_locale()) if _is_plain(text) else text


def _is_plain(text: str) -> bool:
    return bool(text) and "e" not in text.lower()


def _part(part: Part) -> str:
    """A part of a duration; hours, minutes and seconds have the same signs everywhere."""
    value, unit = part
    if not unit:
        return value
    number = _number(value)
    long_units = {
        "years": ngettext("%(amount)s an", "%(amount)s ans", float(value), amount=number),
        "months": _("%(number)s mois", number=number),
        "weeks": ngettext("%(amount)s semaine", "%(amount)s semaines", float(value), amount=number),
        "days": _("%(number)s j", number=number),
    }
    return long_units.get(unit) or f"{number}\N{NO-BREAK SPACE}{_SIGNS[unit]}"


_SIGNS = {"hours": "h", "minutes": "min", "seconds": "s"}


# -- what stands beside it ------------------------------------------------------------


def _facts(
    reading: Reading, one: Explored, told: Sentence
) -> Iterator[tuple[str, tuple[Word, ...]]]:
    if told.inside:
        yield (
            _("Dans"),
            tuple(_word(reading, place, related_activities="true") for place in told.inside),
        )
    for name, who in ((_("Avec"), told.instructor), (_("Équipe"), told.team)):
        if who:
            yield name, _who(reading, who, related_agents="true")
    if told.registration:
        address = reading.address(reading.wish.narrowed(registration=told.registration))
        yield _("Inscription"), (Word(told.registration, address),)
    yield _("Enregistrée le (UTC)"), (Word(minute(one.stored)),)
    yield (
        _("Identifiant"),
        (Word(one.id, _statement(reading, one.id, is_voided=bool(one.voided_by))),),
    )


def _files(reading: Reading, one: Explored) -> Iterator[FileLine]:
    for claim in described_attachments(one.statement):
        is_here = claim["sha2"].lower() in reading.found.page.data
        elsewhere = claim.get("fileUrl", "")
        yield FileLine(
            name=words(claim["display"], current_language()) or one_line(claim["usageType"]),
            kind=one_line(claim["contentType"]),
            size=_size(claim["length"]),
            place=_("gardée ici") if is_here else _("gardée ailleurs"),
            address=one_line(elsewhere),
        )


def _size(octets: int) -> str:
    if octets < 1_000:
        return _("%(number)s o", number=octets)
    if octets < 1_000_000:
        return _("%(number)s Ko", number=_number(f"{octets / 1_000:.1f}"))
    return _("%(number)s Mo", number=_number(f"{octets / 1_000_000:.1f}"))
