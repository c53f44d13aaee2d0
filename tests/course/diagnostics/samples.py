"""A questionnaire of eight dimensions and three items each, a course for it, and answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st

from collectif.course.content.model import (
    ALWAYS,
    Completion,
    Course,
    Dimension,
    Module,
    ModuleKind,
    Screen,
    Session,
)
from collectif.course.diagnostics.answers import Answer, Answers, Choice, Evidence
from collectif.course.diagnostics.model import (
    GRADES,
    Advice,
    DimensionSpec,
    Item,
    Landmark,
    Link,
    Variant,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

patient = settings(deadline=None)
"""For properties whose examples are large: a slow machine is no fault of theirs."""

NAMES = tuple(f"D{number}" for number in range(1, 9))


def text(words: str) -> dict[str, str]:
    return {"fr": f"{words} (fr)", "en": f"{words} (en)"}


# -- a questionnaire ----------------------------------------------------------


def item(dimension: str, letter: str) -> Item:
    name = f"{dimension.lower()}-{letter}"
    return Item(name, dimension, text(name), tuple(text(f"{name} at {n}") for n in range(1, 6)))


def advice(dimension: str, level: int) -> Advice:
    return Advice(
        finding=text(f"{dimension} is at {level}"),
        first_step=text(f"{dimension} from {level}"),
        lessons=(Link("s1-lesson", "screen"),),
        testimony=Link("s1-testimony"),
        tool=Link("s1-tool"),
    )


def spec(dimension: str, *, importance: int = 2, items: str = "abc") -> DimensionSpec:
    return DimensionSpec(
        id=dimension,
        title=text(dimension),
        summary=text(f"summary of {dimension}"),
        importance=importance,
        why=text(f"why {dimension}"),
        evidence=text(f"what shows {dimension}"),
        advice=tuple(advice(dimension, level) for level in range(1, 6)),
        items=tuple(item(dimension, letter) for letter in items),
    )


def variant(*, importance: int = 2, weakest_link: tuple[str, ...] = ("D1", "D5", "D6")) -> Variant:
    return Variant(
        id="sample",
        version="1",
        kind="association",
        title=text("sample"),
        intro=text("intro"),
        scale=tuple(Landmark(text(f"level {n}"), text("sign"), text("proof")) for n in range(1, 6)),
        not_applicable=text("does not apply"),
        unknown=text("do not know"),
        weakest_link=weakest_link,
        evidence={grade: text(grade) for grade in GRADES},
        dimensions=tuple(spec(name, importance=importance) for name in NAMES),
    )


VARIANT = variant()


# -- a course -----------------------------------------------------------------


def module(name: str, kind: ModuleKind, screens: Sequence[str] = ()) -> Module:
    return Module(
        id=name,
        session="s1",
        kind=kind,
        title=text(name),
        summary=text(name),
        objective=text(name),
        minutes=10,
        required=True,
        completion=Completion("all", ("seen",)),
        unlock=ALWAYS,
        dimensions=(),
        levers=(),
        sources=(),
        languages=("fr", "en"),
        screens=tuple(Screen(screen, text(screen), text(screen)) for screen in screens),
    )


def course(dimensions: Sequence[str] = ("D1", "D2")) -> Course:
    modules = (
        module("s1-lesson", "lesson", ("screen", "other")),
        module("s1-testimony", "testimony"),
        module("s1-tool", "tool"),
    )
    return Course(
        id="sample",
        iri="urn:sample",
        title=text("course"),
        subtitle=text("course"),
        about=text("course"),
        languages=("fr", "en"),
        sessions=(Session("s1", text("s1"), text("?"), text("s1"), ALWAYS, modules),),
        entry_check=(),
        completion=ALWAYS,
        sources={},
        glossary=(),
        dimensions={
            name: Dimension(name, text(name), text(f"summary of {name}"), ("L1",))
            for name in dimensions
        },
        version="1",
    )


# -- answers ------------------------------------------------------------------


def answered(
    levels: Mapping[str, Sequence[Choice | None]],
    grades: Mapping[str, Any] | None = None,
    **others: Mapping[str, int],
) -> Answers:
    """Answers given a dimension at a time; evidence is a document unless told otherwise."""
    items = {
        f"{dimension.lower()}-{letter}": Answer(level)
        for dimension, three in levels.items()
        for letter, level in zip("abc", three, strict=False)
        if level is not None
    }
    given = dict.fromkeys(levels, "document") | dict(grades or {})
    evidence = {name: Evidence(grade) for name, grade in given.items() if grade}
    return Answers(items=items, evidence=evidence, **others)


def everywhere(level: int, **others: Any) -> Answers:
    """The same level for every item of every dimension."""
    return answered(dict.fromkeys(NAMES, (level, level, level)), **others)


CHOICES = st.sampled_from([1, 2, 3, 4, 5, "not_applicable", "unknown"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).map(
    str.strip
)
EVERY_ITEM = [one.id for one in VARIANT.items]


def numbers(most: int) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(NAMES), st.integers(1, most))


def partial_answers() -> st.SearchStrategy[Answers]:
    """Any part of the answers that somebody may have given."""
    said = st.builds(Answer, level=st.none() | CHOICES, note=st.none() | WORDS)
    shown = st.builds(
        Evidence,
        grade=st.none() | st.sampled_from(GRADES),
        note=st.none() | WORDS,
        link=st.none() | st.sampled_from(["", "https://example.org/a"]),
        day=st.none() | st.just("") | st.dates().map(lambda day: day.isoformat()),
    )
    return st.builds(
        Answers,
        items=st.dictionaries(st.sampled_from(EVERY_ITEM), said),
        evidence=st.dictionaries(st.sampled_from(NAMES), shown),
        importance=numbers(3),
        targets=numbers(5),
    )


def full_answers() -> st.SearchStrategy[Answers]:
    """A level for every item, and something said of evidence, importance and targets."""
    return st.builds(
        Answers,
        items=st.fixed_dictionaries(
            {name: st.builds(Answer, level=st.integers(1, 5)) for name in EVERY_ITEM}
        ),
        evidence=st.fixed_dictionaries(
            {name: st.builds(Evidence, grade=st.sampled_from(GRADES)) for name in NAMES}
        ),
        importance=numbers(3),
        targets=numbers(5),
    )
