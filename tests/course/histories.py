"""Histories: statements of several learners as our builders make them, as other programs make them,
and statements that take others back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from collectif.course.content.model import Module
from collectif.course.services.answering import definition_of
from collectif.course.xapi import reviews
from collectif.course.xapi import statements as said
from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.statements import Answer, Diagnosis, Play, Voice
from tests.houses import catalogue

Statement = dict[str, Any]

COURSE = catalogue().course
MODULES = catalogue().modules
START = 1_790_000_000_000_000
HOME = "https://collectif.invalid"
TRAINER = {"account": {"homePage": HOME, "name": "trainer"}}
NAMES = ("ada", "bob", "chloé")

moments = st.integers(0, 90 * 86_400).map(lambda seconds: START + seconds * 1_000_000)
uuids = st.uuids(version=4).map(str)
few = st.sampled_from([f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(6)])
scores = st.sampled_from((0.0, 0.25, 0.5, 0.7, 1.0))
modules = st.sampled_from(MODULES)


def account(name: str) -> Statement:
    return {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}


def voice(name: str, at: int) -> Voice:
    """Somebody speaking; who they are makes their registration."""
    registration = f"11111111-1111-4111-8111-11111111111{NAMES.index(name)}"
    return Voice(COURSE, account(name), registration, "fr", at)


voices = st.builds(voice, st.sampled_from(NAMES), moments)


# -- our own ----------------------------------------------------------------------------


@st.composite
def answers(draw: st.DrawFn) -> Statement:
    module = draw(modules.filter(lambda one: one.questions))
    question = draw(st.sampled_from(module.questions))
    correct = draw(st.booleans()) if question.scored else None
    answer = Answer(
        id=draw(few),
        question=question.id,
        definition=definition_of(question),
        response=draw(st.text(max_size=3)),
        correct=correct,
        score=None if correct is None else float(correct),
        attempt=draw(st.none() | few),
        certainty=draw(st.none() | st.integers(0, 100)),
    )
    tell = draw(st.sampled_from((said.answered, reviews.reviewed)))
    return tell(draw(voices), module, answer)


@st.composite
def screens(draw: st.DrawFn) -> Statement:
    module = draw(modules.filter(lambda one: one.screens))
    screen = draw(st.sampled_from(module.screens))
    return said.experienced(draw(voices), module, screen, draw(st.sampled_from((0, 1.5, 60))))


VIDEO: Module = catalogue().module("s1-synthesis")
TOLD = (
    said.opened_video,
    said.played,
    said.paused,
    said.seeked,
    said.left_video,
    said.finished_video,
)


@st.composite
def plays(draw: st.DrawFn) -> Statement:
    end = draw(st.sampled_from((3.0, 11.0, 22.0)))
    moment = Play(draw(few), draw(few), 22, 0.8, end, f"0[.]{end:g}", end / 22, start=1.0)
    return draw(st.sampled_from(TOLD))(draw(voices), VIDEO, moment)


def _whole(tell: Any) -> st.SearchStrategy[Statement]:
    return st.builds(tell, voices, modules)


def _judged(tell: Any) -> st.SearchStrategy[Statement]:
    return st.builds(tell, voices, modules, few, scores)


DIAGNOSIS = Diagnosis("00000000-0000-4000-8000-0000000000d1", "sample", {"fr": "a"}, "1")

ours = st.one_of(
    answers(),
    screens(),
    plays(),
    st.builds(said.registered, voices),
    st.builds(said.initialized, voices, modules, few),
    st.builds(said.attempted, voices, modules, few),
    _judged(said.passed),
    _judged(said.failed),
    _whole(said.completed),
    _whole(said.filled),
    _whole(said.marked_done),
    st.builds(said.completed_session, voices, st.sampled_from(COURSE.sessions)),
    st.builds(said.completed_course, voices),
    st.builds(said.waived, voices, st.none() | modules, st.just(TRAINER), st.just("dispense"), few),
    st.builds(said.diagnosed, voices, st.just(DIAGNOSIS), st.just(2.5), st.just({"D1": 2.5})),
)


# -- others' ---------------------------------------------------------------------------


def _actors(name: str) -> st.SearchStrategy[Statement]:
    """The forms in which others know our learners; a group is nobody's record."""
    mailbox = {"mbox": f"mailto:{name.replace('é', 'e')}@exemple.fr"}
    return st.sampled_from(
        (
            account(name),
            {"account": account(name)["account"], "name": name.upper()},
            mailbox,
            {"objectType": "Group", **mailbox},
            {"objectType": "Group", "member": [account(name), mailbox]},
        )
    )


