"""What admins do with keys and bearer tokens of the xAPI endpoint. Each is written into the audit log.

An admin who is None works on the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from collectif.lrs import Invalid

from ..errors import BadInput, NotFound
from ..store import audit
from .accounts import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import Credentials, ListedCredentials

    from ..store.people import Person
    from .house import House

SCOPES = (
    "all",
    "all/read",
    "statements/write",
    "statements/read",
    "statements/read/mine",
    "state",
    "define",
    "profile",
)
KINDS = ("key", "token")
MOST_A_MINUTE = 1_000_000
LONGEST_NAME = 100
SOON, IDLE = timedelta(days=14), timedelta(days=90)

Concern = Literal["", "expired", "ends_soon", "unused"]
"""What an admin should look at: over, over soon, or nobody needs it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000
_LAST_YEAR = 2999


@dataclass(frozen=True)
class Wish:
    """Credentials that are asked for: good until the end of the day `expires`, with `limit` requests
    a minute (None: as usual, 0: any number). Without an authority they get an account of their own."""

    name: str
    scopes: frozenset[str]
    kind: Literal["key", "token"] = "key"
    authority: Mapping[str, Any] | None = None
    expires: date | None = None
    limit: int | None = None


def concern(one: ListedCredentials, now: int) -> Concern:
    """What is to be said of credentials at `now`, microseconds UTC."""
    if one.expires is not None and one.expires <= now:
        return "expired"
    if one.expires is not None and one.expires <= now + SOON.days * _DAY:
        return "ends_soon"
    if (one.last_used or one.created) <= now - IDLE.days * _DAY:
        return "unused"
    return ""


def last_day(expires: int | None) -> date | None:
    """The last day, by UTC, on which credentials that end at `expires` are good."""
    if expires is None:
        return None
    end = _end_of(date(_LAST_YEAR, 12, 31))
    return (_EPOCH + timedelta(microseconds=min(expires, end) - 1)).date()


def authority_of(mailbox: str, home: str, account: str) -> dict[str, Any] | None:
    """The agent that is named by a mail address, or by the home page and name of an account; None
    for nobody. Raises BadInput; whether the parts are what they should be is for the LRS to say."""
    mailbox, home, account = (one_line(text) for text in (mailbox, home, account))
    if mailbox and (home or account):
        raise BadInput({"mbox": "one_of_both"})
    if mailbox:
        return {"objectType": "Agent", "mbox": f"mailto:{mailbox.removeprefix('mailto:')}"}
    if not home and not account:
        return None
    if not home or not account:
        raise BadInput({"account" if home else "home": "missing"})
    return {"objectType": "Agent", "account": {"homePage": home, "name": account}}


def look(house: House) -> Sequence[ListedCredentials]:
    """All keys and tokens, oldest first."""
    with house.database.reading() as connection:
        return house.recording.recorder.list_credentials(connection)


def find(house: House, key: str) -> ListedCredentials:
    """The credentials of this key. Raises NotFound."""
    with house.database.reading() as connection:
        return _known(house, connection, key)


def create(house: House, admin: Person | None, wish: Wish) -> Credentials:
    """New credentials with their secret, which is shown once. Raises BadInput."""
    name = one_line(wish.name)
    _check(house, name, wish)
    with house.database.writing() as connection:
        try:
            made = house.recording.recorder.create_credentials(
                connection,
                name,
                wish.scopes,
                wish.authority,
                kind=wish.kind,
                expires=None if wish.expires is None else _end_of(wish.expires),
                limit=wish.limit,
            )
        except Invalid as refusal:
            raise BadInput({_field(refusal.path): "invalid"}) from refusal
        _note(house, connection, admin, "credentials_created", made.key, name)
    return made


def rotate(house: House, admin: Person | None, key: str) -> tuple[ListedCredentials, str]:
    """A new secret, or a new token, which is shown once; the old one ends. Raises NotFound."""
    with house.database.writing() as connection:
        known = _known(house, connection, key)
        secret = house.recording.recorder.rotate_credentials(connection, key)
        _note(house, connection, admin, "credentials_rotated", key, known.name)
    return known, secret


def change(
    house: House, admin: Person | None, key: str, expires: date | None, limit: int | None
) -> None:
    """Give credentials another last day, None for no end, and another number of requests a minute.

    A day or a number that they have already may stay, even if it is over. Raises NotFound, BadInput.
    """
    recorder = house.recording.recorder
    with house.database.writing() as connection:
        known = _known(house, connection, key)
        if expires != last_day(known.expires):
            _check_day(house, expires)
            end = None if expires is None else _end_of(expires)
            recorder.expire_credentials(connection, key, end)
            detail = f"expires {expires or 'never'}"
            _note(house, connection, admin, "credentials_changed", key, detail)
        if limit != known.limit:
            _check_limit(limit)
            recorder.limit_credentials(connection, key, limit)
            detail = f"limit {'as usual' if limit is None else limit}"
            _note(house, connection, admin, "credentials_changed", key, detail)


def revoke(house: House, admin: Person | None, key: str) -> None:
    """End credentials. Raises NotFound."""
    with house.database.writing() as connection:
        known = _known(house, connection, key)
        house.recording.recorder.revoke_credentials(connection, key)
        _note(house, connection, admin, "credentials_revoked", key, known.name)


def _known(house: House, connection: Connection, key: str) -> ListedCredentials:
    for one in house.recording.recorder.list_credentials(connection):
        if one.key == key:
            return one
    raise NotFound(f"credentials {key}")


def _check(house: House, name: str, wish: Wish) -> None:
    if not name:
        raise BadInput({"name": "missing"})
    if len(name) > LONGEST_NAME:
        raise BadInput({"name": "too_long"})
    if wish.kind not in KINDS:
        raise BadInput({"kind": "missing"})
    if not wish.scopes or not wish.scopes <= frozenset(SCOPES):
        raise BadInput({"scopes": "scopes"})
    _check_day(house, wish.expires)
    _check_limit(wish.limit)


def _check_day(house: House, day: date | None) -> None:
    if day is not None and day < house.today():
        raise BadInput({"expires": "past"})
    if day is not None and day.year > _LAST_YEAR:
        raise BadInput({"expires": "not_a_date"})


def _check_limit(limit: int | None) -> None:
    if limit is not None and not 0 <= limit <= MOST_A_MINUTE:
        raise BadInput({"limit": "not_a_number"})


def _end_of(day: date) -> int:
    """When a day ends, by UTC, in microseconds."""
    return ((day - _EPOCH.date()).days + 1) * _DAY


def _field(path: str) -> str:
    """The field that the LRS complains of."""
    if path.startswith("authority.account"):
        return "home" if path.endswith("homePage") else "account"
    return "mbox" if path.startswith("authority") else path


def _note(
    house: House, connection: Connection, admin: Person | None, action: str, key: str, detail: str
) -> None:
    if admin is None:
        detail = f"{detail}, from the command line"
    person = None if admin is None else admin.id
    audit.note(connection, house.clock(), person, action, key, detail)
