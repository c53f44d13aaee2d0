"""A demo cohort: learners at various stages, their histories made by the very services that real
learners use, with a clock of their own that walks through the past weeks.

Everything is marked as a demo: the people have `demo` set, no address receives mail.
"""

from __future__ import annotations

import random
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..content.questions import right_response
from ..errors import BadInput, Locked
from ..learning import segments
from ..learning.progress import progress
from ..store import cohorts, people
from . import accounts, answering, playing, quizzing, reading, worksheets
from .answering import Given
from .playing import Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..content.model import Field, Module, Question
    from ..store.people import Person
    from .house import House

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


@dataclass(frozen=True)
class Character:
    """Somebody of the demo: how far they go (share of the modules), how often they are right,
    how many days ago they began, and a module they never pass."""

    key: str
    name: str
    share: float
    skill: float
    days: int
    language: str = "fr"
    skips: str | None = None
    stuck: bool = False


CHARACTERS: tuple[Character, ...] = (
    Character("learner", "Camille Morel", 0.0, 0.8, 0),
    Character("presque", "Nadia Benali", 1.0, 0.92, 30, skips="last_quiz"),
    Character("anouk", "Anouk Le Goff", 1.0, 0.95, 41),
    Character("bastien", "Bastien Roche", 0.78, 0.8, 24),
    Character("chloe", "Chloé Marchand", 0.55, 0.85, 19),
    Character("david", "David Okafor", 0.5, 0.7, 26, language="en"),
    Character("elise", "Élise Fontaine", 0.33, 0.75, 12),
    Character("farid", "Farid Haddad", 0.28, 0.35, 15, stuck=True),
    Character("gaelle", "Gaëlle Tanguy", 0.22, 0.6, 9),
    Character("hugo", "Hugo Lambert", 0.12, 0.7, 21),
    Character("ines", "Inès Caron", 0.06, 0.9, 3),
    Character("jules", "Jules Perrin", 0.0, 0.8, 2),
)


@dataclass
class Walk:
    """One character's walk through the course; `now` is their clock, microseconds UTC."""

    house: House
    person: Person
    character: Character
    chance: random.Random
    now: int
    mine: House = field(init=False)

    def __post_init__(self) -> None:
        self.mine = replace(self.house, clock=lambda: self.now, random=self.chance)

    def passes(self, minutes: float) -> None:
        """Time goes by, somewhat irregularly; never beyond the present."""
        grown = self.now + int(minutes * MINUTE * self.chance.uniform(0.7, 1.4))
        self.now = min(grown, self.house.clock())


def populate(house: House, cohort: int) -> dict[str, Person]:
    """Make the demo's learners and their histories in `cohort`; answers people by key. Somebody who
    is there already (an earlier start was interrupted) is left as they are."""
    found: dict[str, Person] = {}
    for number, character in enumerate(CHARACTERS):
        if _known(house, character):
            continue
        chance = random.Random(f"collectif-{character.key}")  # noqa: S311 -- a story, not a secret
        start = house.clock() - character.days * DAY - chance.randrange(0, 8 * 60) * MINUTE
        found[character.key] = _enrol(house, character, chance, cohort, start)
        walk = Walk(house, found[character.key], character, chance, start + number * MINUTE)
        _learn(walk)
    return found


def _known(house: House, character: Character) -> bool:
    with house.database.reading() as connection:
        return people.by_email(connection, f"{character.key}@demo.example") is not None


def _enrol(
    house: House, character: Character, chance: random.Random, cohort: int, start: int
) -> Person:
    then = replace(house, clock=lambda: start, random=chance)
    with house.database.writing() as connection:
        values = {
            "name": character.name,
            "email": f"{character.key}@demo.example",
            "language": character.language,
            "demo": True,
        }
        person = accounts.enrol(then, connection, values)
        cohorts.join(connection, cohort, person.id, "learner", start)
    return person


def _learn(walk: Walk) -> None:
    """Walk through the course in order, up to the character's share of it, and into what comes next."""
    catalogue = walk.house.catalogue
    reached = round(walk.character.share * len(catalogue.modules))
    modules = catalogue.modules[:reached]
    skipped = catalogue.quizzes[-1].id if walk.character.skips == "last_quiz" else None
    days = max(1, walk.character.days - 2)
    pause = days * 24 * 60 / max(1, len(modules)) * 0.6
    for module in modules:
        if module.id == skipped:
            continue
        try:
            _take(walk, module)
        except Locked:  # somebody weak may find a quiz closed: they go on elsewhere
            continue
        walk.passes(pause)
    if modules:
        for module in catalogue.modules[reached : reached + 1]:
            _begin(walk, module)


def _begin(walk: Walk, module: Module) -> None:
    """Look into a module and leave it again, as one does between two trains."""
    with suppress(Locked):
        for screen in module.screens[:1]:
            reading.see_screen(walk.mine, walk.person, module.id, screen.id)


def _take(walk: Walk, module: Module) -> None:
    """Take one module as a person would: read, answer, play, fill, be tested."""
    for screen in module.screens:
        walk.passes(1.6)
        reading.see_screen(walk.mine, walk.person, module.id, screen.id)
        for name in screen.questions:
            _answer(walk, module, name)
    if module.storyboard:
        _play(walk, module)
    if module.worksheet:
        _fill(walk, module)
    if module.quiz:
        _sit_quiz(walk, module)


