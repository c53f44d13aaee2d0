"""Every text of a course that is written in all languages, and how an author finds it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Course, Field, Module, Question, Scene, Session, Text


@dataclass(frozen=True)
class Spot:
    """One text in all its languages. `name` is the id of the part it belongs to, `what` says which text
    of it; it stands in the file `yaml` of `folder`, or in its `.md` files where `yaml` is empty."""

    name: str
    what: str
    text: Text
    yaml: str = "module.yaml"
    folder: str = ""

    def file(self, language: str) -> str:
        """The file that holds the text in a language."""
        name = self.yaml or f"{language}.md"
        return f"{self.folder}/{name}" if self.folder else name


# -- modules --------------------------------------------------------------------


def spots(module: Module) -> Iterator[Spot]:
    """The texts of a module, each in all its languages."""
    for spot in _spots(module):
        yield replace(spot, folder=module.folder)


def _spots(module: Module) -> Iterator[Spot]:
    for key in ("title", "summary", "objective"):
        yield Spot("", f"`{key}`", getattr(module, key))
    if module.testimony is not None:
        yield Spot("", "`territory`", module.testimony.territory)
    for screen in module.screens:
        yield Spot(screen.id, f"title of the screen `{screen.id}`", screen.title, yaml="")
        yield Spot(screen.id, f"screen `{screen.id}`", screen.body, yaml="")
    for scene in module.storyboard.scenes if module.storyboard is not None else ():
        yield from _scene(scene, module.languages)
    for question in module.questions:
        yield from _question(question)
    for section in module.worksheet.sections if module.worksheet is not None else ():
        yield Spot(section.id, f"title of the section `{section.id}`", section.title)
        yield Spot(section.id, f"section `{section.id}`", section.intro)
        for one in section.fields:
            yield from _field(one, one.id)
    for band in module.quiz.bands if module.quiz is not None else ():
        yield Spot("", f"band from {band.start}", band.text)


def _scene(scene: Scene, languages: Sequence[str]) -> Iterator[Spot]:
    yield Spot(scene.id, f"title of the scene `{scene.id}`", scene.title, yaml="")
    yield Spot(scene.id, f"`describes` of the scene `{scene.id}`", scene.describes)
    most = max(len(captions) for captions in scene.captions.values())
    for number in range(most):
        caption = {
            language: scene.captions[language][number]
            for language in languages
            if number < len(scene.captions.get(language, ()))
        }
        yield Spot(scene.id, f"caption {number + 1} of the scene `{scene.id}`", caption, yaml="")


def _question(question: Question) -> Iterator[Spot]:
    parts: list[tuple[str, Text]] = [("prompt", question.prompt), ("checks", question.checks)]
    parts += [(f"hint {number}", hint) for number, hint in enumerate(question.hints, 1)]
    for choice in question.choices:
        parts += [(f"choice `{choice.id}`", choice.text)]
        parts += [(f"feedback of `{choice.id}`", choice.feedback)]
    for pair in question.pairs:
        parts += [(f"left of `{pair.id}`", pair.left), (f"right of `{pair.id}`", pair.right)]
        parts += [(f"feedback of `{pair.id}`", pair.feedback)]
    parts += [(f"`{item.id}`", item.text) for item in (*question.items, *question.criteria)]
    parts += [(f"case {case.value:g}", case.feedback) for case in question.cases]
    optional = {
        "unit": question.unit,
        "model answer": question.model_answer,
        "feedback of the right answer": question.feedback_right,
        "feedback of a wrong answer": question.feedback_wrong,
    }
    parts += [(what, text) for what, text in optional.items() if text is not None]
    for what, text in parts:
        yield Spot(question.id, f"question `{question.id}`, {what}", text)


def _field(one: Field, place: str) -> Iterator[Spot]:
    """A field, its options, rows and columns; all of them are found at the field `place`."""
    yield Spot(place, f"label of the field `{one.id}`", one.label)
    if one.help is not None:
        yield Spot(place, f"help of the field `{one.id}`", one.help)
    for option in (*one.options, *one.rows):
        yield Spot(place, f"`{option.id}` of the field `{one.id}`", option.text)
    for column in one.columns:
        yield from _field(column, place)


# -- beside the modules -------------------------------------------------------


def beside(course: Course) -> Iterator[Spot]:
    """The texts of the files beside the modules."""
    for key in ("title", "subtitle", "about"):
        yield Spot(key, f"`{key}`", getattr(course, key), "course.yaml")
    for session in course.sessions:
        yield from _session(session, course)
    for term in course.glossary:
        yield Spot(term.id, f"term `{term.id}`", term.term, "glossary.yaml")
        yield Spot(term.id, f"definition of `{term.id}`", term.definition, "glossary.yaml")
    for source in course.sources.values():
        yield Spot(source.id, f"source `{source.id}`", source.text, "sources.yaml")
    for dimension in course.dimensions.values():
        what = f"dimension `{dimension.id}`"
        yield Spot(dimension.id, what, dimension.title, "dimensions.yaml")
        yield Spot(dimension.id, what, dimension.summary, "dimensions.yaml")
    for question in course.entry_check:
        for spot in _question(question):
            yield replace(spot, yaml="entry_check.yaml")
    for sheet in course.kit:
        yield Spot(sheet.id, "`title`", sheet.title, sheet.file)
        yield Spot(sheet.id, "`summary`", sheet.summary, sheet.file)
        for part in sheet.parts:
            yield Spot(part.id, f"title of the part `{part.id}`", part.title, sheet.file)
            yield Spot(part.id, f"part `{part.id}`", part.body, sheet.file)


def _session(session: Session, course: Course) -> Iterator[Spot]:
    for key in ("title", "question", "summary"):
        what = f"`{key}` of the session `{session.id}`"
        yield Spot(session.id, what, getattr(session, key), "course.yaml")
    sheet = course.sheets.get(session.id)
    if sheet is None:
        return
    texts = {"message": sheet.messages, "question": sheet.questions}
    texts["framework"] = tuple(one.text for one in sheet.frameworks)
    texts["tool"] = tuple(one.text for one in sheet.tools)
    texts["notice"] = () if sheet.notice is None else (sheet.notice,)
    folder = session.modules[0].folder.partition("/")[0] if session.modules else ""
    for name, group in texts.items():
        for number, text in enumerate(group, 1):
            yield Spot(f"{name}s", f"{name} {number} of the sheet", text, "sheet.yaml", folder)
