"""The settings: read from `COLLECTIF_…` keys of the host's configuration, checked once, then fixed."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
        False, "Run the background worker (mail outbox, forwarding) in threads of this process."
    )
    preloaded: bool = _setting(
        False,
        "The application is built by a process that forks its workers: these open their own connections and start their own background worker. Set by `collectif.course.preforked`.",
    )
    max_upload: int = _setting(
        2_000_000, "Largest form a page takes, in bytes; the LRS has its own limits."
    )
    attachments_folder: Path | None = _setting(
        None,
        "Folder in which the xAPI endpoint keeps new attachments, by their hash. Empty: in the database. What was kept in one place stays readable there after a change, as long as the folder is named.",
    )
    xapi_version: str = _setting(
        "1.0.3",
        "xAPI version (`1.0.3` or `2.0.0`) named by answers to requests that name none; which versions are spoken does not depend on it.",
    )
    requests_a_minute: int = _setting(
        0,
        "Requests to the xAPI endpoint a minute for each key or token without a limit of its own; 0 for any number. Each process counts for itself.",
    )
    failures_a_minute: int = _setting(
        60,
        "Wrong keys and tokens the xAPI endpoint takes from one remote address a minute; 0 for any number. Each process counts for itself.",
    )
    forward_inside: bool = _setting(
        False,
        "Whether statements may be forwarded to LRSs on this machine or in a private network.",
    )
    current_learner: Callable[[], HostLearner | None] | None = _setting(
        None,
        "Hook for a host with its own users: answers who is signed in there, or None. When set, our own sign-in pages are closed.",
    )

    @property
    def endpoint(self) -> str:
        """The public address of our xAPI endpoint, when `base_url` is known; else its path."""
        return f"{self.base_url}{self.prefix}/xapi"

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
    values = {known[key]: _value(key, value, hints[known[key]]) for key, value in given.items()}
    return _checked(Settings(**values))


def _value(key: str, given: Any, wanted: Any) -> Any:
    """What the field holds, from text (as environment variables give) or from Python."""
    if isinstance(given, str) and wanted in _FROM_TEXT:
        return _FROM_TEXT[wanted](key, given)
    value = tuple(given) if isinstance(given, list) and wanted == tuple[str, ...] else given
    fits, what = _SHAPES[wanted]
    if not fits(value):
        raise SettingError(key, f"is not {what}")
    return value


def _flag(key: str, text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off", ""):
        return False
    raise SettingError(key, "is neither true nor false")


def _whole_number(key: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingError(key, "is not a whole number") from None


def _words(_key: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _folder(_key: str, text: str) -> Path:
    return Path(text)


def _folder_or_none(_key: str, text: str) -> Path | None:
    return Path(text) if text else None


_FROM_TEXT: dict[Any, Callable[[str, str], Any]] = {
    bool: _flag,
    bool | None: _flag,
    int: _whole_number,
    Path: _folder,
    Path | None: _folder_or_none,
    tuple[str, ...]: _words,
}

_SHAPES: dict[Any, tuple[Callable[[Any], bool], str]] = {
    str: (lambda value: isinstance(value, str), "a text"),
    bool: (lambda value: isinstance(value, bool), "a truth value"),
    bool | None: (lambda value: value is None or isinstance(value, bool), "a truth value"),
    int: (lambda value: type(value) is int, "a whole number"),
    Path: (lambda value: isinstance(value, Path), "a folder"),
    Path | None: (lambda value: value is None or isinstance(value, Path), "a folder"),
    tuple[str, ...]: (
        lambda value: isinstance(value, tuple) and all(isinstance(one, str) for one in value),
        "a list of texts",
    ),
    Callable[[], HostLearner | None] | None: (
        lambda value: value is None or callable(value),
        "a function",
    ),
}


def _checked(settings: Settings) -> Settings:
    for field_name, is_good, why in _RULES:
        if not is_good(getattr(settings, field_name)):
            raise SettingError(PREFIX + field_name.upper(), why)
    return settings


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not address.endswith("/")


def _is_iri(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text) is not None


def _is_path(prefix: str) -> bool:
    return not prefix or (prefix.startswith("/") and not prefix.endswith("/"))


def _may_be_folder(path: Path | None) -> bool:
    """Nothing, or a folder that is there or can be made: its first use makes it."""
    return path is None or (path.is_absolute() and (path.is_dir() or not path.exists()))


def _is_sender(text: str) -> bool:
    return text.isprintable() and "@" in parseaddr(text)[1]


_RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("prefix", _is_path, "starts with / and does not end with it"),
    ("base_url", lambda url: not url or _is_site(url), "is no address of a site, or ends with /"),
    ("homepage", _is_iri, "is no IRI"),
    ("languages", bool, "names at least one language"),
    ("session_days", lambda days: 1 <= days <= 3650, "is a number of days from 1 to 3650"),
    ("max_upload", lambda size: size >= 1000, "is at least 1000 bytes"),
    ("attachments_folder", _may_be_folder, "is no folder, or no absolute path of one"),
    ("xapi_version", ("1.0.3", "2.0.0").__contains__, "is 1.0.3 or 2.0.0"),
    ("requests_a_minute", lambda most: most >= 0, "is 0 or more"),
    ("failures_a_minute", lambda most: most >= 0, "is 0 or more"),
    ("mail_from", _is_sender, "holds no mail address, or a line break"),
    ("content", Path.is_dir, "is no folder"),
)
