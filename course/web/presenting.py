"""Progress as pages show it: standings → steps, cards, locks and ticks of `pages.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, session

from ..learning import progress as rules
from ..learning.record import Record, is_completed
from ..learning.rules import holds
from ..services import reading
from . import pages
from .access import house, own_accounts, place_to_return_to, visitor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..content.model import Module, Session
    from ..learning.progress import Progress, Standing
    from ..learning.progress import Tick as RuleTick
    from ..learning.rules import Opening

NOTICE = "collectif_notice"


def say_next(text: str, tone: str = "info") -> None:
    """Show a short message on the next page."""
    session[NOTICE] = [text, tone]


def current_progress() -> Progress | None:
    """How the course stands for who asks; None for a visitor. Read once a request."""
    if "collectif_progress" not in g:
        person = visitor()
        g.collectif_progress = reading.course_progress(house(), person) if person else None
    found: Progress | None = g.collectif_progress
    return found


def remember(progress: Progress) -> None:
    """Use this progress for the rest of the request instead of reading it again."""
    g.collectif_progress = progress


def frame(place: pages.Place = "") -> pages.Frame:
    """What surrounds the page."""
    course = house().catalogue.course
    progress = current_progress()
    kept = session.pop(NOTICE, None)
    return pages.Frame(
        title=course.title,
        sessions=tuple((one.id, one.title) for one in course.sessions),
        diagnostic="open" if progress and progress.course_completed else "locked",
        path=place_to_return_to(),
        place=place,
        notice=pages.Notice(*kept) if kept else None,
        own_accounts=own_accounts(),
    )


# -- one module ---------------------------------------------------------------


def state_of(standing: Standing) -> pages.State:
    """How a module stands, as a list shows it to the learner."""
    if standing.completed:
        return "passed" if standing.passed and standing.score is not None else "completed"
    if not standing.is_open:
        return "locked"
    return "not_started" if standing.state == "not_started" else "started"


def completion(
    module: Module, state: pages.State, found: Iterable[RuleTick] | None = None
) -> pages.Completion:
    """What completes `module`, ticked. Without the details of one learner only its words are known."""
    done = state in ("completed", "passed")
    if found is None:
        ticks = tuple(pages.Tick(test, done) for test in module.completion.tests)
    else:
        ticks = tuple(
            pages.Tick(tick.test, tick.met or done, tick.have, _need(module, tick))
            for tick in found
        )
    return pages.Completion(module.completion.mode, ticks, state)


def _need(module: Module, tick: RuleTick) -> int:
    if tick.test == "passed" and module.quiz:
        return round(module.quiz.pass_mark * 100)
    return 0 if tick.test in ("filled", "marked") else tick.need


def step(module: Module, progress: Progress) -> pages.Step:
    """`module` as a line of a list."""
    standing = progress.standings[module.id]
    state = state_of(standing)
    return pages.Step(
        module=module,
        state=state,
        completion=completion(module, state),
        percent=percent(standing.score),
        lock=lock_of(module, progress) if state == "locked" else None,
        next=progress.next == module.id,
    )


def percent(score: float | None) -> int | None:
    """A scaled score in whole per cent, rounded down so that 100 means everything."""
    return None if score is None else int(score * 100 + 1e-6)


def follow(module: Module, progress: Progress) -> pages.Follow:
    """What comes after `module`."""
    after = house().catalogue.next(module.id)
    return pages.Follow(after, after is not None and not progress.standings[after.id].is_open)


# -- locks --------------------------------------------------------------------


def lock_of(module: Module, progress: Progress) -> pages.Lock:
    """Why `module` is closed."""
    found = rules.why_locked(module, house().catalogue, progress.record, house().today())
    return lock(found, progress)


def diagnostic_lock(progress: Progress) -> pages.Lock | None:
    """Why the diagnostic is closed; None when it is open."""
    if progress.course_completed:
        return None
    catalogue = house().catalogue
    found = rules.why_diagnostic_locked(catalogue, progress.record, house().today())
    return lock(found, progress)


def lock(opening: Opening, progress: Progress) -> pages.Lock:
    """The smallest set that opens something, with links and minutes."""
    catalogue = house().catalogue
    keys = [_key(catalogue.module(module), progress) for module in opening.modules]
    if opening.day:
        keys.append(pages.Key(None, "date", day=opening.day))
    return pages.Lock(tuple(keys), sum(key.minutes for key in keys))


def _key(module: Module, progress: Progress) -> pages.Key:
    standing = progress.standings[module.id]
    return pages.Key(
        module=module,
        need="passed" if module.quiz else "completed",
        minutes=module.minutes,
        locked=not standing.is_open,
    )


# -- sessions -----------------------------------------------------------------


def share(modules: Sequence[Module], record: Record) -> pages.Progress:
    """How much of the required ones among `modules` is done."""
    required = [module for module in modules if module.required]
    left = [module for module in required if not is_completed(record, module.id)]
    return pages.Progress(
        len(required) - len(left), len(required), sum(module.minutes for module in left)
    )


def session_card(one: Session, progress: Progress) -> pages.SessionCard:
    """A session as a card."""
    done = share(one.modules, progress.record)
    touched = any(module.id in progress.record for module in one.modules)
    is_open = holds(one.unlock, progress.record, house().today())
    state: pages.State = "started" if touched else "not_started"
    if done.done == done.total:
        state = "completed"
    elif not is_open:
        state = "locked"
    return pages.SessionCard(
        session=one,
        number=number_of(one.id),
        state=state,
        progress=done,
        lock=session_lock(one, progress) if state == "locked" else None,
    )


def session_lock(one: Session, progress: Progress) -> pages.Lock:
    """Why a whole session is closed."""
    catalogue = house().catalogue
    found = rules.lock_of((one.unlock,), catalogue, progress.record, house().today())
    return lock(found, progress)


def number_of(session_id: str) -> int:
    """A session's place in the course, from 1."""
    ids = [one.id for one in house().catalogue.course.sessions]
    return ids.index(session_id) + 1
