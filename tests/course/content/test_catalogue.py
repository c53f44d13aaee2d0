from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.catalogue import Catalogue, NotInCourse, Place, screen_ids
from tests.builders import sample_course

IRI = "https://example.org/courses/mini"


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(sample_course())


def test_things_are_found_by_id(catalogue):
    assert catalogue.session("s2").title["en"] == "Aim"
    assert catalogue.module("s1-quiz").kind == "quiz"
    assert catalogue.question("s1-lesson", "mot").kind == "fill_in"
    assert catalogue.entry_question("mots").kind == "likert"
    assert catalogue.find_module("s1-quiz") is catalogue.module("s1-quiz")
    assert catalogue.find_question("s1-quiz", "q1") is catalogue.question("s1-quiz", "q1")


def test_what_is_not_there_raises_or_is_none(catalogue):
    for ask in (
        lambda: catalogue.session("s9"),
        lambda: catalogue.module("s9"),
        lambda: catalogue.question("s9", "q1"),
        lambda: catalogue.question("s1-quiz", "q99"),
        lambda: catalogue.entry_question("q"),
        lambda: catalogue.next("s9"),
    ):
        with pytest.raises(NotInCourse):
            ask()
    assert catalogue.find_module("s9") is None
    assert catalogue.find_question("s9", "q1") is None
    assert catalogue.find_question("s1-quiz", "q99") is None


def test_next_and_previous_cross_the_sessions(catalogue):
    assert catalogue.next("s1-quiz").id == "s2-lesson"
    assert catalogue.previous("s2-lesson").id == "s1-quiz"
    assert catalogue.next("s2-quiz") is None
    assert catalogue.previous("s1-opening") is None


def test_modules_keep_the_order_of_the_course(catalogue):
    assert [module.id for module in catalogue.modules][:2] == ["s1-opening", "s1-testimony"]
    assert [catalogue.position(module.id) for module in catalogue.modules] == list(range(10))


def test_modules_are_found_by_what_they_are(catalogue):
    assert [module.id for module in catalogue.of_kind("testimony")] == [
        "s1-testimony",
        "s2-composite",
    ]
    assert [module.id for module in catalogue.of_dimension("D2")] == [
        "s1-testimony",
        "s1-expert",
        "s1-lesson",
        "s1-tool",
        "s1-quiz",
        "s2-quiz",
    ]
    assert [module.id for module in catalogue.quizzes] == ["s1-quiz", "s2-quiz"]
    assert len(catalogue.required) == 8


def test_minutes_add_up(catalogue):
    total = catalogue.session_minutes("s1") + catalogue.session_minutes("s2")
    assert catalogue.minutes == total == sum(module.minutes for module in catalogue.modules)


def test_every_part_has_an_iri_and_is_found_by_it(catalogue):
    places = {catalogue.activity(): Place("course")}
    for session in catalogue.course.sessions:
        places[catalogue.session_activity(session.id)] = Place("session", session.id)
    for module in catalogue.modules:
        places[catalogue.activity(module.id)] = Place("module", module.session, module.id)
        for question in module.questions:
            iri = catalogue.activity(module.id, question=question.id)
            places[iri] = Place("question", module.session, module.id, question.id)
        for screen in screen_ids(module):
            iri = catalogue.activity(module.id, screen=screen)
            places[iri] = Place("screen", module.session, module.id, screen)
        if module.storyboard is not None:
            video = f"{catalogue.activity(module.id)}/video"
            places[video] = Place("video", module.session, module.id)
    places[catalogue.entry_check_activity()] = Place("entry-check")
    places[catalogue.entry_check_activity("mots")] = Place("question", part="mots")
    assert len(places) > 40
    for iri, place in places.items():
        assert catalogue.locate(iri) == place


def test_iris_are_written_as_promised(catalogue):
    assert catalogue.activity("s1-quiz") == f"{IRI}/modules/s1-quiz"
    assert catalogue.activity("s1-quiz", "q1") == f"{IRI}/modules/s1-quiz/questions/q1"
    assert (
        catalogue.activity("s1-lesson", screen="acteurs")
        == f"{IRI}/modules/s1-lesson/screens/acteurs"
    )
    assert catalogue.session_activity("s1") == f"{IRI}/sessions/s1"
    assert catalogue.entry_check_activity("mots") == f"{IRI}/entry-check/questions/mots"


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/courses/minimum",
        "https://example.org/courses",
        f"{IRI}/",
        f"{IRI}/modules",
        f"{IRI}/modules/",
        f"{IRI}/modules/s9",
        f"{IRI}/modules/s1-quiz/",
        f"{IRI}/modules/s1-quiz/questions/q99",
        f"{IRI}/modules/s1-quiz/questions/q1/more",
        f"{IRI}/modules/s1-lesson/screens/z",
        f"{IRI}/sessions/s9",
        f"{IRI}/entry-check/questions/z",
        f"{IRI}/modules/s1-lesson/video",
        "",
        "mailto:a@b.c",
    ],
)
def test_other_iris_are_no_part_of_the_course(iri, catalogue):
    assert catalogue.locate(iri) is None


def test_the_scenes_of_a_synthesis_are_its_screens(catalogue):
    assert screen_ids(catalogue.module("s1-synthesis")) == ("depart", "pont")
    assert catalogue.locate(f"{IRI}/modules/s1-synthesis/screens/pont") == Place(
        "screen", "s1", "s1-synthesis", "pont"
    )


def test_a_pair_returns_when_it_is_met_in_every_session(catalogue):
    assert catalogue.recurring_pairs == frozenset(), "it is met in the first of two"
    first, second = catalogue.course.sessions
    told = catalogue.module("s1-testimony")
    again = replace(told, id="s2-testimony", session="s2")
    both = (first, replace(second, modules=(*second.modules, again)))
    assert Catalogue(replace(catalogue.course, sessions=both)).recurring_pairs == {
        "restoria-adapei"
    }
    alone = Catalogue(replace(catalogue.course, sessions=(first,)))
    assert alone.recurring_pairs == frozenset(), "one session is no return"
