"""What the resources of one mounted LRS work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flask import current_app

if TYPE_CHECKING:
    from ..config import Settings
    from ..ops.callers import Caller
    from ..ops.credentials import Keeper
    from ..ops.grouping import Grouping
    from ..ops.recorder import Recorder
    from ..store.database import Database
    from ..store.folder import Folder

EXTENSION = "collectif_lrs"


class CallerResolver(Protocol):
    """How the owner knows callers of its own, by bearer tokens for instance."""

    def __call__(self, authorization: str | None) -> Caller | None:
        """Who sends this Authorization header; None leaves it to the keys of the LRS.

        Raises `Unauthorized` for what is the owner's kind of credentials and not good.
        """


@dataclass(frozen=True)
class Service:
    """One LRS in one application, under `app.extensions["collectif_lrs"]`."""

    settings: Settings
    database: Database
    grouping: Grouping
    recorder: Recorder
    keeper: Keeper
    resolver: CallerResolver | None = None
    folder: Folder | None = None


def current_service() -> Service:
    """The LRS of the application that serves this request."""
    service: Service = current_app.extensions[EXTENSION]
    return service
