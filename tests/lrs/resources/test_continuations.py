"""The rest of a query as a text."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs import Invalid
from collectif.lrs.ops.listing import Listing, Wish
from collectif.lrs.resources import continuations
from collectif.lrs.store.pages import Range

_numbers = st.integers(-(2**63), 2**63 - 1)
_moments = st.integers(0, 2**63 - 1)
_ranges = st.builds(
    Range, st.lists(_numbers, max_size=4).map(tuple), _moments, _moments, st.booleans()
)
_wishes = st.builds(
    Wish,
    st.sampled_from(["ids", "exact", "canonical"]),
    st.lists(st.sampled_from(["fr", "en-GB"])).map(tuple),
    st.booleans(),
)
_listings = st.builds(Listing, _ranges, st.integers(1, 1_000_000), _wishes)


@given(_listings)
def test_what_is_written_is_read_again(rest: Listing) -> None:
    assert continuations.read(continuations.write(rest)) == rest


@given(_listings)
def test_the_text_is_short_and_fits_into_a_path(rest: Listing) -> None:
    text = continuations.write(rest)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert len(text) < 120 + 12 * len(rest.wish.languages)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda octets: octets.hex()))
def test_any_other_text_is_refused(text: str) -> None:
    with suppress(Invalid):
        rest = continuations.read(text)
        assert continuations.read(continuations.write(rest)) == rest


def test_numbers_that_no_database_holds_are_refused() -> None:
    for where in (Range((2**63,)), Range(since=-1), Range(until=2**63), Range((1,) * 5)):
        with pytest.raises(Invalid):
            continuations.read(continuations.write(Listing(where, 1, Wish())))
