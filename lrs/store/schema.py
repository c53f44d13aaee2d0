"""The tables of the LRS. Times are microseconds UTC; what SQL can promise is a named constraint.

`lrs_statements` is kept in stored order: `stored` is unique, strictly increasing, and the primary
key, so a page of statements is a range of keys. `lrs_references` holds, for every thing a filter
of the standard can name, the statements that match it, in stored order: each filter is one range
scan, whatever the size of the store. Agents, activities and verbs appear there as 64-bit keys
(`keys.py`); who they are is told once, in the tables of their own.
"""

from __future__ import annotations

from typing import Any

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

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite clusters by INTEGER keys only
Moment = sa.BigInteger


class StatementId(sa.types.TypeDecorator[str]):
    """A UUID as a lower-case string of 36 characters; 16 bytes in the database."""

    impl = sa.Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Uuid(as_uuid=False))
        return dialect.type_descriptor(sa.LargeBinary(16))

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return bytes.fromhex(value.replace("-", ""))

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> str | None:
        if value is None or dialect.name == "postgresql":
            return value
        text: str = value.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


clock = sa.Table(
    "lrs_clock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", Moment, nullable=False, comment="the latest `stored` that was given out"),
    sa.CheckConstraint("id = 1", name="one_row"),
)

statements = sa.Table(
    "lrs_statements",
    metadata,
    sa.Column("stored", Key, primary_key=True, autoincrement=False),
    sa.Column("id", StatementId, nullable=False, unique=True),
    sa.Column("authority", sa.BigInteger, nullable=False, comment="key of who vouches for it"),
    sa.Column("voided", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("raw", sa.Text, nullable=False, comment="the JSON text as it is returned"),
    sa.CheckConstraint("stored > 0", name="stored_after_1970"),
)

references = sa.Table(
    "lrs_references",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stored", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "origin",
        sa.BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="0, or the statement it matches through: one that it targets",
    ),
    sqlite_with_rowid=False,
)

targets = sa.Table(
    "lrs_targets",
    metadata,
    sa.Column("target", StatementId, primary_key=True, comment="id in a StatementRef object"),
    sa.Column("stored", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("voids", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)

actors = sa.Table(
    "lrs_actors",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=False),
    sa.Column("identifier", sa.Text, nullable=False, comment="canonical, such as mbox|mailto:…"),
)

actor_names = sa.Table(
    "lrs_actor_names",
    metadata,
    sa.Column("actor", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False, comment="of the name"),
    sa.Column("name", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

activities = sa.Table(
    "lrs_activities",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=False),
    sa.Column("iri", sa.Text, nullable=False),
    sa.Column("definition", sa.Text, comment="canonical definition, JSON"),
)

verbs = sa.Table(
    "lrs_verbs",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=False),
    sa.Column("iri", sa.Text, nullable=False),
    sa.Column("display", sa.Text, comment="canonical language map, JSON"),
)

attachments = sa.Table(
    "lrs_attachments",
    metadata,
    sa.Column("sha2", sa.String(128), primary_key=True, comment="of the content, hex, lower case"),
    sa.Column("content", sa.LargeBinary, comment="null where it lies in the folder of attachments"),
)

statement_attachments = sa.Table(
    "lrs_statement_attachments",
    metadata,
    sa.Column("sha2", sa.String(128), primary_key=True),
    sa.Column("stored", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

documents = sa.Table(
    "lrs_documents",
    metadata,
    sa.Column("key", sa.LargeBinary(16), primary_key=True, comment="digest of all that names it"),
    sa.Column(
        "shelf", sa.LargeBinary(16), nullable=False, comment="digest of kind, activity, agent"
    ),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("activity", sa.Text),
    sa.Column("agent", sa.Text, comment="canonical identifier"),
    sa.Column("registration", sa.Uuid(as_uuid=False)),
    sa.Column("document", sa.Text, nullable=False, comment="stateId or profileId"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("etag", sa.String(40), nullable=False, comment="SHA-1 of the content, hex"),
    sa.Column("updated", Moment, nullable=False),
    sa.CheckConstraint("kind IN ('state', 'agent_profile', 'activity_profile')", name="kind_known"),
    sa.Index(None, "shelf", "updated"),
)

credentials = sa.Table(
    "lrs_credentials",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column(
        "secret", sa.String(200), nullable=False, comment="of a key argon2id, of a token SHA-256"
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False, comment="separated by spaces"),
    sa.Column("authority", sa.Text, nullable=False, comment="JSON"),
    sa.Column("created", Moment, nullable=False),
    sa.Column("expires", Moment),
    sa.Column("last_used", Moment),
    sa.Column("revision", sa.Integer, nullable=False, comment="grows when anything is changed"),
    sa.Column("kind", sa.String(8), nullable=False, server_default="key"),
    sa.Column("limit", sa.Integer, comment="requests a minute, 0 for no limit"),
    sa.CheckConstraint("kind IN ('key', 'token')", name="kind_known"),
    sa.CheckConstraint('"limit" >= 0', name="limit_counts"),
)

audit = sa.Table(
    "lrs_audit",
    metadata,
    sa.Column("id", Key, primary_key=True, autoincrement=True),
    sa.Column("started", Moment, nullable=False),
    sa.Column("finished", Moment, comment="null while something may be left"),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("who", sa.Text, nullable=False, comment="as the caller named them"),
    sa.Column("detail", sa.Text, nullable=False, comment="the rule, or a file number"),
    sa.Column("statements", sa.BigInteger, nullable=False),
    sa.Column("mentions", sa.BigInteger, nullable=False),
    sa.Column("documents", sa.BigInteger, nullable=False),
    sa.Column("attachments", sa.BigInteger, nullable=False),
    sa.Column("isolated", sa.BigInteger, nullable=False),
    sa.Column("actors", sa.BigInteger, nullable=False),
    sa.Column("credentials", sa.BigInteger, nullable=False),
    sa.CheckConstraint("action IN ('erase', 'retain')", name="action_known"),
)
