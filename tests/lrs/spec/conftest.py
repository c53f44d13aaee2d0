"""Examples are made as slowly as a busy machine needs; time is no property of the rules."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
