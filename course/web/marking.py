"""The sentence that a search led to, marked on the page it stands on.

An address carries the sentence's name (`?phrase=3fa2c1d0#phrase`); without such a sentence the page is as
always. Nothing here opens anything: the page was let through by the gate before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from ..content.search import mark, mark_caption, second_of
from ..i18n import current_language

if TYPE_CHECKING:
    from ..content.model import KitSheet, Screen, Storyboard, Text

PARAMETER = ANCHOR = "phrase"


def _wanted() -> str:
    return request.args.get(PARAMETER, "")


def _marked(body: Text) -> Text | None:
    language = current_language()
    html = mark(body[language], _wanted()) if _wanted() and language in body else None
    return None if html is None else {**body, language: html}


def marked_screen(screen: Screen) -> Screen:
    """The screen with the sentence marked."""
    body = _marked(screen.body)
    return screen if body is None else replace(screen, body=body)


def marked_sheet(sheet: KitSheet) -> KitSheet:
    """The sheet of the kit with the sentence marked, once."""
    for place, part in enumerate(sheet.parts):
        if (body := _marked(part.body)) is not None:
            parts = (*sheet.parts[:place], replace(part, body=body), *sheet.parts[place + 1 :])
            return replace(sheet, parts=parts)
    return sheet


def marked_storyboard(story: Storyboard) -> Storyboard:
    """The storyboard with the sentence marked in the captions that are shown."""
    language, wanted = current_language(), _wanted()
    if not wanted or second_of(story, language, wanted) is None:
        return story
    scenes = (
        replace(scene, spoken={**scene.spoken, language: mark_caption(scene, language, wanted)})
        for scene in story.scenes
    )
    return replace(story, scenes=tuple(scenes))


def marked_second(story: Storyboard, otherwise: float) -> float:
    """The second at which the player starts: that of the sentence, or else `otherwise`."""
    second = second_of(story, current_language(), _wanted()) if _wanted() else None
    return otherwise if second is None else round(second + 0.01, 2)
