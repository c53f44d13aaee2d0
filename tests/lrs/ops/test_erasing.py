"""Erasing a person: nothing in any table tells them any more, and the others' facts remain."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from collectif.lrs import Counts, Database, Retention, StatementFilter
from collectif.lrs.forwarding.selection import passes
from collectif.lrs.ops.recording import authority_key
from collectif.lrs.store import activities, destinations, isolated
from collectif.lrs.store.destinations import Charter
from collectif.lrs.store.migrations import HISTORY
from collectif.lrs.store.schema import metadata
from tests.lrs.lms import (
    HOME,
    JSON,
    activity,
    agent,
    attachment,
    multipart,
    new_id,
    reference,
    statement,
    verb,
    voiding,
)
from tests.lrs.peers import Time, forwarder, made

from .kept import ANNA, Kept, group, keep, owner, ran

NOBODY = {"homePage": HOME, "name": "anonymous"}


@pytest.fixture
def kept(database: Database) -> Kept:
    return keep(database)


def anna(**changed: Any) -> JSON:
    return statement(actor={**agent("anna"), "name": "Anna Arendt"}, **changed)


def bens(**changed: Any) -> JSON:
    return statement(actor=agent("ben"), **changed)


def posts(kept: Kept, statements: Any, *contents: bytes) -> list[str]:
    """Post statements with their data, as a client does."""
    with kept.database.writing() as connection:
        made = kept.recorder.create_credentials(connection, "poster", frozenset({"all"}))
    body, content_type = multipart(statements, contents)
    answer = kept.app.test_client().post(
        "/xapi/statements",
        data=body,
        content_type=content_type,
        auth=(made.key, made.secret),
        headers={"X-Experience-API-Version": "1.0.3"},
    )
    assert answer.status_code == 200, answer.text
    found: list[str] = answer.json
    return found


def found_by(kept: Kept, identifier: str, **options: Any) -> list[str]:
    where = StatementFilter(agent=identifier, ascending=True, **options)
    with kept.database.reading() as connection:
        return [one.id for one in kept.recorder.find(connection, where)]


def only(kept: Kept) -> JSON:
    (one,) = kept.all()
    return dict(one.statement)


def erases(kept: Kept, *identifiers: str, **options: Any) -> tuple[Counts, list[str]]:
    return ran(kept.upkeep.erase(identifiers or (ANNA,), who="The officer", **options))


def a_life(kept: Kept) -> list[str]:
    """A store in which Anna is everywhere a person can be; ids of what is about her alone."""
    mine = [new_id() for _ in range(5)]
    comment = new_id()
    kept.records(
        anna(id=mine[0]),
        anna(id=mine[1], object=activity("other")),
        bens(id=mine[2], object=agent("anna")),
        statement(id=mine[3], actor=group("anna")),
        {**statement(id=mine[4]), "actor": {**group("carl"), "mbox": "mailto:anna@example.org"}},
        statement(id=comment, actor=group("anna", "ben")),
        bens(context={"instructor": {**agent("anna"), "name": "Anna Arendt"}}),
        bens(context={"team": group("anna", "carl")}),
        bens(object={"objectType": "SubStatement", **anna(object=activity("planned"))}),
        bens(result={"response": "Write to Anna@Example.org, please", "success": True}),
        bens(object=reference(mine[0])),
        bens(object=reference(comment)),
        bens(),
    )
    kept.records(
        bens(context={"extensions": {"https://x.org/who": {"mbox": "mailto:anna@example.org"}}}),
        bens(object=activity("b")),
        by=owner("anna@example.org"),
    )
    with kept.database.writing() as connection:
        put = kept.recorder.put_state
        put(connection, "https://example.org/a", agent("anna"), "s", b'"anna@example.org"')
        put(connection, "https://example.org/a", agent("ben"), "s", b'"ben"')
        create = kept.recorder.create_credentials
        create(connection, "of anna@example.org", frozenset({"all"}), agent("anna"))
        create(connection, "an LMS", frozenset({"all"}), key="anna@example.org")
        create(connection, "another", frozenset({"all"}))
    return mine


def test_nothing_in_any_table_tells_the_person_any_more(kept: Kept) -> None:
    mine = a_life(kept)
    before = kept.count("lrs_statements")
    assert kept.places_of("anna@example.org")
    counts, ids = erases(kept)
    assert (
        kept.places_of("anna@", "arendt", hashlib.sha1(b"mailto:anna@example.org").hexdigest())
        == []
    )
    assert set(mine) <= set(ids)
    assert not set(mine) & {one.id for one in kept.all()}
    assert counts.statements == len(mine)
    assert kept.count("lrs_statements") == before - counts.statements
    assert counts == Counts(statements=5, mentions=7, documents=1, actors=2, credentials=2)


def test_the_dry_run_counts_what_the_real_run_does_and_changes_nothing(kept: Kept) -> None:
    a_life(kept)
    posts(
        kept,
        [anna(attachments=[attachment(b"hers")]), bens(attachments=[attachment(b"both")])],
        b"hers",
        b"both",
    )
    posts(kept, [anna(attachments=[attachment(b"both")])], b"both")
    raw, references = kept.raw(), kept.references()
    told, foretold_ids = erases(kept, dry_run=True)
    assert (kept.raw(), kept.references()) == (raw, references)
    assert kept.count("lrs_audit") == 0
    done, ids = erases(kept)
    assert done == told
    assert sorted(ids) == sorted(foretold_ids)
    assert done.attachments == 1
    assert kept.count("lrs_attachments") == 1
    assert erases(kept)[0] == Counts(), "a second time there is nothing left to do"


@pytest.mark.parametrize(
    ("context", "where"),
    [
        ({"instructor": agent("anna")}, ("instructor",)),
        ({"team": group("anna", "carl")}, ("team", "member", 0)),
        (
            {"contextAgents": [{"objectType": "contextAgent", "agent": agent("anna")}]},
            ("contextAgents", 0, "agent"),
        ),
        (
            {"contextGroups": [{"objectType": "contextGroup", "group": group("anna")}]},
            ("contextGroups", 0, "group", "member", 0),
        ),
    ],
)
def test_a_mention_becomes_nobody_and_the_other_facts_remain(
    kept: Kept, context: JSON, where: tuple[Any, ...]
) -> None:
    sent = bens(
        id=new_id(),
        context={**context, "registration": new_id()},
        result={"score": {"scaled": 0.5}},
        version="2.0.0",
    )
    with kept.database.writing() as connection:
        keeper = kept.recorder
        keeper._version = "2.0.0"
        keeper.record(connection, [sent], owner())
    before = only(kept)
    erases(kept)
    after = only(kept)
    found: Any = after["context"]
    for step in where:
        found = found[step]
    assert found == {"objectType": "Agent", "account": NOBODY}
    for name in (
        "id",
        "actor",
        "verb",
        "object",
        "result",
        "stored",
        "timestamp",
        "authority",
        "version",
    ):
        assert after[name] == before[name], name
    assert after["context"]["registration"] == sent["context"]["registration"]
    assert kept.witness.changed_ids == [sent["id"]]
    assert found_by(kept, f"account|{HOME}|anonymous", related_agents=True) == [sent["id"]]
    assert found_by(kept, "mbox|mailto:ben@example.org") == [sent["id"]]


def test_what_did_not_change_stays_byte_for_byte(kept: Kept) -> None:
    body = (
        b'{"actor": {"mbox":"mailto:ben@example.org"}, "verb": {"id":"http://adlnet.gov/expapi/verbs/answered"},'
        b' "object": {"id":"https://example.org/a"}, "result": {"score":{"raw" : 1.50, "max":1e2}},'
        b' "context": {"instructor":{"mbox":"mailto:anna@example.org"}}}'
    )
    posts(kept, json.loads(body))
    client_text = kept.raw()[0][2]
    erases(kept)
    after = kept.raw()[0][2]
    assert after != client_text
    assert client_text.split('"context"')[0] == after.split('"context"')[0]


def test_a_group_keeps_its_other_members_and_goes_with_its_last(kept: Kept) -> None:
    both, alone = kept.records(
        statement(actor=group("anna", "ben")), statement(actor=group("anna"))
    )
    counts, ids = erases(kept)
    assert (counts.statements, counts.mentions) == (1, 1)
    one = only(kept)
    assert one["id"] == both
    assert one["actor"]["member"] == [{"objectType": "Agent", "account": NOBODY}, agent("ben")]
    assert alone in ids
    assert found_by(kept, "mbox|mailto:ben@example.org") == [both]


# -- statements about statements -------------------------------------------------------------


def test_who_spoke_of_a_removed_statement_is_not_found_by_it_any_more(kept: Kept) -> None:
    first, chain = new_id(), new_id()
    kept.records(
        anna(id=first, object=activity("hers")),
        bens(id=chain, object=reference(first)),
        bens(object=reference(chain)),
    )
    assert len(found_by(kept, ANNA)) == 3
    erases(kept)
    assert found_by(kept, ANNA) == []
    fresh = keep(kept.database)
    assert len(fresh.all()) == 2
    stored = {one.stored for one in kept.all()}
    assert {row[1] for row in kept.references()} == stored
    assert {row[2] for row in kept.references()} <= stored | {0}


def test_a_chain_broken_in_its_middle_is_broken(kept: Kept) -> None:
    end, middle = new_id(), new_id()
    kept.records(
        bens(id=end), anna(id=middle, object=reference(end)), statement(object=reference(middle))
    )
    assert len(found_by(kept, "mbox|mailto:ben@example.org")) == 3
    erases(kept)
    assert found_by(kept, "mbox|mailto:ben@example.org") == [end]


def test_who_targets_a_rewritten_statement_is_found_by_what_it_says_now(kept: Kept) -> None:
    first = new_id()
    follower = kept.records(
        bens(id=first, context={"instructor": agent("anna")}), statement(object=reference(first))
    )[1]
    erases(kept)
    assert found_by(kept, ANNA, related_agents=True) == []
    nobody = found_by(kept, f"account|{HOME}|anonymous", related_agents=True)
    assert nobody == [first, follower]


def test_what_the_person_voided_stays_voided(kept: Kept) -> None:
    target, own, absent = new_id(), new_id(), new_id()
    kept.records(bens(id=target), anna(id=own))
    kept.records(*(voiding(one, actor=agent("anna")) for one in (target, own, absent)))
    told, _ = erases(kept, dry_run=True)
    counts, _ = erases(kept)
    assert counts == told
    assert counts.statements == 3, "hers, and what voids hers or nothing"
    assert kept.places_of("anna@") == []
    assert [one.statement["actor"].get("account") for one in kept.all()] == [NOBODY]
    assert kept.count("lrs_statements") == 2


def test_what_voids_a_removed_statement_stays_and_voids_it_should_it_come_again(kept: Kept) -> None:
    sent = anna(id=new_id())
    kept.records(sent)
    kept.records(voiding(sent["id"], actor=agent("ben")))
    erases(kept)
    assert len(kept.all()) == 1
    kept.records(sent)
    assert [one.statement["verb"]["id"] for one in kept.all()] == [
        "http://adlnet.gov/expapi/verbs/voided"
    ]


def test_a_voided_statement_of_the_person_goes_as_well(kept: Kept) -> None:
    sent = anna(id=new_id())
    kept.records(sent)
    kept.records(voiding(sent["id"], actor=agent("ben")))
    counts, ids = erases(kept)
    assert counts.statements == 1
    assert ids == [sent["id"]]
    assert kept.witness.erased_ids == [], "nobody folded it any more"


# -- who is who ------------------------------------------------------------------------------


def test_the_hash_and_other_spellings_of_an_address_are_the_same_person(kept: Kept) -> None:
    digest = hashlib.sha1(b"mailto:anna@example.org").hexdigest()
    kept.records(
        statement(actor={"mbox_sha1sum": digest.upper()}),
        statement(actor={"mbox": "mailto:Anna@Example.org"}),
        statement(actor={"account": {"homePage": "https://lms.org", "name": "anna@example.org"}}),
        statement(actor=agent("hanna")),
        statement(actor={"mbox": "mailto:anna@example.org.uk"}),
    )
    counts, _ = erases(kept)
    assert counts.statements == 3
    assert counts.mentions == 0
    assert [one.statement["actor"]["mbox"] for one in kept.all()] == [
        "mailto:hanna@example.org",
        "mailto:anna@example.org.uk",
    ]


def test_a_short_account_name_tells_nobody_by_itself(kept: Kept) -> None:
    account = {"homePage": "https://lms.org", "name": "4711"}
    kept.records(
        statement(actor={"account": account}),
        statement(actor={"account": {**account, "homePage": "https://other.org"}}),
        bens(result={"response": "4711"}, context={"extensions": {"https://x.org/e": account}}),
    )
    counts, _ = erases(kept, "account|https://lms.org|4711")
    assert (counts.statements, counts.mentions) == (1, 0)


def test_the_store_s_nobody_cannot_be_erased(kept: Kept) -> None:
    with pytest.raises(ValueError, match="nobody"):
        kept.upkeep.erase([f"account|{HOME}|anonymous"], who="x")
    with pytest.raises(ValueError, match="nobody"):
        kept.upkeep.erase([], who="x")


def test_the_person_may_come_back(kept: Kept) -> None:
    kept.records(anna())
    erases(kept)
    kept.records(anna())
    assert len(found_by(kept, ANNA)) == 1
    assert kept.count("lrs_actor_names") == 1


# -- portions, audit, listener ---------------------------------------------------------------


def test_a_run_that_was_stopped_goes_on(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectif.lrs.ops.erasing.PORTION", 10)
    kept.records(*(anna() for _ in range(35)))
    told, _ = erases(kept, dry_run=True)
    steps = kept.upkeep.erase([ANNA], who="The officer", detail="No. 7")
    first = next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert first.counts.statements == 10
    assert kept.count("lrs_statements") == 25
    (entry,) = audit(kept)
    assert (entry.counts.statements, entry.finished) == (10, None)
    rest, _ = erases(kept, entry=first.entry)
    assert first.counts + rest == told
    (entry,) = audit(kept)
    assert entry.counts == told
    assert entry.finished is not None


def audit(kept: Kept) -> Any:
    with kept.database.reading() as connection:
        return kept.upkeep.audit(connection)


def test_the_audit_says_who_did_what_and_not_to_whom(kept: Kept) -> None:
    kept.records(anna())
    counts, _ = erases(kept, detail="asked by anna@example.org, file 12")
    (entry,) = audit(kept)
    assert entry.action == "erase"
    assert entry.who == "The officer"
    assert entry.detail == "asked by anonymous, file 12"
    assert entry.counts == counts
    assert entry.started <= entry.finished


def test_earlier_entries_of_the_audit_lose_the_person_too(kept: Kept) -> None:
    short = "account|https://lms.org|anna"
    for detail in (f"--activity https://x.org/{ANNA[12:]}", f"for {short}", "for account|x:|anna"):
        ran(kept.upkeep.retain(Retention(before=1), who=detail, detail=detail))
    erases(kept, ANNA, short)
    left = [one.detail for one in audit(kept)][:0:-1]
    nobody = f"account|{HOME}|anonymous"
    assert left == ["--activity https://x.org/anonymous", f"for {nobody}", "for account|x:|anna"]
    assert kept.places_of("anna@", short) == []


def test_the_listener_hears_of_it_in_the_same_transaction(kept: Kept) -> None:
    mine = a_life(kept)
    erases(kept)
    assert set(kept.witness.erased_ids) == set(mine)
    assert ANNA in kept.witness.gone
    assert kept.witness.here == {one.id for one in kept.all()}


def test_what_activities_verbs_and_documents_are_called_tells_nobody(kept: Kept) -> None:
    page = activity("people/anna@example.org", name={"en": "Page of anna@example.org"})
    shown = {**verb("met"), "display": {"en": "met anna@example.org"}}
    kept.records(bens(object=page), bens(verb=shown))
    with kept.database.writing() as connection:
        put = kept.recorder.put_state
        put(connection, "https://example.org/a", agent("ben"), "of anna@example.org", b"1")
        put(connection, page["id"], agent("ben"), "s", b"1")
    assert kept.places_of("anna@")
    told, _ = erases(kept, dry_run=True)
    counts, _ = erases(kept)
    assert counts == told == Counts(mentions=2, documents=2)
    assert kept.places_of("anna@") == []
    with kept.database.reading() as connection:
        name = "https://example.org/people/anonymous"
        assert activities.definition(connection, name) == '{"name":{"en":"Page of anonymous"}}'
        where = StatementFilter(activity=name)
        assert len(kept.recorder.find(connection, where)) == 1


def test_files_of_attachments_go_when_nobody_carries_them(
    database: Database, tmp_path: Path
) -> None:
    kept = keep(database, attachments_folder=tmp_path / "files")
    hers, both = attachment(b"hers"), attachment(b"both")
    posts(kept, [anna(attachments=[hers, both]), bens(attachments=[both])], b"hers", b"both")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        hers["sha2"],
        both["sha2"],
    }
    counts, _ = erases(kept)
    assert counts.attachments == 1
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {both["sha2"]}


def test_a_listener_that_fails_undoes_its_portion(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.records(anna())

    def fails(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(kept.witness, "erased", fails)
    with pytest.raises(ZeroDivisionError):
        erases(kept)
    assert len(kept.all()) == 1
    assert found_by(kept, ANNA)


def test_keys_speak_on_in_nobody_s_name_or_end(kept: Kept) -> None:
    a_life(kept)
    erases(kept)
    with kept.database.reading() as connection:
        left = {one.name: one.authority for one in kept.recorder.list_credentials(connection)}
    assert left["of anonymous"] == {"objectType": "Agent", "account": NOBODY}
    assert "an LMS" not in left, "its very key was the address"
    assert "another" in left


def test_a_signature_of_a_rewritten_statement_goes_since_it_holds_a_copy(kept: Kept) -> None:
    one = bens(context={"instructor": agent("anna")})
    usage = "http://adlnet.gov/expapi/attachments/signature"
    claim = attachment(
        b"x", usageType=usage, contentType="application/octet-stream", fileUrl="https://x.org/s"
    )
    kept.records({**one, "attachments": [claim, attachment(b"y", fileUrl="https://x.org/y")]})
    erases(kept)
    assert [one["fileUrl"] for one in only(kept)["attachments"]] == ["https://x.org/y"]


def test_the_pages_of_the_file_hold_nothing_of_it_either(tmp_path: Path) -> None:
    """In a file of its own: one that other tests wrote in holds what they left in its pages."""
    file = tmp_path / "alone.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    database = Database(engine)
    with database.writing() as connection:
        HISTORY.upgrade(connection)
    kept = keep(database)
    kept.records(*(anna(result={"response": f"{number} {'x' * 3000}"}) for number in range(50)))
    assert b"anna@example.org" in file.read_bytes() + Path(f"{file}-wal").read_bytes()
    erases(kept)
    assert b"anna@example.org" not in file.read_bytes()
    engine.dispose()


def test_an_lms_still_finds_everything_else(kept: Kept) -> None:
    a_life(kept)
    erases(kept)
    with kept.database.writing() as connection:
        made = kept.recorder.create_credentials(connection, "reader", frozenset({"all/read"}))
    answer = kept.app.test_client().get(
        "/xapi/statements",
        auth=(made.key, made.secret),
        headers={"X-Experience-API-Version": "1.0.3"},
    )
    assert len(answer.json["statements"]) == len(kept.all()) == 10


def test_what_was_set_aside_while_forwarding_goes_and_its_reasons_tell_nobody(kept: Kept) -> None:
    kept.records(anna(), bens())
    theirs, others = [one.stored for one in kept.all()]
    with kept.database.writing() as connection:
        number = destination(connection)
        for stored in (theirs, others):
            isolated.add(connection, number, stored, "400: anna@example.org is unknown", 1)
    told, _ = erases(kept, dry_run=True)
    counts, _ = erases(kept)
    assert counts == told
    assert counts.isolated == 1
    assert kept.count("lrs_isolated") == 1
    assert kept.places_of("anna@") == []


def test_destinations_are_described_without_them_and_go_on(kept: Kept) -> None:
    office = forwarder(kept.database, Time())
    place, rest = "https://x.org/people/anna@example.org", {"verbs": ["x:passed"]}
    rules = {
        "include": {"activities": [place, "x:other"], **rest},
        "exclude": {"activity_prefixes": [place]},
    }
    kept.records(bens(object={"id": place}))
    with kept.database.writing() as connection:
        create = kept.recorder.create_credentials
        create(connection, "theirs", frozenset({"all"}), agent("anna"), key="peer")
        create(connection, "ending", frozenset({"all"}), key="anna@example.org")
    told = {"scheme": "basic", "rules": rules, "pseudonyms": {"home_page": place}}
    first = made(
        office,
        kept.database,
        "https://a.example.org/xapi",
        **told,
        name="Of anna@example.org",
        key="anna@example.org",
        peer="peer",
    )
    second = made(
        office,
        kept.database,
        "https://b.example.org/xapi",
        name="Of Anna@example.org",
        peer="anna@example.org",
    )
    third = made(
        office, kept.database, "https://c.example.org/xapi", name="Another", rules={"include": rest}
    )
    before = charter(kept, third)
    erases(kept)
    assert kept.places_of("anna@") == []
    changed = charter(kept, first)
    (said,) = (one.statement["object"]["id"] for one in kept.all())
    assert said == "https://x.org/people/anonymous"
    assert passes(
        json.loads(changed.rules), {"verb": {"id": "x:passed"}, "object": {"id": "x:other"}}
    )
    assert json.loads(changed.rules)["include"]["activities"] == [said, "x:other"], "as statements"
    assert json.loads(changed.rules)["exclude"] == {"activity_prefixes": [said]}
    assert json.loads(changed.pseudonyms or "") == {"home_page": said}
    assert (changed.name, changed.key, changed.peer) == ("Of anonymous", "anonymous", "peer")
    assert changed.peer_authority == authority_key({"account": NOBODY})
    assert (charter(kept, second).name, charter(kept, second).peer) == ("Of anonymous 2", None)
    assert charter(kept, second).peer_authority is None
    assert charter(kept, third) == before, "of nobody"


def charter(kept: Kept, number: int) -> Charter:
    with kept.database.reading() as connection:
        found = destinations.by_id(connection, number)
    assert found is not None
    return found.charter


def destination(connection: Any) -> int:
    """Somewhere to forward to, as a mere row."""
    table = metadata.tables["lrs_destinations"]
    texts = dict.fromkeys(("endpoint", "key", "secret", "pseudonym_key", "reason"), "")
    numbers = dict.fromkeys(
        (
            "created",
            "ruled",
            "revision",
            "position",
            "failures",
            "next_attempt",
            "refusals",
            "held_until",
        ),
        0,
    )
    values = {**texts, **numbers, "name": "other", "version": "1.0.3", "scheme": "basic"}
    values |= {"rules": "{}", "batch_statements": 1, "batch_bytes": 1, "window": 1}
    values |= {"state": "paused", "detail": "refused anna@example.org"}
    made = connection.execute(table.insert().values(**values)).inserted_primary_key
    return int(made[0])


def test_recordings_meanwhile_leave_nothing_that_points_nowhere(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.lrs.ops.erasing.PORTION", 5)
    targets = [new_id() for _ in range(40)]
    kept.records(*(anna(id=one) for one in targets))
    failures: list[Exception] = []

    def speaks() -> None:
        try:
            for one in reversed(targets):
                kept.records(
                    bens(object=reference(one)), bens(context={"instructor": agent("anna")})
                )
        except Exception as failure:
            failures.append(failure)

    speaker = threading.Thread(target=speaks)
    speaker.start()
    erases(kept)
    speaker.join()
    erases(kept)
    assert failures == []
    assert kept.places_of("anna@") == []
    stored = {row[0] for row in kept.raw()}
    assert len(stored) == 80
    assert {row[1] for row in kept.references()} == stored
    assert {row[2] for row in kept.references()} <= stored | {0}
