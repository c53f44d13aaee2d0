"""What we say, and that every statement our services make follows the standard and our profile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.services import answering, diagnosing, teaching
from collectif.course.services.answering import Given
from collectif.course.xapi import profile
from collectif.course.xapi import statements as said
from collectif.course.xapi import vocabulary as say
from collectif.lrs import agent_identifier
from collectif.lrs.spec import statements as spec
from tests.course.diagnostics.world import full_form
from tests.course.histories import COURSE, speaking
from tests.course.xapi import checking
from tests.houses import build, catalogue, sqlite
from tests.pupils import SESSION, Pupil, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.houses import Built

Statement = dict[str, Any]

LESSON, QUIZ = catalogue().module("s1-lesson"), catalogue().module("s1-quiz")
VOCABULARY = {value for value in vars(say).values() if isinstance(value, str) and ":" in value}


# -- everything that services say ------------------------------------------------------------


def waives(built: Built, pupil: Pupil, module: str) -> None:
    """A trainer lets the learner off a module, and once more, after having taken it back."""
    trainer = Pupil(built, "Zoé", role="trainer").comes_back()
    cohort = teaching.create_cohort(built.house, trainer, "Automne")
    with built.database.reading() as connection:
        code = teaching.cohorts.by_id(connection, cohort)
    assert code is not None
    teaching.join_cohort(built.house, pupil.person, code.code)
    for _ in range(2):
        teaching.waive(built.house, trainer, cohort, pupil.person.id, module, "Déjà certifiée")
        found = teaching.learner(built.house, trainer, cohort, pupil.person.id).waivers
        teaching.take_back_waiver(
            built.house, trainer, cohort, pupil.person.id, found[-1].statement
        )
    teaching.waive(built.house, trainer, cohort, pupil.person.id, "course", "Déjà certifiée")


def diagnoses(pupil: Pupil) -> None:
    """A diagnostic from its first answer to its result."""
    house, person = pupil.house, pupil.comes_back()
    sheet = diagnosing.begin(house, person, "sample", "L’épicerie")
    for dimension in house.variants["sample"].dimensions:
        diagnosing.save(house, person, sheet, dimension.id, full_form(house.variants["sample"]))
    diagnosing.finish(house, person, sheet)


def watches(pupil: Pupil) -> None:
    for event, time, segments in (
        ("initialized", 0, ""),
        ("played", 0, ""),
        ("seeked", 7, "0[.]3.33333"),
        ("paused", 11, "7[.]11.0001"),
        ("completed", 22, "0[.]22"),
        ("terminated", 22, ""),
    ):
        pupil.plays("s1-synthesis", event, time, segments, time_from=3.0001, time_to=time)


def whole_story(built: Built) -> None:
    """All that can be done in the sample course, in both languages."""
    for language in ("fr", "en"):
        pupil = Pupil(built, language=language)
        check = {
            question.id: Given(new_id(), question.choices[0].id)
            for question in catalogue().course.entry_check
        }
        answering.check_in(built.house, pupil.person, check)
        pupil.answers("s1-lesson", "nombre-de-cibles", certainty=33)
        pupil.marks("s1-expert")
        watches(pupil)
        pupil.tries("s1-quiz", 1)
        pupil.tries("s1-quiz", 3, only_wrong=True)
        waives(built, pupil, "s2-composite")
        pupil.takes_everything()
        diagnoses(pupil)


@pytest.fixture(scope="module")
def emitted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Statement]]:
    now = iter(range(1_790_000_000_000_000, 1_800_000_000_000_000, 1_000_000))
    built = build(sqlite(tmp_path_factory.mktemp("said") / "house.db"), now.__next__)
    whole_story(built)
    with built.database.reading() as connection:
        yield [dict(one.statement) for batch in built.recorder.replay(connection) for one in batch]
    built.close()


def test_the_story_has_every_verb_we_know(emitted: list[Statement]) -> None:
    assert {one["verb"]["id"] for one in emitted} == set(say.VERB_NAMES)
    assert len(emitted) > 150


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_every_statement_follows_the_standard(emitted: list[Statement], version: str) -> None:
    for one in emitted:
        spec.validate(one, version)


def test_every_statement_follows_our_profile(emitted: list[Statement]) -> None:
    document = profile.document()
    for one in emitted:
        if one["verb"]["id"] == say.VOIDED:
            assert "contextActivities" not in one["context"]
            continue
        category = one["context"]["contextActivities"]["category"]
        assert category[0] == {
            "objectType": "Activity",
            "id": say.PROFILE_VERSION,
            "definition": {"type": say.PROFILE_TYPE},
        }
        assert checking.check(one, document) == []


def test_every_statement_about_the_video_follows_the_video_profile(
    emitted: list[Statement],
) -> None:
    videos = [one for one in emitted if one["object"]["id"].endswith("/video")]
    assert {one["verb"]["id"] for one in videos} == set(checking.VIDEO)
    for one in videos:
        assert {"objectType": "Activity", "id": say.VIDEO_PROFILE} in one["context"][
            "contextActivities"
        ]["category"]
        assert checking.check_video(one) == []


def test_every_iri_is_in_our_vocabulary_or_in_the_course(emitted: list[Statement]) -> None:
    own = ("https://example.org/courses/mini", "https://collectif.invalid")
    strangers = {iri for one in emitted for iri in checking.iris(one)} - VOCABULARY
    assert {iri for iri in strangers if not iri.startswith(own)} == set()


def test_whatever_is_said_of_the_course_can_be_found_in_it(emitted: list[Statement]) -> None:
    places = {one["object"]["id"] for one in emitted if one["verb"]["id"] != say.VOIDED}
    places = {iri for iri in places if "/diagnostics/" not in iri}
    assert all(catalogue().locate(iri) for iri in places)


def test_each_registration_is_told_in_the_order_of_the_pattern(emitted: list[Statement]) -> None:
    """Enrolling, then steps: the pattern that our profile promises."""
    told: dict[str, list[str]] = {}
    for one in sorted(emitted, key=lambda one: one["timestamp"]):
        if registration := one["context"].get("registration"):
            told.setdefault(registration, []).append(one["verb"]["id"])
    assert len(told) == 4
    for verbs in told.values():
        assert verbs[0] == say.REGISTERED
        assert say.REGISTERED not in verbs[1:]


def test_a_context_says_in_which_language_and_of_which_course(emitted: list[Statement]) -> None:
    assert {one["context"]["language"] for one in emitted} == {"fr", "en"}
    versions = {
        one["context"]["extensions"][say.CONTENT_VERSION]
        for one in emitted
        if one["verb"]["id"] != say.VOIDED
    }
    assert versions == {COURSE.version}


# -- identity --------------------------------------------------------------------------------------


ANSWER = said.Answer("1", "mot", {"type": say.QUESTION}, "confiance", True, 1.0)


def test_the_same_answer_of_the_same_learner_is_the_same_statement() -> None:
    early, late = speaking("ada", 1), speaking("ada", 99)
    one, two = said.answered(early, LESSON, ANSWER), said.answered(late, LESSON, ANSWER)
    assert one["id"] == two["id"] == said.answer_id(early, "s1-lesson", "mot", "1")
    others = (
        said.answered(speaking("bob", 1), LESSON, ANSWER),
        said.answered(early, LESSON, replace(ANSWER, id="2")),
        said.answered(early, LESSON, replace(ANSWER, question="formes")),
        said.answered(early, QUIZ, ANSWER),
    )
    assert len({one["id"], *(other["id"] for other in others)}) == 5


def test_who_speaks_under_another_identifier_is_somebody_else() -> None:
    by_account = speaking("ada", 1)
    by_mail = replace(by_account, actor={"mbox": "mailto:ada@exemple.fr"})
    assert said.registered(by_account)["id"] != said.registered(by_mail)["id"]


def test_what_may_be_taken_back_and_done_again_is_told_with_its_moment() -> None:
    for tell in (said.completed, said.filled, said.marked_done):
        assert tell(speaking("ada", 1), LESSON)["id"] != tell(speaking("ada", 2), LESSON)["id"]
        assert tell(speaking("ada", 1), LESSON)["id"] == tell(speaking("ada", 1), LESSON)["id"]


def test_a_video_session_is_the_id_of_the_statement_that_opens_it() -> None:
    synthesis = catalogue().module("s1-synthesis")
    moment = said.Play(new_id(), SESSION, 22, 0.8, 5)
    opening = said.opened_video(speaking("ada", 1), synthesis, moment)
    left = said.left_video(speaking("ada", 9), synthesis, replace(moment, id=new_id()))
    assert left["context"]["extensions"][say.VIDEO_SESSION] == opening["id"]


def test_voiding_takes_back_one_statement_and_says_so_once() -> None:
    trainer = {"mbox": "mailto:z@exemple.fr"}
    target = new_id()
    one, again = said.voided(trainer, target, 1), said.voided(trainer, target, 2)
    assert one["id"] == again["id"] != said.voided(trainer, new_id(), 1)["id"]
    assert one["object"] == {"objectType": "StatementRef", "id": target}
    assert agent_identifier(one["actor"]) == "mbox|mailto:z@exemple.fr"


# -- parts -------------------------------------------------------------------------------------------


def test_what_is_neither_right_nor_wrong_has_no_score() -> None:
    answer = replace(ANSWER, correct=None, score=None)
    result = said.answered(speaking("ada", 1), LESSON, answer)["result"]
    assert result == {"response": "confiance", "completion": True}
    wrong = replace(ANSWER, correct=False, score=1 / 3)
    result = said.answered(speaking("ada", 1), LESSON, wrong)["result"]
    assert (result["success"], result["score"]) == (False, {"scaled": 0.3333})


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_790_000_000_123_999, "2026-09-21T14:13:20.123Z"),
    ],
)
def test_moments_are_said_to_the_millisecond(at: int, text: str) -> None:
    assert said.timestamp(at) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "PT0.00S"), (12.344, "PT12.34S"), (-1, "PT0.00S"), (3600, "PT3600.00S")],
)
def test_durations_are_said_to_the_hundredth(seconds: float, text: str) -> None:
    assert said.duration(seconds) == text


def test_a_statement_inside_a_module_names_module_and_course() -> None:
    around = said.answered(speaking("ada", 1), LESSON, ANSWER)["context"]["contextActivities"]
    assert [one["id"] for one in around["parent"]] == [f"{COURSE.iri}/modules/s1-lesson"]
    assert [one["id"] for one in around["grouping"]] == [COURSE.iri]
    whole = said.completed_course(speaking("ada", 1))["context"]["contextActivities"]
    assert set(whole) == {"category"}
