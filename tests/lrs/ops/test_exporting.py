"""Export and import: out and in again gives the same store, but for when it was stored."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collectif.lrs import Database, Imported, StatementFilter
from tests.lrs.lms import JSON, activity, agent, attachment, new_id, reference, statement, voiding

from .kept import Kept, keep, owner


@pytest.fixture
def kept(database: Database) -> Kept:
    return keep(database)


def lines(kept: Kept, where: StatementFilter | None = None, **options: Any) -> list[str]:
    exported = kept.upkeep.export(where or StatementFilter(), **options)
    return [one.text for portion in exported for one in portion]


def imports(kept: Kept, texts: list[str | bytes] | list[str], **options: Any) -> Imported:
    """Import lines, and add up what became of them."""
    raw = [text.encode() if isinstance(text, str) else text for text in texts]
    total = Imported(0, 0, 0, ())
    for one in kept.upkeep.import_lines(raw, owner("importer"), **options):
        total = Imported(
            total.lines + one.lines,
            total.stored + one.stored,
            total.known + one.known,
            total.refused + one.refused,
        )
    return total


def without(text: str, *names: str) -> JSON:
    return {name: value for name, value in json.loads(text).items() if name not in names}


def some(kept: Kept) -> list[str]:
    """A store with a bit of everything; ids in stored order."""
    target = new_id()
    return kept.records(
        statement(id=target, timestamp="2024-05-06T07:08:09.123Z"),
        statement(actor=agent("ben"), object=activity("b")),
        voiding(target, actor=agent("ben")),
        statement(object=reference(target)),
        statement(result={"response": "ligne 1\nligne 2 é \u2028"}),
        statement(context={"registration": new_id().upper()}),
        by=owner("the source"),
    )


def emptied(kept: Kept) -> Kept:
    with kept.database.writing() as connection:
        for table in (
            "statements",
            "references",
            "targets",
            "actors",
            "actor_names",
            "attachments",
            "statement_attachments",
        ):
            connection.exec_driver_sql(f"DELETE FROM lrs_{table}")
    return keep(kept.database)


def test_the_export_is_the_very_text_in_stored_order(kept: Kept) -> None:
    ids = some(kept)
    found = lines(kept)
    assert [json.loads(text)["id"] for text in found] == ids[1:], "the voided one is left out"
    assert found == [raw for _, voided, raw in kept.raw() if not voided]
    assert all("\n" not in text for text in found)
    assert len(lines(kept, voided=True)) == 6


def test_filters_choose_as_those_of_a_request_do(kept: Kept) -> None:
    ids = some(kept)
    ben = StatementFilter(agent="mbox|mailto:ben@example.org")
    assert [json.loads(text)["id"] for text in lines(kept, ben)] == [ids[1], ids[2]]
    both = StatementFilter(agent="mbox|mailto:ben@example.org", activity=activity("b")["id"])
    assert [json.loads(text)["id"] for text in lines(kept, both)] == [ids[1]]
    stored = [row[0] for row in kept.raw()]
    between = StatementFilter(since=stored[1], until=stored[3])
    assert [json.loads(text)["id"] for text in lines(kept, between)] == ids[2:4]
    assert len(lines(kept, StatementFilter(after=stored[4]))) == 1


def test_an_export_of_many_goes_by_portions_and_leaves_out_what_comes_meanwhile(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.lrs.ops.exporting._PORTION", 4)
    ids = kept.records(*(statement() for _ in range(10)))
    found: list[str] = []
    for portion in kept.upkeep.export(StatementFilter()):
        found += [json.loads(one.text)["id"] for one in portion]
        kept.records(statement())
    assert found == ids


def test_out_and_in_again_is_the_same_but_for_when_it_was_stored_and_by_whom(kept: Kept) -> None:
    some(kept)
    out = lines(kept, voided=True)
    fresh = emptied(kept)
    assert imports(fresh, out) == Imported(6, 6, 0, ())
    again = lines(fresh, voided=True)
    for was, now in zip(out, again, strict=True):
        assert without(was, "stored", "authority") == without(now, "stored", "authority")
        assert json.loads(now)["authority"]["account"]["name"] == "importer"
    assert [row[1] for row in fresh.raw()] == [True, *[False] * 5]


def test_a_trusted_file_keeps_its_authorities(kept: Kept) -> None:
    some(kept)
    out = lines(kept, voided=True)
    fresh = emptied(kept)
    imports(fresh, out, trusted=True)
    again = lines(fresh, voided=True)
    assert [without(text, "stored") for text in again] == [without(text, "stored") for text in out]
    with fresh.database.reading() as connection:
        found = fresh.recorder.find(
            connection,
            StatementFilter(
                agent=f"account|{owner().authority['account']['homePage']}|the source",
                related_agents=True,
            ),
        )
    assert len(found) == 5


def test_an_import_that_is_started_again_skips_what_is_here(kept: Kept) -> None:
    some(kept)
    out = lines(kept, voided=True)
    fresh = emptied(kept)
    imports(fresh, out[:3])
    assert imports(fresh, ["", *out, "  \n"]) == Imported(8, 3, 3, ())
    assert imports(fresh, out) == Imported(6, 0, 6, ())
    without_id = json.dumps(statement())
    assert imports(fresh, [without_id]).stored == 1
    assert imports(fresh, [without_id]) == Imported(1, 0, 1, ())


def test_what_is_refused_is_named_with_line_path_and_reason_and_holds_up_no_other(
    kept: Kept,
) -> None:
    known = statement(id=new_id())
    kept.records(known)
    texts = [
        json.dumps(statement()),
        '{"actor": ',
        json.dumps(statement(verb={"id": "nothing"})),
        json.dumps({**known, "object": activity("else")}),
        b'{"a": "\xff"}',
        "[1]",
        json.dumps(statement(attachments=[attachment(b"lost")])),
        json.dumps(statement(actor=agent("ben"))),
    ]
    done = imports(kept, texts)
    assert (done.lines, done.stored, done.known) == (8, 2, 0)
    assert [(one.line, one.path) for one in done.refused] == [
        (2, "$"),
        (3, "$.verb.id"),
        (4, "$.id"),
        (5, "$"),
        (6, "$"),
        (7, "$.attachments[0]"),
    ]
    assert all(one.reason and one.text for one in done.refused)
    assert "another statement" in done.refused[2].reason


def test_one_id_twice_in_a_file_is_one_statement_or_a_contradiction(kept: Kept) -> None:
    one = statement(id=new_id())
    texts = [json.dumps(one), json.dumps(one), json.dumps({**one, "actor": agent("ben")})]
    done = imports(kept, texts)
    assert (done.stored, done.known) == (1, 1)
    assert [refused.line for refused in done.refused] == [3]


def test_attachments_come_along(kept: Kept) -> None:
    content = b"the data"
    sent = statement(attachments=[attachment(content)])
    assert imports(kept, [json.dumps(sent)], content=lambda _sha2: content).stored == 1
    (portion,) = kept.upkeep.export(StatementFilter())
    (sha2,) = portion[0].attachments
    assert kept.upkeep.attachment(sha2) == content
    wrong = imports(kept, [json.dumps(sent)], content=lambda _sha2: b"other")
    assert [one.path for one in wrong.refused] == ["part[1].X-Experience-API-Hash"]


def test_a_statement_of_either_version_is_taken(kept: Kept) -> None:
    context = {"contextAgents": [{"objectType": "contextAgent", "agent": agent("c")}]}
    texts = [
        json.dumps(statement(version="2.0.0", context=context)),
        json.dumps(statement(version="1.0.2")),
        json.dumps(statement()),
    ]
    assert imports(kept, texts).stored == 3
    assert [one.statement["version"] for one in kept.all()] == ["2.0.0", "1.0.2", "1.0.0"]
