"""Every worksheet of the real course, filled in as people do: kept, shown again, printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from babel.dates import format_date
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectif.course.services import worksheets
from collectif.course.services.worksheets import example_values, fields_of
from tests.course.real import lets_in, none_of, real_course, signed_in
from tests.houses import Built, Post
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask import Flask

    from collectif.course.content.model import Field, Module, Worksheet
    from tests.actors import Learner, Page

LANGUAGES = ("fr", "en")
BOTH = pytest.mark.parametrize("language", LANGUAGES)
HARD = (
    "« L’épicerie » & <b>compagnie</b>",
    "\"guillemets\" 'droits' &amp; &lt;déjà&gt;",
    "\nune première ligne vide",
    "  des espaces au début et à la fin  ",
    "trois\n\nlignes\n\tet une tabulation",
    "👩🏽‍🌾 e\u0301 \u202bעברית\u202c ﷽ 汉字",
    "{{ 7 * 7 }} {% raw %} ${x} %(nom)s",
    "</textarea><script>alert(1)</script>",
    "=1+1",
    "[,] [.] [:] | ;",
)
"""Texts that something or other would like to change."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole file."""
    with real_course(tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.fixture(scope="module")
def tools(app: Flask) -> list[tuple[Module, Worksheet]]:
    modules = app.extensions["collectif"].house.catalogue.modules
    return [(one, one.worksheet) for one in modules if one.worksheet is not None]


@pytest.fixture(scope="module")
def pupil(app: Flask) -> Pupil:
    rooms = app.extensions["collectif"]
    made = Pupil(Built(rooms, Post(), []))
    lets_in(rooms, made.person)
    made.comes_back()
    return made


def test_there_are_twelve_tools_each_with_an_example(tools: list[tuple[Module, Worksheet]]) -> None:
    assert len(tools) >= 12
    none_of([f"{module.id}: no example" for module, sheet in tools if not sheet.example])


# -- what is typed ------------------------------------------------------------------------------


def as_typed(value: Any) -> Any:
    """A value of an example as a form sends it."""
    match value:
        case bool():
            return "1" if value else ""
        case list():
            return [as_typed(one) for one in value]
        case dict():
            return {name: as_typed(cell) for name, cell in value.items()}
        case _:
            return str(value)


def example(sheet: Worksheet, language: str) -> dict[str, Any]:
    return {name: as_typed(one) for name, one in example_values(sheet, language).items()}


def hard_texts(sheet: Worksheet) -> dict[str, Any]:
    """Every field filled, those that take a text with what is hard to keep."""
    texts = iter(HARD * 40)

    def fill(one: Field) -> Any:
        match one.kind:
            case "table":
                count = len(one.rows) or one.blank_rows + 2
                return [{cell.id: fill(cell) for cell in one.columns} for _ in range(count)]
            case "multiple":
                return [option.id for option in one.options]
            case "choice":
                return one.options[-1].id
            case "text" | "long":
                return next(texts)
            case kind:
                return {"scale": "5", "number": "-12.5", "date": "2026-03-31", "check": "1"}[kind]

    return {one.id: fill(one) for one in fields_of(sheet)}


def fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the fields of the worksheet's form."""
    named: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                named |= {f"f.{name}.{number}.{column}": cell for column, cell in row.items()}
        else:
            named[f"f.{name}"] = value
    return {name: value for name, value in named.items() if value not in ("", [])}


@dataclass
class Controls(HTMLParser):
    """What a browser would send of the form's fields, were the button pressed at once."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    _inside: str = ""
    _text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "textarea":
            self._inside, self._text = name, ""
        elif tag == "select":
            self._inside = name
        elif tag == "option" and "selected" in told and self._inside:
            self.sent.setdefault(self._inside, []).append(told.get("value", "\0"))
        elif tag == "input" and (
            "checked" in told or told.get("type") not in ("radio", "checkbox")
        ):
            self.sent.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._text += data
        if self._inside and self.sent.get(self._inside, [""])[-1] == "\0":
            self.sent[self._inside][-1] = data  # an option without a value is its text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # a browser takes the first line break for one of the page's own
            self.sent.setdefault(self._inside, []).append(self._text.removeprefix("\n"))
        if tag in ("textarea", "select"):
            self._inside = ""


def shown(page: Page) -> dict[str, list[str]]:
    controls = Controls()
    controls.feed(page.html)
    return {name: found for name, found in controls.sent.items() if name.startswith("f.")}


def unlike(page: Page, values: Mapping[str, Any]) -> list[str]:
    """Fields of the page that do not hold exactly what was typed, or hold what was not."""
    there = {name: found for name, found in shown(page).items() if found != [""]}
    wanted = {
        name: value if isinstance(value, list) else [value]
        for name, value in fields(values).items()
    }
    return [
        f"{name}: {there.get(name)!r} instead of {wanted.get(name)!r}"
        for name in sorted(there.keys() | wanted.keys())
        if there.get(name) != wanted.get(name)
    ]


def sends(learner: Learner, module: Module, values: Mapping[str, Any]) -> Page:
    """Open the worksheet, fill it anew and press the button."""
    form = learner.opens(address(module)).form(address(module))
    sent = [(name, value) for name, value in form.fields if name == "csrf_token"]
    for name, value in fields(values).items():
        sent += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return learner.posts(form.action, sent)


def address(module: Module) -> str:
    return f"/module/{module.id}/worksheet"


# -- kept ----------------------------------------------------------------------------------------


@BOTH
def test_the_example_can_be_typed_and_fills_the_sheet(
    pupil: Pupil, tools: list[tuple[Module, Worksheet]], language: str
) -> None:
    problems = []
    for module, sheet in tools:
        values = example(sheet, language)
        outcome = pupil.fills(module.id, **values)
        again = worksheets.open_sheet(pupil.house, pupil.person, module.id)
        if again.values != values or again.saved is None:
            problems.append(f"{module.id} ({language}): {again.values}")
        if not outcome.step.details.filled:
            problems.append(f"{module.id} ({language}): the example leaves a required field empty")
    none_of(problems)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=80) | st.sampled_from(HARD)
ODD = TEXTS | st.sampled_from(("", "0", "2026-02-30", "12,5", "1e999", "-0"))


@st.composite
def filled(draw: st.DrawFn, sheet: Worksheet) -> dict[str, Any]:
    """Whatever an honest or a careless form may send for the worksheet."""

    def fill(one: Field) -> Any:
        options = [option.id for option in one.options]
        match one.kind:
            case "table":
                rows = draw(st.integers(0, 3))
                return [{cell.id: fill(cell) for cell in one.columns} for _ in range(rows)]
            case "multiple":
                return draw(st.lists(st.sampled_from(options), unique=True))
            case "choice":
                return draw(st.sampled_from(["", *options]))
            case "scale":
                return draw(st.sampled_from(["", "1", "2", "3", "4", "5"]))
            case "check":
                return draw(st.sampled_from(["", "1"]))
            case _:
                return draw(ODD)

    chosen = draw(st.lists(st.sampled_from(fields_of(sheet)), max_size=6, unique_by=lambda f: f.id))
    return {one.id: fill(one) for one in chosen}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_is_typed_is_kept_to_the_last_sign(
    pupil: Pupil, tools: list[tuple[Module, Worksheet]], data: st.DataObject
) -> None:
    module, sheet = data.draw(st.sampled_from(tools), "tool")
    values = data.draw(filled(sheet), "values")
    worksheets.save(pupil.house, pupil.person, module.id, values)
    assert worksheets.open_sheet(pupil.house, pupil.person, module.id).values == values


@pytest.fixture(scope="module")
def learners(app: Flask) -> dict[str, Learner]:
    return {language: signed_in(app, language) for language in LANGUAGES}


@BOTH
def test_the_page_shows_again_exactly_what_was_typed(
    learners: dict[str, Learner], tools: list[tuple[Module, Worksheet]], language: str
) -> None:
    learner, problems = learners[language], []
    for module, sheet in tools:
        for values in (example(sheet, language), hard_texts(sheet)):
            sends(learner, module, values)
            page = learner.opens(address(module))
            problems += [f"{module.id} ({language}): {one}" for one in unlike(page, values)]
    none_of(problems)


@BOTH
def test_one_bad_field_loses_none_of_the_others(
    learners: dict[str, Learner], tools: list[tuple[Module, Worksheet]], language: str
) -> None:
    learner, problems = learners[language], []
    for module, sheet in tools:
        before, values = example(sheet, language), hard_texts(sheet)
        sends(learner, module, before)
        bad = next(one.id for one in fields_of(sheet) if one.kind in ("text", "long"))
        values[bad] = "x" * 20_001
        page = sends(learner, module, values)
        if page.status != 422:
            problems.append(f"{module.id} ({language}): {page.status}")
        problems += [f"{module.id} ({language}): {one[:200]}" for one in unlike(page, values)]
        kept = learner.opens(address(module))
        problems += [f"{module.id} ({language}) overwritten: {one}" for one in unlike(kept, before)]
    none_of(problems)


# -- the document ---------------------------------------------------------------------------------


def words(html: str) -> str:
    """What is read in the document itself, but what may be chosen in tables; no-break spaces as others."""
    inside = html.partition('<article class="sheet tool-sheet">')[2].partition("</article>")[0]
    inside = re.sub(r'<p class="fine choices">.*?</p>', "", inside)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inside)).split())


def read_texts(sheet: Worksheet, values: Mapping[str, Any], language: str) -> list[str]:
    """What the document says of the values: texts as typed, the names of options, days in words."""
    found: list[str] = []

    def read(one: Field, value: Any) -> None:
        names = {option.id: option.text[language] for option in one.options}
        if one.kind == "table":
            for row in value:
                for column in one.columns:
                    read(column, row.get(column.id, ""))
        elif one.kind in ("choice", "multiple"):
            found.extend(
                names[name] for name in ([value] if one.kind == "choice" else value) if name
            )
        elif one.kind == "date" and value:
            locale = {"fr": "fr", "en": "en_GB"}[language]
            found.append(format_date(date.fromisoformat(value), "long", locale=locale))
        elif one.kind not in ("check", "scale"):
            found.append(value)

    for one in fields_of(sheet):
        read(one, values.get(one.id, [] if one.kind in ("table", "multiple") else ""))
    return [" ".join(text.split()) for text in found if text.strip()]


def missing(page: Page, texts: Sequence[str]) -> list[str]:
    there = words(page.html)
    return [text for text in texts if text not in there]


@BOTH
def test_ones_own_document_holds_all_that_was_typed(
    learners: dict[str, Learner], tools: list[tuple[Module, Worksheet]], language: str
) -> None:
    learner, problems = learners[language], []
    for module, sheet in tools:
        values = hard_texts(sheet)
        sends(learner, module, values)
        page = learner.opens(f"{address(module)}/document?version=mine")
        gone = missing(page, read_texts(sheet, values, language))
        problems += [f"{module.id} ({language}): {text!r} is not there" for text in gone]
        if "<b>compagnie" in page.html or "<script>alert" in page.html:
            problems.append(f"{module.id} ({language}): what was typed became markup")
        problems += [f"{module.id} ({language}): {day}" for day in days_of_machines(page)]
    none_of(problems)


@BOTH
def test_the_example_is_filled_and_the_blank_is_not(
    learners: dict[str, Learner], tools: list[tuple[Module, Worksheet]], language: str
) -> None:
    learner, problems = learners[language], []
    for module, sheet in tools:
        where = f"{module.id} ({language})"
        values = example(sheet, language)
        texts = read_texts(sheet, values, language)
        filled_in = learner.opens(f"{address(module)}/document?version=example")
        problems += [f"{where}: {text!r} is not there" for text in missing(filled_in, texts)]
        problems += [f"{where}: {day}" for day in days_of_machines(filled_in)]
        blank = learner.opens(f"{address(module)}/document?version=blank")
        typed = [text for text in texts if len(text) > 25 and text not in asked(sheet, language)]
        left = [text for text in typed if text not in missing(blank, typed)]
        problems += [f"{where}: the blank says {text!r}" for text in left]
        labels = [" ".join(one.label[language].split()) for one in fields_of(sheet)]
        for page in (filled_in, blank):
            problems += [f"{where}: {one!r} is not asked" for one in missing(page, labels)]
        if "☒" in words(blank.html) or learner.name in words(blank.html):
            problems.append(f"{where}: the blank is not blank")
    none_of(problems)


def asked(sheet: Worksheet, language: str) -> str:
    """All that the worksheet itself says."""
    lines = [
        option.text[language] for one in fields_of(sheet) for option in (*one.options, *one.rows)
    ]
    return " ".join(" ".join(line.split()) for line in lines)


def days_of_machines(page: Page) -> list[str]:
    return re.findall(r"20\d\d-\d\d-\d\d", words(page.html))
