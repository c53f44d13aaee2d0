from __future__ import annotations

from pathlib import Path

from .reading import context


def errors(around) -> list[str]:
    return [str(problem) for problem in around.report.errors]


def test_a_source_must_be_known_to_the_course_and_listed_by_the_module():
    around = context(listed=frozenset({"S01"}))
    around.check_source("S01", "fr.md", 1)
    around.check_source("S02", "fr.md", 2)
    around.check_source("S99", "fr.md", 3)
    assert errors(around) == [
        "fr.md:2: `S02` is cited but not listed in the module's `sources`; add S02 to `sources` in module.yaml",
        "fr.md:3: the source `S99` is not in sources.yaml; known here: `S01`, `S02`",
    ]


def test_without_sources_nothing_is_said_of_them():
    around = context(sources=None)
    around.check_source("S99", "fr.md", 3)
    assert errors(around) == []


def test_a_link_leads_to_a_module_or_to_one_of_its_screens():
    around = context()
    for target in ("s1-lesson", "s1-lesson#acteurs", "s1-lesson#acteur", "s1-leson"):
        around.check_module(target, "fr.md", 4)
    assert errors(around) == [
        "fr.md:4: the module `s1-lesson` has no screen `acteur`; did you mean `acteurs`?",
        "fr.md:4: there is no module `s1-leson` to link to; did you mean `s1-lesson`?",
    ]


def test_media_must_lie_in_the_modules_folder():
    around = context(media={"carte.svg": Path("carte.svg")})
    assert around.check_media("carte.svg", "fr.md", 5)
    assert not around.check_media("cartes.svg", "fr.md", 5)
    assert errors(around) == [
        "fr.md:5: media/cartes.svg does not exist; add the file, or: did you mean `carte.svg`?"
    ]
