"""An answer in the review, as a statement: the same answer, in another context."""

from __future__ import annotations

from typing import Any

from collectif.course.content.questions import right_response
from collectif.course.services.answering import Given, marked_answer
from collectif.course.xapi import profile, statements
from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.reviews import review_activity, reviewed
from tests.course.histories import COURSE, speaking
from tests.houses import catalogue

from .checking import check

MODULE = catalogue().module("s1-lesson")
QUESTION = catalogue().question("s1-lesson", "vrai-faux")
GIVEN = Given("0f9a2b6c-1d4e-4f1a-9a63-1b0f6f2b1f10", right_response(QUESTION, "fr"))
_MARK, ANSWER = marked_answer(QUESTION, GIVEN, "fr")
VOICE = speaking("ada", 60)


def activities(statement: dict[str, Any], role: str) -> list[str]:
    return [one["id"] for one in statement["context"]["contextActivities"][role]]


def test_it_says_what_an_answer_says_and_that_a_review_asked() -> None:
    plain, again = statements.answered(VOICE, MODULE, ANSWER), reviewed(VOICE, MODULE, ANSWER)
    assert {**plain, "context": None} == {**again, "context": None}
    assert activities(again, "parent") == [f"{COURSE.iri}/review"]
    assert activities(again, "grouping") == [COURSE.iri, f"{COURSE.iri}/modules/s1-lesson"]
    assert activities(again, "category") == activities(plain, "category")


def test_the_review_is_a_place_of_the_course_and_of_a_kind_in_our_profile() -> None:
    activity = review_activity(COURSE)
    place = catalogue().locate(activity["id"])
    assert place is not None
    assert (place.kind, place.module) == ("review", None)
    assert activity["definition"]["type"] == say.REVIEW
    assert set(activity["definition"]["name"]) == {"fr", "en"}


def test_it_follows_our_profile() -> None:
    assert check(reviewed(VOICE, MODULE, ANSWER), profile.document()) == []
