"""Sections 6 to 8 and 11: storing, finding, paging, voiding."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from ..lrs.lms import (
    LMS,
    VOIDED,
    activity,
    agent,
    new_id,
    reference,
    statement,
    verb,
    voiding,
)

THROUGH = "X-Experience-API-Consistent-Through"
ASKED = "http://adlnet.gov/expapi/verbs/asked"


def test_put_needs_an_id_and_answers_204(lms: LMS) -> None:
    """6.1: PUT needs `statementId`; the id in the body agrees or is missing."""
    one = new_id()
    body = json.dumps(statement())
    as_json: dict[str, str | None] = {"Content-Type": "application/json"}
    assert lms.asks("PUT", "statements", body=body, headers=as_json).status_code == 400
    assert lms.puts("x", statement()).status_code == 400
    assert lms.puts(one, statement(id=new_id())).status_code == 400
    assert lms.puts(one, statement(id=one)).status_code == 204
    assert lms.puts(new_id(), statement()).status_code == 204


def test_post_answers_ids_in_order(lms: LMS) -> None:
    """6.2, 6.3: POST takes one or several and answers the array of ids."""
    ids = [new_id() for _ in range(3)]
    assert lms.posts([statement(id=one) for one in ids]).json == ids
    single = lms.posts(statement())
    assert (single.status_code, len(single.json)) == (200, 1)


def test_the_same_id_twice_in_a_batch_is_refused(lms: LMS) -> None:
    """6.4: two Statements of one id in a batch: 400."""
    one = new_id()
    assert lms.posts([statement(id=one), statement(id=one)]).status_code == 400
    assert lms.sees() == []


def test_what_is_stored_is_never_changed(lms: LMS) -> None:
    """6.5, 6.6: a stored id is never modified; equal: success, different: 409."""
    one = new_id()
    lms.puts(one, statement())
    before = lms.gets(statementId=one).data
    assert lms.puts(one, statement()).status_code == 204
    assert lms.posts(statement(id=one)).status_code == 200
    assert lms.puts(one, statement(verb=verb("passed"))).status_code == 409
    assert lms.posts([statement(), statement(id=one, verb=verb("passed"))]).status_code == 409
    assert lms.gets(statementId=one).data == before
    assert lms.sees() == [one]


def test_answers_tell_through_when_they_are_consistent(lms: LMS) -> None:
    """6.7, 6.8, 6.9: Consistent-Through on every answer of the resource, recent."""
    before = datetime.now(UTC) - timedelta(minutes=1)
    for response in (lms.gets(), lms.gets(limit="x"), lms.posts([]), lms.posts(statement())):
        assert datetime.fromisoformat(response.headers[THROUGH]) > before


def test_one_is_found_by_its_id(lms: LMS) -> None:
    """7.3: statementId: 200 or 404."""
    one = new_id()
    lms.stores(statement(id=one))
    assert lms.gets(statementId=one).json["id"] == one
    assert lms.gets(statementId=new_id()).status_code == 404


@pytest.mark.parametrize(
    "other",
    [
        {"agent": agent()},
        {"verb": ASKED},
        {"activity": "https://x.org/a"},
        {"registration": new_id()},
        {"related_activities": True},
        {"related_agents": True},
        {"since": "2026-01-01T00:00:00Z"},
        {"until": "2026-01-01T00:00:00Z"},
        {"limit": 1},
        {"ascending": True},
        {"statementId": new_id(), "voidedStatementId": new_id()},
    ],
)
def test_an_id_stands_with_format_and_attachments_only(lms: LMS, other: dict[str, Any]) -> None:
    """7.2: both ids, or an id with a filter: 400."""
    for name in ("statementId", "voidedStatementId"):
        assert lms.gets(**{name: new_id(), **other}).status_code == 400
        fine = lms.gets(**{name: new_id(), "format": "ids", "attachments": False})
        assert fine.status_code == 404


def test_nothing_found_is_an_empty_result(lms: LMS) -> None:
    """7.5, 8.1: no match is 200 with no statements."""
    response = lms.gets(verb=ASKED)
    assert (response.status_code, response.json) == (200, {"statements": [], "more": ""})


def test_order_is_by_stored(lms: LMS) -> None:
    """7.6: newest first; ascending=true oldest first."""
    ids = [lms.stores(statement())[0] for _ in range(3)]
    assert lms.sees() == ids[::-1]
    assert lms.sees(ascending=True) == ids
    assert lms.sees(ascending=False) == ids[::-1]


def test_since_is_exclusive_and_until_inclusive(lms: LMS) -> None:
    """7.7: since and until are about `stored`."""
    ids = lms.stores(*(statement(timestamp="2001-01-01T00:00:00Z") for _ in range(3)))
    first, second, third = (found["stored"] for found in lms.finds(ascending=True))
    assert lms.sees(since=first, until=third) == [ids[2], ids[1]]
    assert lms.sees(since=second) == [ids[2]]
    assert lms.sees(until=first) == [ids[0]]


def test_limit_is_a_number_of_statements(lms: LMS) -> None:
    """7.8: limit; 0 or none is the server's maximum."""
    lms.stores(*(statement() for _ in range(5)))
    assert len(lms.gets(limit=2).json["statements"]) == 2
    assert len(lms.gets(limit=0).json["statements"]) == 5
    assert len(lms.gets().json["statements"]) == 5


