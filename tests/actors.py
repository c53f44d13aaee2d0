"""Who acts in our stories: a learner with a browser that runs no script, a program with a key.

They do what people do, through the pages: fill the fields they see, press the buttons that are
there. Nothing here reaches inside.
"""

from __future__ import annotations

import re
import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from collectif.course.content.questions import right_response
from collectif.course.web.forms import typed

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from collectif.course.content.catalogue import Catalogue
    from collectif.course.content.model import Module, Question

PASSWORD = "une phrase assez longue"


@dataclass
class Form:
    """A form as a browser sees it: where it goes, and the fields that are filled already."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get")))
        if tag == "input" and self.found and "name" in given:
            unticked = given.get("type") in ("radio", "checkbox") and "checked" not in given
            if not unticked:
                self.found[-1].fields.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


class Page:
    """What came back: the answer, its forms, its words."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        response.close()  # a file that was sent stays open otherwise
        parser = _Forms()
        parser.feed(self.html)
        self.forms = parser.found
        self.words = " ".join(" ".join(parser.text).split())

    def form(self, action: str) -> Form:
        """The form that goes to `action` (its path may go on)."""
        for one in self.forms:
            if one.action.startswith(action):
                return one
        raise AssertionError(f"no form to {action} among {[one.action for one in self.forms]}")


class Visitor:
    """Somebody with a browser, signed in or not."""

    def __init__(self, app: Flask, language: str = "fr") -> None:
        self.app = app
        self.client = app.test_client()
        self.language = language
        self.page: Page | None = None

    @property
    def catalogue(self) -> Catalogue:
        catalogue: Catalogue = self.app.extensions["collectif"].house.catalogue
        return catalogue

    def at(self, address: str) -> str:
        """An address of the course where it is mounted."""
        prefix: str = self.app.extensions["collectif"].house.settings.prefix
        return address if address.startswith(f"{prefix}/") else f"{prefix}{address}"

    def opens(self, address: str, *, follow: bool = True, **headers: str) -> Page:
        """Go to an address."""
        headers = {"Accept-Language": self.language, "Accept": "text/html", **headers}
        response = self.client.get(self.at(address), follow_redirects=follow, headers=headers)
        self.page = Page(response)
        return self.page

    def sends(self, action: str, *, follow: bool = True, **values: Any) -> Page:
        """Fill and send the form of the present page that goes to `action`; lists send a name twice."""
        assert self.page is not None
        form = self.page.form(self.at(action))
        filled = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            several = value if isinstance(value, list | tuple) else [value]
            filled += [(name, one) for one in several]
        return self.posts(form.action, filled, follow=follow)

    def posts(
        self, action: str, fields: list[tuple[str, str]], *, follow: bool = True, **headers: str
    ) -> Page:
        """Send fields to an address, whatever the page shows."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        headers = {"Accept-Language": self.language, "Accept": "text/html", **headers}
        response = self.client.post(
            self.at(action), data=data, follow_redirects=follow, headers=headers
        )
        self.page = Page(response)
        return self.page

    def tells(self, action: str, data: Any, **headers: str) -> TestResponse:
        """Send JSON as our scripts do, with the token of the page in a header."""
        headers = {"Accept-Language": self.language, "X-CSRFToken": self.token(), **headers}
        return self.client.post(self.at(action), json=data, headers=headers)

    def token(self) -> str:
        """The CSRF token of this visitor's pages."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.opens("/about").html)
        assert found
        return found[1]


