from __future__ import annotations

import pytest

from collectif.course.content.questions import (
    BadResponse,
    explain,
    interaction,
    mark,
    parse_response,
    targets,
)

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: matching
prompt: {fr: "Associez.", en: "Match."}
checks: {fr: "Associer", en: "Matching"}
pairs:
  - {id: a, left: {fr: "Un", en: "One"}, right: {fr: "I", en: "I"}, feedback: {fr: "Oui", en: "Yes"}}
  - {id: b, left: {fr: "Deux", en: "Two"}, right: {fr: "II", en: "II"}, feedback: {fr: "Oui", en: "Yes"}}
  - {id: c, left: {fr: "Trois", en: "Three"}, right: {fr: "III", en: "III"}, feedback: {fr: "Oui", en: "Yes"}}
feedback: {right: {fr: "Oui", en: "Yes"}, wrong: {fr: "Non", en: "No"}}
"""
RIGHT = {"asso": "asso", "entreprise": "entreprise", "mairie": "mairie", "region": "mairie"}


def test_every_pair_right_is_correct():
    marked = mark(asked("matching"), RIGHT, "fr")
    assert (marked.correct, marked.score) == (True, 1.0)
    assert marked.feedback[0].about is None
    assert all(line.good for line in marked.feedback)


def test_equal_right_sides_stand_for_each_other():
    other = {**RIGHT, "mairie": "region", "region": "region"}
    marked = mark(asked("matching"), other, "fr")
    assert marked.correct is True
    assert marked.response == mark(asked("matching"), RIGHT, "fr").response
    assert [item.id for item in targets(asked("matching"))] == ["asso", "entreprise", "mairie"]


def test_the_score_is_the_share_of_right_pairs_and_a_gap_counts_as_wrong():
    marked = mark(asked("matching"), {"asso": "asso", "entreprise": "mairie", "region": ""}, "en")
    assert (marked.correct, marked.score) == (False, 0.25)
    assert [(line.about, line.good) for line in marked.feedback] == [
        (None, False),
        ("asso", True),
        ("entreprise", False),
    ]
    assert marked.response == "asso[.]asso[,]entreprise[.]mairie"


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ({}, "empty"),
        ({"asso": None}, "empty"),
        ({"z": "asso"}, "unknown_choice"),
        ({"asso": "z"}, "unknown_choice"),
        ({"asso": 1}, "shape"),
        ([("asso", "asso")], "shape"),
    ],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("matching"), response, "fr")
    assert refused.value.key == key


def test_xapi_has_sources_targets_and_the_pairs():
    definition = interaction(asked("matching"))
    assert [part["id"] for part in definition["source"]] == [
        "asso",
        "entreprise",
        "mairie",
        "region",
    ]
    assert [part["id"] for part in definition["target"]] == ["asso", "entreprise", "mairie"]
    assert definition["correctResponsesPattern"] == [
        "asso[.]asso[,]entreprise[.]entreprise[,]mairie[.]mairie[,]region[.]mairie"
    ]


def test_a_foreign_response_keeps_its_pairs_or_is_refused():
    assert parse_response(asked("matching"), "asso[.]mairie[,]region[.]asso") == {
        "asso": "mairie",
        "region": "asso",
    }
    with pytest.raises(BadResponse, match="shape"):
        parse_response(asked("matching"), "asso")
    with pytest.raises(BadResponse, match="repeated"):
        parse_response(asked("matching"), "asso[.]asso[,]asso[.]mairie")


def test_the_explanation_says_why_of_each_pair():
    assert [line.about for line in explain(asked("matching"))] == [None, *RIGHT]


def test_three_pairs_are_needed_and_lefts_differ(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    lines = QUESTION.splitlines(keepends=True)
    assert (
        "`pairs` of question `q` has 2 of at least 3"
        in faults("".join([*lines[:6], *lines[7:]]), tmp_path)[0]
    )
    assert faults(QUESTION.replace("Deux", "Un"), tmp_path) == [
        "snippet.yaml:7: two left sides read the same in fr (see line 6); make them differ"
    ]


def test_right_sides_are_not_all_the_same(tmp_path):
    same = QUESTION.replace('{fr: "II", en: "II"}', '{fr: "I", en: "I"}').replace(
        '{fr: "III", en: "III"}', '{fr: "I", en: "I"}'
    )
    assert faults(same, tmp_path) == [
        "snippet.yaml:5: all right sides of question `q` are the same; give at least two different ones"
    ]
