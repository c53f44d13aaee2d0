"""The door of the Learning Record Store: what its owner, or another product, may use."""

from __future__ import annotations

from .errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Invalid,
    LRSError,
    Malformed,
    NotFound,
    PreconditionFailed,
    TooLarge,
    TooMany,
    Unauthorized,
)
from .extension import LRS
from .ops.callers import Caller, Gate
from .ops.credentials import Credentials, ListedCredentials
from .ops.querying import StatementFilter
from .ops.recorder import Recorder
from .ops.recording import Listener, Recorded
from .resources.service import CallerResolver
from .spec.agents import identifier as agent_identifier
from .store.database import Database, after_commit
from .store.documents import Document, Shelf
from .store.migrating import Migrations

__all__ = [
    "LRS",
    "BadRequest",
    "Caller",
    "CallerResolver",
    "Conflict",
    "Credentials",
    "Database",
    "Document",
    "Forbidden",
    "Gate",
    "Invalid",
    "LRSError",
    "ListedCredentials",
    "Listener",
    "Malformed",
    "Migrations",
    "NotFound",
    "PreconditionFailed",
    "Recorded",
    "Recorder",
    "Shelf",
    "StatementFilter",
    "TooLarge",
    "TooMany",
    "Unauthorized",
    "after_commit",
    "agent_identifier",
]
