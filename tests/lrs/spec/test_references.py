from __future__ import annotations

from typing import Any

from hypothesis import given

from collectif.lrs.spec.agents import identifier
from collectif.lrs.spec.references import NamedAgent, references
from collectif.lrs.spec.statements import complete
from collectif.lrs.spec.verbs import VOIDED
from collectif.lrs.spec.versions import V2

from . import strategies
from .examples import (
    ANNA,
    BEN,
    COURSE,
    CROWD,
    EXPERIENCED,
    ID,
    OTHER_ID,
    REFERENCE,
    TEAM,
    attachment,
    statement,
    substatement,
)

ANNA_ID, BEN_ID, TEAM_ID = identifier(ANNA), identifier(BEN), identifier(TEAM)
CARL, DORA, EVA = ({"mbox": f"mailto:{name}@example.org"} for name in ("carl", "dora", "eva"))
CARL_ID, DORA_ID, EVA_ID = identifier(CARL), identifier(DORA), identifier(EVA)


def test_a_plain_statement_points_at_verb_actor_and_activity() -> None:
    found = references(statement())
    assert found.verb == EXPERIENCED["id"]
    assert found.agents == found.related_agents == {ANNA_ID}
    assert found.activities == found.related_activities == {COURSE["id"]}
    assert (found.registration, found.target, found.voids) == (None, None, False)
    assert (found.definitions, found.displays) == ((), ())
    assert (found.named_agents, found.attachments) == ((), ())


def test_an_agent_is_found_as_actor_as_object_and_as_member() -> None:
    assert references(statement(actor=TEAM)).agents == {TEAM_ID, ANNA_ID, BEN_ID}
    assert references(statement(actor=CROWD)).agents == {ANNA_ID, BEN_ID}
    asked = statement(object={**BEN, "objectType": "Agent"})
    assert references(asked).agents == {ANNA_ID, BEN_ID}
    assert references(asked).activities == frozenset()
    taught = statement(actor=CARL, object=TEAM)
    assert references(taught).agents == {CARL_ID, TEAM_ID, ANNA_ID, BEN_ID}


def test_agents_around_a_statement_are_related_only() -> None:
    context = {
        "instructor": BEN,
        "team": {"objectType": "Group", "member": [CARL]},
        "contextAgents": [{"objectType": "contextAgent", "agent": DORA}],
        "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
    }
    found = references(statement(context=context, authority=EVA))
    assert found.agents == {ANNA_ID}
    assert found.related_agents == {ANNA_ID, BEN_ID, CARL_ID, DORA_ID, EVA_ID, TEAM_ID}


def test_activities_around_a_statement_are_related_only() -> None:
    roles = ("parent", "grouping", "category", "other")
    ids = [f"http://example.org/{role}" for role in roles]
    context = {
        "contextActivities": {role: {"id": iri} for role, iri in zip(roles, ids, strict=True)}
    }
    found = references(statement(context=context))
    assert found.activities == {COURSE["id"]}
    assert found.related_activities == {COURSE["id"], *ids}
    several = {"contextActivities": {"other": [{"id": iri} for iri in ids]}}
    assert references(statement(context=several)).related_activities == {COURSE["id"], *ids}


def test_what_a_substatement_points_at_is_related_only() -> None:
    inner = substatement(
        actor=BEN,
        object={"id": "http://example.org/visit"},
        context={
            "instructor": CARL,
            "registration": ID,
            "contextActivities": {"parent": {"id": "http://example.org/plan"}},
        },
    )
    found = references(statement(object=inner))
    assert found.agents == {ANNA_ID}
    assert found.related_agents == {ANNA_ID, BEN_ID, CARL_ID}
    assert found.activities == frozenset()
    assert found.related_activities == {"http://example.org/visit", "http://example.org/plan"}
    assert found.registration is None


def test_a_reference_is_a_target_unless_a_substatement_or_the_context_makes_it() -> None:
    assert references(statement(object=REFERENCE)).target == OTHER_ID
    assert references(statement(context={"statement": REFERENCE})).target is None
    assert references(statement(object=substatement(object=REFERENCE))).target is None


def test_a_voiding_statement_says_so() -> None:
    found = references(statement(verb={"id": VOIDED}, object=REFERENCE))
    assert found.voids
    assert found.target == OTHER_ID
    planned = statement(object=substatement(verb={"id": VOIDED}, object=REFERENCE))
    assert not references(planned).voids


def test_uuids_are_in_lower_case() -> None:
    target = {**REFERENCE, "id": OTHER_ID.upper()}
    found = references(statement(object=target, context={"registration": ID.upper()}))
    assert (found.registration, found.target) == (ID, OTHER_ID)


def test_definitions_and_displays_are_collected_wherever_they_are() -> None:
    course = {**COURSE, "definition": {"name": {"en": "Course"}}}
    visit = {"id": "http://example.org/visit", "definition": {"name": {"en": "Visit"}}}
    parent = {"id": "http://example.org/parent", "definition": {}}
    said = {**EXPERIENCED, "display": {"en": "experienced"}}
    planned = {"id": "http://example.org/planned", "display": {"en": "planned"}}
    inner = substatement(verb=said, object=visit)
    around = {"contextActivities": {"parent": [parent, COURSE]}}
    found = references(statement(verb=planned, object=inner, context=around))
    assert found.definitions == (
        (visit["id"], visit["definition"]),
        (parent["id"], {}),
    )
    assert found.displays == ((planned["id"], planned["display"]), (said["id"], said["display"]))
    assert references(statement(object=course)).definitions == (
        (COURSE["id"], course["definition"]),
    )


def test_agents_are_named_once_for_each_name_and_groups_are_not() -> None:
    anna = {**ANNA, "name": "Anna"}
    team = {**TEAM, "name": "Team", "member": [anna, {**ANNA, "name": "A."}, BEN]}
    found = references(statement(actor=anna, context={"team": team}, authority={**BEN, "name": ""}))
    assert found.named_agents == (
        NamedAgent(ANNA_ID, "Anna", ANNA),
        NamedAgent(ANNA_ID, "A.", ANNA),
    )


def test_attachments_of_a_substatement_belong_to_the_statement() -> None:
    inner = substatement(attachments=[attachment(length=1)])
    found = references(statement(attachments=[attachment()], object=inner))
    assert found.attachments == (attachment(), attachment(length=1))


@strategies.whole_statements
@given(strategies.statements())
def test_the_broad_filters_find_at_least_what_the_plain_ones_find(value: dict[str, Any]) -> None:
    found = references(value)
    assert found.agents <= found.related_agents
    assert found.activities <= found.related_activities
    assert {iri for iri, _ in found.definitions} <= found.related_activities
    assert {agent.identifier for agent in found.named_agents} <= found.related_agents


@strategies.whole_statements
@given(strategies.statements())
def test_completing_a_statement_adds_its_authority_to_what_is_found(value: dict[str, Any]) -> None:
    made = complete(value, id=ID, stored=0, authority=EVA, version=V2)
    value.pop("authority", None)
    before, after = references(value), references(made)
    assert after.related_agents == before.related_agents | {EVA_ID}
    assert after.agents == before.agents
    assert after.related_activities == before.related_activities
