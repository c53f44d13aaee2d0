"""What every service works with: the parts the extension has put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ..xapi.statements import Voice

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from collectif.lrs import LRS, Database

    from ..config import Settings
    from ..content.catalogue import Catalogue
    from ..content.reload import Library
    from ..diagnostics.model import Variant
    from ..mail import Mailer
    from ..recording import Fold, Recording
    from ..store.people import Person


@dataclass(frozen=True)
class House:
    """One application's parts. `clock` answers microseconds UTC; `random` is for drawing questions."""

    settings: Settings
    database: Database
    recording: Recording
    catalogue_now: Callable[[], Catalogue]
    variants_now: Callable[[], Mapping[str, Variant]]
    clock: Callable[[], int]
    random: random.Random
    mailer: Mailer
    announce: Callable[..., None]
    """Sends a signal of `signals.py`: its name, and what it carries. Called after the commit only."""

    @property
    def catalogue(self) -> Catalogue:
        """The course as it is now (in development it may be read anew)."""
        return self.catalogue_now()

    @property
    def variants(self) -> Mapping[str, Variant]:
        """The diagnostic's questionnaires by id."""
        return self.variants_now()

    def today(self) -> date:
        """The day by UTC, for rules with dates."""
        return datetime.fromtimestamp(self.clock() / 1_000_000, UTC).date()

    def voice(self, person: Person, at: int | None = None) -> Voice:
        """`person` speaking now, about the whole course."""
        return Voice(
            course=self.catalogue.course,
            actor=self.recording.actor(person.pseudonym),
            registration=person.registration,
            language=person.language,
            at=self.clock() if at is None else at,
        )


@dataclass(frozen=True)
class Rooms:
    """What one application holds of us, under `app.extensions["collectif"]`."""

    house: House
    lrs: LRS
    fold: Fold
    library: Library
