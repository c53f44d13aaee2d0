"""Our statements go to the LRS inside, and every recorded statement comes back to be folded.

The fold is a listener of the LRS, so a statement that an LMS or a phone posts moves progress in the
very transaction that stores it, exactly as one of ours does.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from collectif.lrs import Caller, Conflict, StatementFilter, agent_identifier

from .errors import Outdated
from .learning import facts
from .store import facts as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from collectif.lrs import Recorded, Recorder

    from .content.catalogue import Catalogue


_DETAILS = (facts.AnswerFact, facts.ReviewFact, facts.PlayedFact, facts.WaiverFact)
"""Facts that stand for one statement each, and repeat some of its texts."""


class Fold:
    """The LRS's listener: raises the projections by what was newly stored."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        self._catalogue = catalogue
        self.recorder: Recorder | None = None

    def recorded(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Fold newly stored statements."""
        rows.raise_rows(connection, self.read(statements))

    def voided(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Statements have been taken back: fold anew what is left of the actors concerned."""
        assert self.recorder is not None
        found = self.read(statements)
        for actor in sorted({fact.actor for fact in found}):
            rows.forget(connection, actor)
            self._fold_all_of(connection, self.recorder, actor)

    def erased(
        self, connection: Connection, statements: Sequence[Recorded], gone: frozenset[str]
    ) -> None:
        """Statements are gone for good, and of some actors nothing is to stay: of these forget all at
        once, although some of it may be removed later; fold anew what is left of the others."""
        for actor in sorted(gone):
            rows.forget(connection, actor)
        self.voided(connection, [one for one in statements if not _is_by_any(one, gone)])

    def changed(self, connection: Connection, statements: Sequence[Recorded]) -> None:
        """Somebody has become anonymous in statements of others: fold anew what repeats their texts."""
        rows.forget_statements(connection, [one.id for one in statements])
        details = [fact for fact in self.read(statements) if isinstance(fact, _DETAILS)]
        rows.raise_rows(connection, details)

    def rebuild(self, connection: Connection) -> int:
        """Empty the projections and fold every statement again; answers how many there were."""
        assert self.recorder is not None
        rows.forget(connection)
        count = 0
        for batch in self.recorder.replay(connection):
            self.recorded(connection, batch)
            count += len(batch)
        return count

    def _fold_all_of(self, connection: Connection, recorder: Recorder, actor: str) -> None:
        where = StatementFilter(agent=actor, ascending=True, limit=500)
        while batch := recorder.find(connection, where):
            mine = [one for one in batch if _is_by(one, actor)]
            self.recorded(connection, mine)
            where = replace(where, since=batch[-1].stored)

    def read(self, statements: Iterable[Recorded]) -> list[facts.Fact]:
        """What the statements say about our course."""
        locate = self._catalogue().locate
        return [
            fact
            for one in statements
            for fact in facts.read(one.statement, locate, agent_identifier)
        ]


def _is_by(one: Recorded, actor: str) -> bool:
    """Whether the statement's actor is that one learner (not a group they belong to)."""
    agent = one.statement["actor"]
    return agent.get("objectType") != "Group" and agent_identifier(agent) == actor


def _is_by_any(one: Recorded, actors: frozenset[str]) -> bool:
    return any(_is_by(one, actor) for actor in actors)


class Recording:
    """Where services put their statements, inside their own transaction."""

    def __init__(self, recorder: Recorder, homepage: str) -> None:
        self.recorder = recorder
        self.homepage = homepage
        self._caller = Caller(
            name="Collectif",
            authority={
                "objectType": "Agent",
                "account": {"homePage": homepage, "name": "collectif"},
            },
            scopes=frozenset(("all",)),
        )

    def record(self, connection: Connection, statements: Sequence[Mapping[str, Any]]) -> None:
        """Store our own statements and fold them. What was told already is left alone; raises Outdated
        when it was told otherwise (sent again after the course or the language has changed)."""
        try:
            if statements:
                self.recorder.record(connection, statements, self._caller)
        except Conflict as conflict:
            raise Outdated(str(conflict)) from conflict

    def actor(self, pseudonym: str) -> dict[str, Any]:
        """The xAPI Agent of the person with this pseudonym: an account, no name, no mailbox."""
        return {
            "objectType": "Agent",
            "account": {"homePage": self.homepage, "name": pseudonym},
        }

    def is_ours(self, statement: Mapping[str, Any]) -> bool:
        """Whether it is one that we have told ourselves."""
        return dict(statement["authority"]) == self._caller.authority

    def identifiers(self, pseudonym: str, *addresses: str | None) -> list[str]:
        """All identifiers under which statements about this person may arrive: the account, and each
        address as a mailbox and as its hash."""
        known = [agent_identifier(self.actor(pseudonym))]
        for address in dict.fromkeys(filter(None, addresses)):
            mailbox = f"mailto:{address}"
            digest = hashlib.sha1(mailbox.encode(), usedforsecurity=False).hexdigest()
            known.append(agent_identifier({"mbox": mailbox}))
            known.append(agent_identifier({"mbox_sha1sum": digest}))
        return known
