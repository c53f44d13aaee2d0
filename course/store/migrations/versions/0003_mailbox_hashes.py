"""People are known by the hash of their address too, as some programs name them."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PEOPLE = sa.table("collectif_people", sa.column("id"), sa.column("email"))
_IDENTITIES = sa.table("collectif_identities", sa.column("actor"), sa.column("person_id"))


def upgrade() -> None:
    connection = op.get_bind()
    known = set(connection.scalars(sa.select(_IDENTITIES.c.actor)))
    people = connection.execute(sa.select(_PEOPLE).where(_PEOPLE.c.email.is_not(None))).all()
    rows = [
        {"actor": _hash(email), "person_id": person}
        for person, email in people
        if _hash(email) not in known
    ]
    if rows:
        connection.execute(sa.insert(_IDENTITIES), rows)


def _hash(email: str) -> str:
    digest = hashlib.sha1(f"mailto:{email}".encode(), usedforsecurity=False).hexdigest()
    return f"mbox_sha1sum|{digest}"