def test_the_agent_filter_looks_at_actor_object_and_members(lms: LMS) -> None:
    """7.9: agent: Actor or Object, a Group by its own identifier or a member's."""
    team = {"objectType": "Group", "mbox": "mailto:team@example.org", "member": [agent("mia")]}
    ids = lms.stores(
        statement(actor=agent("zoe")),
        statement(object=agent("zoe")),
        statement(actor={"objectType": "Group", "member": [agent("zoe"), agent("mia")]}),
        statement(actor=team),
    )
    assert lms.sees(agent=agent("zoe"), ascending=True) == ids[:3]
    assert lms.sees(agent=agent("mia"), ascending=True) == ids[2:]
    assert lms.sees(agent={**team, "member": []}) == [ids[3]]


def test_related_agents_are_everybody_named(lms: LMS, version: str) -> None:
    """7.10, 13.19: related_agents: authority, instructor, team, SubStatement, 2: context."""
    zoe = agent("zoe")
    inner = {"objectType": "SubStatement", **statement(actor=zoe)}
    sent = [
        statement(context={"instructor": zoe}),
        statement(context={"team": {"objectType": "Group", "member": [zoe]}}),
        statement(object=inner),
        statement(object={**inner, "actor": agent(), "context": {"instructor": zoe}}),
    ]
    if version == "2.0.0":
        in_agents = [{"objectType": "contextAgent", "agent": zoe}]
        group = {"objectType": "Group", "member": [zoe]}
        in_groups = [{"objectType": "contextGroup", "group": group}]
        sent += [
            statement(context={"contextAgents": in_agents}),
            statement(context={"contextGroups": in_groups}),
        ]
    ids = lms.stores(*sent)
    assert lms.sees(agent=zoe, related_agents=True, ascending=True) == ids
    assert lms.sees(agent=zoe) == []
    authority = lms.finds()[0]["authority"]
    assert len(lms.sees(agent=authority, related_agents=True)) == len(ids)


def test_activities_are_the_object_or_related(lms: LMS) -> None:
    """7.11: activity is the Object; related: contexts and SubStatements."""
    unit = activity("unit")
    inner = {"objectType": "SubStatement", **statement(object=unit)}
    in_context = {"contextActivities": {"other": [unit]}}
    ids = lms.stores(
        statement(object=unit),
        *(
            statement(context={"contextActivities": {role: [unit]}})
            for role in ("parent", "grouping", "category", "other")
        ),
        statement(object=inner),
        statement(object={**inner, "object": activity(), "context": in_context}),
    )
    assert lms.sees(activity=unit["id"]) == [ids[0]]
    assert lms.sees(activity=unit["id"], related_activities=True, ascending=True) == ids


