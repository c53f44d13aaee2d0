"""From exact scores to what is shown: one decimal, and one of five levels.

A score is rounded once, a half going up, and its level is the one the rounded number falls into:
1.0–1.7, 1.8–2.5, 2.6–3.3, 3.4–4.1, 4.2–5.0. So nothing lies between two levels, and nobody sees a
number that contradicts its level.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from .model import LEVELS

HIGHEST_SHOWN: Final = (1.7, 2.5, 3.3, 4.1, 5.0)
"""The highest shown score of each level, from level 1 to 5."""

_HALF = Fraction(1, 2)


def shown(exact: Fraction) -> float:
    """The number as shown: one decimal, a half going up (2.75 → 2.8)."""
    return math.floor(exact * 10 + _HALF) / 10


def two_decimals(exact: Fraction) -> float:
    """The number as it stands inside a formula: two decimals, a half going up."""
    return math.floor(exact * 100 + _HALF) / 100


def level_of(exact: Fraction) -> int:
    """The level, 1 to 5, of a score between 1 and 5."""
    number = shown(exact)
    return next(level for level in LEVELS if number <= HIGHEST_SHOWN[level - 1])


def bounds(level: int) -> tuple[float, float]:
    """The lowest and the highest shown score of a level."""
    low = 1.0 if level == 1 else round(HIGHEST_SHOWN[level - 2] + 0.1, 1)
    return low, HIGHEST_SHOWN[level - 1]
