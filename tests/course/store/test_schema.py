"""What SQL promises: a wrong row cannot exist, and the refusal names the rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from collectif.course.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

PERSON = {
    "name": "Ada",
    "language": "fr",
    "pseudonym": "p",
    "registration": "r",
    "created": 1,
    "email": "ada@exemple.fr",
    "host_id": "7",
}
COHORT = {"name": "Automne", "code": "ABCD", "created": 1}
FACT = {"actor": "a", "module": "m", "first": 1, "last": 2}


def add(connection: Connection, table: sa.Table, values: dict[str, Any]) -> int:
    key = connection.execute(sa.insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return key[0]


def refused(connection: Connection, table: sa.Table, values: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), connection.begin_nested():
        add(connection, table, values)


def test_people_have_a_role_we_know(connection: Connection) -> None:
    wrong = {**PERSON, "role": "owner"}
    refused(connection, schema.people, wrong, "ck_collectif_people_role_known")


@pytest.mark.parametrize("column", ["email", "host_id", "pseudonym", "registration"])
def test_what_names_a_person_names_one_only(connection: Connection, column: str) -> None:
    add(connection, schema.people, PERSON)
    other = {name: f"other {value}" for name, value in PERSON.items() if isinstance(value, str)}
    twin = {**PERSON, **other, column: PERSON[column]}
    refused(connection, schema.people, twin, f"(?i)uq_collectif_people_{column}|people.{column}")


def test_people_without_an_address_do_not_exclude_each_other(connection: Connection) -> None:
    for name in "ab":
        nameless = {"email": None, "host_id": None, "pseudonym": name, "registration": name}
        add(connection, schema.people, {**PERSON, **nameless})


def test_a_cohort_does_not_end_before_it_starts(connection: Connection) -> None:
    dates = {"starts": date(2026, 11, 23), "ends": date(2026, 11, 22)}
    rule = "ck_collectif_cohorts_ends_after_start"
    refused(connection, schema.cohorts, {**COHORT, **dates}, rule)
    add(connection, schema.cohorts, {**COHORT, "ends": dates["ends"]})


def test_members_learn_or_accompany(connection: Connection) -> None:
    row = {
        "cohort_id": add(connection, schema.cohorts, COHORT),
        "person_id": add(connection, schema.people, PERSON),
        "joined": 1,
    }
    rule = "ck_collectif_memberships_role_known"
    refused(connection, schema.memberships, {**row, "role": "admin"}, rule)


def test_tokens_serve_a_purpose_we_know(connection: Connection) -> None:
    person = add(connection, schema.people, PERSON)
    row = {"id": "t", "person_id": person, "purpose": "anything", "expires": 1}
    refused(connection, schema.tokens, row, "ck_collectif_tokens_purpose_known")


def test_a_module_is_not_left_before_it_was_entered(connection: Connection) -> None:
    rule = "ck_collectif_module_facts_first_before_last"
    refused(connection, schema.module_facts, {**FACT, "first": 3}, rule)


def test_whatever_is_somebodys_goes_with_them(connection: Connection) -> None:
    person = add(connection, schema.people, PERSON)
    cohort = add(connection, schema.cohorts, COHORT)
    moments = {"created": 1, "seen": 1, "expires": 2}
    add(connection, schema.identities, {"actor": "a", "person_id": person})
    add(connection, schema.sign_ins, {"id": "s", "person_id": person, **moments})
    add(
        connection,
        schema.tokens,
        {"id": "t", "person_id": person, "purpose": "demo", "expires": 2},
    )
    membership = {"cohort_id": cohort, "person_id": person, "role": "learner", "joined": 1}
    add(connection, schema.memberships, membership)
    connection.execute(sa.delete(schema.people))
    for table in (schema.identities, schema.sign_ins, schema.tokens, schema.memberships):
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    refused(
        connection, schema.identities, {"actor": "b", "person_id": person}, "(?i)foreign key|fk_"
    )
