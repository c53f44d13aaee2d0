from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Invalid
from collectif.lrs.forwarding.pseudonyms import check_pseudonyms, pseudonym, pseudonymised
from collectif.lrs.forwarding.scrubbing import SHORTEST, readable
from collectif.lrs.spec.agents import identifier
from collectif.lrs.spec.attachments import SIGNATURE_USAGE
from collectif.lrs.spec.statements import complete, validate
from collectif.lrs.spec.versions import V2
from tests.lrs.lms import activity, agent, attachment, new_id, statement
from tests.lrs.spec.strategies import authorities, statements, whole_statements

STUDY = "https://study.example.org"
KEY = b"a key of this destination"
RULES = {"home_page": STUDY}
ADA = {"objectType": "Agent", "name": "Ada L.", "mbox": "mailto:ada@example.org"}
BEN = {"account": {"homePage": "https://lms.example.org", "name": "benjamin.17"}}
CLEO = {"openid": "https://cleo.example.org/"}
DAN = {"mbox_sha1sum": "F" * 40}


def hidden(who: dict[str, Any], key: bytes = KEY) -> dict[str, Any]:
    return {"homePage": STUDY, "name": pseudonym(key, identifier(who))}


def agents_in(value: Any) -> list[dict[str, Any]]:
    """Every agent of a statement, wherever the standard has one."""
    found = []
    if isinstance(value, list):
        found += [one for inner in value for one in agents_in(inner)]
    elif isinstance(value, dict):
        if {"mbox", "mbox_sha1sum", "openid", "account"} & value.keys():
            found.append(value)
        found += [
            one for key, inner in value.items() if key != "extensions" for one in agents_in(inner)
        ]
    return found


