"""The entry check's two askings: kept apart, and made anew from the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.content.catalogue import AGAIN
from collectif.course.errors import BadInput
from collectif.course.learning.record import COURSE
from collectif.course.services import answering, rebuilding
from collectif.course.services.answering import Given
from collectif.course.store import facts
from tests.pupils import Pupil, new_id

if TYPE_CHECKING:
    from tests.houses import Built

BEFORE = {"mots": "non", "acteurs": "bien"}
NOW = {"mots": "oui", "acteurs": "peu"}


def places(pupil: Pupil, choices: dict[str, str], *, again: bool, sent: str = "") -> None:
    given = {name: Given(sent or new_id(), choice) for name, choice in choices.items()}
    answering.check_in(pupil.house, pupil.person, given, again=again)


def known(pupil: Pupil, *, again: bool) -> dict[str, str]:
    return dict(answering.entry_answers(pupil.house, pupil.person, again=again))


def test_the_two_askings_are_kept_apart_and_rebuilt_alike(built_on_each: Built) -> None:
    pupil = Pupil(built_on_each)
    places(pupil, BEFORE, again=False)
    assert known(pupil, again=True) == {}
    places(pupil, NOW, again=True)
    assert known(pupil, again=False) == BEFORE
    assert known(pupil, again=True) == NOW
    with built_on_each.database.reading() as connection:
        before = facts.everything(connection)
    assert rebuilding.compare(built_on_each.house, built_on_each.fold).equal
    rebuilding.rebuild(built_on_each.house, built_on_each.fold)
    with built_on_each.database.reading() as connection:
        assert facts.everything(connection) == before
        rows = facts.answers_in(connection, pupil.person.actors)
    assert sorted({row.module for row in rows}) == sorted((COURSE, AGAIN))


def test_a_statement_says_which_asking_it_was(built: Built) -> None:
    pupil = Pupil(built)
    places(pupil, BEFORE, again=False)
    places(pupil, NOW, again=True)
    told = [one for one in pupil.statements() if "entry-check" in one["object"]["id"]]
    first = [one for one in told if "/again/" not in one["object"]["id"]]
    again = [one for one in told if "/entry-check/again/questions/" in one["object"]["id"]]
    assert (len(first), len(again)) == (2, 2)
    parents = {one["context"]["contextActivities"]["parent"][0]["id"] for one in again}
    assert [one.rpartition("/")[2] for one in parents] == ["again"]
    assert all("success" not in one["result"] for one in told)


def test_the_same_answers_sent_again_change_nothing(built: Built) -> None:
    pupil, sent = Pupil(built), new_id()
    places(pupil, NOW, again=True, sent=sent)
    count = len(pupil.statements())
    places(pupil, BEFORE, again=True, sent=sent)
    assert (known(pupil, again=True), len(pupil.statements())) == (NOW, count)


def test_the_last_answer_counts(built: Built) -> None:
    pupil = Pupil(built)
    places(pupil, NOW, again=True)
    places(pupil, {"mots": "un-peu"}, again=True)
    assert known(pupil, again=True) == {**NOW, "mots": "un-peu"}


def test_a_choice_that_is_not_there_is_refused_by_name(built: Built) -> None:
    with pytest.raises(BadInput) as refused:
        places(Pupil(built), {"mots": "jamais", "acteurs": "bien"}, again=True)
    assert set(refused.value.problems) == {"mots"}
