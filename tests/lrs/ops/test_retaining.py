"""Retention: what is old goes, as the rule narrows it; what is counted is what goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.lrs import Counts, Database, Retention
from collectif.lrs.store import walking
from tests.lrs.lms import JSON, activity, agent, new_id, statement, verb, voiding

from .kept import Kept, group, keep, ran

YES = {"dry_run": True}


@pytest.fixture
def kept(database: Database) -> Kept:
    return keep(database)


def by(*names: str, **changed: Any) -> JSON:
    actor = agent(names[0]) if len(names) == 1 else group(*names)
    return statement(actor=actor, **changed)


def now(kept: Kept) -> int:
    """A moment after all that is stored, and before what will be."""
    stored = kept.all()
    return stored[-1].stored + 1 if stored else 1


def retains(kept: Kept, before: int, *, dry_run: bool = False, **narrowed: Any) -> Counts:
    steps = kept.upkeep.retain(Retention(before, **narrowed), who="cron", dry_run=dry_run)
    return ran(steps)[0]


def ids(kept: Kept) -> list[str]:
    return [one.id for one in kept.all()]


def test_what_was_stored_before_goes_and_the_rest_stays(kept: Kept) -> None:
    kept.records(by("ada"), by("ben"), by("ada", "ben"))
    moment = now(kept)
    young = kept.records(by("ada"), by("carl"))
    counts = retains(kept, moment)
    assert counts == Counts(statements=3, actors=1)
    assert ids(kept) == young
    assert len(kept.witness.erased_ids) == 3
    assert kept.count("lrs_actors") == 3, "ada, carl and the authority"


def test_of_the_silent_only(kept: Kept) -> None:
    kept.records(by("ada"), by("ben"), by("ada", "ben"), by("ben", "carl"))
    moment = now(kept)
    kept.records(by("ada"))
    told = retains(kept, moment, silent=True, dry_run=True)
    assert retains(kept, moment, silent=True) == told
    assert told.statements == 2
    left = [one.statement["actor"] for one in kept.all()]
    assert left == [agent("ada"), group("ada", "ben"), agent("ada")]


def test_of_named_activities_and_verbs_only(kept: Kept) -> None:
    kept.records(by("ada", object=activity("a")), by("ada", object=activity("b")))
    kept.records(by("ada", object=activity("a"), verb=verb("passed")))
    moment = now(kept)
    assert (
        retains(
            kept, moment, activities=(activity("a")["id"],), verbs=(verb("passed")["id"],)
        ).statements
        == 1
    )
    assert retains(kept, moment, activities=(activity("a")["id"],)).statements == 1
    assert retains(kept, moment, verbs=(verb()["id"],)).statements == 1
    assert ids(kept) == []


def test_a_statement_about_nobody_ages_as_well(kept: Kept) -> None:
    kept.records(statement(actor={"objectType": "Group", "member": []}), by("ada"))
    moment = now(kept)
    assert retains(kept, moment, dry_run=True).statements == 2
    assert retains(kept, moment).statements == 2


def test_what_voids_a_younger_statement_stays(kept: Kept) -> None:
    target, old = new_id(), new_id()
    kept.records(voiding(target, actor=agent("ben")), voiding(old, actor=agent("ben")))
    moment = now(kept)
    kept.records(by("ada", id=target))
    told = retains(kept, moment, dry_run=True)
    assert retains(kept, moment) == told == Counts(statements=1)
    assert kept.count("lrs_statements") == 2


def test_documents_about_persons_age_by_their_last_change(kept: Kept) -> None:
    put, about = kept.recorder.put_state, "https://example.org/a"
    with kept.database.writing() as connection:
        put(connection, about, agent("ada"), "old", b"{}")
        put(connection, "https://example.org/b", agent("ben"), "old", b"{}")
    moment = now(kept)
    with kept.database.writing() as connection:
        (updated,) = connection.exec_driver_sql("SELECT max(updated) FROM lrs_documents").one()
        put(connection, about, agent("carl"), "young", b"{}")
    moment = int(updated) + 1
    assert retains(kept, moment, activities=(about,), dry_run=True).documents == 1
    assert retains(kept, moment, activities=(about,)).documents == 1
    assert retains(kept, moment, verbs=(verb()["id"],)).documents == 0
    assert retains(kept, moment).documents == 1
    assert kept.count("lrs_documents") == 1


def test_portions_are_small_and_a_stopped_run_goes_on(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.lrs.ops.retaining.PORTION", 7)
    monkeypatch.setattr("collectif.lrs.ops.retaining._ACTORS_AT_A_TIME", 2)
    names = ["ada", "ben", "carl", "dora", "emil"]
    kept.records(*(by(name) for name in names * 5))
    moment = now(kept)
    steps = kept.upkeep.retain(Retention(moment), who="cron")
    first = next(steps)
    assert first.counts.statements == 7
    steps.close()  # type: ignore[attr-defined]
    assert retains(kept, moment).statements == 18
    assert ids(kept) == []


def test_the_rule_is_in_the_audit(kept: Kept) -> None:
    ran(kept.upkeep.retain(Retention(1), who="cron", detail="older than 3 years"))
    with kept.database.reading() as connection:
        (entry,) = kept.upkeep.audit(connection)
    assert (entry.action, entry.who, entry.detail) == ("retain", "cron", "older than 3 years")


SAID = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", "carl"]),
        st.sampled_from(["answered", "passed", "voids"]),
        st.integers(0, 5),
        st.sampled_from([None, "ada", "ben"]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, cut=st.integers(0, 12), silent=st.booleans(), narrow=st.booleans())
def test_whatever_is_stored_a_dry_run_counts_what_a_real_one_removes(
    sqlite_tables: Database, said: Any, cut: int, silent: bool, narrow: bool
) -> None:
    kept = keep(sqlite_tables)
    _empty(sqlite_tables)
    known: list[str] = []
    for name, how, number, instructor in said:
        context = {"context": {"instructor": agent(instructor)}} if instructor else {}
        made: JSON = by(name, id=new_id(), verb=verb(how), **context)
        if how == "voids" and known:
            made = voiding(known[number % len(known)], actor=agent(name), id=new_id(), **context)
        known += kept.records(made)
    with sqlite_tables.reading() as connection:
        times = [
            row[0]
            for row in connection.exec_driver_sql("SELECT stored FROM lrs_statements ORDER BY 1")
        ]
    before = times[cut] if cut < len(times) else (times[-1] + 1 if times else 1)
    rule = {"silent": silent, **({"verbs": (verb()["id"],)} if narrow else {})}
    told = retains(kept, before, dry_run=True, **rule)
    assert retains(kept, before, **rule) == told
    assert retains(kept, before, **rule) == Counts()
    told_ada, _ = ran(kept.upkeep.erase(["mbox|mailto:ada@example.org"], who="x", **YES))
    done_ada, _ = ran(kept.upkeep.erase(["mbox|mailto:ada@example.org"], who="x"))
    assert told_ada == done_ada
    assert kept.places_of("ada@") == []
    stored = {row[0] for row in kept.raw()}
    assert {row[1] for row in kept.references()} == stored
    assert {row[2] for row in kept.references()} <= stored | {0}


def _empty(database: Database) -> None:
    with database.writing() as connection:
        for table in ("statements", "references", "targets", "actors", "actor_names", "audit"):
            connection.exec_driver_sql(f"DELETE FROM lrs_{table}")


def test_a_document_that_is_changed_meanwhile_stays(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept.database.writing() as connection:
        kept.recorder.put_state(connection, "https://example.org/a", agent("ada"), "s", b"old")
        (updated,) = connection.exec_driver_sql("SELECT max(updated) FROM lrs_documents").one()
    steps = kept.upkeep.retain(Retention(int(updated) + 1), who="cron")
    listed = walking.documents_before

    def lists(connection: Any, *asked: Any) -> Any:
        found = listed(connection, *asked)
        monkeypatch.setattr(walking, "documents_before", listed)
        with kept.database.writing() as other:
            kept.recorder.put_state(other, "https://example.org/a", agent("ada"), "s", b"new")
        return found

    monkeypatch.setattr(walking, "documents_before", lists)
    assert ran(steps)[0].documents == 0
    assert kept.count("lrs_documents") == 1
