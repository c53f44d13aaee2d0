"""Agents, activities and verbs are kept once, and told to the database once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.lrs.ops.interning import Memory, intern
from collectif.lrs.ops.telling import told
from collectif.lrs.spec.references import references
from collectif.lrs.store import activities, actors, verbs

from ..lms import Mounted, activity, agent, failing, statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..lms import JSON

UNIT = "https://example.org/unit"
DID = "https://example.org/did"


def _unit(**definition: JSON) -> JSON:
    return statement(object={"id": UNIT, "definition": definition})


def _intern(lrs: Mounted, memory: Memory, *statements: JSON, define: bool = True) -> None:
    with lrs.database.writing() as connection:
        intern(connection, memory, [told(references(one)) for one in statements], define=define)


def _definition(lrs: Mounted) -> str | None:
    with lrs.database.reading() as connection:
        return activities.definition(connection, UNIT)


def test_definitions_are_merged_in_the_order_they_came(lrs: Mounted) -> None:
    _intern(lrs, Memory(), _unit(name={"en": "old"}), _unit(name={"fr": "neuf", "en": "new"}))
    assert _definition(lrs) == '{"name":{"en":"new","fr":"neuf"}}'


def test_who_may_not_define_only_lists(lrs: Mounted) -> None:
    _intern(lrs, Memory(), _unit(name={"en": "forged"}), define=False)
    assert _definition(lrs) is None


def test_displays_of_verbs_are_merged_too(lrs: Mounted) -> None:
    for display in ({"en": "did"}, {"fr": "a fait"}):
        _intern(lrs, Memory(), statement(verb={"id": DID, "display": display}))
    with lrs.database.reading() as connection:
        assert verbs.display(connection, DID) == '{"en":"did","fr":"a fait"}'


def test_names_of_agents_are_remembered(lrs: Mounted) -> None:
    _intern(lrs, Memory(), statement(actor={**agent("ada"), "name": "Ada"}))
    with lrs.database.reading() as connection:
        assert actors.names(connection, "mbox|mailto:ada@example.org") == ("Ada",)


def test_what_is_known_is_not_told_again(lrs: Mounted, count_calls: Callable[[], object]) -> None:
    memory = Memory()
    _intern(lrs, memory, _unit(name={"en": "one"}))
    with count_calls() as calls:  # type: ignore[attr-defined]
        _intern(lrs, memory, _unit(name={"en": "one"}), _unit(name={"en": "one"}))
    assert calls == []


def test_a_definition_that_comes_back_counts_again(lrs: Mounted) -> None:
    memory = Memory()
    for text in ("one", "two", "one"):
        _intern(lrs, memory, _unit(name={"en": text}))
    assert _definition(lrs) == '{"name":{"en":"one"}}'


def test_another_process_is_noticed_after_a_while(lrs: Mounted) -> None:
    moments = [0.0]
    memory = Memory(lambda: moments[0])
    _intern(lrs, memory, _unit(name={"en": "ours"}))
    _intern(lrs, Memory(), _unit(name={"en": "theirs"}))
    moments[0] = 61.0
    _intern(lrs, memory, _unit(name={"en": "ours"}))
    assert _definition(lrs) == '{"name":{"en":"ours"}}'


def test_what_was_undone_is_not_known(lrs: Mounted) -> None:
    memory = Memory()
    with failing(lrs.database) as connection:
        intern(connection, memory, [told(references(_unit(name={"en": "one"})))], define=True)
    _intern(lrs, memory, _unit(name={"en": "one"}))
    assert _definition(lrs) == '{"name":{"en":"one"}}'


def test_memory_does_not_grow_for_ever(lrs: Mounted) -> None:
    memory = Memory()
    memory.learn([("actor", str(number)) for number in range(50_001)], {})
    memory.learn([("actor", "new")], {})
    assert memory.unknown(frozenset([("actor", "1"), ("actor", "new")])) == {("actor", "1")}


def test_activities_of_contexts_are_defined_too(lrs: Mounted) -> None:
    grouping = {"contextActivities": {"grouping": [activity("course", name={"en": "Course"})]}}
    _intern(lrs, Memory(), statement(context=grouping))
    with lrs.database.reading() as connection:
        found = activities.definition(connection, "https://example.org/course")
    assert found == '{"name":{"en":"Course"}}'
