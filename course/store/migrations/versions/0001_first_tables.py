"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "collectif_answers",
        sa.Column("statement", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("attempt", sa.String(length=36), nullable=True),
        sa.Column("certainty", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_collectif_answers")),
    )
    op.create_index(
        "ix_collectif_answers_actor_module", "collectif_answers", ["actor", "module"], unique=False
    )
    op.create_index(
        "ix_collectif_answers_module_question",
        "collectif_answers",
        ["module", "question"],
        unique=False,
    )
    op.create_table(
        "collectif_audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", ID, nullable=True, comment="who did it; stays when they leave"),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_audit")),
    )
    op.create_index(op.f("ix_collectif_audit_at"), "collectif_audit", ["at"], unique=False)
    op.create_table(
        "collectif_cohorts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "ends IS NULL OR starts IS NULL OR starts <= ends",
            name=op.f("ck_collectif_cohorts_ends_after_start"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_cohorts")),
        sa.UniqueConstraint("code", name=op.f("uq_collectif_cohorts_code")),
    )
    op.create_table(
        "collectif_mails",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_mails")),
    )
    op.create_index(op.f("ix_collectif_mails_due"), "collectif_mails", ["due"], unique=False)
    op.create_table(
        "collectif_module_facts",
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("completed", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.BigInteger(), nullable=True),
        sa.Column("filled", sa.BigInteger(), nullable=True),
        sa.Column("marked", sa.BigInteger(), nullable=True),
        sa.Column("waived", sa.BigInteger(), nullable=True),
        sa.Column(
            "failures", sa.Integer(), server_default="0", nullable=False, comment="failed tries"
        ),
        sa.Column(
            "wrong", sa.Integer(), server_default="0", nullable=False, comment="wrong answers"
        ),
        sa.Column("best", sa.Float(), nullable=True, comment="best scaled score, 0 to 1"),
        sa.Column("milliseconds", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "first <= last", name=op.f("ck_collectif_module_facts_first_before_last")
        ),
        sa.PrimaryKeyConstraint("actor", "module", name=op.f("pk_collectif_module_facts")),
    )
    op.create_table(
        "collectif_people",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column(
            "host_id",
            sa.String(length=200),
            nullable=True,
            comment="the host's own key, when it has users",
        ),
        sa.Column("email", sa.String(length=254), nullable=True, comment="lower case"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True, comment="argon2id"),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(length=12), server_default="learner", nullable=False),
        sa.Column("pseudonym", sa.String(length=36), nullable=False, comment="xAPI account name"),
        sa.Column(
            "registration", sa.String(length=36), nullable=False, comment="xAPI registration"
        ),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "role IN ('learner', 'trainer', 'admin')", name=op.f("ck_collectif_people_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_people")),
        sa.UniqueConstraint("email", name=op.f("uq_collectif_people_email")),
        sa.UniqueConstraint("host_id", name=op.f("uq_collectif_people_host_id")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_collectif_people_pseudonym")),
        sa.UniqueConstraint("registration", name=op.f("uq_collectif_people_registration")),
    )
    op.create_table(
        "collectif_played",
        sa.Column("statement", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("segments", sa.Text(), nullable=False, comment="Video Profile notation"),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_collectif_played")),
    )
    op.create_index(
        "ix_collectif_played_actor_module", "collectif_played", ["actor", "module"], unique=False
    )
    op.create_table(
        "collectif_screens",
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("screen", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "module", "screen", name=op.f("pk_collectif_screens")),
    )
    op.create_table(
        "collectif_tries",
        sa.Column(
            "subject",
            sa.String(length=300),
            nullable=False,
            comment="what is limited, and for whom",
        ),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_collectif_tries")),
    )
    op.create_table(
        "collectif_waivers",
        sa.Column("statement", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=600), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False, comment="module id, or `course`"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trainer", sa.String(length=600), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_collectif_waivers")),
    )
    op.create_index(
        op.f("ix_collectif_waivers_actor"), "collectif_waivers", ["actor"], unique=False
    )
    op.create_table(
        "collectif_diagnoses",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("variant", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.String(length=200), server_default="", nullable=False),
        sa.Column("answers", sa.Text(), nullable=False, comment="JSON of diagnostics.Answers"),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.BigInteger(), nullable=True),
        sa.Column("overall", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["collectif_people.id"],
            name=op.f("fk_collectif_diagnoses_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_diagnoses")),
    )
    op.create_index(
        op.f("ix_collectif_diagnoses_person_id"), "collectif_diagnoses", ["person_id"], unique=False
    )
    op.create_table(
        "collectif_identities",
        sa.Column(
            "actor", sa.String(length=600), nullable=False, comment="canonical xAPI identifier"
        ),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["collectif_people.id"],
            name=op.f("fk_collectif_identities_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("actor", name=op.f("pk_collectif_identities")),
    )
    op.create_index(
        op.f("ix_collectif_identities_person_id"),
        "collectif_identities",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "collectif_memberships",
        sa.Column("cohort_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('learner', 'trainer')", name=op.f("ck_collectif_memberships_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["collectif_cohorts.id"],
            name=op.f("fk_collectif_memberships_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["collectif_people.id"],
            name=op.f("fk_collectif_memberships_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_collectif_memberships")),
    )
    op.create_index(
        "ix_collectif_memberships_person_id", "collectif_memberships", ["person_id"], unique=False
    )
    op.create_table(
        "collectif_sign_ins",
        sa.Column(
            "id", sa.String(length=64), nullable=False, comment="SHA-256 of the cookie's token"
        ),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["collectif_people.id"],
            name=op.f("fk_collectif_sign_ins_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_sign_ins")),
    )
    op.create_index(
        op.f("ix_collectif_sign_ins_person_id"), "collectif_sign_ins", ["person_id"], unique=False
    )
    op.create_table(
        "collectif_tokens",
        sa.Column("id", sa.String(length=64), nullable=False, comment="SHA-256 of what was mailed"),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('password', 'demo')", name=op.f("ck_collectif_tokens_purpose_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["collectif_people.id"],
            name=op.f("fk_collectif_tokens_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectif_tokens")),
    )
    op.create_index(
        op.f("ix_collectif_tokens_person_id"), "collectif_tokens", ["person_id"], unique=False
    )
