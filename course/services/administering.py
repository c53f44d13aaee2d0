"""What admins do: people's roles, keys of the xAPI endpoint. Each is written into the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, NotAllowed, NotFound
from ..store import audit, people
from .accounts import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectif.lrs import Credentials, ListedCredentials

    from ..store.people import Listed, Person
    from .house import House

ROLES = ("learner", "trainer", "admin")
PAGE = 50
_LAST_PAGE = 100_000
_LARGEST_ID = 2**63 - 1

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


@dataclass(frozen=True)
class Desk:
    """What the admin's page shows."""

    people: Sequence[Listed]
    more: bool
    credentials: Sequence[ListedCredentials]
    audit: Sequence[dict[str, Any]]


def look(house: House, search: str, page: int) -> Desk:
    """People whose name or address holds `search`, page by page; all keys; the newest log entries."""
    with house.database.reading() as connection:
        wanted = one_line(search)[:100]
        found = people.search(connection, wanted, PAGE + 1, (_page(page) - 1) * PAGE)
        return Desk(
            people=found[:PAGE],
            more=len(found) > PAGE,
            credentials=house.recording.recorder.list_credentials(connection),
            audit=audit.latest(connection, 50),
        )


def _page(page: int) -> int:
    """The number of a page that may exist."""
    return min(max(1, page), _LAST_PAGE)


def change_role(house: House, admin: Person, person: int, role: str) -> None:
    """Give a person another role. Raises NotFound, BadInput, NotAllowed for one's own role (so that
    the last admin cannot lock everybody out) and for people whose role the host decides."""
    if role not in ROLES:
        raise BadInput({"role": "unknown"})
    if person == admin.id:
        raise NotAllowed("own_role")
    with house.database.writing() as connection:
        known = people.by_id(connection, person) if 0 < person <= _LARGEST_ID else None
        if known is None:
            raise NotFound(f"person {person}")
        if known.host_id is not None:
            raise NotAllowed("host_role")
        people.change(connection, person, {"role": role})
        detail = f"{known.role} → {role}"
        audit.note(connection, house.clock(), admin.id, "role_changed", f"person {person}", detail)


def appoint(house: House, email: str, role: str) -> bool:
    """Give a role from the command line, where no admin exists yet; False when nobody has `email`."""
    with house.database.writing() as connection:
        known = people.by_email(connection, email.strip().lower())
        if known is None:
            return False
        people.change(connection, known.id, {"role": role})
        detail = f"{known.role} → {role}, from the command line"
        audit.note(connection, house.clock(), None, "role_changed", f"person {known.id}", detail)
    return True


def create_credentials(
    house: House, admin: Person, name: str, scopes: frozenset[str]
) -> Credentials:
    """A new key with its secret, which is shown once. Raises BadInput."""
    clean = one_line(name)
    if not 0 < len(clean) <= 100:
        raise BadInput({"name": "missing"})
    if not scopes or not scopes <= frozenset(SCOPES):
        raise BadInput({"scopes": "scopes"})
    with house.database.writing() as connection:
        made = house.recording.recorder.create_credentials(connection, clean, scopes)
        audit.note(connection, house.clock(), admin.id, "credentials_created", made.key, clean)
    return made


def revoke_credentials(house: House, admin: Person, key: str) -> None:
    """End a key. Raises NotFound."""
    with house.database.writing() as connection:
        known = {one.key for one in house.recording.recorder.list_credentials(connection)}
        if key not in known:
            raise NotFound(key)
        house.recording.recorder.revoke_credentials(connection, key)
        audit.note(connection, house.clock(), admin.id, "credentials_revoked", key)
