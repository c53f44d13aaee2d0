"""What every template keeps: it compiles, has a title, says nothing untranslated, needs no inline code;
and every page of `pages.py` renders for real, strictly, in both languages, with its inputs labelled."""

from __future__ import annotations

import re
import uuid
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes

from collectif.course.content import questions
from collectif.course.content.links import plain
from collectif.course.content.search import ItemKind
from collectif.course.content.testimonies import FACETS, choices
from collectif.course.paths import STATIC, TEMPLATES
from collectif.course.web import pages, pages_module, pages_resources, pages_review
from tests.builders import sample_course

LANGUAGES = {"fr": "Français", "en": "English"}
TEMPLATE_NAMES = sorted(
    str(path.relative_to(TEMPLATES)) for path in Path(TEMPLATES).rglob("*") if path.is_file()
)
HTML_NAMES = [name for name in TEMPLATE_NAMES if name.endswith(".html")]
PAGE_NAMES = [
    name
    for name in HTML_NAMES
    if re.search(
        r'{%-?\s*extends "collectif/', (Path(TEMPLATES) / name).read_text(encoding="utf-8")
    )
]
SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
HOLE = "\ufffc"


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def source_of(name: str) -> str:
    return (Path(TEMPLATES) / name).read_text(encoding="utf-8")


# -- what templates are written like -----------------------------------------------


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_every_template_compiles(environment: Environment, name: str) -> None:
    environment.get_template(name)


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_page_that_stands_on_the_layout_has_a_title_of_its_own(name: str) -> None:
    source = source_of(name)
    title = re.search(r"{%\s*block title\s*%}(.+?){%\s*endblock", source, re.DOTALL)
    assert title
    assert title[1].strip()
    assert "{% block main %}" in source


