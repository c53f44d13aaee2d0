"""Every IRI that our statements use, and nothing else. The only file of course/ that holds “http”.

Verbs and activity types come from published profiles wherever one says what we mean: ADL's
vocabulary, cmi5, the Video Profile, the TinCan registry. Ours are the few that nobody published.
"""

from __future__ import annotations

from typing import Final

PROFILE: Final = "https://w3id.org/xapi/collectif"
PROFILE_VERSION: Final = "https://w3id.org/xapi/collectif/v1.0"

# -- verbs --------------------------------------------------------------------

INITIALIZED: Final = "http://adlnet.gov/expapi/verbs/initialized"
TERMINATED: Final = "http://adlnet.gov/expapi/verbs/terminated"
EXPERIENCED: Final = "http://adlnet.gov/expapi/verbs/experienced"
ATTEMPTED: Final = "http://adlnet.gov/expapi/verbs/attempted"
ANSWERED: Final = "http://adlnet.gov/expapi/verbs/answered"
COMPLETED: Final = "http://adlnet.gov/expapi/verbs/completed"
PASSED: Final = "http://adlnet.gov/expapi/verbs/passed"
FAILED: Final = "http://adlnet.gov/expapi/verbs/failed"
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
REGISTERED: Final = "http://adlnet.gov/expapi/verbs/registered"
WAIVED: Final = "https://w3id.org/xapi/adl/verbs/waived"
PLAYED: Final = "https://w3id.org/xapi/video/verbs/played"
PAUSED: Final = "https://w3id.org/xapi/video/verbs/paused"
SEEKED: Final = "https://w3id.org/xapi/video/verbs/seeked"
FILLED: Final = "https://w3id.org/xapi/collectif/verbs/filled"
MARKED_DONE: Final = "https://w3id.org/xapi/collectif/verbs/marked-done"

VERB_NAMES: Final[dict[str, dict[str, str]]] = {
    INITIALIZED: {"fr": "a ouvert", "en": "opened"},
    TERMINATED: {"fr": "a quitté", "en": "left"},
    EXPERIENCED: {"fr": "a lu", "en": "read"},
    ATTEMPTED: {"fr": "a tenté", "en": "attempted"},
    ANSWERED: {"fr": "a répondu à", "en": "answered"},
    COMPLETED: {"fr": "a terminé", "en": "completed"},
    PASSED: {"fr": "a réussi", "en": "passed"},
    FAILED: {"fr": "n’a pas réussi", "en": "failed"},
    VOIDED: {"fr": "a annulé", "en": "took back"},
    REGISTERED: {"fr": "s’est inscrit à", "en": "enrolled in"},
    WAIVED: {"fr": "a été dispensé de", "en": "was let off"},
    PLAYED: {"fr": "a lancé la lecture de", "en": "played"},
    PAUSED: {"fr": "a mis en pause", "en": "paused"},
    SEEKED: {"fr": "s’est déplacé dans", "en": "jumped in"},
    FILLED: {"fr": "a rempli", "en": "filled"},
    MARKED_DONE: {"fr": "a marqué comme fait", "en": "marked as done"},
}

# -- activity types -----------------------------------------------------------

COURSE: Final = "http://adlnet.gov/expapi/activities/course"
SESSION: Final = "https://w3id.org/xapi/cmi5/activitytype/block"
MODULE: Final = "http://adlnet.gov/expapi/activities/module"
LESSON: Final = "http://adlnet.gov/expapi/activities/lesson"
ASSESSMENT: Final = "http://adlnet.gov/expapi/activities/assessment"
QUESTION: Final = "http://adlnet.gov/expapi/activities/cmi.interaction"
VIDEO: Final = "https://w3id.org/xapi/video/activity-type/video"
SCREEN: Final = "https://w3id.org/xapi/collectif/activity-types/screen"
TESTIMONY: Final = "https://w3id.org/xapi/collectif/activity-types/testimony"
WORKSHEET: Final = "https://w3id.org/xapi/collectif/activity-types/worksheet"
REVIEW: Final = "https://w3id.org/xapi/collectif/activity-types/review"
DIAGNOSTIC: Final = "https://w3id.org/xapi/collectif/activity-types/diagnostic"

MODULE_TYPES: Final[dict[str, str]] = {
    "opening": MODULE,
    "testimony": TESTIMONY,
    "expert": LESSON,
    "synthesis": VIDEO,
    "lesson": LESSON,
    "tool": WORKSHEET,
    "quiz": ASSESSMENT,
}

# -- extensions ---------------------------------------------------------------

ATTEMPT: Final = "https://w3id.org/xapi/collectif/extensions/attempt"
CERTAINTY: Final = "https://w3id.org/xapi/collectif/extensions/certainty"
CONTENT_VERSION: Final = "https://w3id.org/xapi/collectif/extensions/content-version"
LEVEL: Final = "https://w3id.org/xapi/collectif/extensions/level"
CRITERIA: Final = "https://w3id.org/xapi/collectif/extensions/criteria-met"
REASON: Final = "https://w3id.org/xapi/cmi5/result/extensions/reason"
VIDEO_TIME: Final = "https://w3id.org/xapi/video/extensions/time"
VIDEO_FROM: Final = "https://w3id.org/xapi/video/extensions/time-from"
VIDEO_TO: Final = "https://w3id.org/xapi/video/extensions/time-to"
VIDEO_PROGRESS: Final = "https://w3id.org/xapi/video/extensions/progress"
VIDEO_SEGMENTS: Final = "https://w3id.org/xapi/video/extensions/played-segments"
VIDEO_LENGTH: Final = "https://w3id.org/xapi/video/extensions/length"
VIDEO_SESSION: Final = "https://w3id.org/xapi/video/extensions/session-id"
VIDEO_THRESHOLD: Final = "https://w3id.org/xapi/video/extensions/completion-threshold"
VIDEO_SPEED: Final = "https://w3id.org/xapi/video/extensions/speed"

# -- profiles named in context.contextActivities.category ---------------------

VIDEO_PROFILE: Final = "https://w3id.org/xapi/video"
PROFILE_TYPE: Final = "http://adlnet.gov/expapi/activities/profile"
PROFILE_CONTEXT: Final = "https://w3id.org/xapi/profiles/context"
PROFILES_1: Final = "https://w3id.org/xapi/profiles#1.0"
