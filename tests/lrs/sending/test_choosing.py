"""Which statements go, and in which form; what does not come back."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.store.folder import Folder
from tests.lrs.lms import (
    Mounted,
    agent,
    attachment,
    caller,
    mount,
    multipart,
    new_id,
    statement,
    verb,
    voiding,
)
from tests.lrs.peers import (
    Asked,
    Said,
    Scripted,
    Time,
    aside,
    forwarder,
    made,
    serving,
    shown,
    wish,
)
from tests.lrs.sending.conftest import plain, several

if TYPE_CHECKING:
    from pathlib import Path

    from collectif.lrs import Forwarder


# -- which statements, and how ----------------------------------------------------------------


def test_rules_choose_and_voiding_follows_what_it_voids(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    rules = {"include": {"verbs": [verb("passed")["id"]]}}
    number = made(office, lrs.database, there, rules=rules)
    passed = lrs.lms.stores(*several(3, verb=verb("passed")))
    other = lrs.lms.stores(*several(9))
    gone, stays = lrs.lms.stores(voiding(passed[1]), voiding(other[0]))
    office.round()
    assert sorted(peer.lms.sees()) == sorted([passed[0], passed[2], gone])
    assert peer.lms.gets(voidedStatementId=passed[1]).status_code == 200
    assert shown(office, lrs.database, number).waiting == 0
    assert stays not in peer.lms.sees()


def test_voiding_follows_by_earlier_rules_too(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    number = made(office, lrs.database, there)
    (early,) = lrs.lms.stores(*several(1))
    office.round()
    narrow = wish(there, secret=None, rules={"include": {"verbs": [verb("passed")["id"]]}})
    with lrs.database.writing() as connection:
        office.change(connection, number, narrow)
    (gone,) = lrs.lms.stores(voiding(early))
    lrs.lms.stores(*several(2))
    office.round()
    assert peer.lms.sees() == [gone]


def test_attachments_go_along_with_their_data(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    contents = [b"an essay", bytes(range(256)) * 50, b"--limit\r\n"]
    sent = [
        statement(id=new_id(), attachments=[attachment(one)]) for one in (*contents, contents[0])
    ]
    body, kind = multipart(sent, contents, boundary="another-limit")
    assert (
        lrs.lms.asks("POST", "statements", body=body, headers={"Content-Type": kind}).status_code
        == 200
    )
    elsewhere = attachment(b"far away", fileUrl="https://example.org/file")
    lrs.lms.stores(statement(attachments=[elsewhere]))
    office_number = made(office, lrs.database, there)
    office.round()
    assert shown(office, lrs.database, office_number).waiting == 0
    response = peer.lms.gets(attachments=True)
    for one in contents:
        assert hashlib.sha256(one).hexdigest().encode() in response.data
        assert one in response.data
    assert len(peer.lms.finds()) == 5


def test_attachments_go_along_wherever_their_data_lies(
    lrs: Mounted, peer: Mounted, there: str, time: Time, tmp_path: Path
) -> None:
    folder = tmp_path / "attachments"
    other = mount(lrs.database, attachments_folder=folder)
    kept, lost = b"in a file", b"in a file that was lost"
    sent = [statement(id=new_id(), attachments=[attachment(one)]) for one in (kept, lost)]
    body, kind = multipart(sent, [kept, lost])
    stored = other.lms.asks("POST", "statements", body=body, headers={"Content-Type": kind})
    assert stored.status_code == 200
    Folder(folder).remove(hashlib.sha256(lost).hexdigest())
    office = forwarder(lrs.database, time, folder=Folder(folder))
    number = made(office, lrs.database, there)
    office.round()
    assert kept in peer.lms.gets(attachments=True).data
    (one,) = aside(office, lrs.database, number)
    assert one.id == sent[1]["id"]
    assert "attachment" in one.reason


def test_a_request_with_much_data_is_divided(
    lrs: Mounted, office: Forwarder, odd: Scripted
) -> None:
    contents = [bytes([number]) * 20_000 for number in range(4)]
    sent = [statement(id=new_id(), attachments=[attachment(one)]) for one in contents]
    body, kind = multipart(sent, contents)
    lrs.lms.asks("POST", "statements", body=body, headers={"Content-Type": kind})
    sizes: list[int] = []

    def answer(asked: Asked) -> Said:
        sizes.append(len(asked.body))
        return Said(
            200,
            json.dumps([one["id"] for one in sent if one["id"].encode() in asked.body]).encode(),
        )

    odd.answers = answer
    made(office, lrs.database, odd.address, batch_bytes=2000)
    office.round()
    assert len(sizes) == 4
    assert max(sizes) < 23_000


def test_statements_of_2_0_reach_a_destination_of_1_0_3(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    coach = {"objectType": "contextAgent", "agent": agent("coach"), "relevantTypes": ["a:coach"]}
    new = lrs.lms.speaking("2.0.0")
    ids = new.stores(statement(context={"contextAgents": [coach]}), statement())
    made(office, lrs.database, there, version="1.0.3")
    assert [turn.set_aside for turn in office.round()] == [0]
    found = {one["id"]: one for one in peer.lms.finds()}
    assert {one["version"] for one in found.values()} == {"1.0.0"}
    context = found[ids[0]]["context"]
    iri = "https://w3id.org/xapi/collectif/extensions/context-agents"
    assert context == {"extensions": {iri: [coach]}}


def test_statements_of_2_0_reach_a_destination_of_2_0_as_they_are(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    coach = {"objectType": "contextAgent", "agent": agent("coach"), "relevantTypes": ["a:coach"]}
    lrs.lms.speaking("2.0.0").stores(statement(context={"contextAgents": [coach]}))
    lrs.lms.stores(statement())
    made(office, lrs.database, there, version="2.0.0")
    assert [turn.set_aside for turn in office.round()] == [0]
    assert [plain(one) for one in peer.lms.finds()] == [plain(one) for one in lrs.lms.finds()]


def test_people_are_hidden_where_the_rules_say_so(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    hidden = {"home_page": "https://study.example.org", "drop_responses": True}
    made(office, lrs.database, there, pseudonyms=hidden)
    lrs.lms.stores(
        *several(3, actor={**agent("zoe"), "name": "Zoé"}, result={"response": "me, zoe"}),
        statement(actor=agent("bob"), context={"instructor": agent("zoe")}),
    )
    office.round()
    found = peer.lms.finds()
    assert len(found) == 4
    assert "zo" not in json.dumps(found).lower()
    people = {one["actor"]["account"]["name"] for one in found}
    assert len(people) == 2
    (instructor,) = [one["context"]["instructor"] for one in found if "context" in one]
    assert instructor["account"]["name"] in people
    assert instructor["account"]["homePage"] == "https://study.example.org"


# -- loops ------------------------------------------------------------------------------------


def _key(mounted: Mounted, name: str) -> str:
    """A key of a peer, by which it is known; its authority is the one of `Bearer <name>`."""
    authority = mounted.callers[name].authority
    with mounted.database.writing() as connection:
        made = mounted.recorder.create_credentials(
            connection, name, frozenset(["all"]), authority=authority
        )
    return made.key


@pytest.mark.parametrize("guarded", [True, False])
def test_two_that_forward_to_each_other_come_to_rest(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str, time: Time, guarded: bool
) -> None:
    lrs.callers["peer"] = caller("peer")
    peer.callers["ours"] = caller("ours")
    back = forwarder(peer.database, time)
    with serving(lrs.app) as here:
        made(
            office,
            lrs.database,
            there,
            secret="ours",
            peer=_key(lrs, "peer") if guarded else None,
        )
        made(
            back,
            peer.database,
            f"{here}/xapi",
            secret="peer",
            peer=_key(peer, "ours") if guarded else None,
        )
        lrs.lms.stores(*several(3))
        peer.lms.stores(*several(2))
        sent = 0
        rounds = 0
        while (done := [*office.round(), *back.round()]) and rounds < 10:
            sent += sum(turn.delivered for turn in done)
            rounds += 1
    assert rounds < 5
    assert sent == (5 if guarded else 10), "each statement crosses once, or comes back once"
    assert sorted(lrs.lms.sees()) == sorted(peer.lms.sees())
    assert len(lrs.lms.sees()) == 5


def test_voiding_at_home_reaches_what_came_from_there(
    lrs: Mounted, office: Forwarder, peer: Mounted, there: str
) -> None:
    lrs.callers["peer"] = caller("peer")
    rules = {"exclude": {"verbs": ["http://adlnet.gov/expapi/verbs/voided"]}}
    made(office, lrs.database, there, peer=_key(lrs, "peer"), rules=rules)
    one = several(1)
    peer.lms.stores(*one)
    lrs.lms.named("peer").stores(*one)
    (gone,) = lrs.lms.stores(voiding(one[0]["id"]))
    office.round()
    assert peer.lms.sees() == [gone]


def test_our_own_endpoint_under_another_name_takes_nothing_twice(
    lrs: Mounted, office: Forwarder
) -> None:
    with serving(lrs.app) as here:
        number = made(office, lrs.database, f"{here}/xapi")
        ids = lrs.lms.stores(*several(3))
        assert [turn.delivered for turn in office.round()] == [3]
        assert office.round() == []
    assert lrs.lms.sees(ascending=True) == ids
    assert shown(office, lrs.database, number).waiting == 0