class Written(HTMLParser):
    """Collects what the literal part of a template says and how its tags are written.
    Names of fields and such, inside `code`, are the same in all languages."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.within_code = 0
        self.spoken: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within_code += tag == "code"
        self.spoken += [value or "" for name, value in attrs if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.within_code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self.within_code:
            self.spoken.append(data)


def literal_html(environment: Environment, name: str) -> str:
    """The template with every expression replaced by a hole and every statement taken out.
    The names that `body_class` gives to style sheets are no text."""
    parts = []
    source = re.sub(r"(block body_class %}).*?({% endblock)", r"\1\2", source_of(name))
    for _line, kind, value in environment.lex(source, name):
        if kind == "data":
            parts.append(value)
        elif kind == "variable_begin":
            parts.append(HOLE)
    return "".join(parts)


@pytest.mark.parametrize("name", HTML_NAMES)
def test_no_text_stands_outside_a_translation(environment: Environment, name: str) -> None:
    written = Written(literal_html(environment, name))
    # Macros may give attributes or names of classes: `aria-describedby="…"`, `accent-…`; a
    # placeholder may show how an address begins; UTC is UTC.
    silent = rf'[\w-]+="[^"]*"|\w+-{HOLE}|https://|\bUTC\b'
    texts = [re.sub(silent, "", text).strip() for text in written.spoken]
    assert [text for text in texts if re.search(r"[^\W\d_]", text)] == []


@pytest.mark.parametrize("name", HTML_NAMES)
def test_no_template_carries_code_or_style(environment: Environment, name: str) -> None:
    if "/mail/" in name:
        return
    for tag, attributes in Written(literal_html(environment, name)).tags:
        assert tag != "style"
        assert tag != "script" or "src" in attributes
        assert not [one for one in attributes if one == "style" or one.startswith("on")]


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_texts_to_translate_are_literals_in_french_typography(
    environment: Environment, name: str
) -> None:
    tree = environment.parse(source_of(name))
    for call in tree.find_all(nodes.Call):
        wanted = {"_": 1, "ngettext": 2}.get(getattr(call.node, "name", ""), 0)
        for message in call.args[:wanted]:
            assert isinstance(message, nodes.Const), f"line {call.lineno}: not a literal"
            assert not re.search(r" [:;!?»]|« |\w'\w", message.value), message.value


@pytest.mark.parametrize("name", HTML_NAMES)
def test_every_asset_that_is_named_exists(name: str) -> None:
    for asset in re.findall(r"asset\(['\"]([^'\"]+)['\"]\)", source_of(name)):
        assert (STATIC / asset).is_file(), asset


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    for name in HTML_NAMES:
        named = set(re.findall(r"\bicon\(\"([\w-]+)\"", source_of(name)))
        assert named <= drawn, name
    kinds = {module.kind for one in sample_course().sessions for module in one.modules}
    assert kinds <= drawn


# -- every page of ours, rendered -----------------------------------------------------

COURSE = sample_course()
MODULES = {module.id: module for session in COURSE.sessions for module in session.modules}
SESSION = COURSE.sessions[0]
FRAME = pages.Frame(
    title=COURSE.title,
    sessions=tuple((one.id, one.title) for one in COURSE.sessions),
    path="/somewhere?a=b",
    place="home",
    notice=pages.Notice("Bonjour", "good"),
)
LOCK = pages.Lock(
    (pages.Key(MODULES["s1-quiz"], "passed", 12), pages.Key(None, "date", day=date(2026, 5, 4))), 12
)
TICKS = tuple(
    pages.Tick(test, done=False, have=1, need=3)
    for test in ("seen", "answered", "played", "passed", "filled", "marked")
)


def completion(state: pages.State) -> pages.Completion:
    return pages.Completion("all", TICKS, state)


def inside(module_id: str, state: pages.State = "started") -> dict[str, object]:
    module = MODULES[module_id]
    follow = pages.Follow(MODULES["s2-lesson"])
    return {
        "frame": FRAME,
        "module": module,
        "session": SESSION,
        "number": 1,
        "completion": completion(state),
        "follow": follow,
    }


def asked(question, *, answered: bool = False, prefix: str = "") -> pages.Asked:
    """The question, fresh or with a right answer and what is said to it."""
    verdict = None
    if answered:
        mark = questions.mark(question, questions.right_response(question, "fr"), "fr")
        remarks = tuple(pages.Remark(one.text, one.about or "", one.good) for one in mark.feedback)
        verdict = pages.Verdict(mark.correct, 50, remarks, question.model_answer, "solution")
    ids = [one.id for one in (*question.choices, *question.items, *questions.targets(question))]
    return pages.Asked(
        question,
        "/answer",
        str(uuid.UUID(int=1)),
        tuple(ids),
        verdict=verdict,
        error="" if answered else "Il manque une réponse.",
        prefix=prefix,
        again=not answered,
    )


def steps() -> tuple[pages.Step, ...]:
    states: tuple[pages.State, ...] = ("locked", "not_started", "started", "completed", "passed")
    return tuple(
        pages.Step(module, state, completion(state), 80, LOCK if state == "locked" else None)
        for module, state in zip(MODULES.values(), states * 3, strict=False)
    )


def cards() -> tuple[pages.SessionCard, ...]:
    progress = pages.Progress(1, 3, 40)
    return tuple(
        pages.SessionCard(one, number, "locked" if number > 1 else "started", progress, LOCK)
        for number, one in enumerate(COURSE.sessions, 1)
    )


def source_pages() -> list[pages.Page]:
    dates = ((("2020-11", "novembre 2020"), ("", "sans date")), (("2021", "2021"),), (("", "…"),))
    known = tuple(
        pages_resources.DatedSource(source, said)
        for source, said in zip(COURSE.sources.values(), dates, strict=True)
    )
    groups = tuple(pages_resources.SourceGroup("2021", (one,)) for one in known)
    one = (pages_resources.SourceGroup("", known),)
    return [
        pages_resources.SourcesPage(frame=FRAME, groups=groups, by_date=True, as_of="2025"),
        pages_resources.SourcesPage(frame=FRAME, groups=one, by_date=False, as_of=""),
    ]


def resource_pages() -> list[pages.Page]:
    answer = pages_resources.Answer((("a ", False), ("<b>", True)), "/there#phrase", "Pourquoi")
    title = (("Une ", False), ("alliance", True))
    found = pages_resources.Found(title, "/there", 1, None, (answer, answer), 3)
    closed = pages_resources.Found(title, "/there", 2, LOCK, (), 0)
    groups = tuple(
        pages_resources.Group(kind, 5, (found, closed), f"?kind={kind}")
        for kind in get_args(ItemKind)
    )
    nothing = {"frame": FRAME, "total": 0, "groups": (), "kind": "", "kinds": (), "whole": "/all"}
    told = [module for module in MODULES.values() if module.testimony]
    known = choices(told)
    common = {"frame": FRAME, "total": 2, "choices": known, "dimensions": COURSE.dimensions}
    territories = {name: name for name in known["territory"]}
    return [
        pages_resources.ResourcesPage(
            frame=FRAME,
            kit=COURSE.kit,
            tools=steps(),
            testimonies=steps(),
            sheets=cards(),
            glossary=COURSE.glossary,
        ),
        pages_resources.KitSheetPage(
            frame=FRAME,
            sheet=COURSE.kit[0],
            number=1,
            total=1,
            steps=steps(),
            sources=("S01 (2020)", "S02"),
        ),
        *source_pages(),
        *(
            pages_resources.TestimoniesPage(
                **common, territories=territories, testimonies=shown, chosen=chosen
            )
            for shown, chosen in (
                (steps(), dict.fromkeys(FACETS, "")),
                ((), {facet: known[facet][0] for facet in FACETS}),
            )
        ),
        *(
            pages_resources.SearchPage(
                frame=FRAME,
                typed="alliance",
                asked=True,
                total=50,
                groups=groups if not kind else groups[:1],
                kind=kind,
                kinds=groups,
                whole="/all",
                elsewhere={},
                suggestions=(),
            )
            for kind in ("", "testimony")
        ),
        pages_resources.SearchPage(
            **nothing, typed="z", asked=True, elsewhere={"en": 2}, suggestions=("Alliance",)
        ),
        pages_resources.SearchPage(
            **nothing, typed="", asked=False, elsewhere={}, suggestions=("Alliance",)
        ),
    ]


def home_pages() -> list[pages.Page]:
    resume = pages.Resume(MODULES["s1-lesson"], 1, "/there", started=True, minutes=5, detail="2/3")
    progress = pages.Progress(3, 9, 70)
    common = {"frame": FRAME, "progress": progress, "sessions": cards()}
    checks = tuple(asked(one, prefix=f"{one.id}.") for one in COURSE.entry_check)
    return [
        pages.LandingPage(frame=FRAME, course=COURSE, minutes=480, modules=40, span=(2, 20)),
        pages.HomePage(**common, resume=resume, lock=LOCK, entry_check="offered"),
        pages.HomePage(**common, resume=None, lock=None, entry_check="done", review=4),
        pages.SessionPage(
            frame=FRAME,
            session=SESSION,
            number=1,
            progress=progress,
            steps=steps(),
            lock=LOCK,
            next=SESSION,
        ),
        pages.SheetPage(frame=FRAME, session=SESSION, number=1),
        pages.AboutPage(frame=FRAME, course=COURSE, minutes=488, span=(2, 20)),
        *resource_pages(),
        pages.EntryCheckPage(frame=FRAME, questions=checks, done=False),
        pages.LockedPage(frame=FRAME, title=None, lock=LOCK, back="/"),
        pages.SignedOutPage(frame=FRAME, action="/there", fields=(("response", "a <b>"),)),
        *(
            pages.ErrorPage(frame=FRAME, status=status, minutes=2)
            for status in (401, 404, 429, 500)
        ),
    ]


def module_pages() -> list[pages.Page]:
    found: list[pages.Page] = []
    for module in MODULES.values():
        dots = tuple(pages_module.Dot(one, seen=True) for one in module.screens)
        for index, screen in enumerate(module.screens):
            shown = [one for one in module.questions if one.id in screen.questions]
            for answered in (False, True):
                said = tuple(asked(one, answered=answered) for one in shown)
                around = inside(module.id, "completed" if answered else "started")
                found.append(
                    pages_module.ReadingPage(
                        **around, screen=screen, index=index, dots=dots, questions=said
                    )
                )
    return found


def player_and_tool_pages() -> list[pages.Page]:
    film, tool = MODULES["s1-synthesis"], MODULES["s1-tool"]
    held = {one.id: one for one in film.questions}
    scenes = {
        scene.id: tuple(asked(held[name]) for name in scene.questions)
        for scene in film.storyboard.scenes
    }
    sheet = tool.worksheet
    first = sheet.sections[0].fields[0].id
    prints = [
        pages_module.WorksheetPrintPage(
            frame=FRAME, module=tool, worksheet=sheet, values={}, version=version, day="1er mai"
        )
        for version in ("mine", "example", "blank")
    ]
    return [
        pages_module.SynthesisPage(
            **inside(film.id), storyboard=film.storyboard, questions=scenes, position=3.5
        ),
        pages_module.WorksheetPage(
            **inside(tool.id), worksheet=sheet, values={}, errors={first: "Vide"}, saved="14:32"
        ),
        *prints,
    ]


def quiz_pages() -> list[pages.Page]:
    quiz = MODULES["s1-quiz"]
    outcomes = ("right", "wrong", "answered", "waiting")
    dots = tuple(pages_module.QuizDot(place, outcome) for place, outcome in enumerate(outcomes, 1))
    answers = tuple(asked(one, answered=True) for one in quiz.questions)
    one = pages_module.QuizPage(
        **inside(quiz.id),
        asked=asked(quiz.questions[0]),
        position=2,
        dots=dots,
        attempt=2,
        onward="/on",
        last=False,
    )
    parts = inside(quiz.id, "passed")
    score = {"percent": 75, "pass_percent": 70, "band": quiz.quiz.bands[0].text, "best": 75}
    fragment = {name: parts[name] for name in ("frame", "module", "completion", "follow")}
    return [
        pages_module.QuizStartPage(**inside(quiz.id), tries=2, best=62, wrong=3),
        one,
        pages_module.QuizResultPage(
            **parts, **score, passed=True, answers=answers, wrong=2, attempt=2
        ),
        pages_module.FragmentPage(**fragment, asked=answers[0], saved="14:32"),
        pages_module.FragmentPage(**fragment, asked=answers[0], quiz=one),
    ]


def review_pages() -> list[pages.Page]:
    states = ("off", "waiting", "done", "later", "nothing")
    outcomes = ("right", "wrong", "waiting")
    module = MODULES["s1-quiz"]
    common = {
        "frame": FRAME,
        "module": module,
        "number": 1,
        "position": 3,
        "dots": tuple(
            pages_review.ReviewDot(place, "/there", outcome)
            for place, outcome in enumerate(outcomes, 1)
        ),
        "onward": "/on",
        "last": False,
    }
    said = {"waiting": 3, "answered": 2, "right": 1, "minutes": 3, "missed": 7, "next": "lundi"}
    return [
        *(pages_review.ReviewPage(frame=FRAME, state=state, **said) for state in states),
        pages_review.ReviewPage(frame=FRAME, state="waiting", waiting=5, fresh=True),
        pages_review.ReviewQuestionPage(**common, asked=asked(module.questions[0])),
        pages_review.ReviewFragmentPage(**common, asked=asked(module.questions[0], answered=True)),
    ]


SAMPLES = [
    *home_pages(),
    *module_pages(),
    *player_and_tool_pages(),
    *quiz_pages(),
    *review_pages(),
]


def render(environment: Environment, page: pages.Page, language: str) -> str:
    names = {
        "_": lambda message, **values: message % values if values else message,
        "ngettext": lambda one, many, number, **values: (
            (one if number < 2 else many) % {"num": number, **values}
        ),
        "t": lambda text: text[language],
        "bare": plain,
        "lang": language,
        "languages": LANGUAGES,
        "me": SimpleNamespace(name="Amina", role="admin"),
        "csrf_token": lambda: "token",
        "nonce": "nonce",
        "asset": lambda name: f"/static/{name}",
        "url_for": lambda endpoint, **values: "/".join([endpoint, *map(str, values.values())]),
    }
    return environment.get_template(page.template).render(page=page, **names)


class Rendered(Written):
    """A rendered page: its tags, what is labelled and which headings follow each other."""

    def __init__(self, html: str) -> None:
        self.within_label = 0
        self.bare_inputs: list[dict[str, str | None]] = []
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.within_label += tag == "label"
        given = dict(attrs)
        seen = given.get("type") != "hidden" and "aria-label" not in given
        if tag in ("input", "select", "textarea") and seen and not self.within_label:
            self.bare_inputs.append(given)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self.within_label -= tag == "label"

    def values(self, name: str) -> list[str]:
        return [str(given[name]) for _tag, given in self.tags if name in given]


def test_every_page_of_ours_is_rendered_here() -> None:
    known = (*pages.PAGES, *pages_module.MODULE_PAGES, *pages_review.REVIEW_PAGES)
    assert {type(page) for page in SAMPLES} == {*known, *pages_resources.RESOURCE_PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: type(page).__name__)
def test_a_rendered_page_labels_its_inputs_and_repeats_no_id(
    environment: Environment, page: pages.Page, language: str
) -> None:
    rendered = Rendered(render(environment, page, language))
    labelled = set(rendered.values("for"))
    assert [given for given in rendered.bare_inputs if given.get("id") not in labelled] == []
    ids = rendered.values("id")
    assert sorted(set(ids)) == sorted(ids)
    described = {one for value in rendered.values("aria-describedby") for one in value.split()}
    assert labelled | described <= set(ids)


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: type(page).__name__)
def test_headings_start_with_one_first_level_and_skip_none(
    environment: Environment, page: pages.Page
) -> None:
    if isinstance(page, pages_module.FragmentPage | pages_review.ReviewFragmentPage):
        return
    rendered = Rendered(render(environment, page, "fr"))
    levels = [int(tag[1]) for tag, _given in rendered.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: type(page).__name__)
def test_every_form_that_changes_something_carries_the_token(
    environment: Environment, page: pages.Page
) -> None:
    html = render(environment, page, "fr")
    for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL):
        assert 'method="post"' not in form or 'name="csrf_token"' in form


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: type(page).__name__)
def test_no_learner_s_text_becomes_markup(environment: Environment, page: pages.Page) -> None:
    assert "a <b>" not in render(environment, page, "fr")
