"""What of some HTML is prose, and where each piece of it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.prose_runs import BREAK, read_prose


def test_each_piece_of_prose_is_a_run_of_its_own() -> None:
    prose = read_prose("<h3>Un</h3><p>Deux <em>trois</em> <code>quatre</code>.</p>")
    assert [run.text for run in prose.runs] == ["Deux ", "trois", " ", "."]


def test_the_flow_goes_on_through_what_stands_in_a_line_and_breaks_at_blocks() -> None:
    prose = read_prose('<p>Un <a href="module:x">deux</a></p><p>trois</p>')
    assert [part for part in prose.flow.split(BREAK) if part] == ["Un deux", "trois"]


def test_terms_that_are_linked_are_told() -> None:
    assert read_prose('<a class="term" href="term:odd-17">x</a>').linked == {"odd-17"}
    assert read_prose('<a href="module:s1">x</a> y').linked == set()


def test_a_no_break_space_is_one_and_other_entities_are_signs() -> None:
    (run,) = read_prose("a&nbsp;b&#160;c&amp;d").runs
    assert run.text == "a\u00a0b\u00a0c\ufffcd"
    assert [run.raw(place) for place in (0, 2, 4, 6)] == [0, 7, 14, 20]


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<em>",
                "</em>",
                "<a href='x'>",
                "</a>",
                "&amp;",
                "&nbsp;",
                "\n",
                "<br>",
            ]
        )
        | st.text(alphabet="abé «»", min_size=1, max_size=5),
        max_size=14,
    ).map("".join)
)
def test_every_run_stands_where_it_says(html: str) -> None:
    prose = read_prose(html)
    for run in prose.runs:
        assert prose.flow[run.at : run.at + len(run.text)] == run.text
        for place, sign in enumerate(run.text):
            if sign not in "\u00a0\ufffc":
                assert html[run.raw(place)] == sign