def test_verb_and_registration_compare_exactly(lms: LMS) -> None:
    """7.12, 13.27: IRIs are compared as strings, UUIDs without regard to case."""
    registration = new_id()
    (one,) = lms.stores(
        statement(verb={"id": "https://x.org/Verb"}, context={"registration": registration})
    )
    assert lms.sees(verb="https://x.org/Verb") == [one]
    assert lms.sees(verb="https://x.org/verb") == lms.sees(verb="https://x.org/Verb/") == []
    assert lms.sees(registration=registration.upper()) == [one]


def test_what_targets_a_match_matches(lms: LMS) -> None:
    """7.14: the StatementRef rule, recursively; bounds apply to the targeting one."""
    (asked,) = lms.stores(statement(verb={"id": ASKED}))
    (about,) = lms.stores(statement(object=reference(asked)))
    (about_that,) = lms.stores(statement(object=reference(about)))
    lms.stores(statement(context={"statement": reference(asked)}))
    stored = {found["id"]: found["stored"] for found in lms.finds()}
    assert lms.sees(verb=ASKED) == [about_that, about, asked]
    assert lms.sees(verb=ASKED, limit=1) == [about_that, about, asked]  # page by page
    assert lms.sees(verb=ASKED, since=stored[about]) == [about_that]
    assert lms.gets(statementId=asked).json["id"] == asked


def test_exact_is_as_received(lms: LMS) -> None:
    """7.15: format=exact: as received, Verb display as sent or missing."""
    named = {**agent(), "name": "Ada"}
    shown = {"id": ASKED, "display": {"en": "asked", "fr": "a demandé"}}
    one, other = lms.stores(statement(actor=named, verb=shown), statement(verb={"id": ASKED}))
    found = lms.gets(statementId=one, format="exact").json
    assert (found["actor"], found["verb"]) == (named, shown)
    assert lms.gets(statementId=other).json["verb"] == {"id": ASKED}


def test_ids_are_what_identifies(lms: LMS) -> None:
    """7.16: format=ids: identifying data only."""
    named = {**agent("mia"), "name": "Mia"}
    (one,) = lms.stores(
        statement(
            actor={"objectType": "Group", "name": "Team", "member": [named]},
            verb={"id": ASKED, "display": {"en": "asked"}},
            object=activity("u", name={"en": "U"}),
            context={
                "instructor": named,
                "contextActivities": {"parent": activity("p", name={"en": "P"})},
            },
        )
    )
    found = lms.gets(statementId=one, format="ids").json
    assert found["actor"] == {"objectType": "Group", "member": [agent("mia")]}
    assert found["verb"] == {"id": ASKED}
    assert found["object"] == {"id": activity("u")["id"]}
    assert found["context"]["instructor"] == agent("mia")
    assert found["context"]["contextActivities"]["parent"] == [{"id": activity("p")["id"]}]


def test_canonical_is_in_one_language(lms: LMS) -> None:
    """7.17: format=canonical: canonical definitions, one language a map."""
    choices = [{"id": "a", "description": {"en": "yes", "fr": "oui"}}]
    unit = activity("u", name={"en": "U"}, interactionType="choice", choices=choices)
    shown = {"id": ASKED, "display": {"en": "asked", "fr": "a demandé"}}
    inner = {"objectType": "SubStatement", **statement(object=activity("u"), verb=shown)}
    ids = lms.stores(
        statement(object=unit),
        statement(object=activity("u", name={"fr": "Unité"}), verb=shown),
        statement(object=inner),
    )
    french: dict[str, str | None] = {"Accept-Language": "de, fr;q=0.8, en;q=0.5"}
    for one in ids:
        params = {"statementId": one, "format": "canonical"}
        found = lms.asks("GET", "statements", params, headers=french).json
        found = found["object"] if "object" in found["object"] else found
        definition = found["object"]["definition"]
        assert definition["name"] == {"fr": "Unité"}
        assert definition["choices"][0]["description"] == {"fr": "oui"}
    assert lms.gets(statementId=ids[0], format="canonical").json["actor"] == agent()
    ignored = lms.asks("GET", "statements", {"statementId": ids[0]}, headers=french).json
    assert ignored["object"] == unit


