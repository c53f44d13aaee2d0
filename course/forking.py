"""An application that is built once, in a process that then forks its workers.

They share the memory of all that was built, and start at once. What must not be shared is seen to
here: connections to the database, and threads, which do not live on in a fork.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectif.lrs import Database

_YOUNG = 10_000
"""New objects after which those that nothing refers to are looked for. A batch of statements is
thousands that live as long as the request, in a process that holds hundreds of thousands more."""


class Fork:
    """What happens around the forks of this process. `begin` is called in each child, not in theirs.

    `database` is closed before each fork, so that no connection is used by two processes.
    """

    def __init__(self, database: Database, begin: Callable[[], None]) -> None:
        self._database = database
        self._begin = begin
        self._parent = os.getpid()

    def expect(self) -> None:
        """From now on, whenever this process forks."""
        os.register_at_fork(before=self.prepare, after_in_child=self.begin)

    def prepare(self) -> None:
        """Leave nothing open, and what is there out of what garbage is looked for in: looking writes
        to it, and memory that is written to is shared no longer."""
        if os.getpid() == self._parent:
            self._database.engine.dispose()
            gc.collect()
            gc.freeze()

    def begin(self) -> None:
        """In the child: it works from here."""
        if os.getppid() == self._parent:
            gc.set_threshold(_YOUNG)
            self._begin()
