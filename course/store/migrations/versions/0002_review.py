"""The weekly review: answers given in it, and whether somebody wants it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collectif_reviews",
        sa.Column("statement", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_collectif_reviews")),
    )
    op.create_index("ix_collectif_reviews_actor", "collectif_reviews", ["actor"], unique=False)
    op.add_column(
        "collectif_people",
        sa.Column(
            "review",
            sa.Boolean(),
            server_default=sa.true(),
            nullable=False,
            comment="weekly, if wanted",
        ),
    )
