"""From the first page to the diagnostic, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.actors import Learner

if TYPE_CHECKING:
    from flask import Flask


def test_a_learner_takes_the_whole_course_and_the_diagnostic_opens(app_on_each: Flask) -> None:
    learner = Learner(app_on_each).signs_up()
    assert learner.opens("/diagnostic").status == 403
    learner.takes_everything()
    home = learner.opens("/")
    assert "100" in home.words
    assert learner.opens("/diagnostic").status != 403