PLACES = (
    "",
    "/sessions/s1",
    "/entry-check/questions/mots",
    "/modules/unknown",
    *(f"/modules/{module.id}" for module in MODULES),
    "/modules/s1-lesson/questions/mot",
    "/modules/s1-lesson/screens/acteurs",
    "/modules/s1-synthesis/video",
)
VERBS = (
    say.COMPLETED,
    say.PASSED,
    say.FAILED,
    say.ANSWERED,
    say.EXPERIENCED,
    say.WAIVED,
    say.TERMINATED,
    say.MARKED_DONE,
    "https://exemple.fr/verbs/liked",
)

results = st.fixed_dictionaries(
    {},
    optional={
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": st.text(max_size=5),
        "duration": st.sampled_from(("PT5S", "PT1H", "P1D", "P1Y", "PT0.005S")),
        "score": st.sampled_from(
            ({"scaled": -0.5}, {"scaled": 0.9}, {"raw": 7, "max": 9}, {"raw": 1}, {})
        ),
        "extensions": st.dictionaries(
            st.sampled_from((say.CERTAINTY, say.VIDEO_SEGMENTS, say.REASON)),
            st.sampled_from((50, True, "0[.]7", "\0", None)),
        ),
    },
)


@st.composite
def outside(draw: st.DrawFn) -> Statement:
    place = draw(st.sampled_from(PLACES) | st.none())
    target = "https://exemple.fr/activities/other" if place is None else f"{COURSE.iri}{place}"
    statement = {
        "id": draw(uuids),
        "actor": draw(st.sampled_from(NAMES).flatmap(_actors)),
        "verb": {"id": draw(st.sampled_from(VERBS))},
        "object": {"id": target},
        "timestamp": said.timestamp(draw(moments)),
    }
    found = draw(results)
    return {**statement, "result": found} if found else statement


# -- whole histories -------------------------------------------------------------------------


@dataclass(frozen=True)
class History:
    """Statements in one order, and the same in another: some twice, in batches without doubles."""

    told: tuple[Statement, ...]
    retold: tuple[tuple[Statement, ...], ...]


def distinct(statements: list[Statement]) -> list[Statement]:
    """The first statement under each id."""
    found: dict[str, Statement] = {}
    for one in statements:
        found.setdefault(one["id"], one)
    return list(found.values())


def voiding(target: Statement) -> Statement:
    return said.voided(TRAINER, target["id"], START)


def batches(statements: list[Statement], sizes: list[int]) -> tuple[tuple[Statement, ...], ...]:
    """The statements in batches of these sizes (over and over), each id once a batch."""
    found: list[tuple[Statement, ...]] = []
    left = list(statements)
    while left:
        size = sizes[len(found) % len(sizes)]
        portion = distinct(left[:size])
        found.append(tuple(portion))
        left = left[size:]
    return tuple(found)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """What happened, and how a second store hears of it."""
    said_before = distinct(draw(st.lists(ours | outside(), min_size=1, max_size=16)))
    targets = draw(st.lists(st.sampled_from(said_before), max_size=5))
    taken_back = distinct([voiding(target) for target in targets])
    unknown = [voiding({"id": draw(uuids)})] if draw(st.booleans()) else []
    if taken_back and draw(st.booleans()):
        unknown.append(voiding(taken_back[0]))  # a voiding statement cannot be voided
    told = draw(st.permutations([*said_before, *taken_back, *unknown]))
    again = draw(st.lists(st.sampled_from(told), max_size=8))
    retold = draw(st.permutations([*told, *again]))
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    return History(tuple(told), batches(list(retold), sizes))


def speaking(name: str, seconds: int) -> Voice:
    """`name` some seconds after the start; for stories written by hand."""
    return replace(voice(name, START), at=START + seconds * 1_000_000)
