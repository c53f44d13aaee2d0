"""Sending what waits: one worker a destination, one request after the other, in stored order.

A turn takes the lease of a destination and works in steps. A step reads what is next, sends it, and
writes how far that brought the destination; nothing is locked meanwhile. If the process dies
between the answer and the writing, the same statements are sent again under the same ids, which
every LRS takes for what it is.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..forwarding import progress as rules
from ..forwarding.answers import Answer, Unreachable, Verdict, retry_after, told, verdict
from ..store import destinations, isolated, statements
from . import preparing
from .courier import Courier, is_same
from .preparing import Form
from .sealing import Unsealable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from ..forwarding.progress import Progress, Terms
    from ..outside.client import Client
    from ..store.database import Database
    from ..store.destinations import Kept as Destination
    from ..store.folder import Folder
    from .preparing import Parcel
    from .sealing import Seal

_log = logging.getLogger("collectif.lrs.forwarding")
_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Office:
    """What forwarding works with. `now` answers microseconds UTC, `chance` a number from 0 to 1,
    `folder` is where attachments lie."""

    database: Database
    client: Client
    seal: Seal
    terms: Terms
    now: Callable[[], int]
    chance: Callable[[], float]
    folder: Folder | None = None


@dataclass(frozen=True)
class Turn:
    """What a turn brought: statements delivered and set aside, and how the destination stands."""

    destination: int
    name: str
    delivered: int = 0
    set_aside: int = 0
    state: str = rules.ACTIVE
    detail: str = ""
    more: bool = False


@dataclass(frozen=True)
class _Outcome:
    """What follows from one step; `retried` was set aside earlier and tried once more."""

    progress: Progress
    delivered: int = 0
    aside: int | None = None
    reason: str = ""
    retried: int | None = None
    stop: bool = False


def turn(office: Office, destination: int) -> Turn | None:
    """Send to a destination until nothing is left, something is in the way, or its time is up.

    None when another worker is at it, or it is not due.
    """
    holder = secrets.token_hex(16)
    with office.database.writing() as connection:
        now = office.now()
        if not destinations.take(connection, destination, holder, now, _lease(office)):
            return None
    try:
        return _steps(office, destination, holder)
    except Exception as fault:  # whatever it is, other destinations are not to wait  # noqa: BLE001
        _log.exception("forwarding to destination %s went wrong here", destination)
        return _faulty(office, destination, holder, fault)
    finally:
        with office.database.writing() as connection:
            destinations.let_go(connection, destination, holder)


def _faulty(office: Office, number: int, holder: str, fault: Exception) -> Turn | None:
    """A fault of ours: told like any other trouble, and tried again later."""
    kept = _read(office, number)
    if kept is None:
        return None
    outcome = _failed(office, kept.progress, f"here: {type(fault).__name__}")
    _settle(office, kept, outcome, holder)
    return _counted(Turn(number, kept.charter.name), outcome)


def _lease(office: Office) -> int:
    return office.now() + int(office.terms.lease * _MICROSECONDS)


def _steps(office: Office, number: int, holder: str) -> Turn | None:
    kept = _read(office, number)
    if kept is None:
        return None
    done = Turn(number, kept.charter.name, more=True)
    try:
        secret = office.seal.open(kept.charter.secret)
        form = Form.of(kept, office.seal.open(kept.charter.pseudonym_key).encode())
    except Unsealable as error:
        _settle(office, kept, _Outcome(rules.paused(kept.progress, rules.UNREADABLE)), holder)
        return replace(done, state=rules.PAUSED, detail=str(error), more=False)
    until = time.monotonic() + office.terms.turn
    with office.client.visit(kept.charter.endpoint) as visit:
        courier = Courier(visit, kept.charter, secret)
        while time.monotonic() < until:
            outcome = _step(office, kept, form, courier)
            if outcome is None:
                return replace(done, more=False)
            if not _settle(office, kept, outcome, holder):
                return done
            kept = replace(kept, progress=outcome.progress)
            done = _counted(done, outcome)
            if outcome.stop:
                return replace(done, more=False)
    return done


def _read(office: Office, number: int) -> Destination | None:
    with office.database.glancing() as connection:
        return destinations.by_id(connection, number)


def _step(office: Office, kept: Destination, form: Form, courier: Courier) -> _Outcome | None:
    """One request at most; None when nothing is left to do."""
    with office.database.reading() as connection:
        again = _set_aside_earlier(connection, kept, form, office.folder)
        parcel = again or preparing.parcel(connection, kept, form, office.folder)
    if parcel is None:
        return None
    if not parcel.leaving:
        return _Outcome(rules.passed_over(kept.progress, parcel.through))
    try:
        answer = courier.bring(parcel)
        outcome = _follows(office, kept, parcel, answer, courier)
    except Unreachable as error:
        outcome = _failed(office, kept.progress, str(error))
    return outcome if again is None else _retried(kept.progress, again, outcome)


def _set_aside_earlier(
    connection: Connection, kept: Destination, form: Form, folder: Folder | None
) -> Parcel | None:
    found = isolated.page(connection, kept.id, 1, again=True)
    if not found:
        return None
    rows = statements.by_stored(connection, [found[0].stored])
    return preparing.single(connection, rows[found[0].stored], form, folder)


def _follows(
    office: Office, kept: Destination, parcel: Parcel, answer: Answer, courier: Courier
) -> _Outcome:
    progress, sent = kept.progress, len(parcel.leaving)
    said = told(answer, courier.secrets)
    meaning = verdict(answer, [one.id for one in parcel.leaving])
    if meaning is Verdict.DELIVERED:
        largest = kept.charter.batch_statements
        now = office.now()
        return _Outcome(rules.delivered(progress, parcel.through, largest, now), delivered=sent)
    if meaning is Verdict.KEY_REFUSED:
        return _Outcome(rules.paused(progress, rules.KEY_REFUSED, said), stop=True)
    if meaning is Verdict.LATER:
        return _failed(office, progress, said, retry_after(answer, office.now()))
    if sent > 1:
        return _Outcome(rules.halved(progress, sent, conflict=meaning is Verdict.CONFLICT))
    if meaning is Verdict.CONFLICT:
        return _compared(office, kept, parcel, answer, courier)
    return _aside(office, progress, parcel, said)


def _compared(
    office: Office, kept: Destination, parcel: Parcel, refusal: Answer, courier: Courier
) -> _Outcome:
    """The id is there already: under it this very statement, or another one?"""
    answer = courier.look_up(parcel.leaving[0].id)
    if answer.status >= 500 or answer.status in (408, 429):
        said = told(answer, courier.secrets)
        return _failed(office, kept.progress, said, retry_after(answer, office.now()))
    if answer.status == 200 and is_same(parcel.leaving[0], answer.body):
        progress = rules.known_there(kept.progress, parcel.through, office.now())
        return _Outcome(progress, delivered=1)
    return _aside(office, kept.progress, parcel, told(refusal, courier.secrets))


def _aside(office: Office, progress: Progress, parcel: Parcel, reason: str) -> _Outcome:
    moved = rules.set_aside(progress, parcel.through, office.terms, reason)
    stop = moved.state == rules.PAUSED
    return _Outcome(moved, aside=parcel.leaving[0].stored, reason=reason, stop=stop)


def _failed(office: Office, progress: Progress, detail: str, wanted: int | None = None) -> _Outcome:
    moved = rules.failed(progress, detail, office.terms, office.now(), office.chance, wanted)
    return _Outcome(moved, stop=True)


def _retried(before: Progress, again: Parcel, outcome: _Outcome) -> _Outcome:
    """A statement out of its order moves no position and says nothing about its neighbours."""
    if outcome.stop and outcome.aside is None:
        return outcome
    last_success = outcome.progress.last_success
    return replace(
        outcome,
        progress=replace(before, last_success=last_success, failures=0, next_attempt=0),
        retried=again.leaving[0].stored,
        stop=False,
    )


def _settle(office: Office, kept: Destination, outcome: _Outcome, holder: str) -> bool:
    with office.database.writing() as connection:
        if not destinations.settle(connection, kept, outcome.progress, holder, _lease(office)):
            return False
        if outcome.aside is not None:
            isolated.add(connection, kept.id, outcome.aside, outcome.reason, office.now())
        elif outcome.retried is not None:
            isolated.drop(connection, kept.id, outcome.retried)
        if outcome.progress.reason == rules.REFUSES_ALL:
            isolated.drop_after(connection, kept.id, outcome.progress.position)
    if outcome.progress.state == rules.PAUSED:
        _log.warning("forwarding to %s is paused: %s", kept.charter.name, outcome.progress.reason)
    return True


def _counted(done: Turn, outcome: _Outcome) -> Turn:
    return replace(
        done,
        delivered=done.delivered + outcome.delivered,
        set_aside=done.set_aside + (outcome.aside is not None),
        state=outcome.progress.state,
        detail=outcome.progress.detail,
    )
