from __future__ import annotations

import pytest

MODULE = "session_1/s1-synthesis/module.yaml"
FR = "session_1/s1-synthesis/fr.md"
EN = "session_1/s1-synthesis/en.md"


def board(sample):
    reading = sample.read()
    assert reading.errors == ()
    assert reading.course is not None
    return reading.course.sessions[0].modules[4].storyboard


def test_scenes_have_drawings_captions_and_questions(sample):
    found = board(sample)
    first, second = found.scenes
    assert (found.threshold, found.seconds) == (0.8, 22)
    assert first.captions["fr"] == (
        "Au départ, deux maisons se regardent.",
        "Elles ne se parlent pas encore.",
    )
    assert first.title["en"] == "Two worlds"
    assert second.questions == ("retour",)


def test_a_drawing_is_described_in_each_language(sample):
    drawing = board(sample).scenes[0].drawing
    assert drawing["fr"].startswith(
        '<svg viewBox="0 0 640 360" role="img"><title>Deux maisons face à face</title>'
    )
    assert "<title>Two houses facing each other</title>" in drawing["en"]
    assert '<use href="#s1-synthesis-depart-house"' in drawing["en"]


def test_a_real_video_takes_the_place_of_the_scenes_seconds(sample):
    sample.change(
        MODULE,
        "scenes:",
        "video: {seconds: 212, files: {fr: film.mp4, en: film.mp4}, captions: {fr: fr.vtt, en: en.vtt}}\nscenes:",
    )
    for name in ("film.mp4", "fr.vtt", "en.vtt"):
        sample.write(f"session_1/s1-synthesis/media/{name}", "x")
    found = board(sample)
    assert (found.seconds, found.media["fr"], found.tracks["en"]) == (212, "film.mp4", "en.vtt")


def test_a_video_needs_its_files(sample):
    sample.change(MODULE, "scenes:", "video: {seconds: 9, files: {fr: a.mp4, en: a.mp4}}\nscenes:")
    assert [error.partition(";")[0] for error in sample.errors()] == [
        f"{MODULE}:11: `captions` is missing in `video`",
        f"{MODULE}:11: media/a.mp4 does not exist",
    ]


def test_a_caption_is_short(sample):
    sample.change(FR, "Elles ne se parlent pas encore.", "x" * 111)
    assert sample.errors() == [f"{FR}:4: a caption of 111 characters; at most 110: cut the line"]


def test_citations_in_captions_are_checked_and_not_counted(sample):
    sample.change(FR, "Elles ne se parlent pas encore.", "x" * 100 + " [S01] [S02, S99]")
    assert [error.partition(";")[0] for error in sample.errors()] == [
        f"{FR}:4: `S02` is cited but not listed in the module's `sources`",
        f"{FR}:4: the source `S99` is not in sources.yaml",
    ]


def test_a_scene_has_captions(sample):
    sample.write(
        EN, "## Two worlds {#depart}\n\n## The bridge {#pont}\n\nOne and one make three.\n"
    )
    assert sample.errors() == [
        f"{EN}:1: the scene `depart` has no caption; write one caption a line below"
    ]


def test_words_too_fast_to_read_are_advised_against(sample):
    sample.change(MODULE, "seconds: 10", "seconds: 3")
    assert any(
        warning.startswith(
            f"{FR}:1: 12 words in 3 seconds are too fast to read; give the scene 5 seconds"
        )
        for warning in sample.warnings()
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("drawing: depart.svg", "drawing: depar.svg", "+0: media/depar.svg does not exist"),
        ("drawing: depart.svg", "drawing: film.mp4", "+0: film.mp4 is not a drawing"),
        ("seconds: 10, ", "", "+0: `seconds` is missing in scene `depart`"),
        ("seconds: 10", "seconds: 1", "+0: `seconds` is not a number from 3 to 120"),
        ("{id: depart", "{id: pont", "+1: the scene id `pont` stands twice (first on line 12)"),
        ("threshold: 0.8", "threshold: 80", "+0: `threshold` is not a number from 0 to 1"),
        (
            "threshold: 0.8",
            "screens: [a]",
            "+0: `screens` is not a key of a module of kind synthesis",
        ),
    ],
)
def test_a_faulty_scene_is_named(old, new, fault, sample):
    sample.write("session_1/s1-synthesis/media/film.mp4", "x")
    sample.expect(MODULE, old, new, fault)


def test_the_drawing_of_a_scene_has_the_common_format(sample):
    sample.change("session_1/s1-synthesis/media/pont.svg", "0 0 640 360", "0 0 100 100")
    assert sample.errors() == [
        'session_1/s1-synthesis/media/pont.svg:1: the drawing of a scene has viewBox="0 0 100 100"; draw it in viewBox="0 0 640 360"'
    ]


def test_a_broken_drawing_is_one_problem(sample):
    sample.write("session_1/s1-synthesis/media/pont.svg", "<svg>")
    (error,) = sample.errors()
    assert error.startswith(
        "session_1/s1-synthesis/media/pont.svg:1: the drawing is not well formed"
    )
