"""The door of Collectif: the extension, the smallest host, the signals."""

from __future__ import annotations

from .app import create_app
from .config import HostLearner
from .extension import Collectif
from .signals import course_completed, diagnosis_finished, module_completed

__all__ = [
    "Collectif",
    "HostLearner",
    "course_completed",
    "create_app",
    "diagnosis_finished",
    "module_completed",
]
