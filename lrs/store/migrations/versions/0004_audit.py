"""What was erased for good: when, at whose word, how much; never whose it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    "statements",
    "mentions",
    "documents",
    "attachments",
    "isolated",
    "actors",
    "credentials",
)


def upgrade() -> None:
    op.create_table(
        "lrs_audit",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column(
            "finished", sa.BigInteger(), nullable=True, comment="null while something may be left"
        ),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("who", sa.Text(), nullable=False, comment="as the caller named them"),
        sa.Column("detail", sa.Text(), nullable=False, comment="the rule, or a file number"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.CheckConstraint(
            "action IN ('erase', 'retain')", name=op.f("ck_lrs_audit_action_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lrs_audit")),
    )
