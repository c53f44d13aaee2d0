"""Sections 12 to 16: what a Statement may hold, authority, comparison, definitions."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from ..lrs.lms import HOME, LMS, activity, agent, new_id, reference, statement, verb

GROUP = {"objectType": "Group", "mbox": "mailto:team@example.org"}
PAIR = {"objectType": "Group", "member": [agent("app"), agent("user")]}
SUB = {"objectType": "SubStatement", **statement()}


def _with(path: str, value: Any) -> dict[str, Any]:
    """A statement with `value` at a dotted path."""
    sent = copy.deepcopy(statement())
    at = sent
    *steps, last = path.split(".")
    for step in steps:
        at = at.setdefault(step, {})
    at[last] = value
    return sent


def _refused(lms: LMS, *sent: dict[str, Any]) -> None:
    for one in sent:
        response = lms.posts(one)
        assert response.status_code == 400, one
        assert response.json["path"].startswith("$"), one
        assert response.json["rule"]
    assert lms.sees() == []


def _accepted(lms: LMS, *sent: dict[str, Any]) -> list[str]:
    return [lms.stores(one)[0] for one in sent]


def test_required_properties_are_required(lms: LMS) -> None:
    """12.1, 13.1: actor, verb, object."""
    _refused(
        lms,
        *({k: v for k, v in statement().items() if k != name} for name in statement()),
    )


def test_null_is_refused_but_in_extensions(lms: LMS) -> None:
    """12.1: null outside extensions."""
    paths = ("actor", "actor.name", "verb.display", "object.definition", "result", "context")
    _refused(lms, *(_with(path, None) for path in paths))
    _refused(lms, _with("result.score", {"raw": None}), _with("timestamp", None))
    _accepted(lms, _with("result.extensions", {"x:e": None}))


def test_types_and_cases_are_exact(lms: LMS) -> None:
    """12.1, 13.7, 13.14: wrong types, stringly numbers, wrong case of keys and values."""
    _refused(
        lms,
        _with("result.completion", "true"),
        _with("result.success", 1),
        _with("result.score", {"raw": "100"}),
        _with("result.response", 5),
        _with("verb.display", []),
        _with("actor", [agent()]),
        _with("attachments", {}),
        _with("object.objectType", "activity"),
        _with("actor.objectType", "agent"),
        _with("Result", {}),
        _with("actor.Name", "x"),
        _with("verb.ID", "x:y"),
        _with("object.definition", {"interactionType": "True-False"}),
    )


def test_unknown_properties_are_refused(lms: LMS) -> None:
    """12.1, 13.1: unknown keys anywhere but in extensions."""
    paths = ("extra", "actor.extra", "verb.extra", "object.extra", "result.extra", "context.extra")
    _refused(lms, *(_with(path, "x") for path in paths))


def test_a_key_twice_is_refused(lms: LMS) -> None:
    """12.2: the same key twice in one object."""
    body = json.dumps(statement()).replace('{"actor"', '{"verb": {"id": "x:y"}, "actor"', 1)
    headers: dict[str, str | None] = {"Content-Type": "application/json"}
    response = lms.asks("POST", "statements", body=body, headers=headers)
    assert (response.status_code, response.json["path"]) == (400, "$.verb")


def test_numbers_keep_their_precision(lms: LMS) -> None:
    """12.3: at least 32-bit float precision."""
    score = {"raw": 0.1234567890123456, "max": 1e20, "scaled": -0.333333333333}
    (one,) = _accepted(lms, _with("result.score", score))
    assert lms.gets(statementId=one).json["result"]["score"] == score


def test_values_the_suite_takes_for_invalid_are_refused(lms: LMS) -> None:
    """12.4, 12.7, 13.2, 13.21, 13.25: IRIs, mail addresses, tags, ids, durations, times of the wrong form."""
    for iri in ("ab=c://should.fail.com", "should.fail.com", "/x", "", "x", "http//x"):
        _refused(lms, _with("verb.id", iri), _with("object.id", iri))
    for mbox in ("mailto:should.fail.com", "http://should.fail.com", "ada@example.org", "mailto:"):
        _refused(lms, _with("actor", {"mbox": mbox}))
    for tag in ("a12345678", "something", "en_US", "", "en--US", "e"):
        _refused(lms, _with("verb.display", {tag: "x"}), _with("context.language", tag))
    for one in (new_id() + "0", new_id()[:-1] + "M", new_id().replace("-", ""), ""):
        _refused(lms, _with("id", one), _with("context.registration", one))
    for duration in ("PA1H0M0S", "P4W1D", "1H", "P", "PT", "P0003-01-29T04:35:59", "-PT1S"):
        _refused(lms, _with("result.duration", duration))
    for moment in (
        *("01/011/2015", "2015-01-01", "2015-01-01T00:00:00-00", "2015-13-01T00:00:00Z"),
        *("2015-01-01T00:00:00-0000", "2015-01-01T00:00:00-00:00", "2015-01-01T25:00:00Z", ""),
    ):
        _refused(lms, _with("timestamp", moment))


def test_agents_have_exactly_one_identifier(lms: LMS) -> None:
    """13.3, 13.5: one of mbox, mbox_sha1sum, openid, account."""
    account = {"homePage": "https://x.org", "name": "a"}
    known: list[dict[str, Any]] = [
        {"mbox": "mailto:a@x.org"},
        {"mbox_sha1sum": "0" * 40},
        {"openid": "https://x.org/a"},
        {"account": account},
    ]
    _accepted(lms, *(statement(actor={**one, "name": "A"}) for one in known))
    lms_empty = [statement(actor={**known[i], **known[j]}) for i in range(4) for j in range(i)]
    for sent in (
        *lms_empty,
        statement(actor={}),
        statement(actor={"name": "A"}),
        statement(actor={"account": {"name": "a"}}),
        statement(actor={"account": {"homePage": "https://x.org"}}),
        statement(actor={"account": {**account, "homePage": "x"}}),
        statement(actor={"account": {**account, "extra": 1}}),
        statement(actor={"mbox_sha1sum": "0" * 39}),
        statement(actor={"mbox_sha1sum": "g" * 40}),
        statement(actor={"openid": "a"}),
    ):
        assert lms.posts(sent).status_code == 400, sent


def test_groups_are_identified_or_have_members(lms: LMS) -> None:
    """13.4: identified Group, or anonymous with Agents as members."""
    _refused(
        lms,
        statement(actor={"mbox": GROUP["mbox"], "member": []}),
        statement(actor={"objectType": "Group"}),
        statement(actor={"objectType": "Group", "member": agent()}),
        statement(actor={"objectType": "Group", "member": [GROUP]}),
        statement(actor={**GROUP, "openid": "https://x.org"}),
        statement(actor={**GROUP, "member": [{"name": "nobody"}]}),
    )
    _accepted(
        lms,
        statement(actor=GROUP),
        statement(actor={**GROUP, "member": [agent("a"), agent("b")]}),
        statement(actor=PAIR),
        statement(object=GROUP),
    )


def test_objects_are_of_five_types(lms: LMS) -> None:
    """13.8, 13.12, 13.13: Activity (also without objectType), Agent, Group, StatementRef, SubStatement."""
    _accepted(
        lms,
        statement(object={"id": "x:y"}),
        statement(object=agent()),
        statement(object=reference(new_id())),
        statement(object=SUB),
    )
    for wrong in (
        {"objectType": "Thing", "id": "x:y"},
        {"mbox": "mailto:a@x.org"},
        {"objectType": "StatementRef", "id": "x"},
        {**reference(new_id()), "name": "x"},
        *({**SUB, name: value} for name, value in _NOT_IN_SUB.items()),
        {**SUB, "object": SUB},
        {**SUB, "verb": {}},
    ):
        assert lms.posts(statement(object=wrong)).status_code == 400, wrong


_NOT_IN_SUB = {
    "id": new_id(),
    "stored": "2026-01-01T00:00:00Z",
    "version": "1.0.0",
    "authority": agent(),
}


def test_definitions_are_checked(lms: LMS) -> None:
    """13.9, 13.10, 13.11: definition and interaction properties."""
    part = [{"id": "a", "description": {"en": "A"}}]
    fine: list[dict[str, Any]] = [
        {"type": "https://x.org/t", "moreInfo": "https://x.org/m", "extensions": {"x:e": []}},
        {"interactionType": "choice", "choices": part, "correctResponsesPattern": ["a"]},
        {"interactionType": "matching", "source": part, "target": part},
        {"interactionType": "long-fill-in", "correctResponsesPattern": ["x" * 50_000]},
        {},
    ]
    _accepted(lms, *(_with("object.definition", one) for one in fine))
    for wrong in (
        {"name": "x"},
        {"type": "t"},
        {"moreInfo": "m"},
        {"extensions": {"no iri": 1}},
        {"interactionType": "quiz"},
        {"choices": part},
        {"correctResponsesPattern": ["a"]},
        {"interactionType": "choice", "choices": [*part, *part]},
        {"interactionType": "choice", "choices": [{"description": {}}]},
        {"interactionType": "choice", "choices": ["a"]},
        {"interactionType": "choice", "correctResponsesPattern": "a"},
        {"interactionType": "likert", "scale": {"id": "a"}},
    ):
        assert lms.posts(_with("object.definition", wrong)).status_code == 400, wrong


def test_scores_are_within_their_bounds(lms: LMS) -> None:
    """13.15: scaled -1..1, raw between min and max, min < max."""
    _accepted(lms, _with("result.score", {"scaled": -1, "raw": 1, "min": 0, "max": 1}))
    for wrong in (
        {"scaled": 1.01},
        {"scaled": -1.01},
        {"raw": 2, "max": 1},
        {"raw": 0, "min": 1},
        {"min": 2, "max": 1},
        {"grade": 1},
    ):
        assert lms.posts(_with("result.score", wrong)).status_code == 400, wrong


def test_contexts_are_checked(lms: LMS) -> None:
    """13.16, 13.18: every property of the context."""
    _accepted(
        lms,
        _with("context", {"instructor": GROUP, "team": PAIR, "language": "fr-CA"}),
        _with("context", {"revision": "1", "platform": "p", "statement": reference(new_id())}),
        _with("context.contextActivities", {"parent": [], "other": activity()}),
    )
    for wrong in (
        {"team": agent()},
        {"instructor": {"name": "x"}},
        {"statement": {"id": new_id()}},
        {"contextActivities": {"cousin": activity()}},
        {"contextActivities": [activity()]},
        {"contextActivities": {"parent": agent()}},
        {"extensions": {"e": 1}},
        {"revision": 1},
    ):
        assert lms.posts(_with("context", wrong)).status_code == 400, wrong


def test_revision_and_platform_are_for_activities(lms: LMS) -> None:
    """13.17: only if the Object is an Activity, in SubStatements too."""
    for name in ("revision", "platform"):
        _refused(lms, statement(object=agent(), context={name: "x"}))
        inner = {**SUB, "object": agent(), "context": {name: "x"}}
        _refused(lms, statement(object=inner))


def _related(kind: str, **changed: Any) -> dict[str, Any]:
    whom = {"contextAgent": {"agent": agent()}, "contextGroup": {"group": PAIR}}[kind]
    entry = {"objectType": kind, **whom, "relevantTypes": ["https://x.org/t"], **changed}
    return {f"{kind}s": [entry]}


def test_context_agents_and_groups_are_new_in_2(older: LMS, newer: LMS) -> None:
    """13.19: contextAgents and contextGroups; unknown to 1.0.3."""
    for kind in ("contextAgent", "contextGroup"):
        fine = _related(kind)
        _refused(older, statement(context=fine))
        for wrong in (
            _related(kind, objectType=kind.lower()),
            _related(kind, relevantTypes=[]),
            _related(kind, relevantTypes=["t"]),
            _related(kind, agent=GROUP, group=agent()),
            _related(kind, extra=1),
        ):
            _refused(newer, statement(context=wrong))
            _refused(newer, statement(object={**SUB, "context": wrong}))
    _accepted(newer, statement(context={**_related("contextAgent"), **_related("contextGroup")}))


def test_extensions_are_never_judged(lms: LMS) -> None:
    """13.20: IRI keys, any values, kept as they are."""
    values = {"x:null": None, "x:empty": "", "x:object": {"a": [1, {}]}, "x:text": "é\u0000\n"}
    (one,) = _accepted(lms, _with("context.extensions", values))
    assert lms.gets(statementId=one).json["context"]["extensions"] == values


def test_times_are_returned_in_utc(lms: LMS) -> None:
    """13.22, 13.24: at least milliseconds, UTC."""
    times = {
        "2023-05-04T12:00:00-05:00": "2023-05-04T17:00:00Z",
        "2023-05-04T12:00:00.123456Z": "2023-05-04T12:00:00.123456Z",
        "2023-05-04T12:00:00.001+00:00": "2023-05-04T12:00:00.001Z",
        "2023-05-04T00:30:00+02:00": "2023-05-03T22:30:00Z",
        "2099-01-01T00:00:00Z": "2099-01-01T00:00:00Z",
    }
    for sent, returned in times.items():
        (one,) = _accepted(lms, _with("timestamp", sent))
        assert lms.gets(statementId=one).json["timestamp"] == returned


def test_what_is_missing_is_set(lms: LMS, version: str) -> None:
    """6.3, 13.22, 13.26, 14.1: id, timestamp, stored, version, authority."""
    found = lms.gets(statementId=lms.stores(statement())[0]).json
    assert found["timestamp"] == found["stored"]
    assert found["version"] == {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}[version]
    assert found["authority"]["account"]["homePage"] == HOME


def test_stored_is_always_ours(lms: LMS) -> None:
    """13.23: stored is set by the LRS, after what was sent was validated."""
    (one,) = _accepted(lms, statement(stored="2001-01-01T00:00:00Z"))
    assert not lms.gets(statementId=one).json["stored"].startswith("2001")
    assert lms.posts(statement(stored="yesterday")).status_code == 400


def test_durations_keep_their_digits(lms: LMS) -> None:
    """13.25: durations of one format, more than two decimals accepted."""
    for duration in ("P3Y1M29DT4H35M59.14S", "P4W", "PT0.12999S", "P1D"):
        (one,) = _accepted(lms, _with("result.duration", duration))
        assert lms.gets(statementId=one).json["result"]["duration"] == duration


def test_versions_of_statements(lms: LMS, version: str) -> None:
    """13.26: version 1.0, 1.0.x, under 2.0 also 2.0.x; kept as sent."""
    fine = ["1.0", "1.0.0", "1.0.9"] + ["2.0.0"] * (version == "2.0.0")
    for sent in fine:
        (one,) = _accepted(lms, statement(version=sent))
        assert lms.gets(statementId=one).json["version"] == sent
    for sent in ("0.9.9", "1.1.0", "x", "", "2.1.0", *(["2.0.0"] * (version == "1.0.3"))):
        assert lms.posts(statement(version=sent)).status_code == 400


def test_the_authority_follows_from_the_credentials(lms: LMS) -> None:
    """14.1, 14.2, 14.3: an Agent or an anonymous Group of two; overwritten by ours."""
    for sent in (agent("impostor"), PAIR):
        (one,) = _accepted(lms, statement(authority=sent))
        assert lms.gets(statementId=one).json["authority"]["account"]["name"] == "lms"
    for wrong in (
        {**PAIR, "member": PAIR["member"][:1]},
        {**PAIR, "member": [*PAIR["member"], agent("third")]},
        {**PAIR, "mbox": "mailto:x@x.org"},
        {"name": "nobody"},
    ):
        assert lms.posts(statement(authority=wrong)).status_code == 400, wrong


def test_equal_statements_are_equal(lms: LMS) -> None:
    """15.1, 15.2, 15.3: what is ignored when Statements are compared."""
    one = new_id()
    members = [agent("a"), agent("b")]
    sent = statement(
        id=one,
        actor={"objectType": "Group", "member": members},
        object=activity("u", name={"en": "U"}),
        result={"duration": "PT1.239S"},
        context={"contextActivities": {"parent": activity("p")}},
        timestamp="2026-01-01T12:00:00Z",
    )
    lms.stores(sent)
    for same in (
        {"actor": {"objectType": "Group", "member": members[::-1]}},
        {"object": activity("u", name={"fr": "V"})},
        {"verb": {**verb(), "display": {"en": "did"}}},
        {"result": {"duration": "PT1.23S"}},
        {"context": {"contextActivities": {"parent": [activity("p")]}}},
        {"timestamp": "2026-01-01T14:00:00+02:00"},
        {"stored": "2001-01-01T00:00:00Z", "authority": agent("x"), "version": "1.0.7"},
    ):
        assert lms.posts({**sent, **same}).status_code == 200, same
    for different in (
        {"actor": agent()},
        {"verb": verb("passed")},
        {"object": activity("v")},
        {"result": {"duration": "PT1.24S"}},
        {"result": {"duration": "PT1.239S", "success": True}},
        {"context": {"contextActivities": {"parent": [activity("q")]}}},
    ):
        assert lms.posts({**sent, **different}).status_code == 409, different


@pytest.mark.parametrize("place", ["object", "context"])
def test_later_definitions_are_taken_over(lms: LMS, place: str) -> None:
    """16.1, 16.2: definitions are merged; correct responses are not changed."""
    first = {"interactionType": "fill-in", "correctResponsesPattern": ["a"], "name": {"en": "U"}}
    second = {**first, "correctResponsesPattern": ["b"], "name": {"fr": "V"}}
    for definition in (first, second):
        unit = activity("u", **definition)
        in_context = {"contextActivities": {"parent": unit}}
        lms.stores(statement(object=unit) if place == "object" else statement(context=in_context))
    found = lms.asks("GET", "activities", {"activityId": activity("u")["id"]}).json["definition"]
    assert found == {**first, "name": {"en": "U", "fr": "V"}}
