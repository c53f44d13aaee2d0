"""What is completed by the completion of something smaller: a session by its modules, then the course.

Pure, and read by itself: whoever told of the module, a page of ours or another program, the same
follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .progress import course_completed
from .record import COURSE, is_completed

if TYPE_CHECKING:
    from datetime import date

    from ..content.catalogue import Catalogue
    from ..content.model import Session
    from .record import Record


@dataclass(frozen=True)
class Finished:
    """What has just been completed as a whole; `course` only where nobody has told of it before."""

    sessions: tuple[Session, ...] = ()
    course: bool = False

    def __bool__(self) -> bool:
        return bool(self.sessions) or self.course


def session_completed(session: Session, record: Record) -> bool:
    """Whether all that a session requires is completed; never so where it requires nothing."""
    required = [module.id for module in session.modules if module.required]
    return bool(required) and all(is_completed(record, module) for module in required)


def finished(catalogue: Catalogue, before: Record, after: Record, today: date) -> Finished:
    """What was not completed before and is now."""
    known = after.get(COURSE)
    is_told = known is not None and known.completed is not None
    return Finished(
        sessions=tuple(
            session
            for session in catalogue.course.sessions
            if session_completed(session, after) and not session_completed(session, before)
        ),
        course=not is_told
        and course_completed(catalogue, after, today)
        and not course_completed(catalogue, before, today),
    )
