"""What a host may listen to. Each signal is sent by the Flask application, after the commit.

`module_completed` — a learner completed a module on our pages; sends `person` (id) and `module` (id).
`course_completed` — all that the course asks for is done; sends `person` (id).
`diagnosis_finished` — a diagnostic was brought to its result; sends `person` (id) and `diagnosis` (id).
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

module_completed = _signals.signal("collectif-module-completed")
course_completed = _signals.signal("collectif-course-completed")
diagnosis_finished = _signals.signal("collectif-diagnosis-finished")

BY_NAME = {
    "module_completed": module_completed,
    "course_completed": course_completed,
    "diagnosis_finished": diagnosis_finished,
}
