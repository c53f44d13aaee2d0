"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATEMENT_ID = sa.LargeBinary(16).with_variant(sa.Uuid(as_uuid=False), "postgresql")


def upgrade() -> None:
    op.create_table(
        "lrs_activities",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=True, comment="canonical definition, JSON"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lrs_activities")),
    )
    op.create_table(
        "lrs_actor_names",
        sa.Column("actor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "key", sa.BigInteger(), autoincrement=False, nullable=False, comment="of the name"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_lrs_actor_names")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lrs_actors",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column(
            "identifier", sa.Text(), nullable=False, comment="canonical, such as mbox|mailto:…"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lrs_actors")),
    )
    op.create_table(
        "lrs_attachments",
        sa.Column(
            "sha2", sa.String(length=128), nullable=False, comment="of the content, hex, lower case"
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha2", name=op.f("pk_lrs_attachments")),
    )
    op.create_table(
        "lrs_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "last",
            sa.BigInteger(),
            nullable=False,
            comment="the latest `stored` that was given out",
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_lrs_clock_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lrs_clock")),
    )
    op.create_table(
        "lrs_credentials",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False, comment="argon2id"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False, comment="separated by spaces"),
        sa.Column("authority", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("last_used", sa.BigInteger(), nullable=True),
        sa.Column(
            "revision", sa.Integer(), nullable=False, comment="grows when anything is changed"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lrs_credentials")),
    )
    op.create_table(
        "lrs_documents",
        sa.Column(
            "key", sa.LargeBinary(length=16), nullable=False, comment="digest of all that names it"
        ),
        sa.Column(
            "shelf",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="digest of kind, activity, agent",
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("activity", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True, comment="canonical identifier"),
        sa.Column("registration", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("document", sa.Text(), nullable=False, comment="stateId or profileId"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column(
            "etag", sa.String(length=40), nullable=False, comment="SHA-1 of the content, hex"
        ),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('state', 'agent_profile', 'activity_profile')",
            name=op.f("ck_lrs_documents_kind_known"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lrs_documents")),
    )
    op.create_index(
        op.f("ix_lrs_documents_shelf_updated"), "lrs_documents", ["shelf", "updated"], unique=False
    )
    op.create_table(
        "lrs_references",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stored", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "origin",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="0, or the statement it matches through: one that it targets",
        ),
        sa.PrimaryKeyConstraint("key", "stored", "origin", name=op.f("pk_lrs_references")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lrs_statement_attachments",
        sa.Column("sha2", sa.String(length=128), nullable=False),
        sa.Column("stored", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("sha2", "stored", name=op.f("pk_lrs_statement_attachments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lrs_statements",
        sa.Column("stored", KEY, autoincrement=False, nullable=False),
        sa.Column("id", STATEMENT_ID, nullable=False),
        sa.Column(
            "authority", sa.BigInteger(), nullable=False, comment="key of who vouches for it"
        ),
        sa.Column("voided", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False, comment="the JSON text as it is returned"),
        sa.CheckConstraint("stored > 0", name=op.f("ck_lrs_statements_stored_after_1970")),
        sa.PrimaryKeyConstraint("stored", name=op.f("pk_lrs_statements")),
        sa.UniqueConstraint("id", name=op.f("uq_lrs_statements_id")),
    )
    op.create_table(
        "lrs_targets",
        sa.Column("target", STATEMENT_ID, nullable=False, comment="id in a StatementRef object"),
        sa.Column("stored", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("voids", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("target", "stored", name=op.f("pk_lrs_targets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lrs_verbs",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("display", sa.Text(), nullable=True, comment="canonical language map, JSON"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lrs_verbs")),
    )
    op.execute("INSERT INTO lrs_clock (id, last) VALUES (1, 0)")
