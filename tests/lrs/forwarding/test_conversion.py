from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given

from collectif.lrs.forwarding.conversion import (
    CONTEXT_AGENTS,
    CONTEXT_GROUPS,
    REMOVED_SIGNATURES,
    outgoing,
    text,
)
from collectif.lrs.spec.attachments import SIGNATURE_USAGE
from collectif.lrs.spec.statements import complete, equivalent, validate
from collectif.lrs.spec.versions import V1, V2
from tests.lrs.lms import agent, attachment, new_id, statement
from tests.lrs.spec.strategies import statements, whole_statements

AUTHORITY = {"objectType": "Agent", "mbox": "mailto:lrs@example.org"}
COACH = {"objectType": "contextAgent", "agent": agent("coach")}
TEAM = {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [agent()]}}
SIGNATURE = attachment(b"x", usageType=SIGNATURE_USAGE, contentType="application/octet-stream")


def stored(given: dict[str, Any], version: str = V2) -> dict[str, Any]:
    return complete(given, id=new_id(), stored=1, authority=AUTHORITY, version=version)


def everywhere(value: Any, name: str) -> bool:
    """Does this property stand anywhere outside extensions?"""
    if isinstance(value, list):
        return any(everywhere(inner, name) for inner in value)
    if not isinstance(value, dict):
        return False
    return any(
        key == name or (key != "extensions" and everywhere(inner, name))
        for key, inner in value.items()
    )


@whole_statements
@given(statements())
def test_what_leaves_for_1_0_3_is_valid_there_and_loses_nothing(given: dict[str, Any]) -> None:
    one = stored(given)
    before = copy.deepcopy(one)
    leaving = outgoing(one, V1)
    assert one == before
    validate(leaving, V1)
    assert not {"stored", "authority"} & leaving.keys()
    assert leaving["id"] == one["id"]
    assert leaving["timestamp"] == one["timestamp"]
    assert leaving["version"].startswith("1.0")
    assert not everywhere(leaving, "contextAgents")
    context = given.get("context", {})
    if context.get("contextAgents"):
        moved = leaving["context"]["extensions"][CONTEXT_AGENTS]
        assert moved == context["contextAgents"]


@whole_statements
@given(statements())
def test_what_leaves_for_2_0_is_as_it_is(given: dict[str, Any]) -> None:
    one = stored(given)
    leaving = outgoing(one, V2)
    validate(leaving, V2)
    assert {**leaving, "stored": one["stored"], "authority": AUTHORITY} == one


@whole_statements
@given(statements(V1))
def test_a_statement_of_1_0_leaves_unchanged(given: dict[str, Any]) -> None:
    one = stored(given, V1)
    assert equivalent(outgoing(one, V1), one)
    assert outgoing(one, V1)["version"] == one["version"]


def test_context_agents_and_groups_become_extensions_in_sub_statements_too() -> None:
    context = {"contextAgents": [COACH], "contextGroups": [TEAM], "language": "fr"}
    inner = {"objectType": "SubStatement", **statement(context=context)}
    leaving = outgoing(stored(statement(object=inner, context=context)), V1)
    extensions = {CONTEXT_AGENTS: [COACH], CONTEXT_GROUPS: [TEAM]}
    expected = {"language": "fr", "extensions": extensions}
    assert leaving["context"] == leaving["object"]["context"] == expected
    assert leaving["version"] == "1.0.0"


def test_what_stands_in_the_extension_already_stays() -> None:
    for before, after in (("me", ["me", COACH]), (["me"], ["me", COACH])):
        context = {"contextAgents": [COACH], "extensions": {CONTEXT_AGENTS: before, "a:b": 1}}
        leaving = outgoing(stored(statement(context=context)), V1)
        assert leaving["context"]["extensions"] == {CONTEXT_AGENTS: after, "a:b": 1}


def test_a_signature_of_what_had_to_be_changed_is_told_and_not_sent() -> None:
    plain = attachment(b"y")
    signed = statement(attachments=[SIGNATURE, plain], context={"contextAgents": [COACH]})
    leaving = outgoing(stored(signed), V1)
    assert leaving["attachments"] == [plain]
    assert leaving["context"]["extensions"][REMOVED_SIGNATURES] == [SIGNATURE]
    alone = outgoing(stored({**signed, "attachments": [SIGNATURE]}), V1)
    assert "attachments" not in alone
    unchanged = outgoing(stored(statement(attachments=[SIGNATURE])), V1)
    assert unchanged["attachments"] == [SIGNATURE], "another version alone breaks no signature"


def test_what_is_not_changed_leaves_byte_for_byte() -> None:
    raw = (
        '{"id":"x", "result" : {"score":{"scaled":0.10, "raw":1E1}},'
        ' "version":"2.0.0","stored":"s","context":{"contextAgents":[]}}'
    )
    leaving = {"id": "x", "result": {"score": {"scaled": 0.1, "raw": 10.0}}, "version": "1.0.0"}
    written = text(leaving, raw)
    assert b'{"score":{"scaled":0.10, "raw":1E1}}' in written
    assert json.loads(written) == leaving


@whole_statements
@given(statements())
def test_the_text_says_what_the_statement_says(given: dict[str, Any]) -> None:
    one = stored(given)
    leaving = outgoing(one, V1)
    assert json.loads(text(leaving, json.dumps(one))) == json.loads(json.dumps(leaving))
