"""What admins do: people's roles. Each is written into the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, NotAllowed, NotFound
from ..store import audit, people
from .accounts import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..store.people import Listed, Person
    from .house import House

ROLES = ("learner", "trainer", "admin")
PAGE = 50
_LAST_PAGE = 100_000
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Desk:
    """What the admin's page shows."""

    people: Sequence[Listed]
    more: bool
    audit: Sequence[dict[str, Any]]


def look(house: House, search: str, page: int) -> Desk:
    """People whose name or address holds `search`, page by page; the newest log entries."""
    with house.database.reading() as connection:
        wanted = one_line(search)[:100]
        found = people.search(connection, wanted, PAGE + 1, (_page(page) - 1) * PAGE)
        return Desk(
            people=found[:PAGE],
            more=len(found) > PAGE,
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
