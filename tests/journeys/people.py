"""People in front of a browser: what they click and type, whatever the kind of question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectif.course.content.questions import right_response
from collectif.course.web.forms import typed
from tests.actors import wrong_response

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from collectif.course.content.model import Module, Question
    from tests.journeys.conftest import Site


def follows(way: Locator) -> None:
    """Click what leads to another page, and wait until that page is there.

    A click answers before the browser has left: what is read next may still be the old page, all the more
    on a busy machine.
    """
    with way.page.expect_navigation():
        way.click()


class Person:
    """A learner at a page, with or without script."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.catalogue = site.rooms.house.catalogue

    def goes(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def card(self, question: str) -> Locator:
        return self.page.locator(f"#question-{question}")

    def fills(self, question: Question, response: Any) -> None:
        """Put a response into the question's form."""
        card = self.card(question.id)
        for name, values in typed(question, response).items():
            field = card.locator(f'[name="{name}"]')
            if field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(values[0])
            elif field.first.get_attribute("type") in ("radio", "checkbox"):
                for value in values:
                    card.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                field.fill(values[0])

    def answers(self, module: str, question: str, *, right: bool = True) -> None:
        """Answer a question of the page before one, and wait for what is said to it."""
        one = self.catalogue.question(module, question)
        self.fills(one, right_response(one, "fr") if right else wrong_response(one))
        card = self.card(question)
        card.get_by_role("button", name=re.compile("Valider|Répondre|Modifier")).click()
        self.card(question).locator("[data-feedback]").wait_for()

    def takes(self, module: Module) -> None:
        """Take a module from the session's page to its end."""
        self.goes(f"/module/{module.id}")
        for screen in module.screens:
            self.goes(f"/module/{module.id}/screen/{screen.id}")
            for question in screen.questions:
                self.answers(module.id, question)
            follows(self.page.locator("form.after button"))
        if module.storyboard:
            self.watches(module)
        if module.worksheet:
            self.fills_sheet(module)
        if module.quiz:
            self.passes(module.id)

    def watches(self, module: Module) -> None:
        """Let the player run from its start to its end, at double speed, by its own seek bar."""
        assert module.storyboard is not None
        self.goes(f"/module/{module.id}/synthesis")
        for scene in module.storyboard.scenes:
            for question in scene.questions:
                self.shows_transcript()
                self.answers(module.id, question)

    def shows_transcript(self) -> None:
        """Open whatever is folded on the page."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def fills_sheet(self, module: Module) -> None:
        self.goes(f"/module/{module.id}/worksheet")
        for field in self.page.locator("main textarea, main input[type=text]").all():
            field.fill("Une réponse réfléchie")
        for group in self.page.locator("main fieldset.choices").all():
            group.locator("input").first.check()
        follows(self.page.get_by_role("button", name=re.compile("Enregistrer")).first)

    # -- quizzes --------------------------------------------------------------

    def starts_quiz(self, module: str) -> None:
        self.goes(f"/module/{module}/quiz")
        start = self.page.locator("form[action$='/quiz/start'] button")
        if start.count():
            start.first.click()
            self.page.wait_for_url("**/quiz/*")

    def asked_now(self) -> str:
        """The id of the question on the page."""
        found = self.page.locator("form.question").first.get_attribute("id")
        assert found
        return found.removeprefix("question-")

    def answers_next(self, module: str, *, right: bool = True) -> None:
        self.answers(module, self.asked_now(), right=right)

    def goes_on(self) -> None:
        follows(self.page.locator("#quiz-pager a.after"))

    def passes(self, module: str) -> None:
        self.starts_quiz(module)
        while "/quiz/result" not in self.page.url:
            self.answers_next(module)
            self.goes_on()
