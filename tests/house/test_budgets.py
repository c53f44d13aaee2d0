"""What a page may cost in calls to the database, on each engine. Caches are warm: somebody else has
been there before."""

from __future__ import annotations

import re
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from tests.actors import Learner, Program
from tests.conftest import ENGINES, make_app, postgres_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

LESSON = 12
ANSWER = 10
QUIZ_ANSWER = 10
HOME = 6

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SET TRANSACTION")


@dataclass
class Spent:
    """What went to the database meanwhile."""

    calls: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def spending(app: Flask) -> Iterator[Spent]:
    """Counts the SQL calls and the commits of what happens inside."""
    engine = app.extensions["collectif"].house.database.engine
    spent = Spent()

    def called(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(TRANSACTION):
            spent.calls.append(" ".join(statement.split())[:120])

    def committed(_connection: Any) -> None:
        spent.commits += 1

    event.listen(engine, "before_cursor_execute", called)
    event.listen(engine, "commit", committed)
    yield spent
    event.remove(engine, "before_cursor_execute", called)
    event.remove(engine, "commit", committed)


@pytest.fixture(scope="module", params=ENGINES)
def app(
    request: pytest.FixtureRequest, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A house on each engine in which somebody has been everywhere, and met every quiz question."""
    folder = tmp_path_factory.mktemp("budgets")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'budgets.db'}"
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres_server")
            url = stack.enter_context(postgres_database(server))
        made = make_app(url, sample_folder, folder)
        warm(Learner(made).signs_up())
        yield made
        made.extensions["collectif"].house.database.engine.dispose()


def warm(first: Learner) -> None:
    first.takes_everything()
    for quiz in ("s1-quiz", "s2-quiz"):
        waiting = {question.id for question in first.catalogue.module(quiz).questions}
        while waiting:
            asked = re.findall(r"Question (\d) : quelle", first.passes(quiz).words)
            waiting -= {f"q{number}" for number in asked}
            first.sends(f"/module/{quiz}/quiz/start")


@pytest.fixture
def learner(app: Flask) -> Learner:
    """Somebody new, right after somebody else: what programs said meanwhile is known again."""
    Learner(app).signs_up().answers("s1-lesson", "vrai-faux")
    return Learner(app).signs_up()


def test_pages_keep_within_their_budgets(app: Flask, learner: Learner) -> None:
    learner.reads("s1-lesson", "pourquoi")
    learner.answers("s1-lesson", "vrai-faux")
    for address, most in (
        ("/", HOME),
        ("/session/s1", HOME),
        ("/resources", HOME),
        ("/resources/search?q=alliance", HOME),
        ("/resources/search?q=zzzz", HOME),
        ("/resources/testimonies?kind=company", HOME),
        ("/resources/kit/apercu", HOME),
        ("/about", HOME),
        ("/module/s1-lesson/screen/pourquoi", LESSON),
        ("/module/s1-lesson/screen/acteurs", LESSON),
        ("/module/s1-lesson/media/carte.svg", LESSON),
        ("/module/s1-synthesis/synthesis", LESSON),
        ("/module/s1-tool/worksheet", LESSON),
        ("/module/s1-tool/worksheet/document", LESSON),
        ("/module/s1-quiz/quiz", LESSON),
        ("/module/s2-quiz/quiz", LESSON),
        ("/account", LESSON),
    ):
        with spending(app) as spent:
            learner.opens(address)
        assert len(spent.calls) <= most, (address, spent.calls)
        assert spent.commits == 0, address


def test_a_visitor_costs_nothing(app: Flask) -> None:
    client = app.test_client()
    with spending(app) as spent:
        for address in ("/", "/about", "/sources", "/account/sign-in", "/health/live", "/none"):
            client.get(address)
    assert spent.calls == []


def test_a_file_of_ours_costs_nothing_even_for_a_learner(app: Flask, learner: Learner) -> None:
    with spending(app) as spent:
        learner.client.get("/assets/css/tokens.css").close()
    assert spent.calls == []


def test_answering_costs_at_most_ten_calls_and_one_commit(app: Flask, learner: Learner) -> None:
    module = learner.catalogue.module("s1-lesson")
    token = learner.token()
    questions = [name for screen in module.screens for name in screen.questions]
    for place, name in enumerate(questions):
        question = learner.catalogue.question(module.id, name)
        data = {"csrf_token": token, "answer_id": str(uuid.uuid4()), **learner.fields(question)}
        headers = {"X-Fragment": "1"} if place % 2 else {}
        with spending(app) as spent:
            answer = learner.client.post(
                f"/module/{module.id}/question/{name}", data=data, headers=headers
            )
        assert answer.status_code in (200, 303), name
        assert len(spent.calls) <= ANSWER, (name, spent.calls)
        assert spent.commits == 1, name


def test_an_answer_of_a_quiz_costs_no_more(app: Flask, learner: Learner) -> None:
    learner.opens("/module/s1-quiz/quiz")
    learner.sends("/module/s1-quiz/quiz/start")
    token = learner.token()
    for position in range(1, 5):
        data = {"csrf_token": token, "answer_id": str(uuid.uuid4()), "response": "juste"}
        with spending(app) as spent:
            answer = learner.client.post(f"/module/s1-quiz/quiz/{position}/answer", data=data)
        assert answer.status_code == 303
        assert len(spent.calls) <= QUIZ_ANSWER, (position, spent.calls)
        assert spent.commits == 1
    assert learner.opens("/module/s1-quiz/quiz/result").status == 200


def test_the_answer_that_completes_the_course_costs_one_call_more(
    app: Flask, learner: Learner
) -> None:
    """It is asked whether the session was told to be completed before."""
    for module in learner.catalogue.modules[:-1]:
        learner.takes(module.id)
    learner.opens("/module/s2-quiz/quiz")
    learner.sends("/module/s2-quiz/quiz/start")
    token = learner.token()
    for position in range(1, 5):
        data = {"csrf_token": token, "answer_id": str(uuid.uuid4()), "response": "juste"}
        with spending(app) as spent:
            learner.client.post(f"/module/s2-quiz/quiz/{position}/answer", data=data)
        assert spent.commits == 1
    assert len(spent.calls) <= QUIZ_ANSWER + 1, spent.calls
    assert learner.opens("/diagnostic").status == 200


def test_the_review_costs_the_same_however_much_was_answered(app: Flask, learner: Learner) -> None:
    learner.takes_everything()
    token, figures = learner.token(), []
    for _ in range(5):
        page = learner.opens("/review")
        (address,) = set(re.findall(r'href="(/review/question/[^"]+)"', page.html))
        for visited in ("/", "/review", address):
            with spending(app) as spent:
                assert learner.opens(visited).status == 200
            assert len(spent.calls) <= HOME, (visited, spent.calls)
            assert spent.commits == 0
        data = {"csrf_token": token, "answer_id": str(uuid.uuid4()), "response": "juste"}
        with spending(app) as spent:
            assert learner.client.post(f"{address}/answer", data=data).status_code == 303
        assert spent.commits == 1
        figures.append(len(spent.calls))
    assert len(set(figures[1:])) == 1, "the first one makes the review known to the LRS"
    assert figures[-1] <= QUIZ_ANSWER + 3, spent.calls


def test_an_answer_sent_again_costs_less_than_the_first_time(app: Flask, learner: Learner) -> None:
    data = {"csrf_token": learner.token(), "answer_id": str(uuid.uuid4()), "response": "false"}
    address = "/module/s1-lesson/question/vrai-faux"
    with spending(app) as first:
        learner.client.post(address, data=data)
    with spending(app) as again:
        learner.client.post(address, data=data)
    assert len(again.calls) < len(first.calls) <= ANSWER


def statement(actor: int) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": f"mailto:learner{actor}@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {
            "id": "https://example.org/courses/mini/modules/s1-lesson/questions/vrai-faux",
            "definition": {"name": {"en": "True or false"}},
        },
        "result": {"success": bool(actor % 2), "response": "false"},
    }


def test_a_batch_of_statements_costs_the_same_whatever_its_size(app: Flask) -> None:
    program = Program(app)
    program.posts(*[statement(n) for n in range(3)])
    figures = {}
    for size in (5, 200):
        batch = [statement(1000 * size + n) for n in range(size)]
        with spending(app) as spent:
            assert program.posts(*batch).status_code == 200
        assert spent.commits == 1
        figures[size] = len(spent.calls)
    assert figures[5] == figures[200] <= 15


def test_a_grid_costs_the_same_for_two_learners_and_for_six(app: Flask) -> None:
    trainer = Learner(app).signs_up("Béatrice Formatrice").becomes("trainer")
    trainer.opens("/trainer/cohort")
    page = trainer.sends("/trainer/cohort", name="Promotion")
    address = page.response.request.path
    figures = []
    for newcomers in (2, 4):
        code = code_of(trainer, address)
        for _ in range(newcomers):
            Learner(app).signs_up(code=code).takes("s1-opening")
        with spending(app) as spent:
            assert trainer.opens(address).status == 200
        figures.append(len(spent.calls))
    assert figures[0] == figures[1] <= 8


def code_of(trainer: Learner, address: str) -> str:
    """The code that invites into the group of this page."""
    cohort = int(address.rsplit("/", 1)[1])
    with trainer.app.extensions["collectif"].house.database.reading() as connection:
        found = connection.exec_driver_sql(
            f"SELECT code FROM collectif_cohorts WHERE id = {cohort:d}"
        )
        return str(found.scalar_one())
