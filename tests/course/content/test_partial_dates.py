"""A date is a year, a month or a day, as far as it is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.partial_dates import PartialDate, read_date


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("2021", "2021", "2021"),
        ("2021-03", "mars 2021", "March 2021"),
        ("2021-03-15", "15 mars 2021", "15 March 2021"),
        ("2021-03-01", "1er mars 2021", "1 March 2021"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(written: str, french: str, english: str) -> None:
    found = read_date(written)
    assert found is not None
    assert (found.in_words("fr"), found.in_words("en")) == (french, english)


@pytest.mark.parametrize(
    "written",
    ["", "21", "2021-3", "2021-13", "2021-00", "2021-02-29", "2021-02-00", "0000", "2021-03-15T10:00",
     "mars 2021", "vers 2021", "2020-2021", "²021", "2021-03-", "undated"],
)  # fmt: skip
def test_what_is_no_date_of_the_calendar_is_none(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-10", date(2024, 2, 10), date(2024, 2, 10)),
    ],
)
def test_it_may_mean_any_day_between_two(written: str, first: date, last: date) -> None:
    found = read_date(written)
    assert found is not None
    assert (found.first, found.last) == (first, last)


def test_a_year_stands_before_its_months_and_these_before_their_days() -> None:
    written = ["2021-03-15", "2022", "2021", "2021-03"]
    dates = sorted(found for one in written if (found := read_date(one)))
    assert [str(one) for one in dates] == ["2021", "2021-03", "2021-03-15", "2022"]


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_every_date_is_read_back_as_it_is_written(day: date, length: int) -> None:
    written = day.isoformat()[:length]
    found = read_date(written)
    assert found is not None
    assert str(found) == written
    assert found.first <= day <= found.last


@given(st.text(alphabet="0123456789-", max_size=11))
def test_nothing_that_can_be_typed_breaks_it(written: str) -> None:
    found = read_date(written)
    assert found is None or str(found) == written
    assert found is None or isinstance(found, PartialDate)
