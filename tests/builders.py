"""Values that tests of every room start from; the sample course is a real folder of files."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from collectif.course.content.load import load

if TYPE_CHECKING:
    from collectif.course.content.model import Course

SAMPLE = Path(__file__).parent / "course" / "content" / "sample"


@cache
def sample_course() -> Course:
    """A small, complete course in French and English: two sessions, every kind of module and question.

    Session s1: s1-opening, s1-testimony, s1-expert, s1-lesson (all kinds of questions), s1-synthesis,
    s1-tool (optional), s1-quiz. Session s2 opens with s1-opening completed: s2-lesson (after s1-lesson
    and s1-quiz), s2-composite (optional, until s2-quiz is passed), s2-quiz.
    """
    return load(SAMPLE)


def write_sample(folder: Path) -> Path:
    """Copies the sample's files into a folder, to be changed by a test; returns the folder."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    return folder
