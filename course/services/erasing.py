"""Erasing a person, and keeping records only for a while: what a data-protection officer asks for.

Everything the course knows about a person is erased: their account with all that hangs on it
(identities, sign-ins, memberships, diagnostics), mails to them or about them, tries to sign in, their
statements, worksheets and drawn questions in the LRS, and progress, which follows the statements.
Where others speak of them stands nobody. What stays, and why:

- entries of the audit log that say "person 12 did …": the number leads nowhere any more, and what
  was done to others must stay explicable;
- the groups they made or accompanied, which are their members';
- the number of rows erased, for the proof that it was done.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collectif.lrs import Counts, LRSError, Retention, agent_identifier, parse_agent

from ..errors import BadInput, NotAllowed, NotFound
from ..store import audit, erasing, people, sign_ins
from .accounts import is_address, normal_email, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from collectif.lrs import AuditEntry, Swept, Upkeep

    from ..store.people import Listed, Person
    from .house import House

_LARGEST_ID = 2**63 - 1
_YEAR, _MONTH, _DAY = 365.25, 30.4375, 1.0
UNITS = {"y": _YEAR, "m": _MONTH, "d": _DAY}
"""What an age is written in, and how many days it is."""

COMMAND_LINE = "command line"
"""Who erases where nobody is signed in."""
PERSON = "person "
"""Before the number of the admin who erases."""


@dataclass(frozen=True)
class Subject:
    """Whoever is to be erased: all identifiers they are known by, and the people of ours they are."""

    identifiers: frozenset[str]
    people: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What was, or would be, erased: in the LRS, and rows of ours by table. `lasting` counts the
    entries of the audit log that stay; `finished` is False where the time was up and more is left."""

    counts: Counts
    rows: Counter[str] = field(default_factory=Counter)
    lasting: int = 0
    finished: bool = True
    entry: int | None = None


def search(house: House, text: str) -> Sequence[Listed]:
    """The first people of ours whose name or address holds this text."""
    with house.database.reading() as connection:
        return people.search(connection, one_line(text)[:100], 20, 0)


def by_email(house: House, upkeep: Upkeep, email: str) -> Subject:
    """Whoever has this address. Raises BadInput for what is no address."""
    address = normal_email(email)
    if not is_address(address):
        raise BadInput({"who": "not_an_address"})
    with house.database.reading() as connection:
        person = people.by_email(connection, address)
    known = {agent_identifier({"mbox": f"mailto:{address}"})}
    return _subject(house, upkeep, known | set(person.actors if person else ()))


def by_agent(house: House, upkeep: Upkeep, text: str) -> Subject:
    """Whoever an Agent (JSON) or a canonical identifier such as `mbox|mailto:…` names; an address
    alone is one as well. Raises BadInput."""
    wanted = text.strip()
    if not wanted:
        raise BadInput({"who": "missing"})
    if "|" not in wanted and not wanted.startswith("{"):
        return by_email(house, upkeep, wanted.removeprefix("mailto:"))
    try:
        agent = json.loads(wanted) if wanted.startswith("{") else _property(wanted)
        return _subject(house, upkeep, {agent_identifier(parse_agent(json.dumps(agent)))})
    except (LRSError, ValueError, RecursionError) as error:
        raise BadInput({"who": "not_an_agent"}) from error


def by_id(house: House, upkeep: Upkeep, person: int) -> Subject:
    """One of our people. Raises NotFound."""
    with house.database.reading() as connection:
        known = people.by_id(connection, person) if 0 < person <= _LARGEST_ID else None
    if known is None:
        raise NotFound(f"person {person}")
    found = _subject(house, upkeep, set(known.actors))
    return Subject(found.identifiers, found.people or (known,))


def _property(identifier: str) -> dict[str, object]:
    kind, _, value = identifier.partition("|")
    if kind != "account":
        return {kind: value}
    home_page, _, name = value.partition("|")
    return {"account": {"homePage": home_page, "name": name}}


def _subject(house: House, upkeep: Upkeep, identifiers: set[str]) -> Subject:
    """All that tells the same person, until nothing new is found."""
    known = upkeep.known_as(identifiers)
    if upkeep.is_nobody(known):
        raise BadInput({"who": "not_an_agent"})
    with house.database.reading() as connection:
        while True:
            owners = [people.by_id(connection, one) for one in erasing.owners(connection, known)]
            persons = tuple(one for one in owners if one is not None)
            wider = upkeep.known_as(known.union(*(one.actors for one in persons)))
            if wider == known:
                return Subject(known, persons)
            known = wider


def look(house: House, upkeep: Upkeep, subject: Subject, seconds: float | None = None) -> Outcome:
    """What erasing would erase. With `seconds` it may stop before all is counted."""
    counts, finished, _ = take(_erase(upkeep, subject, "", dry_run=True), seconds)
    ids, texts = [one.id for one in subject.people], upkeep.telling(subject.identifiers)
    with house.database.reading() as connection:
        rows = erasing.rows_of(connection, ids, texts)
        return Outcome(counts, rows, erasing.lasting(connection, ids), finished)


