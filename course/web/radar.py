"""A profile as a radar: an SVG that says what it shows, prints, and takes its colours from CSS.

The centre is 0, the rim 5, so that level 1 can be seen. Lines are drawn with the current colour;
classes let the style sheet do better, in light and dark:

    radar           the whole              radar-scale     the numbers of the levels
    radar-ring      one level              radar-label     a dimension's name
    radar-axis      one dimension          radar-figure    its number
    radar-area      the values, filled     radar-missing   an axis, name or number without a value
    radar-values    the values, as a line  radar-point     one value
    radar-targets   the targets, as a line radar-target    one target
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS: Final = 5
_WIDTH, _HEIGHT, _RADIUS = 540, 520, 142
_CENTRE = (_WIDTH / 2, 236.0)
_LINE: Final = 19
_NAME_WIDTH: Final = 14
"""Letters in a line of a dimension's name."""


@dataclass(frozen=True)
class _Wheel:
    """Where things lie on a radar of `count` axes; the first points up, the others follow clockwise."""

    count: int

    def at(self, axis: int, value: float) -> tuple[float, float]:
        """The point of a value from 0 to 5 on an axis."""
        angle = 2 * math.pi * axis / self.count
        reach = _RADIUS * value / LEVELS
        return _CENTRE[0] + reach * math.sin(angle), _CENTRE[1] - reach * math.cos(angle)

    def ring(self, value: float) -> str:
        """The points of a whole ring."""
        return " ".join(_point(self.at(axis, value)) for axis in range(self.count))


def radar(
    values: Sequence[float | None],
    labels: Sequence[str],
    *,
    title: str,
    description: str,
    targets: Sequence[float | None] = (),
    figures: Sequence[str] = (),
    legend: tuple[str, str] | None = None,
    ident: str = "radar",
) -> Markup:
    """The radar of one value (0 to 5, or None when there is none) for each label, three at least.

    `title` and `description` are its text alternative; give the numbers in a table beside it too.
    `targets` is a second series, `figures` the numbers as the page writes them, `legend` the names
    of the two series, `ident` what its ids begin with (unique in the page).
    """
    for series in (values, targets, figures):
        if series and len(series) != len(labels):
            raise ValueError("one value for each label")
    wheel = _Wheel(len(labels))
    if wheel.count < 3 or not values:
        raise ValueError("a radar needs three axes")
    known = [value is not None for value in values]
    parts = [
        *_rings(wheel),
        *_axes(wheel, known),
        *_series(wheel, values),
        *_series_of_targets(wheel, targets),
        *_names(wheel, labels, figures, known),
        *_legend(legend, with_targets=any(one is not None for one in targets)),
    ]
    head = Markup(
        '<svg class="radar" viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-title"'
        ' aria-describedby="{id}-desc"><title id="{id}-title">{}</title>'
        '<desc id="{id}-desc">{}</desc>'
    ).format(_WIDTH, _HEIGHT, title, description, id=ident)
    return head + Markup("").join(parts) + Markup("</svg>")


# -- the ground ---------------------------------------------------------------


def _rings(wheel: _Wheel) -> list[Markup]:
    rings = [
        Markup(
            '<polygon class="radar-ring" points="{}" fill="none" stroke="currentColor"'
            ' stroke-opacity="0.35"/>'
        ).format(wheel.ring(level))
        for level in range(1, LEVELS + 1)
    ]
    numbers = [
        _text("radar-scale", (_CENTRE[0] + 5, wheel.at(0, level)[1] + 12), str(level), size=12)
        for level in range(1, LEVELS + 1)
    ]
    return rings + numbers


def _axes(wheel: _Wheel, known: Sequence[bool]) -> list[Markup]:
    return [
        Markup(
            '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor"'
            ' stroke-opacity="0.35"{}/>'
        ).format(
            _classes("radar-axis", known=there),
            *(_short(number) for number in (*_CENTRE, *wheel.at(axis, LEVELS))),
            Markup("") if there else Markup(' stroke-dasharray="2 5"'),
        )
        for axis, there in enumerate(known)
    ]


# -- the series ---------------------------------------------------------------


def _series(wheel: _Wheel, values: Sequence[float | None]) -> list[Markup]:
    """The values: a filled area, its outline open where a value is missing, and their points."""
    points = _points(wheel, values)
    area = Markup(
        '<path class="radar-area" d="{}" fill="currentColor" fill-opacity="0.12"/>'
    ).format(_outline(points, through=_CENTRE))
    line = Markup(
        '<path class="radar-values" d="{}" fill="none" stroke="currentColor" stroke-width="2.5"'
        ' stroke-linejoin="round"/>'
    ).format(_outline(points))
    dots = [
        Markup('<circle class="radar-point" cx="{}" cy="{}" r="4.5" fill="currentColor"/>').format(
            _short(point[0]), _short(point[1])
        )
        for point in points
        if point is not None
    ]
    return [area, line, *dots]


