"""Every filter, alone and together, compared with a plain reading of all statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.lrs import StatementFilter, agent_identifier
from collectif.lrs.spec.references import references

from ..lms import JSON, Mounted, activity, agent, caller, new_id, statement, verb

if TYPE_CHECKING:
    from collectif.lrs import Recorded

AGENTS = [agent("ada"), agent("ben"), {"objectType": "Agent", "openid": "https://x.org/cy"}]
GROUP = {"objectType": "Group", "mbox": "mailto:team@x.org", "member": [AGENTS[1]]}
REGISTRATIONS = [new_id(), new_id()]
VERBS = ["answered", "passed"]
UNITS = ["one", "two"]

_actors = st.sampled_from([*AGENTS, GROUP, {"objectType": "Group", "member": AGENTS[:2]}])
_units = st.sampled_from(UNITS).map(activity)
_contexts = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.sampled_from(REGISTRATIONS),
        "instructor": _actors,
        "contextActivities": st.fixed_dictionaries({"parent": st.lists(_units, max_size=2)}),
    },
)
_inner = st.fixed_dictionaries(
    {
        "objectType": st.just("SubStatement"),
        "actor": _actors,
        "verb": st.sampled_from(VERBS).map(verb),
        "object": _units,
    }
)
_statements = st.fixed_dictionaries(
    {
        "actor": _actors,
        "verb": st.sampled_from(VERBS).map(verb),
        "object": st.one_of(_units, st.sampled_from(AGENTS), _inner),
    },
    optional={"context": _contexts},
)


@pytest.fixture
def many(lrs: Mounted) -> list[Recorded]:
    """Statements of every kind, and as they were recorded."""
    strategy = st.lists(_statements, min_size=60, max_size=60)
    kept: list[JSON] = []

    @settings(max_examples=1, database=None, deadline=None, derandomize=True)
    @given(strategy)
    def fill(statements: list[JSON]) -> None:
        kept.extend(statements)

    fill()
    with lrs.database.writing() as connection:
        lrs.recorder.record(connection, kept, caller("lms"))
    with lrs.database.reading() as connection:
        return [one for batch in lrs.recorder.replay(connection) for one in batch]


_filters = st.builds(
    StatementFilter,
    agent=st.none() | st.sampled_from([*AGENTS, GROUP]).map(agent_identifier),
    verb=st.none() | st.sampled_from(VERBS).map(lambda name: verb(name)["id"]),
    activity=st.none() | st.sampled_from(UNITS).map(lambda name: activity(name)["id"]),
    registration=st.none() | st.sampled_from(REGISTRATIONS),
    related_agents=st.booleans(),
    related_activities=st.booleans(),
    ascending=st.booleans(),
    limit=st.integers(1, 100),
)


@given(
    where=_filters,
    since=st.none() | st.integers(0, 59),
    until=st.none() | st.integers(0, 59),
    after=st.none() | st.integers(0, 59),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_filters_find_what_a_plain_reading_finds(
    lrs: Mounted,
    many: list[Recorded],
    where: StatementFilter,
    since: int | None,
    until: int | None,
    after: int | None,
) -> None:
    bounds = {
        name: None if place is None else many[place].stored
        for name, place in (("since", since), ("until", until), ("after", after))
    }
    where = StatementFilter(**{**vars(where), **bounds})  # type: ignore[arg-type]
    with lrs.database.reading() as connection:
        found = lrs.recorder.find(connection, where)
    assert [one.id for one in found] == [one.id for one in _read_plainly(many, where)]


def _read_plainly(many: list[Recorded], where: StatementFilter) -> list[Recorded]:
    found = [one for one in many if _matches(one, where)]
    if where.after is not None:
        later = [one for one in found if one.stored > where.after]
        found = later if where.ascending else [one for one in found if one.stored < where.after]
    return (found if where.ascending else found[::-1])[: where.limit]


def _matches(one: Recorded, where: StatementFilter) -> bool:
    told: Any = references(one.statement)
    return (
        where.agent in (None, *(told.related_agents if where.related_agents else told.agents))
        and where.verb in (None, told.verb)
        and where.activity
        in (None, *(told.related_activities if where.related_activities else told.activities))
        and where.registration in (None, told.registration)
        and (where.since is None or one.stored > where.since)
        and (where.until is None or one.stored <= where.until)
    )


def test_what_is_found_is_the_statement_as_recorded(lrs: Mounted) -> None:
    sent = statement(id=new_id().upper())
    with lrs.database.writing() as connection:
        lrs.recorder.record(connection, [sent], caller("lms"))
    with lrs.database.reading() as connection:
        (found,) = lrs.recorder.find(connection, StatementFilter())
    assert found.id == sent["id"].lower()
    assert found.statement["actor"] == sent["actor"]


@pytest.mark.parametrize("batch", [1, 7, 60, 1000])
def test_a_replay_is_everything_in_stored_order(
    lrs: Mounted, many: list[Recorded], batch: int
) -> None:
    with lrs.database.reading() as connection:
        batches = list(lrs.recorder.replay(connection, batch))
    assert [one for part in batches for one in part] == many
    assert all(len(part) <= batch for part in batches)
