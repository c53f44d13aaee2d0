"""Parts of a question shown in another order than the file's, which for some kinds is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def untold(mixed: Sequence[str], written: Sequence[str]) -> tuple[str, ...]:
    """The order `mixed`, turned by one where it is the one `written`, which would tell the answer."""
    order = tuple(mixed)
    return (*order[1:], *order[:1]) if order == tuple(written) else order
