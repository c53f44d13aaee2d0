"""Bearer tokens beside keys, a limit for each, and attachments that lie in a folder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lrs_credentials") as batch:
        batch.alter_column(
            "secret",
            existing_type=sa.String(length=200),
            existing_nullable=False,
            comment="of a key argon2id, of a token SHA-256",
            existing_comment="argon2id",
        )
        batch.add_column(
            sa.Column("kind", sa.String(length=8), nullable=False, server_default="key")
        )
        batch.add_column(
            sa.Column(
                "limit", sa.Integer(), nullable=True, comment="requests a minute, 0 for no limit"
            )
        )
        batch.create_check_constraint(
            op.f("ck_lrs_credentials_kind_known"), "kind IN ('key', 'token')"
        )
        batch.create_check_constraint(op.f("ck_lrs_credentials_limit_counts"), '"limit" >= 0')
    with op.batch_alter_table("lrs_attachments") as batch:
        batch.alter_column(
            "content",
            existing_type=sa.LargeBinary(),
            nullable=True,
            comment="null where it lies in the folder of attachments",
        )
