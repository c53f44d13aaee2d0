"""The same question at the same time is worked out once: who comes meanwhile waits for the answer."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Answer = TypeVar("Answer")


class InFlight(Generic[Answer]):
    """Questions that are being worked out. Threads share it; nothing is remembered afterwards."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[Hashable, Future[Answer]] = {}

    def ask(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question, worked out here unless another thread is at it.

        What `work_out` raises is raised here only: those who waited then work it out themselves.
        """
        while True:
            with self._lock:
                under_way = self._asked.get(question)
                if under_way is None:
                    mine = self._asked[question] = Future[Answer]()
                    break
            if (answer := _awaited(under_way)) is not None:
                return answer[0]
        return self._worked_out(question, mine, work_out)

    def _worked_out(
        self, question: Hashable, mine: Future[Answer], work_out: Callable[[], Answer]
    ) -> Answer:
        try:
            answer = work_out()
            mine.set_result(answer)
        finally:
            with self._lock:
                del self._asked[question]
            mine.cancel()  # no more than a no-op where there is an answer
        return answer


def _awaited(under_way: Future[Answer]) -> tuple[Answer] | None:
    """The answer in a tuple; None when whoever was at it gave up."""
    try:
        return (under_way.result(),)
    except CancelledError:
        return None
