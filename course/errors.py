"""What can go wrong, as a tree. An error carries what is needed to act, never a finished sentence.

CollectifError
├── NotFound            nothing of that name here, or nothing this person may know of
├── NotAllowed          known who asks, but it is not theirs to do
├── SignInNeeded        nobody knows who asks
├── Locked              the content gate is closed; carries what opens it
├── BadInput            a value that cannot be taken; carries the field and a key
├── Outdated            the thing changed meanwhile
├── TooMany             too many tries in too short a time
└── SettingError        a setting that cannot be used (at start only)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class CollectifError(Exception):
    """The root; catching it catches all that this package raises on purpose."""


class NotFound(CollectifError):
    """Nothing of that name exists for the one who asks."""


class NotAllowed(CollectifError):
    """The person is known but may not do this."""


class SignInNeeded(CollectifError):
    """The page wants a person and there is none (not signed in, or the session ended)."""


class Locked(CollectifError):
    """The content gate is closed for `subject` (a module id, or `diagnostic`)."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


class BadInput(CollectifError):
    """Values that cannot be taken: field name → key of what is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {key}" for name, key in problems.items()))
        self.problems = dict(problems)


class Outdated(CollectifError):
    """What was to be changed has been changed by somebody else, or is closed."""


class TooMany(CollectifError):
    """Too many tries; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


class SettingError(CollectifError):
    """A setting is missing or cannot be used; `key` is its name, `why` the reason."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why
