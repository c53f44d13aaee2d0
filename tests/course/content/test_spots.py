from __future__ import annotations

from collectif.course.content.links import plain
from collectif.course.content.reach import modules_in
from collectif.course.content.spots import Spot, beside, spots
from tests.builders import sample_course


def modules():
    return {one.id: one for one in modules_in(sample_course())}


def test_every_question_screen_scene_and_field_has_its_spots():
    for module in modules().values():
        names = {spot.name for spot in spots(module)}
        assert {question.id for question in module.questions} <= names
        assert {screen.id for screen in module.screens} <= names
    assert {"depart", "pont"} <= {spot.name for spot in spots(modules()["s1-synthesis"])}
    assert {"objectif", "budget", "table"} <= {spot.name for spot in spots(modules()["s1-tool"])}


def test_every_text_of_a_question_is_there():
    said = " ".join(plain(spot.text["en"]) for spot in spots(modules()["s1-lesson"]))
    for part in ("Fewer than twenty", "at scale", "60%, yes", "I speak of theirs", "Means of"):
        assert part in said


def test_every_text_stands_in_both_languages():
    texts = [*beside(sample_course())]
    texts += [spot for module in modules().values() for spot in spots(module)]
    assert all(set(spot.text) == {"fr", "en"} for spot in texts)


def test_a_spot_knows_its_file():
    found = {spot.what: spot for spot in spots(modules()["s1-lesson"])}
    assert found["screen `acteurs`"].file("en") == "session_1/s1-lesson/en.md"
    assert found["`title`"].file("en") == "session_1/s1-lesson/module.yaml"
    assert Spot("a", "b", {}, "course.yaml").file("fr") == "course.yaml"


def test_the_files_beside_the_modules_are_all_there():
    files = {spot.file("fr") for spot in beside(sample_course())}
    assert files >= {
        "course.yaml",
        "glossary.yaml",
        "sources.yaml",
        "dimensions.yaml",
        "entry_check.yaml",
    }
