"""What can be set when an LRS is mounted: checked once, then fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """The settings of one LRS; each can be given to `LRS.init_app` by its name."""

    homepage: str
    """IRI under which keys without an authority of their own are accounts."""

    prefix: str = "/xapi"
    """Path below which the resources lie; no slash at its end."""

    default_version: str = "1.0.3"
    """What an answer says its version is when the request named none: 1.0.3 or 2.0.0."""

    largest_page: int = 200
    """Statements a page at most, and when the request names no limit."""

    largest_body: int = 32 * _MEGABYTE
    """Bytes of a request's body at most, attachments included."""

    largest_statements: int = 16 * _MEGABYTE
    """Bytes of JSON in one request at most."""

    largest_document: int = 16 * _MEGABYTE
    """Bytes of a state or profile document at most."""

    trust_credentials_for: float = 600.0
    """Seconds a checked secret is remembered, so that it is not hashed at every request."""

    recheck_credentials_after: float = 5.0
    """Seconds after which remembered credentials are looked up again: revoking takes that long."""

    requests_a_minute: int = 0
    """Requests granted to each key or token a minute, where it has no limit of its own; 0 for no
    limit. Counted in each process for itself."""

    failures_a_minute: int = 60
    """Keys and tokens a remote address may try in vain a minute; 0 for no limit. Counted in each
    process for itself."""

    attachments_folder: Path | None = None
    """Folder where the content of new attachments is kept, by its hash; None for the database."""

    def __post_init__(self) -> None:
        if not self.prefix.startswith("/") or self.prefix.endswith("/"):
            raise ValueError("prefix starts with / and does not end with it")
        if self.default_version not in ("1.0.3", "2.0.0"):
            raise ValueError("default_version is 1.0.3 or 2.0.0")
        if self.largest_page < 1:
            raise ValueError("largest_page is at least 1")
        if not self.homepage:
            raise ValueError("homepage is an IRI of this site")
        if self.requests_a_minute < 0:
            raise ValueError("requests_a_minute is 0 or more")
        if self.failures_a_minute < 0:
            raise ValueError("failures_a_minute is 0 or more")
