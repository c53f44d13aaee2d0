"""Parts in another order: all of them, and never in the order that tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.questions import untold

PARTS = st.lists(st.text(max_size=3), unique=True, max_size=6)


@given(PARTS.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_that_tells_is_turned_and_any_other_left_alone(
    both: tuple[list[str], list[str]],
) -> None:
    written, mixed = both
    found = untold(mixed, written)
    assert sorted(found) == sorted(written)
    assert len(written) < 2 or list(found) != written
    assert mixed == written or list(found) == mixed
