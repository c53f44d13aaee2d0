"""Statements on their way in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from collectif.lrs import Invalid
from collectif.lrs.ops import drafts
from collectif.lrs.ops.drafts import Draft
from collectif.lrs.spec.strict_json import split_array

from ..lms import JSON, agent, attachment, new_id, statement
from ..spec.strategies import statements, whole_statements

AUTHORITY = agent("authority")
NOON = 1_767_268_800_000_000


def _completed(raw: str, **options: Any) -> tuple[str, JSON]:
    batch = drafts.check(split_array(raw.encode()), version="2.0.0", **options)
    completed = drafts.complete(batch.drafts[0], AUTHORITY, "2.0.0")
    text = completed.text_at(NOON)
    assert json.loads(text) == completed.at(NOON)
    return text, json.loads(text)


def test_what_the_lrs_does_not_set_stays_byte_for_byte() -> None:
    actor = '{ "mbox" : "mailto:\\u0061da@example.org" }'
    result = '{"score" : {"raw": 1.50, "max":1e1},"response":"\\u00e9\\/"}'
    sent = statement()
    raw, _ = _completed(
        f'{{"actor":{actor},"result":{result},'
        f'"verb":{json.dumps(sent["verb"])},"object":{json.dumps(sent["object"])}}}'
    )
    assert actor in raw
    assert result in raw


def test_large_numbers_keep_their_digits() -> None:
    number = "123456789012345678901234567890"
    raw, _ = _completed(
        json.dumps(statement(result={"extensions": {"http://x.org/n": 0}})).replace(
            '"http://x.org/n": 0', f'"http://x.org/n": {number}'
        )
    )
    assert number in raw


def test_context_activities_become_arrays_and_times_utc() -> None:
    sent = statement(
        context={"contextActivities": {"parent": {"id": "https://x.org/p"}}, "platform": "P"},
        timestamp="2026-01-01T12:00:00+02:00",
    )
    _, completed = _completed(json.dumps(sent))
    assert completed["context"]["contextActivities"]["parent"] == [{"id": "https://x.org/p"}]
    assert completed["context"]["platform"] == "P"
    assert completed["timestamp"] == "2026-01-01T10:00:00Z"


def test_what_is_missing_is_filled_in() -> None:
    _, completed = _completed(json.dumps(statement()))
    assert completed["stored"] == completed["timestamp"] == "2026-01-01T12:00:00.000000Z"
    assert completed["authority"] == AUTHORITY
    assert completed["version"] == "2.0.0"
    assert len(completed["id"]) == 36


def test_stored_and_authority_are_ours_whatever_was_sent() -> None:
    sent = statement(stored="2020-01-01T00:00:00Z", authority=agent("impostor"))
    _, completed = _completed(json.dumps(sent))
    assert completed["stored"].startswith("2026")
    assert completed["authority"] == AUTHORITY


@given(statements())
@whole_statements
def test_every_valid_statement_is_kept_as_it_was_but_for_what_the_lrs_sets(sent: JSON) -> None:
    draft = Draft(new_id(), chosen=False, statement=sent, raw=json.dumps(sent).encode())
    kept = json.loads(drafts.complete(draft, AUTHORITY, "2.0.0").text_at(NOON))
    for name in ("actor", "verb", "result", "attachments"):
        assert kept.get(name) == sent.get(name)
    assert kept.keys() - sent.keys() <= {"id", "timestamp", "stored", "authority", "version"}


def test_the_same_id_twice_in_a_batch_is_refused_at_the_second() -> None:
    one = new_id()
    batch = [statement(id=one), statement(id=new_id()), statement(id=one.upper())]
    with pytest.raises(Invalid) as refused:
        drafts.check(split_array(json.dumps(batch).encode()), version="1.0.3")
    assert refused.value.path == "$[2].id"


def test_the_id_of_a_put_is_filled_in_and_has_to_agree() -> None:
    wanted = new_id()
    raw = json.dumps(statement()).encode()
    batch = drafts.check(split_array(raw), version="1.0.3", single=True, wanted_id=wanted)
    assert batch.drafts[0].id == wanted
    raw = json.dumps(statement(id=new_id())).encode()
    with pytest.raises(Invalid) as refused:
        drafts.check(split_array(raw), version="1.0.3", single=True, wanted_id=wanted)
    assert refused.value.path == "$.id"


def test_ids_are_told_as_they_were_sent_and_kept_in_lower_case() -> None:
    one = new_id().upper()
    batch = drafts.check(split_array(json.dumps([statement(id=one)]).encode()), version="1.0.3")
    assert drafts.sent_ids(batch) == [one]
    assert batch.drafts[0].id == one.lower()


def test_paths_of_a_batch_begin_with_the_place_in_it() -> None:
    batch = [statement(), statement(actor={"mbox": "nobody"})]
    with pytest.raises(Invalid) as refused:
        drafts.check(split_array(json.dumps(batch).encode()), version="1.0.3")
    assert refused.value.path == "$[1].actor.mbox"


def test_an_attachment_without_data_is_refused() -> None:
    sent = statement(attachments=[attachment(b"proof")])
    with pytest.raises(Invalid) as refused:
        drafts.check([(json.dumps(sent).encode(), sent)], version="1.0.3", single=True)
    assert refused.value.path == "$.attachments[0]"