def test_last_modified_is_the_newest_stored(lms: LMS) -> None:
    """7.19: Last-Modified is the greatest `stored` returned."""
    lms.stores(statement(), statement())
    response = lms.gets()
    newest = datetime.fromisoformat(response.json["statements"][0]["stored"])
    found = parsedate_to_datetime(response.headers["Last-Modified"])
    assert found == newest.replace(microsecond=0)


def test_more_leads_through_everything_once(lms: LMS) -> None:
    """8.1, 8.4: `more` is a relative IRL, "" at the end; nothing lost or repeated."""
    ids = lms.stores(*(statement() for _ in range(7)))
    for limit in (1, 2, 3, 7):
        response = lms.gets(limit=limit, ascending=True)
        seen = [found["id"] for found in response.json["statements"]]
        lms.stores(statement())
        while more := response.json["more"]:
            assert more.startswith("/")
            response = lms.asks("GET", more)
            seen += [found["id"] for found in response.json["statements"]]
        assert seen[:7] == ids
        assert len(seen) == len(set(seen))


def test_more_needs_credentials_and_version(lms: LMS) -> None:
    """8.3: the GET on `more` is a request like any other."""
    lms.stores(statement(), statement())
    more = lms.gets(limit=1).json["more"]
    assert lms.asks("GET", more, headers={"Authorization": None}).status_code == 401
    assert lms.asks("GET", more, headers={"X-Experience-API-Version": None}).status_code == 400


def test_context_activities_come_back_as_arrays(lms: LMS) -> None:
    """7.20: context Activities are arrays, also in SubStatements."""
    single = {"contextActivities": {"parent": activity("p"), "category": [activity("c")]}}
    inner = {"objectType": "SubStatement", **statement(context=single)}
    one, other = lms.stores(statement(context=single), statement(object=inner))
    for found in (
        lms.gets(statementId=one).json["context"],
        lms.gets(statementId=other).json["object"]["context"],
    ):
        assert found["contextActivities"] == {
            "parent": [activity("p")],
            "category": [activity("c")],
        }


def test_voiding_hides_a_statement_but_not_what_targets_it(lms: LMS) -> None:
    """7.3, 7.4, 7.14, 11.2: voided: 404 by statementId, 200 by voidedStatementId, in no list."""
    (target,) = lms.stores(statement(verb={"id": ASKED}))
    (about,) = lms.stores(statement(object=reference(target)))
    (void,) = lms.stores(voiding(target))
    assert lms.gets(statementId=target).status_code == 404
    assert lms.gets(voidedStatementId=target).json["id"] == target
    assert lms.gets(voidedStatementId=about).status_code == 404
    assert lms.gets(statementId=void).json["verb"]["id"] == VOIDED
    assert lms.sees() == [void, about]
    assert lms.sees(verb=ASKED) == [void, about]


def test_voiding_may_come_first(lms: LMS) -> None:
    """11.2, 11.3: an unknown target is no reason to refuse; it is voided on arrival."""
    target = new_id()
    lms.stores(voiding(target))
    lms.stores(statement(id=target))
    assert lms.gets(statementId=target).status_code == 404
    assert lms.gets(voidedStatementId=target).status_code == 200


def test_voiding_statements_stay(lms: LMS) -> None:
    """11.4: a voiding Statement cannot be voided."""
    (target,) = lms.stores(statement())
    (void,) = lms.stores(voiding(target))
    lms.posts(voiding(void))
    assert lms.gets(statementId=void).status_code == 200
    assert lms.gets(statementId=target).status_code == 404


@pytest.mark.parametrize(
    "target", [activity(), agent(), {"objectType": "StatementRef"}, reference("x")]
)
def test_voiding_needs_a_reference(lms: LMS, target: dict[str, Any]) -> None:
    """11.1: the Object of a voiding Statement is a StatementRef with an id."""
    assert lms.posts(statement(verb={"id": VOIDED}, object=target)).status_code == 400
