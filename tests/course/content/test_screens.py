from __future__ import annotations

import pytest

MODULE = "session_1/s1-lesson/module.yaml"
FR = "session_1/s1-lesson/fr.md"


def test_a_screen_has_its_titles_bodies_and_questions(sample):
    course = sample.read().course
    assert course is not None
    lesson = course.sessions[0].modules[3]
    why, actors, practice = lesson.screens
    assert why.title == {"fr": "Pourquoi faire alliance\u202f?", "en": "Why build alliances?"}
    assert '<h3 id="retenir">À retenir</h3>' in why.body["fr"]
    assert actors.questions == ("nombre-de-cibles", "formes", "vrai-faux", "mot")
    assert '<aside class="try">' in practice.body["en"]


def test_a_drawing_in_the_prose_stands_in_the_page_with_its_description(sample):
    course = sample.read().course
    assert course is not None
    body = course.sessions[0].modules[3].screens[1].body["en"]
    assert (
        '<figure><svg viewBox="0 0 640 360" role="img"><title>Two discs joined by a line</title>'
        in body
    )
    assert "media:carte.svg" not in body


def test_a_screen_without_prose_is_named_in_module_yaml(sample):
    sample.change(FR, "{#acteurs}", "{#les-acteurs}")
    assert sample.errors() == [
        f"{FR}:12: `les-acteurs` is not in the `screens` of module.yaml; add `- les-acteurs` there, or correct {{#les-acteurs}}",
        f"{MODULE}:12: screen `acteurs` has no text in fr.md; add `## … {{#acteurs}}` to fr.md",
    ]


def test_prose_without_a_screen_is_named_in_each_language(sample):
    sample.change(MODULE, "  - pourquoi\n", "")
    assert [error.partition(";")[0] for error in sample.errors()] == [
        "session_1/s1-lesson/en.md:1: `pourquoi` is not in the `screens` of module.yaml",
        "session_1/s1-lesson/fr.md:1: `pourquoi` is not in the `screens` of module.yaml",
    ]


def test_a_title_without_text_is_named(sample):
    sample.write("session_1/s1-testimony/fr.md", "## Le récit {#recit}\n")
    assert sample.errors() == [
        "session_1/s1-testimony/fr.md:1: the screen `recit` has a title but no text; write it below"
    ]


def test_a_missing_language_is_one_problem(sample):
    (sample.folder / FR).unlink()
    assert sample.errors() == [f"{FR}:1: this file is missing; create it, in UTF-8"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[nombre-de-cibles, ", "[nombre-de-cible, ", "+0: the question `nombre-de-cible` is shown but not written"),
        ("[nombre-de-cibles, formes", "[nombre-de-cibles", "=30: the question `formes` is shown nowhere"),
        ("[associer,", "[associer, formes,", "+0: the question `formes` is shown twice"),
        ("  - pourquoi\n", "  - pourquoi\n  - pourquoi\n", "+1: the screen id `pourquoi` stands twice (first on line 11)"),
        ("  - pourquoi\n", "  - {id: pourquoi, question: x}\n", "+0: `question` is not a key of screen `pourquoi`"),
        ("  - pourquoi\n", "  - [pourquoi]\n", "+0: a screen is a list"),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_is_named(old, new, fault, sample):
    sample.expect(MODULE, old, new, fault)


def test_a_kind_that_lives_on_screens_needs_one(sample):
    sample.change("session_1/s1-expert/module.yaml", "screens: [echelle, limites]\n", "")
    assert sample.errors()[-1] == (
        "session_1/s1-expert/module.yaml:1: `screens` is missing in the module; write `screens: […]`"
    )


def test_a_tool_may_do_without_screens_and_prose(sample):
    sample.change("session_1/s1-tool/module.yaml", "screens: [mode-emploi]\n", "")
    for language in ("fr", "en"):
        (sample.folder / f"session_1/s1-tool/{language}.md").unlink()
    assert sample.errors() == []
