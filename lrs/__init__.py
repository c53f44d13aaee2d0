"""The door of the Learning Record Store: what its owner, or another product, may use."""

from __future__ import annotations

from .errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Invalid,
    InvalidToken,
    LRSError,
    Malformed,
    NotFound,
    PreconditionFailed,
    TooLarge,
    TooMany,
    Unauthorized,
)
from .extension import LRS
from .forwarding.progress import Terms as ForwardingTerms
from .forwarding.wishes import Wish as DestinationWish
from .ops.callers import Caller, Gate
from .ops.credentials import Credentials, ListedCredentials
from .ops.exploring import Exploration, Explored, described_attachments
from .ops.exporting import Exported
from .ops.forwarder import Destination, Forwarder
from .ops.forwarding import Turn as ForwardingTurn
from .ops.importing import Imported, Refused
from .ops.probing import Finding as ConnectionFinding
from .ops.querying import StatementFilter
from .ops.recorder import Recorder
from .ops.recording import Listener, Recorded
from .ops.retaining import Retention
from .ops.sweeping import Swept
from .ops.upkeep import Upkeep
from .resources.service import CallerResolver
from .spec.agents import identifier as agent_identifier
from .spec.agents import parse_agent_parameter as parse_agent
from .spec.parameters import StatementQuery, statement_query
from .store.audit import Counts
from .store.audit import Entry as AuditEntry
from .store.backup import BackupFailed
from .store.database import Database, after_commit
from .store.documents import Document, Shelf
from .store.isolated import Isolated
from .store.migrating import Migrations

__all__ = [
    "LRS",
    "AuditEntry",
    "BackupFailed",
    "BadRequest",
    "Caller",
    "CallerResolver",
    "Conflict",
    "ConnectionFinding",
    "Counts",
    "Credentials",
    "Database",
    "Destination",
    "DestinationWish",
    "Document",
    "Exploration",
    "Explored",
    "Exported",
    "Forbidden",
    "Forwarder",
    "ForwardingTerms",
    "ForwardingTurn",
    "Gate",
    "Imported",
    "Invalid",
    "InvalidToken",
    "Isolated",
    "LRSError",
    "ListedCredentials",
    "Listener",
    "Malformed",
    "Migrations",
    "NotFound",
    "PreconditionFailed",
    "Recorded",
    "Recorder",
    "Refused",
    "Retention",
    "Shelf",
    "StatementFilter",
    "StatementQuery",
    "Swept",
    "TooLarge",
    "TooMany",
    "Unauthorized",
    "Upkeep",
    "after_commit",
    "agent_identifier",
    "described_attachments",
    "parse_agent",
    "statement_query",
]
