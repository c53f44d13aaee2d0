"""The demo: a cohort with believable histories, made by the services that real learners use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.services import accounts, demo_house, rebuilding, simulating
from collectif.course.services.teaching import grid
from collectif.course.store import cohorts
from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.statements import timestamp
from collectif.lrs import StatementFilter
from tests.houses import build, sqlite
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectif.course.services.demo_house import Cast
    from collectif.course.services.teaching import Row
    from collectif.lrs import Recorded
    from tests.houses import Built

START = 1_790_000_000_000_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The sample course with its demo; the time stands still. Nothing here changes it."""
    made = build(sqlite(tmp_path_factory.mktemp("demo") / "demo.db"), lambda: START)
    demo_house.furnish(made.house)
    yield made
    made.close()


@pytest.fixture(scope="module")
def cast(demo: Built) -> Cast:
    return demo_house.furnish(demo.house)


def rows(demo: Built, cast: Cast) -> dict[str, Row]:
    """The trainer's grid by the learner's first name."""
    trainer = cast.people["trainer"]
    with demo.database.reading() as connection:
        ((cohort, _many),) = cohorts.of_trainer(connection, trainer.id)
    return {row.member.name.split()[0]: row for row in grid(demo.house, trainer, cohort.id).rows}


def statements(demo: Built) -> list[Recorded]:
    with demo.database.reading() as connection:
        return [one for batch in demo.recorder.replay(connection) for one in batch]


def test_twelve_learners_a_trainer_and_an_admin(demo: Built, cast: Cast) -> None:
    assert set(cast.people) == {"learner", "presque", "trainer", "admin"}
    assert {key: one.role for key, one in cast.people.items()} == {
        "learner": "learner",
        "presque": "learner",
        "trainer": "trainer",
        "admin": "admin",
    }
    assert all(one.demo for one in cast.people.values())
    assert len(rows(demo, cast)) == 12


def test_presque_lacks_exactly_the_last_quiz(demo: Built, cast: Cast) -> None:
    presque = cast.people["presque"]
    assert simulating.remaining(demo.house, presque) == ("s2-quiz",)
    row = rows(demo, cast)["Nadia"]
    assert (row.done, row.total, row.course_completed) == (row.total - 1, row.total, False)


def test_the_learner_has_nothing_but_their_place(demo: Built, cast: Cast) -> None:
    learner = cast.people["learner"]
    row = rows(demo, cast)["Camille"]
    assert (row.done, {cell.state for cell in row.cells}) == (0, {"not_started"})
    where = StatementFilter(agent=learner.actors[0])
    with demo.database.reading() as connection:
        told = demo.recorder.find(connection, where)
    assert [one.statement["verb"]["id"] for one in told] == [say.REGISTERED]


def test_the_cohort_is_at_various_stages(demo: Built, cast: Cast) -> None:
    found = rows(demo, cast)
    assert len({row.done for row in found.values()}) >= 6
    states = {cell.state for row in found.values() for cell in row.cells}
    assert states >= {"not_started", "started", "completed"}
    assert found["Anouk"].course_completed


def test_histories_lie_in_the_past_in_order_and_were_stored_now(demo: Built) -> None:
    told = statements(demo)
    assert all(one.statement["timestamp"] <= timestamp(START) for one in told)
    days = {one.statement["timestamp"][:10] for one in told}
    assert len(days) > 20
    by_actor: dict[str, list[str]] = {}
    for one in told:
        name = one.statement["actor"]["account"]["name"]
        by_actor.setdefault(name, []).append(one.statement["timestamp"])
    assert all(times == sorted(times) for times in by_actor.values())
    assert max(one.stored for one in told) - min(one.stored for one in told) < 3_600 * 1_000_000


def test_histories_are_what_their_statements_say(demo: Built) -> None:
    found = rebuilding.compare(demo.house, demo.fold)
    assert found.equal and found.statements == len(statements(demo))


def test_furnishing_again_changes_nothing(demo: Built, cast: Cast) -> None:
    before = statements(demo)
    assert demo_house.furnish(demo.house) == cast
    assert statements(demo) == before


def test_an_interrupted_start_is_finished_by_the_next(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    built = build(sqlite(tmp_path_factory.mktemp("demo") / "half.db"), lambda: START)
    Pupil(built, "Anouk Le Goff", email="anouk@demo.example", demo=True)
    cast = demo_house.furnish(built.house)
    assert len(rows(built, cast)) == 11
    assert simulating.remaining(built.house, cast.people["presque"]) == ("s2-quiz",)
    built.close()


def test_the_key_stays_and_its_secret_changes_with_each_start(demo: Built) -> None:
    first, second = (demo_house.demo_credentials(demo.house) for _ in range(2))
    assert first[0] == second[0] == "demo"
    assert first[1] != second[1]


def test_demo_people_sign_in_by_their_link_only(demo: Built, cast: Cast) -> None:
    for person in cast.people.values():
        token = accounts.demo_token(demo.house, person)
        assert accounts.demo_person(demo.house, token) == person
