"""The synthesis: scenes with a drawing and captions, or a real video."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .fields import Fields, unique
from .markdown import CITATION, cited
from .model import Scene, Storyboard, Text
from .screens import Written, check_extra, find_passages, title_of
from .typography import set_type, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .prose import Passage

LONGEST_CAPTION = 110
VIEW_BOX = "0 0 640 360"
_FASTEST = 3.3
"""Words a second; faster captions cannot be read."""


def read_storyboard(fields: Fields, written: Written) -> Storyboard:
    """The scenes in order, how much must be played, and the video when there is one."""
    rows = fields.rows("scenes", "a scene", 1)
    scenes = tuple(_scene(row, written) for row in rows)
    unique([(row, scene.id) for row, scene in zip(rows, scenes, strict=True)], "scene")
    check_extra(written, {scene.id for scene in scenes}, fields, "scenes")
    threshold = fields.number("threshold", 0, 1, 0.9)
    video = fields.group("video", needed=False)
    if video is None:
        return Storyboard(scenes, threshold)
    board = Storyboard(
        scenes,
        threshold,
        media=_files(video, "files"),
        tracks=_files(video, "captions"),
        media_seconds=video.number("seconds", 1, 7200),
    )
    video.close()
    return board


def _files(video: Fields, key: str) -> Mapping[str, str]:
    node = video.need(key, "{fr: …, en: …}")
    files = video.texts(node, key, lambda value, _language: value.raw.strip()) if node else {}
    for name in files.values():
        video.context.check_media(name, video.file, video.line(key))
    return files


def _scene(row: Fields, written: Written) -> Scene:
    name = row.identifier()
    row.what = f"scene `{name}`"
    seconds = row.number("seconds", 3, 120)
    describes = row.text("describes")
    passages = find_passages(row, name, written)
    captions = {
        language: _captions(row, passage, language, written, seconds)
        for language, passage in passages.items()
    }
    scene = Scene(
        id=name,
        seconds=seconds,
        title=title_of(passages),
        captions=captions,
        drawing=_drawing(row, describes, written),
        describes=describes,
        questions=row.strings("questions"),
    )
    row.close()
    return scene


def _drawing(row: Fields, describes: Text, written: Written) -> Text:
    name = row.string("drawing")
    if not name or not row.context.check_media(name, row.file, row.line("drawing")):
        return {}
    if name not in written.drawings:
        row.error(row.line("drawing"), f"{name} is not a drawing", "give a file that ends in .svg")
        return {}
    drawing = written.drawings[name]
    if drawing is None:
        return {}
    if drawing.view_box != VIEW_BOX:
        what = f'the drawing of a scene has viewBox="{drawing.view_box}"'
        file = f"{written.folder}/media/{name}"
        row.context.report.error(file, 1, what, f'draw it in viewBox="{VIEW_BOX}"')
    return {language: drawing.titled(text) for language, text in describes.items()}


def _captions(
    row: Fields, passage: Passage, language: str, written: Written, seconds: float
) -> tuple[str, ...]:
    file = written.file(language)
    captions: list[str] = []
    for line, text in passage.lines:
        for citation in CITATION.finditer(text):
            for source in cited(citation):
                row.context.check_source(source, file, line)
        length = len(spoken(text))
        if length > LONGEST_CAPTION:
            what = f"a caption of {length} characters"
            row.context.report.error(file, line, what, f"at most {LONGEST_CAPTION}: cut the line")
        captions.append(set_type(text, language))
    if not captions:
        what = f"the scene `{passage.id}` has no caption"
        row.context.report.error(file, passage.line, what, "write one caption a line below")
    count = sum(words(spoken(caption)) for caption in captions)
    if count > _FASTEST * seconds:
        what = f"{count} words in {seconds:g} seconds are too fast to read"
        instead = f"give the scene {round(count / 2.4)} seconds or cut words"
        row.context.report.warn(file, passage.line, what, instead)
    return tuple(captions)


def spoken(caption: str) -> str:
    """A caption as it is said: its citations belong to the transcript."""
    return re.sub(rf"\s*{CITATION.pattern}", "", caption)
