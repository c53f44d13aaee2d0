"""The settings: read from `COLLECTIF_…` keys of the host's configuration, checked once, then fixed."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping  # noqa: TC003 -- read at run time by get_type_hints
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import SettingError
from .paths import MODULES

PREFIX = "COLLECTIF_"
ROLES = ("learner", "trainer", "admin")


@dataclass(frozen=True)
class HostLearner:
    """A person as the host knows them; what the hook `current_learner` answers.

    `id` never changes; `role` is `learner`, `trainer` or `admin`.
    """

    id: str
    name: str
    email: str | None = None
    language: str | None = None
    role: str = "learner"

    def __post_init__(self) -> None:
        """Refuse a role that does not exist, where the host can see it."""
        if self.role not in ROLES:
            raise ValueError(f"role {self.role!r} is none of {', '.join(ROLES)}")


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    """Every setting; the configuration key is the field's name in capitals after `COLLECTIF_`."""

    database: str = _setting(
        "",
        "SQLAlchemy URL of our own database. Empty: the host's Flask-SQLAlchemy when it has one, else `collectif.db` in the instance folder.",
    )
    prefix: str = _setting(
        "", "Path under which the course is mounted, such as `/course`; empty for the root."
    )
    content: Path = _setting(MODULES, "Folder the course is read from.")
    base_url: str = _setting(
        "",
        "Public address of this site, without trailing slash, used in mails and as the account home page of actors. Empty: taken from the request; actors then use `homepage`.",
    )
    homepage: str = _setting(
        "https://collectif.invalid",
        "xAPI account home page of our learners when `base_url` is empty. Never change it once statements exist.",
    )
    languages: tuple[str, ...] = _setting(
        ("fr", "en"), "Interface languages, the default one first."
    )
    sign_up: bool = _setting(True, "Whether anybody may create an account; invitations always may.")
    session_days: int = _setting(30, "Days after which a sign-in ends by itself.")
    mail: str = _setting(
        "console",
        "`console` writes mails to the log; `smtp://user:password@host:587` sends them (`smtps://` for TLS from the start).",
    )
    mail_from: str = _setting("Collectif <no-reply@localhost>", "Sender of our mails.")
    demo: bool = _setting(
        False, "One-click sign-in links for demo people. Refused anywhere but on loopback."
    )
    watch: bool = _setting(False, "Reload the course when a file of it changes (development).")
    auto_migrate: bool | None = _setting(
        None, "Apply migrations at start. Default: yes on embedded SQLite, no on PostgreSQL."
    )
    worker: bool = _setting(
        False, "Run the background worker (mail outbox) in a thread of this process."
    )
    max_upload: int = _setting(
        2_000_000, "Largest form a page takes, in bytes; the LRS has its own limits."
    )
    current_learner: Callable[[], HostLearner | None] | None = _setting(
        None,
        "Hook for a host with its own users: answers who is signed in there, or None. When set, our own sign-in pages are closed.",
    )

    @property
    def actor_home(self) -> str:
        """The account home page put into the actors of our statements."""
        return self.base_url or self.homepage


def read_settings(config: Mapping[str, Any]) -> Settings:
    """The settings in a Flask configuration. An unknown or ill-typed `COLLECTIF_…` key raises SettingError."""
    known = {PREFIX + entry.name.upper(): entry.name for entry in fields(Settings)}
    given = {key: value for key, value in config.items() if key.startswith(PREFIX)}
    for key in given:
        if key not in known:
            raise SettingError(key, "no such setting")
    hints = typing.get_type_hints(Settings)
    values = {known[key]: _convert(key, value, hints[known[key]]) for key, value in given.items()}
    return _checked(Settings(**values))


def _convert(key: str, value: Any, wanted: Any) -> Any:
    """Text (as environment variables give) into what the field holds."""
    if not isinstance(value, str) or wanted is str:
        return tuple(value) if isinstance(value, list) else value
    if wanted is Path:
        return Path(value)
    if wanted in (bool, bool | None):
        if value.lower() in ("1", "true", "yes", "on"):
            return True
        if value.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SettingError(key, "is neither true nor false")
    if wanted is int:
        if not value.lstrip("-").isdigit():
            raise SettingError(key, "is not a whole number")
        return int(value)
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _checked(settings: Settings) -> Settings:
    if settings.prefix and (not settings.prefix.startswith("/") or settings.prefix.endswith("/")):
        raise SettingError("COLLECTIF_PREFIX", "starts with / and does not end with it")
    if settings.base_url.endswith("/"):
        raise SettingError("COLLECTIF_BASE_URL", "must not end with /")
    if not settings.languages:
        raise SettingError("COLLECTIF_LANGUAGES", "names at least one language")
    if settings.session_days < 1:
        raise SettingError("COLLECTIF_SESSION_DAYS", "is at least 1")
    if not settings.content.is_dir():
        raise SettingError("COLLECTIF_CONTENT", f"no folder {settings.content}")
    return settings
