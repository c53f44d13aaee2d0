from __future__ import annotations

from hypothesis import given

from collectif.course.diagnostics.answers import Answer, Answers, Evidence, merge, missing

from .samples import EVERY_ITEM, NAMES, VARIANT, everywhere, full_answers, partial_answers, patient

NOTHING = Answers()


def test_what_was_not_said_is_none() -> None:
    assert NOTHING.level("d1-a") is None
    assert NOTHING.grade("D1") is None


# -- what is missing ----------------------------------------------------------


def test_at_the_start_every_item_is_missing_and_no_evidence_is_asked_yet() -> None:
    left = missing(VARIANT, NOTHING)
    assert left.items == tuple(EVERY_ITEM)
    assert left.evidence == ()
    assert left


def test_evidence_is_asked_once_something_has_a_level() -> None:
    answers = Answers({"d2-a": Answer(1), "d3-a": Answer("unknown"), "d4-b": Answer(note="later")})
    left = missing(VARIANT, answers)
    assert left.evidence == ("D2",)
    assert "d3-a" not in left.items
    assert "d4-b" in left.items


@patient
@given(full_answers())
def test_nothing_is_missing_in_full_answers(answers: Answers) -> None:
    assert not missing(VARIANT, answers)


# -- merging ------------------------------------------------------------------


def test_a_note_alone_keeps_the_level_chosen_elsewhere() -> None:
    earlier = Answers({"d1-a": Answer(3, "first")}, {"D1": Evidence("document", "the charter")})
    later = Answers({"d1-a": Answer(None, "second")}, {"D1": Evidence(link="https://example.org/")})
    merged = merge(earlier, later)
    assert merged.items["d1-a"] == Answer(3, "second")
    assert merged.evidence["D1"] == Evidence("document", "the charter", "https://example.org/")


def test_an_empty_note_clears_the_note() -> None:
    merged = merge(Answers({"d1-a": Answer(3, "first")}), Answers({"d1-a": Answer(note="")}))
    assert merged.items["d1-a"] == Answer(3, "")


@patient
@given(partial_answers(), partial_answers(), partial_answers())
def test_the_order_of_merging_pages_does_not_matter_as_long_as_time_does(
    one: Answers, two: Answers, three: Answers
) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@patient
@given(partial_answers())
def test_saving_the_same_page_twice_changes_nothing(answers: Answers) -> None:
    assert merge(answers, answers) == answers
    assert merge(NOTHING, answers) == answers == merge(answers, NOTHING)


@patient
@given(partial_answers(), partial_answers())
def test_the_later_wins_and_nothing_said_is_lost(earlier: Answers, later: Answers) -> None:
    merged = merge(earlier, later)
    for name in EVERY_ITEM:
        wanted = later.level(name) if later.level(name) is not None else earlier.level(name)
        assert merged.level(name) == wanted
    for name in NAMES:
        assert merged.grade(name) == (later.grade(name) or earlier.grade(name))
        wanted_target = later.targets.get(name, earlier.targets.get(name))
        assert merged.targets.get(name) == wanted_target


@patient
@given(partial_answers())
def test_merging_leaves_both_as_they_were(answers: Answers) -> None:
    full = everywhere(3)
    merge(full, answers)
    assert full == everywhere(3)
