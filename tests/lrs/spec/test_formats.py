from __future__ import annotations

import copy
from typing import Any

from hypothesis import given

from collectif.lrs.spec.formats import canonical, canonical_activity, ids
from collectif.lrs.spec.statements import complete, validate
from collectif.lrs.spec.versions import V2

from . import strategies
from .examples import ANNA, BEN, COURSE, EXPERIENCED, ID, REFERENCE, TEAM, statement, substatement

NAMED = {**ANNA, "name": "Anna", "objectType": "Agent"}
PLAIN = {**ANNA, "objectType": "Agent"}
BOTH = {"en": "Course", "fr": "Cours"}
DEFINED = {**COURSE, "objectType": "Activity", "definition": {"name": BOTH, "type": "http://a.b"}}
SAID: dict[str, Any] = {**EXPERIENCED, "display": {"en": "experienced", "fr": "a vécu"}}
CROWD = {"objectType": "Group", "name": "Us", "member": [NAMED, {**BEN, "name": "Ben"}]}


def test_ids_leave_what_identifies_and_nothing_more() -> None:
    assert ids(statement(actor=NAMED, verb=SAID, object=DEFINED, id=ID)) == statement(
        actor=PLAIN, verb=EXPERIENCED, object=COURSE, id=ID
    )


def test_ids_leave_of_a_group_its_identifier_and_of_a_crowd_its_members() -> None:
    reduced = {"objectType": "Group", "openid": TEAM["openid"]}
    assert ids(statement(actor={**TEAM, "name": "Team"}))["actor"] == reduced
    assert ids(statement(object=TEAM))["object"] == reduced
    assert ids(statement(actor=CROWD))["actor"] == {"objectType": "Group", "member": [PLAIN, BEN]}


def test_ids_reach_everything_around_and_inside() -> None:
    context = {
        "registration": ID,
        "instructor": NAMED,
        "team": CROWD,
        "contextActivities": {"parent": [DEFINED], "other": DEFINED},
        "contextAgents": [{"objectType": "contextAgent", "agent": NAMED}],
        "contextGroups": [{"objectType": "contextGroup", "group": CROWD, "relevantTypes": ["a:b"]}],
    }
    crowd = {"objectType": "Group", "member": [PLAIN, BEN]}
    reduced = {
        "registration": ID,
        "instructor": PLAIN,
        "team": crowd,
        "contextActivities": {"parent": [COURSE], "other": [COURSE]},
        "contextAgents": [{"objectType": "contextAgent", "agent": PLAIN}],
        "contextGroups": [{"objectType": "contextGroup", "group": crowd, "relevantTypes": ["a:b"]}],
    }
    inner = substatement(actor=NAMED, verb=SAID, object=DEFINED, context=context)
    found = ids(statement(object=inner, context=context, authority=NAMED))
    assert found == statement(
        object=substatement(actor=PLAIN, context=reduced), context=reduced, authority=PLAIN
    )


def test_ids_leave_references_results_and_attachments_alone() -> None:
    kept = statement(object=REFERENCE, result={"success": True}, attachments=[])
    assert ids(kept) == kept


@strategies.whole_statements
@given(strategies.statements())
def test_a_statement_in_any_format_is_still_valid_and_the_original_untouched(
    value: dict[str, Any],
) -> None:
    before = copy.deepcopy(value)
    validate(ids(value), V2)
    validate(canonical(value, {}, {}, ["fr"]), V2)
    assert value == before


@strategies.whole_statements
@given(strategies.statements())
def test_formats_do_nothing_the_second_time(value: dict[str, Any]) -> None:
    made = complete(value, id=ID, stored=0, authority=BEN, version=V2)
    once = ids(made)
    assert ids(once) == once
    once = canonical(made, {}, {}, ["fr"])
    assert canonical(once, {}, {}, ["fr"]) == once


def test_canonical_takes_the_definitions_and_displays_of_the_lrs_in_one_language() -> None:
    found = canonical(
        statement(actor=NAMED, verb=EXPERIENCED, object=COURSE),
        {COURSE["id"]: {"name": BOTH, "moreInfo": "http://a.b"}},
        {EXPERIENCED["id"]: SAID["display"]},
        ["fr"],
    )
    assert found["actor"] == NAMED
    assert found["verb"] == {**EXPERIENCED, "display": {"fr": "a vécu"}}
    definition = {"name": {"fr": "Cours"}, "moreInfo": "http://a.b"}
    assert found["object"] == {**COURSE, "definition": definition}


def test_canonical_falls_back_to_what_was_sent_also_in_one_language() -> None:
    found = canonical(statement(verb=SAID, object=DEFINED), {}, {}, ["en-GB"])
    assert found["verb"]["display"] == {"en": "experienced"}
    assert found["object"]["definition"]["name"] == {"en": "Course"}
    assert canonical(statement(), {}, {}, []) == statement()


def test_each_map_chooses_its_language_for_itself() -> None:
    found = canonical(
        statement(object=COURSE, verb=SAID),
        {COURSE["id"]: {"name": {"de": "Kurs"}, "description": BOTH}},
        {},
        ["fr", "de"],
    )
    definition = {"name": {"de": "Kurs"}, "description": {"fr": "Cours"}}
    assert found["object"]["definition"] == definition
    assert found["verb"]["display"] == {"fr": "a vécu"}


def test_canonical_reaches_context_activities_and_substatements() -> None:
    context = {"contextActivities": {"parent": [COURSE], "category": [DEFINED]}}
    inner = substatement(object=COURSE, verb=SAID, context=context)
    known = {COURSE["id"]: {"name": BOTH}}
    found = canonical(statement(object=inner, context=context), known, {}, ["fr"])
    french = {"name": {"fr": "Cours"}}
    for around in (found["context"], found["object"]["context"]):
        assert around["contextActivities"]["parent"] == [{**COURSE, "definition": french}]
        assert around["contextActivities"]["category"] == [{**DEFINED, "definition": french}]
    assert found["object"]["object"]["definition"] == french
    assert found["object"]["verb"]["display"] == {"fr": "a vécu"}


def test_interaction_components_come_in_one_language_too() -> None:
    definition = {
        "interactionType": "choice",
        "choices": [{"id": "a", "description": BOTH}, {"id": "b"}],
        "correctResponsesPattern": ["a"],
    }
    found = canonical_activity(COURSE, definition, ["fr"])["definition"]
    choices = [{"id": "a", "description": {"fr": "Cours"}}, {"id": "b"}]
    assert found == {**definition, "choices": choices}


def test_an_activity_without_definition_gets_none() -> None:
    assert canonical_activity(COURSE, None, ["fr"]) == COURSE
    assert canonical_activity(COURSE, {}, ["fr"]) == {**COURSE, "definition": {}}


def test_agents_as_objects_and_references_stay_as_in_exact() -> None:
    for target in (NAMED, TEAM, REFERENCE):
        assert canonical(statement(object=target), {}, {}, ["fr"]) == statement(object=target)
