"""Taking a person out of a statement: every place, every spelling, and nobody else."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.spec.anonymising import Eraser, aliases, is_theirs, nobody, telling
from collectif.lrs.spec.references import references
from collectif.lrs.spec.statements import validate

from .strategies import statements as any_statements

HOME = "https://lrs.example.org"
ANNA = "mbox|mailto:anna@example.org"
ACCOUNT = "account|https://lms.org|4711"
PSEUDONYM = "account|https://lms.org|0d5e4a1c-8c5b-4c5e-9b57-0f6a2b6a1c11"
ERASER = Eraser(aliases([ANNA, ACCOUNT, PSEUDONYM]), HOME)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (ANNA, "anna@example.org"),
        ("mbox_sha1sum|ab", "ab"),
        ("openid|https://anna.org", "https://anna.org"),
        (ACCOUNT, None),
        ("account|https://lms.org|anna@example.org", "anna@example.org"),
        (PSEUDONYM, "0d5e4a1c-8c5b-4c5e-9b57-0f6a2b6a1c11"),
    ],
)
def test_what_tells_a_person_by_itself(known: str, text: str | None) -> None:
    assert telling(known) == text


def test_the_hash_of_an_address_is_an_alias_of_it() -> None:
    digest = hashlib.sha1(b"mailto:anna@example.org").hexdigest()
    assert aliases([ANNA]) == {ANNA, f"mbox_sha1sum|{digest}"}
    assert aliases([ACCOUNT]) == {ACCOUNT}


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Write to anna@example.org.", "Write to anonymous."),
        ("<ANNA@example.org>", "<anonymous>"),
        ("mailto:anna@example.org", "mailto:anonymous"),
        ("hanna@example.org", "hanna@example.org"),
        ("anna@example.org.uk", "anna@example.org.uk"),
        ("anna@example.organisation", "anna@example.organisation"),
        ("x.anna@example.org", "x.anna@example.org"),
        ("4711", "4711"),
        ("/people/0D5E4A1C-8c5b-4c5e-9b57-0f6a2b6a1c11/", "/people/anonymous/"),
    ],
)
def test_texts_lose_the_person_and_nobody_else(text: str, without: str) -> None:
    assert ERASER.text(text) == without


@pytest.mark.parametrize(
    ("entry", "without"),
    [
        ("agent=account|https://lms.org|4711 verb=x:v", f"agent=account|{HOME}|anonymous verb=x:v"),
        ("account|https://lms.org|4711", f"account|{HOME}|anonymous"),
        ("agent=account|https://lms.org|47110", "agent=account|https://lms.org|47110"),
        ("agent=account|https://lms.org|4711@x.org", "agent=account|https://lms.org|4711@x.org"),
        ("agent=account|https://other.org|4711", "agent=account|https://other.org|4711"),
        ("file 4711", "file 4711"),
        ("agent=mbox|mailto:anna@example.org", "agent=mbox|mailto:anonymous"),
    ],
)
def test_entries_of_a_log_lose_whole_identifiers_too(entry: str, without: str) -> None:
    assert ERASER.entry(entry) == without
    assert any(sign in entry for sign in ERASER.signs()) or entry == without


def test_whoever_is_named_in_an_extension_becomes_nobody() -> None:
    account = {"homePage": "https://lms.org", "name": "4711"}
    value: Any = {
        "a": {"account": account, "name": "Anna"},
        "b": [account, {"mbox": 3}, {"account": "x"}, {"account": {}}, None, 1.5],
        "anna@example.org": True,
    }
    kept = copy.deepcopy(value)
    there = {"homePage": HOME, "name": "anonymous"}
    assert ERASER.value(value) == {
        "a": {"account": there},
        "b": [there, {"mbox": 3}, {"account": "x"}, {"account": {}}, None, 1.5],
        "anonymous": True,
    }
    assert value == kept, "what was given is left as it was"


def test_a_value_that_does_not_speak_of_them_is_the_very_same() -> None:
    value: Any = {"a": [{"b": "c"}], "d": {"mbox": "mailto:ben@example.org"}}
    assert ERASER.value(value) is value


def test_a_group_is_theirs_when_nobody_else_is_in_it() -> None:
    anna, ben = {"mbox": "mailto:anna@example.org"}, {"mbox": "mailto:ben@example.org"}
    assert is_theirs(anna, ERASER.identifiers)
    assert is_theirs({"objectType": "Group", "member": [anna]}, ERASER.identifiers)
    assert not is_theirs({"objectType": "Group", "member": [anna, ben]}, ERASER.identifiers)
    assert not is_theirs({"objectType": "Group", "member": []}, ERASER.identifiers)
    assert not is_theirs({"objectType": "Group", **ben, "member": [anna]}, ERASER.identifiers)


def test_what_has_to_be_an_iri_or_a_uuid_stays_one() -> None:
    eraser = Eraser(frozenset({"openid|https://anna.org", PSEUDONYM}), HOME)
    assert eraser.text("https://anna.org") == f"{HOME}#anonymous"
    assert eraser.text(PSEUDONYM.rpartition("|")[2]) == "00000000-0000-4000-8000-000000000000"


@given(any_statements())
def test_any_statement_without_one_of_its_agents_is_still_one(statement: Any) -> None:
    statement.setdefault("authority", nobody(HOME))
    for known in sorted(references(statement).related_agents):
        found = Eraser(aliases([known]), HOME).statement(statement)
        validate(found, "2.0.0")
        assert known not in references(found).related_agents or known.endswith("|anonymous")
        assert references(found).verb
