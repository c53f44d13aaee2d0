"""Rebuilding the projections, and comparing without writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectif.course.services import rebuilding
from collectif.course.store import facts
from collectif.course.store.schema import answers, module_facts
from tests.pupils import Pupil

if TYPE_CHECKING:
    from tests.houses import Built

MODULES, ANSWERS = "collectif_module_facts", "collectif_answers"


def everything(built: Built) -> dict[str, list[tuple[object, ...]]]:
    with built.database.reading() as connection:
        return facts.everything(connection)


def test_after_a_whole_course_replaying_gives_the_same(built_on_each: Built) -> None:
    pupil = Pupil(built_on_each).takes_everything()
    before = everything(built_on_each)
    assert all(before[name] for name in (MODULES, ANSWERS, "collectif_screens", "collectif_played"))
    found = rebuilding.compare(built_on_each.house, built_on_each.fold)
    assert (found.equal, found.statements) == (True, len(pupil.statements()))
    assert rebuilding.rebuild(built_on_each.house, built_on_each.fold) == found
    assert everything(built_on_each) == before


def test_comparing_names_what_differs_and_leaves_it_as_it_was(built_on_each: Built) -> None:
    Pupil(built_on_each).takes("s1-opening", "s1-testimony")
    with built_on_each.database.writing() as connection:
        connection.execute(sa.update(module_facts).values(wrong=7))
        connection.execute(sa.delete(answers))
    broken = everything(built_on_each)
    found = rebuilding.compare(built_on_each.house, built_on_each.fold)
    assert not found.equal
    differing = {name: number for name, number in found.differences.items() if number}
    assert differing == {MODULES: 2 * len(broken[MODULES]), ANSWERS: 2}
    assert everything(built_on_each) == broken


def test_rebuilding_mends_what_differs(built: Built) -> None:
    Pupil(built).takes("s1-opening")
    before = everything(built)
    with built.database.writing() as connection:
        facts.forget(connection)
    assert not rebuilding.rebuild(built.house, built.fold).equal
    assert everything(built) == before
    assert rebuilding.compare(built.house, built.fold).equal


def test_an_empty_store_is_equal_to_nothing(built: Built) -> None:
    found = rebuilding.compare(built.house, built.fold)
    assert (found.equal, found.statements) == (True, 0)
