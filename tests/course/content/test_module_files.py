from __future__ import annotations

import pytest

from tests.builders import sample_course

LESSON = "session_1/s1-lesson/module.yaml"
TESTIMONY = "session_1/s1-testimony/module.yaml"
COMPOSITE = "session_2/s2-composite"
QUIZ = "session_1/s1-quiz/module.yaml"


def module(name):
    modules = [one for session in sample_course().sessions for one in session.modules]
    return next(one for one in modules if one.id == name)


def test_a_module_has_its_typed_parts_and_media():
    lesson = module("s1-lesson")
    assert (lesson.session, lesson.kind, lesson.minutes, lesson.required) == (
        "s1",
        "lesson",
        8,
        True,
    )
    assert lesson.languages == ("fr", "en")
    assert lesson.folder == "session_1/s1-lesson"
    assert lesson.media["carte.svg"].endswith("session_1/s1-lesson/media/carte.svg")
    assert lesson.dimensions == ("D1", "D2")


def test_a_testimony_says_who_where_and_when():
    testimony = module("s1-testimony").testimony
    assert testimony is not None
    assert [one.kind for one in testimony.organisations] == ["company", "association"]
    assert (testimony.case, testimony.pair) == ("C01", "restoria-adapei")
    assert testimony.period == {"fr": "1985–2015", "en": "1985–2015"}, "figures need no translation"
    composite = module("s2-composite").testimony
    assert composite is not None
    assert composite.period == {"fr": "vers 2020", "en": "around 2020"}
    assert not testimony.composite
    assert module("s2-composite").testimony.composite


def test_a_quiz_says_how_it_draws_and_judges():
    quiz = module("s1-quiz").quiz
    assert quiz is not None
    assert (quiz.draw, quiz.pass_mark, quiz.shuffle) == (4, 0.7, True)
    assert [(band.start, band.end) for band in quiz.bands] == [
        (0, 49),
        (50, 69),
        (70, 89),
        (90, 100),
    ]
    assert quiz.bands[-1].text["fr"] == "<strong>Excellent.</strong>"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: s1-lesson", "id: S1", "=1: `S1` cannot be an id"),
        ("kind: lesson", "kind: leson", "+0: `leson` is no kind we know; did you mean `lesson`?"),
        ("title: {fr", "titel: {fr", "=1: `title` is missing in the module; write `title: {fr: …, en: …}`"),
        ("title: {fr", "titel: {fr", "+0: `titel` is not a key of a module of kind lesson; did you mean `title`?"),
        (', en: "The actors of an alliance"', "", "+0: `title` of the module has no `en`"),
        ("minutes: 8", "minutes: 0", "+0: `minutes` is not a number from 1 to 60"),
        ("minutes: 8", "minutes: 7.5", "+0: `minutes` is not a whole number; write 8"),
        ("dimensions: [D1, D2]", "dimensions: [D1, D9]", "+0: there is no dimension `D9`"),
        ("levers: [L2]", "levers: [L9]", "+0: there is no lever `L9`; known here: `L2`, `L3`"),
        ("sources: [S01, S02, CG]", "sources: [S01, S02, CG, S77]", "+0: there is no source `S77`"),
        ("sources: [S01, S02, CG]", "sources: [S01, S02]", "=28: `CG` is cited but not listed in the module's `sources`"),
        ("minutes: 8", "minutes: 8\nquiz: {draw: 1}", "+1: `quiz` is not a key of a module of kind lesson"),
        ("minutes: 8", "minutes: 8\ncompletion: {all: [played]}", "+1: a module of kind lesson can never be `played`"),
        ("minutes: 8", "minutes: 8\nrequired: oui", "+1: `required` is a text; write true or false"),
        ("id: mot\n", "id: formes\n", "+0: the question id `formes` stands twice (first on line 30)"),
    ],
)  # fmt: skip
def test_a_fault_of_a_module_is_named_at_its_line(old, new, fault, sample):
    sample.expect(LESSON, old, new, fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: company", "kind: firm", "+0: `firm` is no kind we know; known here: `association`"),
        ("testimony:", "testimonies:", "=1: `testimony` is missing in the module"),
        ("category: cooperation", "category: coop", "+0: `coop` is no category we know"),
        ("  case: C01\n", "", "-4: a real testimony names its `case` in the fact sheet"),
        ('{name: "Restoria", ', "{", "+0: `name` is missing in an organisation"),
    ],
)
def test_a_fault_of_a_testimony_is_named(old, new, fault, sample):
    sample.expect(TESTIMONY, old, new, fault)


def test_a_composite_testimony_says_so_in_its_first_sentence_in_each_language(sample):
    sample.change(f"{COMPOSITE}/en.md", "This testimony is illustrative (composite). A", "A")
    sample.change(
        f"{COMPOSITE}/fr.md", "Ce témoignage est illustratif (composite). Un club", "Un club"
    )
    assert sample.errors() == [
        f"{COMPOSITE}/{language}.md:3: a composite testimony is not marked in its first sentence; say first that it is illustrative (composite)"
        for language in ("en", "fr")
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("draw: 4", "draw: 7", "+0: `draw: 7` asks for more than the 6 questions there are; draw fewer or write more"),
        ("pass_mark: 0.7", "pass_mark: 70", "+0: `pass_mark` is not a number from 0 to 1"),
        ("start: 50", "start: 51", "+0: the bands leave a gap or overlap: 51 follows 49; write `start: 50`"),
        ("start: 50", "start: 49", "+0: the bands leave a gap or overlap: 49 follows 49; write `start: 50`"),
        ("start: 0, end: 49", "start: 1, end: 49", "+0: the bands leave a gap or overlap: 1 follows -1"),
        ("end: 100", "end: 99", "+0: the bands stop at 99; write `end: 100`"),
        ("end: 69", "end: 40", "+0: this band ends before it starts"),
        ("quiz:\n", "quizz:\n", "=1: `quiz` is missing in the module"),
        ("kind: single\n", "kind: likert\n", "+5: `correct` is not a key of choice `juste`"),
    ],
)  # fmt: skip
def test_a_fault_of_a_quiz_is_named(old, new, fault, sample):
    sample.expect(QUIZ, old, new, fault)


def test_a_quiz_draws_scored_questions_only(sample):
    sample.change(QUIZ, "kind: single\n", "kind: likert\n")
    sample.change(QUIZ, "{id: juste, correct: true,", "{id: juste,")
    assert sample.errors() == [
        f"{QUIZ}:19: the question `q1` (likert) cannot be right or wrong; a quiz draws scored questions only: move it to a screen"
    ]


def test_a_picture_that_is_not_there_is_named_where_it_is_shown(sample):
    sample.change("session_1/s1-lesson/en.md", "(carte.svg)", "(map.svg)")
    assert sample.errors() == [
        "session_1/s1-lesson/en.md:16: media/map.svg does not exist; add the file, or: did you mean `carte.svg`?"
    ]