def _answer(walk: Walk, module: Module, name: str) -> None:
    """Answer a question, and once more when it was wrong."""
    question = walk.house.catalogue.question(module.id, name)
    for tries in range(6 if walk.character.stuck else 2):
        walk.passes(0.7)
        is_right = walk.chance.random() < walk.character.skill + 0.2 * min(tries, 1)
        given = Given(_uuid(walk), _response(walk, question, right=is_right))
        answering.answer(walk.mine, walk.person, module.id, name, given)
        if is_right:
            return


def _response(walk: Walk, question: Question, *, right: bool) -> Any:
    """A response to `question`: the right one, or one that people give by mistake."""
    language = walk.character.language
    if right and question.kind not in ("likert", "open", "long_fill_in"):
        return right_response(question, language)
    return _MISTAKES[question.kind](walk, question)


def _some_choice(walk: Walk, question: Question) -> str:
    wrong = [choice.id for choice in question.choices if not choice.correct]
    return walk.chance.choice(wrong or [choice.id for choice in question.choices])


def _text(walk: Walk) -> str:
    texts = {
        "fr": "Nous en avons parlé en équipe : cela dépend surtout de ce que chacun apporte.",
        "en": "We discussed it as a team: it mostly depends on what each of us brings.",
    }
    return texts[walk.character.language]


_MISTAKES: dict[str, Callable[[Walk, Question], Any]] = {
    "single": _some_choice,
    "true_false": _some_choice,
    "likert": _some_choice,
    "multiple": lambda walk, question: [_some_choice(walk, question)],
    "fill_in": lambda walk, _question: (
        "je ne sais plus" if walk.character.language == "fr" else "no idea"
    ),
    "long_fill_in": lambda walk, _question: _text(walk),
    "numeric": lambda _walk, question: f"{(question.value or 0) + 1:f}",
    "matching": lambda _walk, question: {
        pair.id: question.pairs[number - 1].id for number, pair in enumerate(question.pairs)
    },
    "ordering": lambda _walk, question: [item.id for item in reversed(question.items)],
    "open": lambda walk, question: {
        "text": _text(walk),
        "met": [criterion.id for criterion in question.criteria[:1]],
    },
}


def _uuid(walk: Walk) -> str:
    return str(uuid.UUID(int=walk.chance.getrandbits(128), version=4))


def _play(walk: Walk, module: Module) -> None:
    """Watch the synthesis in two goes, and answer the questions inside it."""
    assert module.storyboard is not None
    length, session = module.storyboard.seconds, _uuid(walk)
    half = round(length / 2, 1)
    for event, time, played in (
        ("played", 0.0, ""),
        ("paused", half, segments.write(((0.0, half),))),
        ("played", half, ""),
        ("paused", length, segments.write(((half, length),))),
    ):
        told = Told(event, _uuid(walk), session, time, played)
        playing.play(walk.mine, walk.person, module.id, told)
        walk.passes(length / 120)
    for scene in module.storyboard.scenes:
        for name in scene.questions:
            _answer(walk, module, name)


def _fill(walk: Walk, module: Module) -> None:
    """Fill the worksheet with what its author gave as an example, or the shortest that will do."""
    assert module.worksheet is not None
    example = worksheets.example_values(module.worksheet, walk.character.language)
    known = {field.id for field in worksheets.fields_of(module.worksheet)}
    values = {name: _as_kept(value) for name, value in example.items() if name in known}
    for one in worksheets.fields_of(module.worksheet):
        if one.required and not values.get(one.id):
            values[one.id] = _shortest(walk, one)
    walk.passes(module.minutes)
    try:
        worksheets.save(walk.mine, walk.person, module.id, values)
    except BadInput:
        shortest = {
            one.id: _shortest(walk, one)
            for one in worksheets.fields_of(module.worksheet)
            if one.required
        }
        worksheets.save(walk.mine, walk.person, module.id, shortest)


def _as_kept(value: Any) -> Any:
    """An example's value as a form would have sent it: texts all the way down."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list | tuple):
        return [_as_kept(one) for one in value]
    if isinstance(value, dict):
        return {name: _as_kept(one) for name, one in value.items()}
    return str(value)


def _shortest(walk: Walk, one: Field) -> Any:
    match one.kind:
        case "choice":
            return one.options[0].id
        case "multiple":
            return [one.options[0].id]
        case "scale":
            return "4"
        case "number":
            return "3"
        case "date":
            return walk.mine.today().isoformat()
        case "check":
            return "1"
        case "table":
            return [{column.id: _shortest(walk, column) for column in one.columns}]
        case _:
            return _text(walk)


def _sit_quiz(walk: Walk, module: Module) -> None:
    """Sit the quiz, and again for what was wrong, until it is passed (the stuck give up)."""
    for tries in range(6):
        sitting = quizzing.start(walk.mine, walk.person, module.id, only_wrong=tries > 0)
        assert sitting.attempt is not None
        for position in range(1, len(sitting.attempt.questions) + 1):
            walk.passes(0.8)
            is_right = walk.chance.random() < walk.character.skill + 0.15 * tries

            def read(question: Question, *, right: bool = is_right) -> Given:
                return Given(_uuid(walk), _response(walk, question, right=right))

            sitting, _outcome = quizzing.answer(walk.mine, walk.person, module.id, position, read)
        if sitting.passed or walk.character.stuck:
            return
        walk.passes(20)


def remaining(house: House, person: Person) -> tuple[str, ...]:
    """The required modules the person still lacks, for checking a demo's promise."""
    with house.database.reading() as connection:
        record = reading.record_of(connection, person)
    standings = progress(house.catalogue, record, house.today()).standings
    return tuple(one.id for one in house.catalogue.required if not standings[one.id].completed)
