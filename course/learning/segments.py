"""Played segments of a video, in the notation of the xAPI Video Profile: `0[.]12.5[,]30[.]41`.

A segment is a stretch of seconds; segments are kept sorted and merged, so that seeing a passage
twice counts once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Segments = tuple[tuple[float, float], ...]

_LONGEST = 86_400.0


def parse(text: str) -> Segments:
    """The segments written in `text`, merged. What cannot be read is left out, not refused:
    a player that crashed half-way through a number must not lose the rest."""
    return merge(filter(None, (_pair(part) for part in text.split("[,]"))))


def _pair(part: str) -> tuple[float, float] | None:
    start, mark, end = part.partition("[.]")
    try:
        pair = float(start), float(end)
    except ValueError:
        return None
    good = mark and all(map(math.isfinite, pair)) and 0 <= pair[0] <= pair[1] <= _LONGEST
    return pair if good else None


def merge(segments: Iterable[tuple[float, float]]) -> Segments:
    """The same stretches, sorted, overlapping and touching ones made one."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(segments):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def write(segments: Segments) -> str:
    """The notation of `segments`, seconds with at most three decimals."""
    return "[,]".join(f"{_number(start)}[.]{_number(end)}" for start, end in segments)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def progress(segments: Segments, length: float) -> float:
    """The share of `length` seconds that has been played, 0 to 1 (Video Profile, `progress`)."""
    if length <= 0:
        return 0.0
    played = sum(min(end, length) - start for start, end in merge(segments) if start < length)
    return min(1.0, played / length)
