"""Stories of trainers: cohorts, the grid, one learner, waivers. On both engines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from collectif.course.errors import BadInput, Locked, NotFound
from collectif.course.services import diagnosing, reading, teaching
from collectif.course.xapi import vocabulary as say
from tests.actors import Program
from tests.course.trainers import (
    Class,
    counted_calls,
    enrol,
    make_class,
    named,
    statement,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from collectif.course.store.people import Person
    from tests.conftest import Clock

GIANT = 10**30


@pytest.fixture
def group(app_on_each: Flask) -> Class:
    return make_class(app_on_each)


# -- cohorts ----------------------------------------------------------------------


def test_a_trainer_sees_their_own_cohorts_and_an_admin_all(group: Class) -> None:
    other = make_class(group.app, "Promotion de printemps")
    admin = enrol(group.app, "Ada", "admin")
    other.joins("Léa")
    assert [c.name for c, _n in teaching.my_cohorts(group.house, group.trainer)] == [
        "Promotion d’automne"
    ]
    assert [n for _c, n in teaching.my_cohorts(group.house, admin)] == [0, 1]


def test_a_code_can_be_read_out_and_typed_back_loosely(group: Class) -> None:
    code = group.code
    assert len(code) == teaching.CODE_LENGTH
    assert not set(code) & set("01IO")
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert teaching.find_invitation(group.house, typed).id == group.cohort


def test_a_renewed_code_replaces_the_old_one(group: Class) -> None:
    old = group.code
    new = teaching.renew_code(group.house, group.trainer, group.cohort)
    assert teaching.find_invitation(group.house, new).id == group.cohort
    with pytest.raises(BadInput):
        teaching.find_invitation(group.house, old)


def test_nobody_joins_a_closed_cohort(group: Class) -> None:
    person, code = enrol(group.app, "Léa"), group.code
    change(group, is_open=False)
    with pytest.raises(BadInput):
        teaching.join_cohort(group.house, person, code)
    change(group, is_open=True)
    assert teaching.join_cohort(group.house, person, code).id == group.cohort


def change(group: Class, *, is_open: bool = True, name: str = "Automne") -> None:
    teaching.change_cohort(
        group.house,
        group.trainer,
        group.cohort,
        name,
        date(2026, 9, 1),
        date(2026, 12, 1),
        is_open=is_open,
    )


@pytest.mark.parametrize(
    ("name", "starts", "ends", "problems"),
    [
        ("  ", None, None, {"name": "missing"}),
        ("\x00\x01", None, None, {"name": "missing"}),
        ("x" * 121, None, None, {"name": "too_long"}),
        ("ok", date(2026, 2, 1), date(2026, 1, 1), {"ends": "before_start"}),
    ],
)
def test_a_cohort_has_a_name_and_ends_after_it_starts(
    app: Flask, name: str, starts: date | None, ends: date | None, problems: dict[str, str]
) -> None:
    group = make_class(app)
    with pytest.raises(BadInput) as refusal:
        teaching.create_cohort(group.house, group.trainer, name, starts, ends)
    assert refusal.value.problems == problems


def test_control_characters_do_not_reach_the_database(group: Class) -> None:
    made = teaching.create_cohort(group.house, group.trainer, " Mon\x00 \n groupe ")
    assert teaching.my_cohort(group.house, group.trainer, made).name == "Mon groupe"


ACTS: dict[str, Callable[[Class, object, int, int], object]] = {
    "grid": lambda g, who, c, p: teaching.grid(g.house, who, c),
    "one": lambda g, who, c, p: teaching.my_cohort(g.house, who, c),
    "learner": lambda g, who, c, p: teaching.learner(g.house, who, c, p),
    "code": lambda g, who, c, p: teaching.renew_code(g.house, who, c),
    "waive": lambda g, who, c, p: teaching.waive(g.house, who, c, p, "s1-quiz", "malade"),
    "unwaive": lambda g, who, c, p: teaching.take_back_waiver(g.house, who, c, p, "x"),
    "remove": lambda g, who, c, p: teaching.remove_member(g.house, who, c, p),
    "change": lambda g, who, c, p: teaching.change_cohort(
        g.house, who, c, "Volé", None, None, is_open=True
    ),
}


def test_what_is_not_ones_own_does_not_exist(group: Class) -> None:
    learner = group.joins("Léa")
    other = enrol(group.app, "Marc", "trainer")
    for act in ACTS.values():
        for who, cohort in (
            (other, group.cohort),
            (learner, group.cohort),
            (group.trainer, 999),
            (group.trainer, 0),
            (group.trainer, GIANT),
        ):
            with pytest.raises(NotFound):
                act(group, who, cohort, learner.id)
    assert teaching.my_cohort(group.house, group.trainer, group.cohort).name != "Volé"
    assert [row.member.name for row in group.rows] == ["Léa"]


def test_a_learner_of_another_cohort_is_not_found_in_this_one(group: Class) -> None:
    stranger = make_class(group.app, "Autre").joins("Léa")
    for person in (stranger.id, 999, GIANT):
        with pytest.raises(NotFound):
            teaching.learner(group.house, group.trainer, group.cohort, person)


def test_who_is_removed_keeps_what_they_did(group: Class) -> None:
    learner = group.learner("Léa")
    learner.takes("s1-opening")
    person = named(group.app, "Léa")
    teaching.remove_member(group.house, group.trainer, group.cohort, person.id)
    assert teaching.grid(group.house, group.trainer, group.cohort).rows == ()
    assert reading.course_progress(group.house, person).standings["s1-opening"].completed


# -- the grid ---------------------------------------------------------------------


def test_the_grid_shows_four_states_and_scores(group: Class) -> None:
    learner = group.learner("Léa")
    learner.takes("s1-opening")
    learner.reads("s1-testimony", group.house.catalogue.module("s1-testimony").screens[0].id)
    for _try in range(4):
        learner.answers("s1-lesson", "nombre-de-cibles", "c")
    states = {cell.module: cell.state for cell in group.row("Léa").cells}
    assert states["s1-opening"] == "completed"
    assert states["s1-testimony"] == "started"
    assert states["s1-lesson"] == "needs_help"
    assert states["s1-tool"] == "not_started"
    assert group.cell("Léa", "s1-lesson").wrong == 4
    assert group.row("Léa").state == "needs_help"
    assert [m.id for m in teaching.grid(group.house, group.trainer, group.cohort).modules] == list(
        states
    )


def test_what_another_program_reports_shows_in_the_grid(group: Class) -> None:
    person, program = group.joins("Léa"), Program(group.app)
    quiz = group.house.catalogue.activity("s1-quiz")
    by_mail = {"mbox": f"mailto:{person.email}"}
    program.posts(
        statement(person, group.house, say.FAILED, quiz, result={"score": {"scaled": 0.29}}),
        statement(person, group.house, say.FAILED, quiz, result={"score": {"scaled": 0.5}}),
    )
    cell = group.cell("Léa", "s1-quiz")
    assert (cell.state, cell.percent, cell.failures, cell.passed) == ("needs_help", 50, 2, False)
    done = {"score": {"scaled": 0.8}}
    program.posts(
        statement(person, group.house, say.PASSED, quiz, result=done) | {"actor": by_mail},
        statement(person, group.house, say.COMPLETED, quiz) | {"actor": by_mail},
    )
    cell = group.cell("Léa", "s1-quiz")
    assert (cell.state, cell.percent, cell.passed) == ("completed", 80, True)


def test_a_finished_course_counts_before_anything_else(group: Class) -> None:
    assert group.joins("Jules")
    learner = group.learner("Léa")
    assert group.row("Jules").state == "not_started"
    learner.takes("s1-opening")
    assert group.row("Léa").state == "started"
    learner.takes_everything()
    row = group.row("Léa")
    assert (row.state, row.percent, row.done, row.course_completed) == (
        "completed",
        100,
        row.total,
        True,
    )


def test_last_activity_is_what_the_learner_did(group: Class, clock: Clock) -> None:
    learner = group.learner("Léa")
    person = named(group.app, "Léa")
    assert group.row("Léa").last is None, "enrolling is no activity"
    teaching.waive(group.house, group.trainer, group.cohort, person.id, "s1-quiz", "malade")
    assert group.row("Léa").last is None, "a waiver is the trainer's doing"
    clock.passes(days=2)
    learner.takes("s1-opening")
    active = group.row("Léa").last
    assert active is not None
    clock.passes(days=2)
    teaching.waive(group.house, group.trainer, group.cohort, person.id, "s1-expert", "malade")
    assert group.row("Léa").last == active


def test_the_grid_costs_the_same_for_5_and_for_60_learners(group: Class) -> None:
    def cost() -> int:
        with counted_calls(group.app) as calls:
            teaching.grid(group.house, group.trainer, group.cohort)
        return len(calls)

    for number in range(5):
        group.joins(f"Apprenant {number}")
    few = cost()
    for number in range(55):
        group.joins(f"Autre {number}")
    assert cost() == few <= 6
    assert len(teaching.grid(group.house, group.trainer, group.cohort).rows) == 60


# -- one learner --------------------------------------------------------------------


def test_statements_come_page_by_page_none_twice_none_lost(group: Class) -> None:
    person, program = group.joins("Léa"), Program(group.app)
    target = group.house.catalogue.activity("s1-opening")
    told = [statement(person, group.house, say.INITIALIZED, target) for _one in range(119)]
    mailbox = {"actor": {"mbox": f"mailto:{person.email}"}}
    program.posts(*told[:60], *({**one, **mailbox} for one in told[60:]))
    pages, after = [], None
    while True:
        view = teaching.learner(group.house, group.trainer, group.cohort, person.id, after)
        pages.append(view.statements)
        after = view.older
        if after is None:
            break
    assert [len(page) for page in pages] == [50, 50, 20]
    stored = [one.stored for page in pages for one in page]
    assert stored == sorted(stored, reverse=True)
    assert len({one.id for page in pages for one in page}) == 120


def test_every_answer_of_a_learner_is_seen(group: Class) -> None:
    learner = group.learner("Léa")
    learner.takes("s1-opening")
    person = named(group.app, "Léa")
    view = teaching.learner(group.house, group.trainer, group.cohort, person.id)
    asked = {q for s in group.house.catalogue.module("s1-opening").screens for q in s.questions}
    assert {fact.question for fact in view.answers} == asked
    assert view.row == group.row("Léa")


# -- waivers ------------------------------------------------------------------------


def test_a_waiver_completes_a_module_and_taking_it_back_undoes_that(group: Class) -> None:
    person = group.joins("Léa")
    at = (group.house, group.trainer, group.cohort, person.id)
    teaching.waive(*at, "s1-quiz", "  Elle connaît\n déjà. ")
    cell = group.cell("Léa", "s1-quiz")
    assert (cell.state, cell.waived, cell.passed) == ("completed", True, True)
    view = teaching.learner(*at)
    (waiver,) = view.waivers
    assert (waiver.reason, view.trainers[waiver.trainer]) == (
        "Elle connaît déjà.",
        "Sophie Renard",
    )
    teaching.take_back_waiver(*at, waiver.statement)
    assert group.cell("Léa", "s1-quiz").state == "not_started"
    assert teaching.learner(*at).waivers == ()
    with pytest.raises(NotFound):
        teaching.take_back_waiver(*at, waiver.statement)
    teaching.waive(*at, "s1-quiz", "finalement oui")
    assert group.cell("Léa", "s1-quiz").waived


def test_waiving_the_course_opens_the_diagnostic_until_it_is_taken_back(group: Class) -> None:
    person = group.joins("Léa")
    at = (group.house, group.trainer, group.cohort, person.id)
    assert not is_open(group, person)
    teaching.waive(*at, "course", "Déjà formée ailleurs")
    assert is_open(group, person)
    assert group.row("Léa").state == "completed"
    teaching.take_back_waiver(*at, teaching.learner(*at).waivers[0].statement)
    assert not is_open(group, person)


def is_open(group: Class, person: Person) -> bool:
    try:
        diagnosing.enter(group.house, person)
    except Locked:
        return False
    return True


@pytest.mark.parametrize(
    ("module", "reason", "problems"),
    [
        ("s1-quiz", "", {"reason": "missing"}),
        ("s1-quiz", " \x00 ", {"reason": "missing"}),
        ("s1-quiz", "x" * 501, {"reason": "too_long"}),
        ("s1-expert", "encore", {"module": "already"}),
    ],
)
def test_a_waiver_has_a_reason_and_is_given_once(
    app: Flask, module: str, reason: str, problems: dict[str, str]
) -> None:
    group = make_class(app)
    person = group.joins("Léa")
    at = (group.house, group.trainer, group.cohort, person.id)
    teaching.waive(*at, "s1-expert", "malade")
    with pytest.raises(BadInput) as refusal:
        teaching.waive(*at, module, reason)
    assert refusal.value.problems == problems
    assert len(teaching.learner(*at).waivers) == 1


def test_there_is_no_waiver_for_what_the_course_does_not_have(group: Class) -> None:
    person = group.joins("Léa")
    with pytest.raises(NotFound):
        teaching.waive(group.house, group.trainer, group.cohort, person.id, "nulle-part", "oui")


def test_only_the_learners_own_waivers_are_taken_back(group: Class) -> None:
    one, two = group.joins("Léa"), group.joins("Zoé")
    teaching.waive(group.house, group.trainer, group.cohort, one.id, "s1-quiz", "malade")
    waiver = teaching.learner(group.house, group.trainer, group.cohort, one.id).waivers[0]
    with pytest.raises(NotFound):
        teaching.take_back_waiver(
            group.house, group.trainer, group.cohort, two.id, waiver.statement
        )
    assert group.cell("Léa", "s1-quiz").waived