def without_words(value: Any) -> Any:
    """Without the IRIs of verbs and types, which tests draw from the same few as identifiers."""
    if isinstance(value, list):
        return [without_words(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: without_words(inner)
        for name, inner in value.items()
        if name not in ("verb", "relevantTypes", "usageType")
    }


@whole_statements
@given(statements(), authorities())
def test_no_identifier_and_no_name_stays_anywhere(
    sent: dict[str, Any], authority: dict[str, Any]
) -> None:
    one = complete(sent, id=new_id(), stored=1, authority=authority, version=V2)
    before = copy.deepcopy(one)
    changed = pseudonymised(one, RULES, KEY)
    assert one == before
    validate(changed, V2)
    everybody = {identifier(who) for who in agents_in(one)}
    hidden_names = {pseudonym(KEY, who) for who in everybody}
    for who in agents_in(changed):
        assert who.keys() <= {"objectType", "account", "member"}
        assert who["account"]["homePage"] == STUDY
        assert who["account"]["name"] in hidden_names
    whole = json.dumps(without_words(changed), ensure_ascii=False)
    for known in everybody:
        for part in readable(known) if not known.startswith("account") else ():
            alone = rf"(?<![^\W_]){re.escape(part)}(?![^\W_])"
            assert len(part) < SHORTEST or not re.search(alone, whole)


@whole_statements
@given(statements())
def test_what_is_not_about_people_stays(sent: dict[str, Any]) -> None:
    changed = pseudonymised(sent, {**RULES, "keep_attachments": True}, KEY)
    assert changed["verb"]["id"] == sent["verb"]["id"]
    assert changed.keys() == sent.keys()
    assert changed.get("result", {}).get("score") == sent.get("result", {}).get("score")
    for name in ("registration", "language", "statement"):
        assert changed.get("context", {}).get(name) == sent.get("context", {}).get(name)


@given(st.text(max_size=30), st.text(max_size=30), st.binary(max_size=40), st.binary(max_size=40))
def test_a_pseudonym_is_one_of_a_person_at_a_destination(
    first: str, second: str, key: bytes, other: bytes
) -> None:
    assert pseudonym(key, first) == pseudonym(key, first)
    assert (pseudonym(key, first) == pseudonym(key, second)) == (first == second)
    padded = (key.ljust(64, b"\0"), other.ljust(64, b"\0"))
    assert (pseudonym(key, first) == pseudonym(other, first)) == (padded[0] == padded[1])


def test_agents_are_hidden_in_every_place() -> None:
    crowd = {"objectType": "Group", "name": "Us", "member": [ADA, BEN]}
    team = {"objectType": "Group", "mbox": "mailto:team@example.org", "member": [CLEO]}
    context = {
        "instructor": ADA,
        "team": team,
        "contextAgents": [{"objectType": "contextAgent", "agent": DAN, "relevantTypes": ["a:b"]}],
        "contextGroups": [{"objectType": "contextGroup", "group": crowd}],
    }
    inner = {"objectType": "SubStatement", **statement(actor=CLEO, object={**ADA}, context=context)}
    changed = pseudonymised(statement(actor=crowd, object=inner, context=context), RULES, KEY)
    both = [{"objectType": "Agent", "account": hidden(ADA)}, {"account": hidden(BEN)}]
    assert changed["actor"] == {"objectType": "Group", "member": both}
    assert changed["object"]["actor"] == {"account": hidden(CLEO)}
    assert changed["object"]["object"] == {"objectType": "Agent", "account": hidden(ADA)}
    for one in (changed["context"], changed["object"]["context"]):
        assert one["instructor"] == {"objectType": "Agent", "account": hidden(ADA)}
        assert one["team"] == {
            "objectType": "Group",
            "account": hidden(team),
            "member": [{"account": hidden(CLEO)}],
        }
        assert one["contextAgents"] == [
            {
                "objectType": "contextAgent",
                "agent": {"account": hidden(DAN)},
                "relevantTypes": ["a:b"],
            }
        ]
        assert one["contextGroups"][0]["group"] == {"objectType": "Group", "member": both}


def test_agents_and_accounts_in_extensions_are_hidden_too() -> None:
    extensions = {
        "https://a.b/who": {"mbox": ADA["mbox"], "name": "Ada", "role": "coach"},
        "https://a.b/all": [BEN, {"homePage": "https://x.y", "name": "zo"}],
        "https://a.b/member/ada@example.org": "mailto:ada@example.org",
        "mailto:ada@example.org": 1,
    }
    changed = pseudonymised(statement(actor=ADA, result={"extensions": extensions}), RULES, KEY)
    name = hidden(ADA)["name"]
    assert changed["result"]["extensions"] == {
        "https://a.b/who": {"role": "coach", "account": hidden(ADA)},
        "https://a.b/all": [
            {"account": hidden(BEN)},
            hidden({"account": {"homePage": "https://x.y", "name": "zo"}}),
        ],
        f"https://a.b/member/{name}": f"urn:pseudonym:{name}",
        f"urn:pseudonym:{name}": 1,
    }


def test_identifiers_are_taken_out_of_free_texts() -> None:
    about = activity("users/benjamin.17/essay", name={"en": "By ADA@example.org"})
    result = {"response": "I am benjamin.17, not benjamin.170; see https://cleo.example.org/"}
    one = statement(
        actor=ADA,
        object=about,
        result=result,
        context={"instructor": BEN, "team": {"objectType": "Group", "member": [CLEO]}},
    )
    changed = pseudonymised(one, RULES, KEY)
    ada, ben, cleo = (hidden(who)["name"] for who in (ADA, BEN, CLEO))
    assert changed["object"]["id"] == f"https://example.org/users/{ben}/essay"
    assert changed["object"]["definition"]["name"] == {"en": f"By {ada}"}
    assert changed["result"]["response"] == f"I am {ben}, not benjamin.170; see {cleo}"


def test_short_names_of_accounts_are_no_words_to_be_replaced() -> None:
    two = {"account": {"homePage": "https://lms.example.org", "name": "2"}}
    changed = pseudonymised(statement(actor=two, result={"response": "2"}), RULES, KEY)
    assert changed["result"]["response"] == "2"
    assert changed["actor"] == {"account": hidden(two)}


def test_responses_extensions_and_attachments_go_as_the_rules_say() -> None:
    signature = attachment(b"s", usageType=SIGNATURE_USAGE, contentType="application/octet-stream")
    essay = attachment(b"e")
    extensions = {"https://a.b/c": 1, "https://a.b/d": 2}
    one = statement(
        result={"response": "x", "success": True, "extensions": extensions},
        object=activity("x", extensions=extensions),
        context={"extensions": extensions},
        attachments=[essay, signature],
    )
    rules = {"drop_responses": True, "drop_extensions": ["https://a.b/c"], **RULES}
    changed = pseudonymised(one, rules, KEY)
    left = {"https://a.b/d": 2}
    assert changed["result"] == {"success": True, "extensions": left}
    assert changed["object"]["definition"]["extensions"] == left
    assert changed["context"]["extensions"] == left
    assert "attachments" not in changed
    kept = pseudonymised(one, {**RULES, "keep_attachments": True}, KEY)
    assert kept["attachments"] == [essay], "a signature of something else is none"
    inner = {"objectType": "SubStatement", **statement(attachments=[essay, signature])}
    assert "attachments" not in pseudonymised(statement(object=inner), RULES, KEY)["object"]
    kept = pseudonymised(statement(object=inner), {**RULES, "keep_attachments": True}, KEY)
    assert kept["object"]["attachments"] == [essay]


def test_agents_differ_between_destinations_and_meet_within_one() -> None:
    one, two = (statement(actor=ADA), statement(actor=agent("ada"), context={"instructor": ADA}))
    first, second = (pseudonymised(each, RULES, KEY) for each in (one, two))
    assert first["actor"]["account"] == second["context"]["instructor"]["account"]
    assert pseudonymised(one, RULES, b"another")["actor"] != first["actor"]


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        ({}, "$.home_page"),
        ({"home_page": "study"}, "$.home_page"),
        ({**RULES, "drop_responses": 1}, "$.drop_responses"),
        ({**RULES, "drop_extensions": ["a:b", "c"]}, "$.drop_extensions[1]"),
        ({**RULES, "drop": True}, "$.drop"),
        ("no", "$"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(rules: Any, path: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_pseudonyms(rules)
    assert caught.value.path == path
