"""Reading a questionnaire: what is right comes through, and every fault is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.content.problems import ContentErrors
from collectif.course.diagnostics.load import load
from collectif.course.diagnostics.model import LEVELS, Link

from .samples import course

if TYPE_CHECKING:
    from pathlib import Path

COURSE = course()
FOLDER = "diagnostics"


def _text(words: str) -> str:
    return f'{{fr: "{words}", en: "{words} (en)"}}'


def _item(name: str) -> str:
    levels = "".join(f"          - {_text(f'{name} {n}')}\n" for n in LEVELS)
    return f"      - id: {name}\n        statement: {_text(name)}\n        levels:\n{levels}"


def _level(dimension: str, level: int) -> str:
    return (
        f"      - finding: {_text(f'{dimension} {level}')}\n"
        f"        first_step: {_text('step')}\n"
        "        lessons: [s1-lesson, s1-lesson#screen]\n"
        "        testimony: s1-testimony\n"
        "        tool: s1-tool\n"
    )


def _dimension(name: str) -> str:
    levels = "".join(_level(name, level) for level in LEVELS)
    items = "".join(_item(f"{name.lower()}-{letter}") for letter in "abc")
    return (
        f"  - id: {name}\n    importance: 3\n    why: {_text('why')}\n"
        f"    evidence: {_text('what shows it')}\n    levels:\n{levels}    items:\n{items}"
    )


def questionnaire() -> str:
    scale = "".join(
        f"  - {{name: {_text(f'N{n}')}, sign: {_text('sign')}, proof: {_text('proof')}}}\n"
        for n in LEVELS
    )
    grades = "".join(f"  {one}: {_text(one)}\n" for one in ("none", "example", "document", "data"))
    return (
        f'id: sample\nversion: "2026.1"\nkind: association\ntitle: {_text("Titre")}\n'
        f"intro: {_text('Intro')}\nscale:\n{scale}not_applicable: {_text('non')}\n"
        f"unknown: {_text('?')}\nweakest_link: [D1]\nevidence:\n{grades}"
        f"dimensions:\n{_dimension('D1')}{_dimension('D2')}"
    )


def write(tmp_path: Path, text: str, name: str = "sample.yaml") -> Path:
    folder = tmp_path / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """What is said to a questionnaire in which the first occurrence of each text was replaced."""
    text = questionnaire()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(ContentErrors) as caught:
        load(write(tmp_path, text), COURSE)
    return [str(problem) for problem in caught.value.problems]


def test_a_right_file_becomes_a_variant(tmp_path: Path) -> None:
    found = load(write(tmp_path, questionnaire()), COURSE)
    assert list(found) == ["sample"]
    variant = found["sample"]
    assert (variant.version, variant.kind, variant.weakest_link) == (
        "2026.1",
        "association",
        ("D1",),
    )
    assert [one.id for one in variant.dimensions] == ["D1", "D2"]
    assert [one.id for one in variant.items][:3] == ["d1-a", "d1-b", "d1-c"]
    assert variant.item("d2-c").levels[4] == {"fr": "d2-c 5", "en": "d2-c 5 (en)"}
    first = variant.dimension("D1")
    assert (first.importance, first.title) == (3, COURSE.dimensions["D1"].title)
    assert first.at(2).finding["fr"] == "D1 2"
    assert first.at(2).lessons == (Link("s1-lesson"), Link("s1-lesson", "screen"))


def test_french_typography_is_set(tmp_path: Path) -> None:
    text = questionnaire().replace('"d1-a 1"', "\"L'accord est là : qui l'a écrit ?\"")
    level = load(write(tmp_path, text), COURSE)["sample"].item("d1-a").levels[0]
    assert level["fr"] == "L’accord est là\u00a0: qui l’a écrit\u202f?"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere", COURSE) == {}


def test_two_files_may_not_have_the_same_id(tmp_path: Path) -> None:
    write(tmp_path, questionnaire())
    with pytest.raises(ContentErrors, match=r"diagnostics/twin\.yaml:1: another file has the id"):
        load(write(tmp_path, questionnaire(), "twin.yaml"), COURSE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version: "2026.1"\n', "", "`version` is missing in the questionnaire"),
        ("kind: association", "kind: club", "`club` is no kind we know"),
        ("not_applicable: ", "not_aplicable: ", "did you mean `not_applicable`?"),
        ("weakest_link: [D1]", "weakest_link: [D7]", "no dimension of this questionnaire `D7`"),
        ("  - id: D2", "  - id: D7", "there is no dimension `D7`"),
        ("  - id: D2", "  - id: D1", "the dimension id `D1` stands twice"),
        ("      - id: d2-a", "      - id: d1-a", "the item id `d1-a` stands twice"),
        ("importance: 3", "importance: 4", "`importance` is not a number from 1 to 3"),
        (', en: "d1-a (en)"', "", "`statement` of item `d1-a` has no `en`"),
        ("  data: ", "  dato: ", "did you mean `data`?"),
        ("lessons: [s1-lesson, ", "lessons: [s1-lessen, ", "there is no module `s1-lessen`"),
        ("s1-lesson#screen", "s1-lesson#scren", "has no screen `scren`"),
        ("testimony: s1-testimony", "testimony: s1-tool", "`s1-tool` is not a testimony"),
        ("tool: s1-tool", "tool: s1-lesson", "`s1-lesson` is not a tool"),
        ("        tool: s1-tool\n", "", "`tool` is missing in level 1 of dimension D1"),
        ("lessons: [s1-lesson, s1-lesson#screen]", "lessons: []", "has 0 of at least 1"),
        ('          - {fr: "d1-a 5", en: "d1-a 5 (en)"}\n', "", "has 4 of at least 5"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, (old, new))
    assert any(said in one for one in found), found
    assert all(one.startswith(f"{FOLDER}/sample.yaml:") for one in found)


def test_a_fault_is_named_with_its_line(tmp_path: Path) -> None:
    line = questionnaire().split("\n").index("        tool: s1-tool") + 1
    (found,) = faults(tmp_path, ("tool: s1-tool", "tool: s1-toll"))
    assert found.startswith(f"{FOLDER}/sample.yaml:{line}: there is no module `s1-toll`")


def test_a_sixth_level_is_one_too_many(tmp_path: Path) -> None:
    sixth = '          - {fr: "d1-a 5", en: "d1-a 5 (en)"}\n'
    assert any("has 6 entries" in one for one in faults(tmp_path, (sixth, sixth * 2)))


def test_a_missing_dimension_is_named(tmp_path: Path) -> None:
    text = questionnaire()
    shortened = text[: text.index("  - id: D2")]
    with pytest.raises(ContentErrors, match="the dimension D2 is missing"):
        load(write(tmp_path, shortened), COURSE)


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path, ("kind: association", "kind: club"), ("tool: s1-tool", "tool: s1-toll")
    )
    assert len(found) == 2


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "id: [", "just words", "id: sample\nid: other"])
def test_what_is_no_questionnaire_at_all_is_reported(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentErrors, match=r"diagnostics/sample\.yaml:"):
        load(write(tmp_path, text), COURSE)
