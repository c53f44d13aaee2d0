"""What a grid's address asks for, and the table it gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.catalogue import Catalogue
from collectif.course.services.teaching import Cell, Row
from collectif.course.store.cohorts import Member
from collectif.course.web.cohort_table import (
    STATES,
    WEEK,
    arrange,
    fields_of,
    make_table,
    minute,
    read_wish,
)
from collectif.course.web.pages_trainer import Wish
from tests.builders import sample_course

NOW = 1_790_000_000_000_000
MODULES = [module.id for module in Catalogue(sample_course()).modules]

wishes = st.builds(
    Wish,
    name=st.text(max_size=20).map(str.strip),
    state=st.sampled_from(["", *STATES]),
    progress=st.sampled_from(["", "none", "low", "high", "all"]),
    last=st.sampled_from(["", "week", "silent", "never"]),
    session=st.sampled_from(["", "s1", "s2"]),
    sort=st.sampled_from(["name", "state", "progress", "last"]),
    order=st.sampled_from(["ascending", "descending"]),
    page=st.integers(1, 99),
)
cells = st.builds(
    Cell,
    module=st.just(""),
    state=st.sampled_from(STATES),
    percent=st.none() | st.integers(0, 100),
    passed=st.booleans(),
    waived=st.booleans(),
    at=st.none(),
    wrong=st.integers(0, 9),
    failures=st.integers(0, 3),
    milliseconds=st.integers(0, 10**6),
)


@st.composite
def rows(draw: Any) -> list[Row]:
    count = draw(st.integers(0, 8))
    return [
        Row(
            member=Member(person, draw(st.text(max_size=8)), None, 0, ()),
            cells=tuple(replace(draw(cells), module=module) for module in MODULES),
            done=draw(st.integers(0, 8)),
            total=8,
            course_completed=draw(st.booleans()),
            last=draw(st.none() | st.integers(NOW - 3 * WEEK, NOW)),
        )
        for person in range(count)
    ]


@given(wishes)
def test_an_address_made_from_a_wish_asks_for_it(wish: Wish) -> None:
    assert read_wish(fields_of(wish)) == wish


@given(st.dictionaries(st.sampled_from([*vars(Wish())]), st.text(max_size=30)))
def test_an_address_of_nonsense_asks_for_something_all_the_same(fields: dict[str, str]) -> None:
    wish = read_wish(fields)
    assert wish.page >= 1
    assert read_wish(fields_of(wish)) == wish


@given(rows(), wishes)
def test_arranging_only_chooses_and_orders(found: list[Row], wish: Wish) -> None:
    shown = arrange(found, wish, NOW)
    assert {row.member.id for row in shown} <= {row.member.id for row in found}
    assert len(shown) == len({row.member.id for row in shown})
    turned = replace(wish, order="ascending" if wish.order == "descending" else "descending")
    assert sorted(r.member.id for r in arrange(found, turned, NOW)) == sorted(
        r.member.id for r in shown
    )
    everything = replace(Wish(), sort=wish.sort, order=wish.order)
    assert len(arrange(found, everything, NOW)) == len(found)


@given(rows())
def test_every_band_of_a_filter_together_holds_everybody_once(found: list[Row]) -> None:
    for name, values in (
        ("state", STATES),
        ("progress", ("none", "low", "high", "all")),
        ("last", ("week", "silent", "never")),
    ):
        parts = [arrange(found, Wish(**{name: value}), NOW) for value in values]  # type: ignore[arg-type]
        assert sorted(row.member.id for part in parts for row in part) == list(range(len(found)))


@given(rows(), wishes)
def test_every_line_has_a_cell_for_every_head(found: list[Row], wish: Wish) -> None:
    table = make_table(sample_course(), found, found, wish, lambda other: str(fields_of(other)))
    assert all(len(row.cells) == len(table.heads) for row in table.rows)
    assert table.leading + sum(group.columns for group in table.groups) == len(table.heads)
    assert all(head.text.endswith(head.shown) for head in table.heads)
    assert len({head.text for head in table.heads}) == len(table.heads)


def test_columns_do_not_change_with_the_lines_shown() -> None:
    course = sample_course()
    scored = Cell("s1-lesson", "completed", 80, True, False, 1, 0, 0, 0)
    blank = [Cell(module, "not_started", None, False, False, None, 0, 0, 0) for module in MODULES]
    member = Member(1, "Léa", None, 0, ())
    one = Row(member, tuple(blank), 0, 8, False, None)
    two = replace(one, cells=tuple(scored if c.module == "s1-lesson" else c for c in blank))
    heads = [make_table(course, [one, two], [row], Wish(), str).heads for row in (one, two)]
    assert heads[0] == heads[1]
    assert any("s1-lesson" in MODULES and "note sur 100" in head.text for head in heads[0])
    alone = make_table(course, [one], [one], Wish(), str).heads
    assert len(alone) == len(heads[0]) - 1


def test_a_moment_is_written_as_spreadsheets_read_it() -> None:
    assert minute(1_790_000_000_000_000) == "21/09/2026 14:13"
