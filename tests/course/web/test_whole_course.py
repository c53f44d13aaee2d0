"""From the first page to the diagnostic, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.services import rebuilding
from collectif.course.xapi import vocabulary as say
from tests.actors import Learner, Program
from tests.course.test_recording import told

if TYPE_CHECKING:
    from flask import Flask


def test_a_learner_takes_the_whole_course_and_the_diagnostic_opens(app_on_each: Flask) -> None:
    learner = Learner(app_on_each).signs_up()
    assert learner.opens("/diagnostic").status == 403
    learner.takes_everything()
    assert "100" in learner.opens("/").words
    assert learner.opens("/diagnostic").status == 200
    is_each_completed_once(app_on_each, learner)
    rooms = app_on_each.extensions["collectif"]
    assert rebuilding.compare(rooms.house, rooms.fold).equal


def is_each_completed_once(app: Flask, learner: Learner) -> None:
    """Whoever asks the LRS finds one `completed` a module, and one of the course."""
    analyst = Program(app, scopes=("statements/read",), version="2.0.0")
    found = analyst.asks(agent=f'{{"mbox": "mailto:{learner.email}"}}', verb=say.COMPLETED)
    assert found == [], "our statements carry a pseudonym, not an address"
    targets = [one["object"]["id"] for one in analyst.asks(verb=say.COMPLETED)]
    assert len(set(targets)) == len(targets)
    catalogue = learner.catalogue
    assert {catalogue.activity(module.id) for module in catalogue.modules} < set(targets)
    assert catalogue.course.iri in targets


def test_what_an_lms_says_opens_what_it_opens_here(app: Flask) -> None:
    """All but the last quiz on our pages, the quiz elsewhere: same grid, same lock, same door."""
    learner, lms = Learner(app).signs_up(), Program(app)
    *others, last = learner.catalogue.modules
    for module in others:
        learner.takes(module.id)
    locked = learner.opens("/diagnostic")
    assert locked.status == 403
    assert " ".join(last.title["fr"].split()) in locked.words
    actor, quiz = {"mbox": f"mailto:{learner.email}"}, learner.catalogue.activity(last.id)
    for verb in (say.COMPLETED, say.PASSED):
        assert learner.opens("/diagnostic").status == 403
        assert lms.posts(told(actor, verb, quiz, score={"scaled": 0.7})).status_code == 200
    assert learner.opens("/diagnostic").status == 200
    assert "100" in learner.opens("/").words
