"""The tables of forwarding. What waits for a destination is not among them: it is every statement
stored after the destination's `position` (docs/decisions/0007).
"""

from __future__ import annotations

import sqlalchemy as sa

from .schema import Key, Moment, metadata

destinations = sa.Table(
    "lrs_destinations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("endpoint", sa.Text, nullable=False),
    sa.Column("version", sa.String(8), nullable=False, comment="of the standard it speaks"),
    sa.Column("scheme", sa.String(8), nullable=False, comment="of its credentials"),
    sa.Column("key", sa.Text, nullable=False, comment="with Basic; not secret"),
    sa.Column("secret", sa.Text, nullable=False, comment="secret or token, encrypted"),
    sa.Column("pseudonym_key", sa.Text, nullable=False, comment="encrypted"),
    sa.Column("rules", sa.Text, nullable=False, comment="which statements go, JSON"),
    sa.Column("pseudonyms", sa.Text, comment="how people are hidden, JSON; null: they are not"),
    sa.Column("batch_statements", sa.Integer, nullable=False),
    sa.Column("batch_bytes", sa.Integer, nullable=False),
    sa.Column("peer", sa.String(200), comment="the key through which it sends to us"),
    sa.Column("peer_authority", sa.BigInteger, comment="key of who vouches for what it sends"),
    sa.Column("created", Moment, nullable=False),
    sa.Column("ruled", Moment, nullable=False, comment="position when the rules last changed"),
    sa.Column("revision", sa.Integer, nullable=False, comment="grows when an admin changes it"),
    sa.Column("position", Moment, nullable=False, comment="dealt with up to this stored time"),
    sa.Column("window", sa.Integer, nullable=False, comment="statements in the next request"),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("reason", sa.String(32), nullable=False, comment="why it is paused"),
    sa.Column("detail", sa.Text, nullable=False, comment="what went wrong last"),
    sa.Column("failures", sa.Integer, nullable=False, comment="in a row"),
    sa.Column("next_attempt", Moment, nullable=False),
    sa.Column("last_success", Moment),
    sa.Column("refusals", sa.Integer, nullable=False, comment="statements set aside in a row"),
    sa.Column("refused_after", Moment, comment="position before the first of them"),
    sa.Column("holder", sa.String(64), comment="the worker that is sending"),
    sa.Column("held_until", Moment, nullable=False),
    sa.CheckConstraint("version IN ('1.0.3', '2.0.0')", name="version_known"),
    sa.CheckConstraint("scheme IN ('basic', 'bearer')", name="scheme_known"),
    sa.CheckConstraint("state IN ('active', 'paused')", name="state_known"),
    sa.CheckConstraint("batch_statements > 0", name="batch_not_empty"),
)

isolated = sa.Table(
    "lrs_isolated",
    metadata,
    sa.Column(
        "destination",
        sa.Integer,
        sa.ForeignKey("lrs_destinations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("stored", Key, primary_key=True, autoincrement=False, comment="which statement"),
    sa.Column("reason", sa.Text, nullable=False, comment="what the destination answered"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("again", sa.Boolean, nullable=False, comment="to be tried once more"),
    sa.Index(None, "stored"),
)
