"""How long a module takes, reckoned from what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .links import plain
from .typography import words

if TYPE_CHECKING:
    from .model import Module, Session

WORDS_A_MINUTE = 200
SECONDS_A_QUESTION = 45


def reckoned_minutes(module: Module, language: str) -> float:
    """Reading at 200 words a minute, 45 seconds a question, and the length of a synthesis.

    A tool takes the minutes it declares: nobody can reckon how long thinking takes.
    """
    if module.kind == "tool":
        return float(module.minutes)
    read = sum(
        words(screen.title.get(language, "")) + words(plain(screen.body.get(language, "")))
        for screen in module.screens
    )
    played = module.storyboard.seconds if module.storyboard is not None else 0.0
    return read / WORDS_A_MINUTE + (played + asked(module) * SECONDS_A_QUESTION) / 60


def asked(module: Module) -> int:
    """How many questions one meets: those drawn in a quiz, all of them elsewhere."""
    return module.quiz.draw if module.quiz is not None else len(module.questions)


def session_minutes(session: Session, language: str, *, required: bool = True) -> float:
    """The reckoned minutes of a session's required modules, or of its optional ones."""
    modules = (module for module in session.modules if module.required is required)
    return sum(reckoned_minutes(module, language) for module in modules)