class Learner(Visitor):
    """Somebody who takes the course."""

    name = "Ada Martin"

    def signs_up(self, name: str = "Ada Martin", code: str = "") -> Learner:
        self.name = name
        self.email = f"{uuid.uuid4().hex}@exemple.fr"
        self.opens(f"/account/sign-up?code={code}")
        page = self.sends("/account/sign-up", name=name, email=self.email, password=PASSWORD)
        assert page.status == 200, page.words
        return self

    def signs_in(self, email: str, password: str = PASSWORD) -> Page:
        self.email = email
        self.opens("/account/sign-in")
        return self.sends("/account/sign-in", email=email, password=password)

    def becomes(self, role: str) -> Learner:
        """Get a role from whoever runs the site, by the command made for it."""
        done = self.app.test_cli_runner().invoke(args=["collectif", "role", self.email, role])
        assert done.exit_code == 0, done.output
        return self

    # -- reading and answering ------------------------------------------------

    def answers(self, module: str, question: str, response: Any = None) -> Page:
        """Answer a question of a screen (rightly, when no response is given)."""
        one = self.catalogue.module(module)
        place = next((screen.id for screen in one.screens if question in screen.questions), None)
        address = f"/module/{module}/screen/{place}" if place else f"/module/{module}/synthesis"
        self.opens(address)
        known = self.catalogue.question(module, question)
        return self.sends(f"/module/{module}/question/{question}", **self.fields(known, response))

    def fields(self, question: Question, response: Any = None) -> dict[str, Any]:
        """The fields of a question's form for a response."""
        if response is None:
            response = right_response(question, self.language)
        return {name: list(values) for name, values in typed(question, response).items()}

    def reads(self, module: str, screen: str) -> Page:
        self.opens(f"/module/{module}/screen/{screen}")
        return self.sends(f"/module/{module}/screen/{screen}/seen")

    # -- whole modules --------------------------------------------------------

    def takes(self, module: str) -> Page:
        """Take a module from its first screen to its end, answering rightly."""
        one = self.catalogue.module(module)
        for screen in one.screens:
            self.reads(module, screen.id)
            for question in screen.questions:
                self.answers(module, question)
        if one.storyboard:
            self.watches(one)
        if one.worksheet:
            self.fills(one)
        if one.quiz:
            self.passes(module)
        assert self.page is not None
        return self.page

    def watches(self, module: Module) -> Page:
        assert module.storyboard is not None
        self.opens(f"/module/{module.id}/synthesis")
        page = self.sends(f"/module/{module.id}/watched")
        for scene in module.storyboard.scenes:
            for question in scene.questions:
                page = self.answers(module.id, question)
        return page

    def fills(self, module: Module, text: str = "Une réponse réfléchie") -> Page:
        assert module.worksheet is not None
        values: dict[str, Any] = {}
        for section in module.worksheet.sections:
            for one in section.fields:
                values |= _filled(one, f"f.{one.id}", text)
        self.opens(f"/module/{module.id}/worksheet")
        return self.sends(f"/module/{module.id}/worksheet", **values)

    def passes(self, module: str, *, right: int | None = None) -> Page:
        """Sit the quiz: every answer right, or only the first `right` ones."""
        self.opens(f"/module/{module}/quiz")
        if any(one.action.endswith("/quiz/start") for one in self.page.forms):  # type: ignore[union-attr]
            self.sends(f"/module/{module}/quiz/start")
        number = 0
        while form := self._waiting(module):
            is_right = right is None or number < right
            self._answers_in_quiz(module, form, right=is_right)
            number += 1
        return self.opens(f"/module/{module}/quiz/result")

    def _waiting(self, module: str) -> Form | None:
        page = self.opens(f"/module/{module}/quiz")
        found = [one for one in page.forms if re.search(r"/quiz/\d+/answer$", one.action)]
        return found[0] if found else None

    def _answers_in_quiz(self, module: str, form: Form, *, right: bool) -> Page:
        asked = re.search(r'id="question-([^"]+)"', self.page.html)  # type: ignore[union-attr]
        assert asked
        question = self.catalogue.question(module, asked[1])
        response = None if right else wrong_response(question)
        return self.sends(form.action, **self.fields(question, response))

    def takes_everything(self) -> None:
        """The whole course, in order."""
        for module in self.catalogue.modules:
            self.takes(module.id)


def _filled(one: Any, name: str, text: str) -> dict[str, Any]:
    match one.kind:
        case "choice":
            return {name: one.options[0].id}
        case "multiple":
            return {name: [one.options[0].id]}
        case "scale":
            return {name: "3"}
        case "number":
            return {name: "12"}
        case "date":
            return {name: "2026-11-23"}
        case "check":
            return {name: "1"}
        case "table":
            cells: dict[str, Any] = {}
            for column in one.columns:
                cells |= _filled(column, f"{name}.0.{column.id}", text)
            return cells
        case _:
            return {name: text}


def wrong_response(question: Question) -> Any:
    """A response that an honest form can send and that is wrong."""
    match question.kind:
        case "single" | "true_false":
            return next(choice.id for choice in question.choices if not choice.correct)
        case "multiple":
            return [choice.id for choice in question.choices if not choice.correct][:1]
        case "numeric":
            return str((question.value or 0) + question.tolerance + 7)
        case "matching":
            pairs = [pair.id for pair in question.pairs]
            return dict(zip(pairs, [*pairs[1:], pairs[0]], strict=True))
        case "ordering":
            return [item.id for item in reversed(question.items)]
        case _:
            return "tout autre chose"


class Program:
    """Another program (an LMS, a phone, an analyst's script) that holds a key of the LRS."""

    def __init__(
        self, app: Flask, scopes: tuple[str, ...] = ("all",), version: str = "1.0.3"
    ) -> None:
        self.client = app.test_client()
        rooms = app.extensions["collectif"]
        with rooms.house.database.writing() as connection:
            made = rooms.lrs.recorder.create_credentials(connection, "test", frozenset(scopes))
        pair = b64encode(f"{made.key}:{made.secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": version}

    def posts(self, *statements: dict[str, Any]) -> TestResponse:
        """POST statements."""
        body = list(statements) if len(statements) != 1 else statements[0]
        return self.client.post("/xapi/statements", json=body, headers=self.headers)

    def asks(self, **parameters: str) -> list[dict[str, Any]]:
        """GET statements by filters, all pages."""
        answer = self.client.get(
            "/xapi/statements", query_string=parameters, headers=self.headers
        ).get_json()
        found: list[dict[str, Any]] = list(answer["statements"])
        while answer.get("more"):
            answer = self.client.get(answer["more"], headers=self.headers).get_json()
            found += answer["statements"]
        return found
