"""What chance gives: how often a way of guessing may hit before it is no longer chance.

A question whose options know nothing of which are right is hit with probability `k/n` (`k` right options among
`n`), independently of the others. The number of hits over several questions is then a sum of independent yes-or-no
draws: a Poisson binomial, an ordinary binomial where all `k/n` are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.99


@dataclass(frozen=True)
class Tell:
    """A way of guessing: how often it hits, how often it would by chance, and between which bounds."""

    name: str
    hits: int
    questions: int
    expected: float
    fewest: int
    most: int

    @property
    def sound(self) -> bool:
        return self.fewest <= self.hits <= self.most

    @property
    def share(self) -> float:
        return self.hits / self.questions if self.questions else 0.0


def band(chances: Sequence[float], sure: float = SURE) -> tuple[int, int]:
    """The central share `sure` of the number of hits, when question `i` is hit with `chances[i]`.

    The distribution is built up one question at a time; its ends are the quantiles `(1 − sure) / 2` and
    `1 − (1 − sure) / 2`.
    """
    masses = [1.0]
    for chance in chances:
        missed = [mass * (1 - chance) for mass in masses] + [0.0]
        hit = [0.0] + [mass * chance for mass in masses]
        masses = [one + other for one, other in zip(missed, hit, strict=True)]
    tail = (1 - sure) / 2
    below = list(accumulate(masses))
    fewest = next(n for n, mass in enumerate(below) if mass > tail)
    most = next((n for n, mass in enumerate(below) if mass >= 1 - tail - 1e-12), len(chances))
    return fewest, most


def tell(name: str, tried: Sequence[tuple[bool, float]]) -> Tell:
    """A tell from its tries: whether it hit, and with which chance it would have."""
    chances = [chance for _, chance in tried]
    fewest, most = band(chances)
    return Tell(name, sum(hit for hit, _ in tried), len(tried), sum(chances), fewest, most)
