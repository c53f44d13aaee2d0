"""Actors, activities and verbs, each kept once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.lrs.store import activities, actors, verbs

if TYPE_CHECKING:
    from sqlalchemy import Connection

ADA, BEN = "mbox|mailto:ada@x.org", "account|https://x.org|ben"
ONE, OTHER = "https://x.org/one", "https://x.org/other"


def test_an_agent_is_known_by_every_name_it_was_given(connection: Connection) -> None:
    actors.add(connection, [ADA, BEN, ADA])
    actors.add_names(connection, [(ADA, "Ada L."), (ADA, "Ada"), (BEN, "Ben")])
    actors.add_names(connection, [(ADA, "Ada")])
    assert actors.names(connection, ADA) == ("Ada", "Ada L.")
    assert actors.names(connection, "openid|https://x.org") == ()


def test_a_name_may_be_longer_than_an_index_entry(connection: Connection) -> None:
    actors.add_names(connection, [(ADA, "é" * 50_000)])
    assert actors.names(connection, ADA) == ("é" * 50_000,)


def test_an_identifier_may_be_longer_than_an_index_entry(connection: Connection) -> None:
    actors.add(connection, [ADA + "a" * 50_000])


def test_a_known_activity_has_no_definition_until_it_is_defined(connection: Connection) -> None:
    activities.add(connection, [ONE, OTHER])
    assert activities.definition(connection, ONE) is None
    activities.define(connection, {ONE: '{"type":"x:y"}'})
    activities.add(connection, [ONE])
    assert activities.definition(connection, ONE) == '{"type":"x:y"}'
    assert activities.definitions(connection, [ONE, OTHER]) == {ONE: '{"type":"x:y"}'}


def test_an_unknown_activity_is_not_defined(connection: Connection) -> None:
    activities.define(connection, {ONE: "{}"})
    assert activities.definition(connection, ONE) is None


@pytest.mark.parametrize("texts", [{}, {ONE: '{"en":"did"}'}])
def test_verbs_have_displays_as_activities_have_definitions(
    connection: Connection, texts: dict[str, str]
) -> None:
    verbs.add(connection, [ONE, OTHER])
    verbs.show(connection, texts)
    assert verbs.displays(connection, [ONE, OTHER]) == texts
    assert verbs.display(connection, ONE) == texts.get(ONE)
