"""Forwarding: destinations, and statements they did not take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lrs_destinations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column(
            "version", sa.String(length=8), nullable=False, comment="of the standard it speaks"
        ),
        sa.Column("scheme", sa.String(length=8), nullable=False, comment="of its credentials"),
        sa.Column("key", sa.Text(), nullable=False, comment="with Basic; not secret"),
        sa.Column("secret", sa.Text(), nullable=False, comment="secret or token, encrypted"),
        sa.Column("pseudonym_key", sa.Text(), nullable=False, comment="encrypted"),
        sa.Column("rules", sa.Text(), nullable=False, comment="which statements go, JSON"),
        sa.Column(
            "pseudonyms",
            sa.Text(),
            nullable=True,
            comment="how people are hidden, JSON; null: they are not",
        ),
        sa.Column("batch_statements", sa.Integer(), nullable=False),
        sa.Column("batch_bytes", sa.Integer(), nullable=False),
        sa.Column(
            "peer",
            sa.String(length=200),
            nullable=True,
            comment="the key through which it sends to us",
        ),
        sa.Column(
            "peer_authority",
            sa.BigInteger(),
            nullable=True,
            comment="key of who vouches for what it sends",
        ),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column(
            "ruled", sa.BigInteger(), nullable=False, comment="position when the rules last changed"
        ),
        sa.Column(
            "revision", sa.Integer(), nullable=False, comment="grows when an admin changes it"
        ),
        sa.Column(
            "position",
            sa.BigInteger(),
            nullable=False,
            comment="dealt with up to this stored time",
        ),
        sa.Column(
            "window", sa.Integer(), nullable=False, comment="statements in the next request"
        ),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False, comment="why it is paused"),
        sa.Column("detail", sa.Text(), nullable=False, comment="what went wrong last"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="in a row"),
        sa.Column("next_attempt", sa.BigInteger(), nullable=False),
        sa.Column("last_success", sa.BigInteger(), nullable=True),
        sa.Column(
            "refusals", sa.Integer(), nullable=False, comment="statements set aside in a row"
        ),
        sa.Column(
            "refused_after",
            sa.BigInteger(),
            nullable=True,
            comment="position before the first of them",
        ),
        sa.Column(
            "holder", sa.String(length=64), nullable=True, comment="the worker that is sending"
        ),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "batch_statements > 0", name=op.f("ck_lrs_destinations_batch_not_empty")
        ),
        sa.CheckConstraint(
            "scheme IN ('basic', 'bearer')", name=op.f("ck_lrs_destinations_scheme_known")
        ),
        sa.CheckConstraint(
            "state IN ('active', 'paused')", name=op.f("ck_lrs_destinations_state_known")
        ),
        sa.CheckConstraint(
            "version IN ('1.0.3', '2.0.0')", name=op.f("ck_lrs_destinations_version_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lrs_destinations")),
        sa.UniqueConstraint("name", name=op.f("uq_lrs_destinations_name")),
    )
    op.create_table(
        "lrs_isolated",
        sa.Column("destination", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stored", KEY, autoincrement=False, nullable=False, comment="which statement"),
        sa.Column("reason", sa.Text(), nullable=False, comment="what the destination answered"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False, comment="to be tried once more"),
        sa.ForeignKeyConstraint(
            ["destination"],
            ["lrs_destinations.id"],
            name=op.f("fk_lrs_isolated_destination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("destination", "stored", name=op.f("pk_lrs_isolated")),
    )
    op.create_index(op.f("ix_lrs_isolated_stored"), "lrs_isolated", ["stored"], unique=False)
