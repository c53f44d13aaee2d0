"""The tables of the course. Times are microseconds UTC; what SQL can promise is a named constraint.

Three groups: who people are (people, identities, sign-ins, cohorts), what statements say
(`module_facts`, `screens`, `answers`, `reviews`, `played`, `waivers`: projections, rebuilt by replaying the
store), and what people keep (diagnoses, mail to send, the audit log).
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers INTEGER keys by itself
Moment = sa.BigInteger


def _person(**options: object) -> sa.Column[int]:
    return sa.Column(
        "person_id",
        Id,
        sa.ForeignKey("collectif_people.id", ondelete="CASCADE"),
        nullable=False,
        **options,  # type: ignore[arg-type]
    )


people = sa.Table(
    "collectif_people",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column(
        "host_id", sa.String(200), unique=True, comment="the host's own key, when it has users"
    ),
    sa.Column("email", sa.String(254), unique=True, comment="lower case"),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("password", sa.String(200), comment="argon2id"),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("role", sa.String(12), nullable=False, server_default="learner"),
    sa.Column("pseudonym", sa.String(36), nullable=False, unique=True, comment="xAPI account name"),
    sa.Column(
        "registration", sa.String(36), nullable=False, unique=True, comment="xAPI registration"
    ),
    sa.Column("created", Moment, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column(
        "review", sa.Boolean, nullable=False, server_default=sa.true(), comment="weekly, if wanted"
    ),
    sa.CheckConstraint("role IN ('learner', 'trainer', 'admin')", name="role_known"),
)

identities = sa.Table(
    "collectif_identities",
    metadata,
    sa.Column("actor", sa.String(600), primary_key=True, comment="canonical xAPI identifier"),
    _person(index=True),
)

sign_ins = sa.Table(
    "collectif_sign_ins",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True, comment="SHA-256 of the cookie's token"),
    _person(index=True),
    sa.Column("created", Moment, nullable=False),
    sa.Column("seen", Moment, nullable=False),
    sa.Column("expires", Moment, nullable=False),
    sa.Column("agent", sa.String(200), nullable=False, server_default=""),
)

tokens = sa.Table(
    "collectif_tokens",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True, comment="SHA-256 of what was mailed"),
    _person(index=True),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("expires", Moment, nullable=False),
    sa.Column("used", Moment),
    sa.CheckConstraint("purpose IN ('password', 'demo')", name="purpose_known"),
)

tries = sa.Table(
    "collectif_tries",
    metadata,
    sa.Column("subject", sa.String(300), primary_key=True, comment="what is limited, and for whom"),
    sa.Column("opened", Moment, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)

cohorts = sa.Table(
    "collectif_cohorts",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("open", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("starts", sa.Date),
    sa.Column("ends", sa.Date),
    sa.Column("created", Moment, nullable=False),
    sa.CheckConstraint("ends IS NULL OR starts IS NULL OR starts <= ends", name="ends_after_start"),
)

memberships = sa.Table(
    "collectif_memberships",
    metadata,
    sa.Column(
        "cohort_id", Id, sa.ForeignKey("collectif_cohorts.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column(
        "person_id", Id, sa.ForeignKey("collectif_people.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("role", sa.String(12), nullable=False),
    sa.Column("joined", Moment, nullable=False),
    sa.CheckConstraint("role IN ('learner', 'trainer')", name="role_known"),
    sa.Index("ix_collectif_memberships_person_id", "person_id"),
)

# -- projections of statements ------------------------------------------------

module_facts = sa.Table(
    "collectif_module_facts",
    metadata,
    sa.Column("actor", sa.String(600), primary_key=True),
    sa.Column("module", sa.String(80), primary_key=True),
    sa.Column("first", Moment, nullable=False),
    sa.Column("last", Moment, nullable=False),
    sa.Column("completed", Moment),
    sa.Column("passed", Moment),
    sa.Column("filled", Moment),
    sa.Column("marked", Moment),
    sa.Column("waived", Moment),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0", comment="failed tries"),
    sa.Column("wrong", sa.Integer, nullable=False, server_default="0", comment="wrong answers"),
    sa.Column("best", sa.Float, comment="best scaled score, 0 to 1"),
    sa.Column("milliseconds", sa.BigInteger, nullable=False, server_default="0"),
    sa.CheckConstraint("first <= last", name="first_before_last"),
)

screens = sa.Table(
    "collectif_screens",
    metadata,
    sa.Column("actor", sa.String(600), primary_key=True),
    sa.Column("module", sa.String(80), primary_key=True),
    sa.Column("screen", sa.String(80), primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

answers = sa.Table(
    "collectif_answers",
    metadata,
    sa.Column("statement", sa.String(36), primary_key=True),
    sa.Column("actor", sa.String(600), nullable=False),
    sa.Column("module", sa.String(80), nullable=False),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("response", sa.Text, nullable=False),
    sa.Column("correct", sa.Boolean),
    sa.Column("score", sa.Float),
    sa.Column("attempt", sa.String(36)),
    sa.Column("certainty", sa.Integer),
    sa.Index("ix_collectif_answers_actor_module", "actor", "module"),
    sa.Index("ix_collectif_answers_module_question", "module", "question"),
)

reviews = sa.Table(
    "collectif_reviews",
    metadata,
    sa.Column("statement", sa.String(36), primary_key=True),
    sa.Column("actor", sa.String(600), nullable=False, index=True),
    sa.Column("module", sa.String(80), nullable=False),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("response", sa.Text, nullable=False),
    sa.Column("correct", sa.Boolean),
    sa.Column("score", sa.Float),
)

played = sa.Table(
    "collectif_played",
    metadata,
    sa.Column("statement", sa.String(36), primary_key=True),
    sa.Column("actor", sa.String(600), nullable=False),
    sa.Column("module", sa.String(80), nullable=False),
    sa.Column("segments", sa.Text, nullable=False, comment="Video Profile notation"),
    sa.Index("ix_collectif_played_actor_module", "actor", "module"),
)

waivers = sa.Table(
    "collectif_waivers",
    metadata,
    sa.Column("statement", sa.String(36), primary_key=True),
    sa.Column("actor", sa.String(600), nullable=False, index=True),
    sa.Column("module", sa.String(80), nullable=False, comment="module id, or `course`"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("trainer", sa.String(600), nullable=False, server_default=""),
)

PROJECTIONS = (module_facts, screens, answers, reviews, played, waivers)

# -- what people keep ---------------------------------------------------------

diagnoses = sa.Table(
    "collectif_diagnoses",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _person(index=True),
    sa.Column("variant", sa.String(40), nullable=False),
    sa.Column("version", sa.String(20), nullable=False),
    sa.Column("organisation", sa.String(200), nullable=False, server_default=""),
    sa.Column("answers", sa.Text, nullable=False, comment="JSON of diagnostics.Answers"),
    sa.Column("started", Moment, nullable=False),
    sa.Column("updated", Moment, nullable=False),
    sa.Column("finished", Moment),
    sa.Column("overall", sa.Float),
)

mails = sa.Table(
    "collectif_mails",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("recipient", sa.String(254), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("due", Moment, nullable=False, index=True),
    sa.Column("sent", Moment),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
)

audit = sa.Table(
    "collectif_audit",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("person_id", Id, comment="who did it; stays when they leave"),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
)