def _series_of_targets(wheel: _Wheel, targets: Sequence[float | None]) -> list[Markup]:
    """The targets: a dashed outline and diamonds, told from the values without any colour."""
    points = _points(wheel, targets)
    if not any(points):
        return []
    line = Markup(
        '<path class="radar-targets" d="{}" fill="none" stroke="currentColor" stroke-width="1.5"'
        ' stroke-dasharray="6 4"/>'
    ).format(_outline(points))
    return [line, *(_diamond(point) for point in points if point is not None)]


def _diamond(point: tuple[float, float]) -> Markup:
    x, y = point
    corners = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    return Markup(
        '<polygon class="radar-target" points="{}" fill="none" stroke="currentColor"'
        ' stroke-width="1.5"/>'
    ).format(" ".join(_point(corner) for corner in corners))


def _points(wheel: _Wheel, values: Sequence[float | None]) -> list[tuple[float, float] | None]:
    return [
        None if value is None else wheel.at(axis, min(max(value, 0), LEVELS))
        for axis, value in enumerate(values)
    ]


def _outline(
    points: Sequence[tuple[float, float] | None], through: tuple[float, float] | None = None
) -> str:
    """A closed path when every point is there; else one piece for each run of neighbours.

    With `through`, an area: each piece is closed by way of that point.
    """
    runs = _runs(points)
    closed = len(runs) == 1 and len(runs[0]) == len(points)
    pieces: list[str] = []
    for run in runs:
        if len(run) == 1:
            continue
        ends = " Z" if closed or through else ""
        start = [through] if through and not closed else []
        pieces.append("M" + " L".join(_point(point) for point in (*start, *run)) + ends)
    return " ".join(pieces)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The points that stand side by side, all round: the last axis is the first one's neighbour."""
    gaps = [axis for axis, point in enumerate(points) if point is None]
    first = gaps[0] if gaps else 0
    runs: list[list[tuple[float, float]]] = [[]]
    for point in (*points[first:], *points[:first]):
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


# -- words --------------------------------------------------------------------


def _names(
    wheel: _Wheel, labels: Sequence[str], figures: Sequence[str], known: Sequence[bool]
) -> list[Markup]:
    found: list[Markup] = []
    for axis, label in enumerate(labels):
        x, y = wheel.at(axis, LEVELS + 0.55)
        side = "middle" if abs(x - _CENTRE[0]) < 1 else ("start" if x > _CENTRE[0] else "end")
        rows = [(row, "radar-label", 16) for row in wrap(label, _NAME_WIDTH)]
        if figures:
            rows.append((figures[axis], "radar-figure", 16))
        upward = (_CENTRE[1] - y) / math.hypot(x - _CENTRE[0], y - _CENTRE[1])  # 1 up, -1 down
        top = y - _LINE * (len(rows) - 1) * (1 + upward) / 2
        for number, (row, name, size) in enumerate(rows):
            place = (x, top + _LINE * number + 4)
            found.append(_text(_classes(name, known=known[axis]), place, row, side=side, size=size))
    return found


def _legend(names: tuple[str, str] | None, *, with_targets: bool) -> list[Markup]:
    if names is None:
        return []
    y = _HEIGHT - 14.0
    found = [
        Markup('<circle class="radar-point" cx="24" cy="{}" r="4.5" fill="currentColor"/>').format(
            _short(y - 4)
        ),
        _text("radar-legend", (38, y), names[0]),
    ]
    if with_targets:
        x = _WIDTH / 2
        found += [_diamond((x, y - 4)), _text("radar-legend", (x + 14, y), names[1])]
    return found


def _text(
    name: str, place: tuple[float, float], words: str, *, side: str = "start", size: int = 15
) -> Markup:
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" font-size="{}" fill="currentColor">'
        "{}</text>"
    ).format(name, _short(place[0]), _short(place[1]), side, size, escape(words))


def _classes(name: str, *, known: bool) -> str:
    return name if known else f"{name} radar-missing"


def _point(point: tuple[float, float]) -> str:
    return f"{_short(point[0])},{_short(point[1])}"


def _short(number: float) -> str:
    """One decimal at most, and no “-0”."""
    return f"{round(number, 1) + 0:g}"
