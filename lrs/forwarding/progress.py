"""How far a destination has come, and how each outcome moves it: values in, values out.

Statements go out in stored order, `window` of them at a time. A refused window is halved until the
one that is at fault stands alone; it is set aside, and the window grows again. So every request
brings something forward, and whoever takes over knows where to go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ACTIVE, PAUSED = "active", "paused"

# Why a destination is paused
BY_HAND = "by_hand"
KEY_REFUSED = "key_refused"
REFUSES_ALL = "refuses_all"
UNREADABLE = "unreadable_secret"

_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Terms:
    """How patient forwarding is. Times are seconds."""

    first_pause: float = 5.0
    longest_pause: float = 900.0
    most_refusals: int = 20
    """So many statements refused one after the other pause the destination."""
    timeout: float = 30.0
    """For one request."""
    turn: float = 10.0
    """After which the next destination has its turn."""
    lease: float = 300.0
    """After which another worker may take over from one that died."""
    inside: bool = False
    """Whether destinations may be on this machine or in a private network."""


@dataclass(frozen=True)
class Progress:
    """How far a destination has come. Times are microseconds UTC.

    Everything stored up to `position` has been dealt with. `refusals` were set aside one after the
    other since `refused_after`; `failures` are tries in a row that brought nothing.
    """

    position: int = 0
    window: int = 1
    state: str = ACTIVE
    reason: str = ""
    detail: str = ""
    failures: int = 0
    next_attempt: int = 0
    last_success: int | None = None
    refusals: int = 0
    refused_after: int | None = None


def delivered(progress: Progress, through: int, largest: int, now: int) -> Progress:
    """A window arrived: the next one may be twice as large."""
    return replace(
        progress,
        position=through,
        window=min(largest, progress.window * 2),
        detail="",
        failures=0,
        next_attempt=0,
        last_success=now,
        refusals=0,
        refused_after=None,
    )


def known_there(progress: Progress, through: int, now: int) -> Progress:
    """A single statement was there already: its neighbours may be too, so the window stays."""
    return replace(delivered(progress, through, 1, now), window=1)


def passed_over(progress: Progress, through: int) -> Progress:
    """Nothing up to there is for this destination."""
    return replace(progress, position=through)


def halved(progress: Progress, sent: int, *, conflict: bool = False) -> Progress:
    """A window of several was refused: try fewer, and singly where some are known already."""
    return replace(progress, window=1 if conflict else max(1, sent // 2), failures=0)


def set_aside(progress: Progress, through: int, terms: Terms, detail: str) -> Progress:
    """A single statement will not be taken.

    When that has gone on for too long it is not the statements' fault: the destination is paused
    where the refusals began.
    """
    began = progress.position if progress.refused_after is None else progress.refused_after
    refusals = progress.refusals + 1
    if refusals >= terms.most_refusals:
        return paused(replace(progress, position=began), REFUSES_ALL, detail)
    return replace(
        progress,
        position=through,
        refusals=refusals,
        refused_after=began,
        window=2,
        failures=0,
        next_attempt=0,
    )


def failed(
    progress: Progress,
    detail: str,
    terms: Terms,
    now: int,
    chance: Callable[[], float],
    wanted: int | None = None,
) -> Progress:
    """Nothing came of it: wait a random part of a time that doubles, or as long as was asked for.

    `chance` answers a number from 0 to 1, `wanted` is in microseconds.
    """
    ceiling = min(terms.longest_pause, terms.first_pause * 2 ** min(progress.failures, 32))
    pause = int(chance() * ceiling * _MICROSECONDS)
    return replace(
        progress,
        failures=progress.failures + 1,
        detail=detail,
        next_attempt=now + max(pause, wanted or 0),
    )


def paused(progress: Progress, reason: str, detail: str = "") -> Progress:
    """Nothing is sent until somebody resumes it."""
    return replace(
        progress,
        state=PAUSED,
        reason=reason,
        detail=detail,
        window=1,
        refusals=0,
        refused_after=None,
    )


def resumed(progress: Progress, largest: int) -> Progress:
    """Goes on at once, from where it stands."""
    return replace(
        progress,
        state=ACTIVE,
        reason="",
        detail="",
        window=largest,
        failures=0,
        next_attempt=0,
        refusals=0,
        refused_after=None,
    )
