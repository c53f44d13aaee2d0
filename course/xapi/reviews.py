"""The weekly review in xAPI: an answer like any other, whose context says that a review asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import statements
from . import vocabulary as say

if TYPE_CHECKING:
    from ..content.model import Course, Module
    from .statements import Answer, Statement, Voice

_NAME = {"fr": "Révision de la semaine", "en": "Weekly review"}


def review_activity(course: Course) -> dict[str, Any]:
    """The course's review as an Activity."""
    return {
        "objectType": "Activity",
        "id": f"{course.iri}/review",
        "definition": {"type": say.REVIEW, "name": dict(_NAME)},
    }


def reviewed(voice: Voice, module: Module, answer: Answer) -> Statement:
    """The learner answered a question of `module` in the review: the review is what it is part of
    (the parent), the module what it belongs to besides (a grouping)."""
    statement = statements.answered(voice, module, answer)
    around = statement["context"]["contextActivities"]
    around["grouping"] = [*around["grouping"], *around["parent"]]
    around["parent"] = [review_activity(voice.course)]
    return statement