def erase(
    house: House,
    upkeep: Upkeep,
    subject: Subject,
    admin: Person | None = None,
    *,
    detail: str = "",
    seconds: float | None = None,
    entry: int | None = None,
    hear: Callable[[Swept], None] | None = None,
) -> Outcome:
    """Erase whoever it is. Done again, it goes on where it stopped; nothing is left to do at the end.

    First they are signed out, then the LRS is swept, portion by portion and no longer than `seconds`,
    at last our own rows go. `hear` is told of every portion. Raises NotAllowed for oneself.
    """
    ids = [one.id for one in subject.people]
    if admin is not None and admin.id in ids:
        raise NotAllowed("oneself")
    who = COMMAND_LINE if admin is None else f"{PERSON}{admin.id}"
    with house.database.writing() as connection:
        for one in ids:
            sign_ins.end_all(connection, one)
            people.change(connection, one, {"password": None})
    steps = _erase(upkeep, subject, who, detail=detail, entry=entry)
    counts, finished, entry = take(steps, seconds, hear)
    if not finished:
        return Outcome(counts, finished=False, entry=entry)
    texts = upkeep.telling(subject.identifiers)
    with house.database.writing() as connection:
        rows, lasting = erasing.rows_of(connection, ids, texts), erasing.lasting(connection, ids)
        erasing.remove(
            connection, ids, texts, lambda text: upkeep.anonymous(text, subject.identifiers)
        )
        subjects = ", ".join(f"person {one}" for one in ids) or "an agent"
        said = f"{counts.statements} statements, {sum(rows.values())} rows"
        by = None if admin is None else admin.id
        audit.note(connection, house.clock(), by, "erased", subjects[:200], said)
    return Outcome(counts, rows, lasting, entry=entry)


def _erase(
    upkeep: Upkeep,
    subject: Subject,
    who: str,
    *,
    detail: str = "",
    entry: int | None = None,
    dry_run: bool = False,
) -> Iterator[Swept]:
    return upkeep.erase(subject.identifiers, who=who, detail=detail, entry=entry, dry_run=dry_run)


# -- retention ----------------------------------------------------------------


@dataclass(frozen=True)
class Age:
    """A rule of retention as it is written: `3y`, `18m`, `400d`; IRIs; whether only of the silent."""

    older_than: str
    activities: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    silent: bool = False

    def describe(self) -> str:
        """The rule as the options of `collectif retain`, in any language alike."""
        parts = [f"--older-than {self.older_than.strip()}"]
        parts += [f"--activity {one}" for one in self.activities]
        parts += [f"--verb {one}" for one in self.verbs]
        return " ".join([*parts, *(["--silent"] if self.silent else [])])


def days(age: str) -> float:
    """How many days an age such as `3y`, `18m` or `400d` is. Raises BadInput."""
    number, unit = age.strip()[:-1], age.strip()[-1:].lower()
    if unit not in UNITS or not number.isdecimal() or not number.isascii() or len(number) > 6:
        raise BadInput({"older_than": "not_an_age"})
    if int(number) == 0:
        raise BadInput({"older_than": "not_an_age"})
    return int(number) * UNITS[unit]


def retain(
    house: House,
    upkeep: Upkeep,
    age: Age,
    admin: Person | None = None,
    *,
    before: int | None = None,
    dry_run: bool = False,
    seconds: float | None = None,
    entry: int | None = None,
    hear: Callable[[Swept], None] | None = None,
) -> Outcome:
    """Remove what is older than its age, or only count it; no longer than `seconds`.

    `before` (microseconds UTC) goes on with a moment that was fixed earlier. Raises BadInput.
    """
    moment = moment_of(house, age) if before is None else before
    who = COMMAND_LINE if admin is None else f"{PERSON}{admin.id}"
    steps = upkeep.retain(
        Retention(moment, age.activities, age.verbs, age.silent),
        who=who,
        detail=age.describe(),
        dry_run=dry_run,
        entry=entry,
    )
    counts, finished, entry = take(steps, seconds, hear)
    return Outcome(counts, finished=finished, entry=entry)


def moment_of(house: House, age: Age) -> int:
    """The moment before which all is old. Raises BadInput."""
    return house.clock() - int(days(age.older_than) * 86_400_000_000)


def take(
    steps: Iterator[Swept], seconds: float | None, hear: Callable[[Swept], None] | None = None
) -> tuple[Counts, bool, int | None]:
    """Let a run go on, at least one portion and then until the time is up: what it counted, whether
    it came to its end, its number in the audit."""
    end = None if seconds is None else time.monotonic() + seconds
    last: Swept | None = None
    for last in steps:
        if hear:
            hear(last)
        if end is not None and time.monotonic() > end:
            break
    assert last is not None  # a run tells its end, if nothing else
    return last.counts, last.finished, last.entry


def log(house: House, upkeep: Upkeep) -> Sequence[AuditEntry]:
    """The newest entries of the LRS's audit."""
    with house.database.reading() as connection:
        return upkeep.audit(connection)
