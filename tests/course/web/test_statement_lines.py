"""Statements as lines of the explorer: words of the page's language, links, bounded texts."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, g
from hypothesis import given
from markupsafe import Markup

from collectif.course.services.exploring import Found
from collectif.course.web import statement_lines as lines
from collectif.course.web import statement_search as searching
from collectif.course.web.pages_statements import Told, Word
from collectif.lrs import Exploration, Explored
from tests.houses import catalogue
from tests.lrs.lms import attachment
from tests.lrs.spec import strategies as xapi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectif.course.web.pages_statements import StatementEntry

ONE = str(uuid.UUID(int=1))
EMPTY = Flask("empty")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    with EMPTY.test_request_context():
        g.collectif_language = language
        yield


def entry(raw: str = "{}", **changed: Any) -> StatementEntry:
    """The line of one statement; addresses are the fields they are made of."""
    one = {
        "actor": {"mbox": "mailto:a@x.org"},
        "verb": {"id": "x:saw"},
        "object": {"id": "x:place"},
        **changed,
    }
    page = Exploration((Explored(ONE, 1_790_000_000_000_000, raw, one),))
    reading = lines.Reading(catalogue(), searching.read({}, catalogue()), str, Found(page, {}))
    (made,) = lines.entries(reading)
    return made


def outcome(language: str = "fr", **result: Any) -> list[str]:
    with speaking(language):
        return [text.replace("\u00a0", " ") for text in entry(result=result).told.outcome]


def every_word(told: Told) -> Iterator[Word]:
    yield from (*told.who, told.did, *([told.what] if told.what else []))
    if told.inner:
        yield from every_word(told.inner)


@xapi.whole_statements
@given(xapi.statements())
def test_any_statement_makes_a_line_of_plain_texts(one: dict[str, Any]) -> None:
    made = entry('{"n": 1e400}', **one)
    for word in (*every_word(made.told), *(word for _name, many in made.facts for word in many)):
        assert word.text
        assert not isinstance(word.text, Markup)
    assert made.json == '{\n  "n": 1e400\n}'
    assert len(made.files) == len(lines.described_attachments(one))


@pytest.mark.parametrize(
    ("result", "french", "english"),
    [
        ({"success": True, "completion": True}, ["réussi"], ["success"]),
        ({"completion": False}, ["inachevé"], ["not finished"]),
        ({"score": {"scaled": 2 / 3}}, ["66,67 %"], ["66.67%"]),
        ({"score": {"raw": 1234.5}}, ["1\u202f234,5 points"], ["score 1,234.5"]),
        ({"score": {"raw": 5, "max": 10}}, ["5 points sur 10"], ["5 points out of 10"]),
        (
            {"score": {"raw": 5, "min": 1, "max": 10}},
            ["5 points, de 1 à 10"],
            ["5 points, from 1 to 10"],
        ),
        ({"score": {"raw": 10**30}}, ["1e+30 points"], ["score 1e+30"]),
        ({"response": "true"}, ["réponse : vrai"], ["answer: true"]),
        ({"duration": "P1YT61S"}, ["1 an 1 min 1 s"], ["1 year 1 min 1 s"]),
        ({"duration": "P2W"}, ["2 semaines"], ["2 weeks"]),
        ({"duration": "P2M1D"}, ["2 mois 1 j"], ["2 mo 1 d"]),
        ({"duration": f"PT{'9' * 50}S"}, [f"PT{'9' * 50}S"], [f"PT{'9' * 50}S"]),
    ],
)
def test_an_outcome_is_told_in_the_language_of_the_page(
    result: dict[str, Any], french: list[str], english: list[str]
) -> None:
    assert outcome("fr", **result) == french
    assert outcome("en", **result) == english


@pytest.mark.parametrize(
    ("octets", "size"), [(0, "0 o"), (999, "999 o"), (1_500, "1,5 Ko"), (2_000_000, "2 Mo")]
)
def test_attachments_tell_their_size(octets: int, size: str) -> None:
    claim = attachment(b"", length=octets, fileUrl="https://x.org/file")
    (file,) = entry(attachments=[claim]).files
    assert file.size.replace("\u00a0", " ") == size
    assert (file.place, file.address) == ("gardée ailleurs", "https://x.org/file")


def test_parts_of_our_course_are_called_by_their_titles() -> None:
    module = catalogue().modules[0]
    what = entry(object={"id": catalogue().activity(module.id)}).told.what
    assert what is not None
    assert what.text == module.title["fr"]
    assert what.url == str({"activity": catalogue().activity(module.id)})


def test_somebody_who_is_only_named_leads_to_where_they_are_named() -> None:
    facts = dict(entry(context={"instructor": {"mbox": "mailto:t@x.org"}}).facts)
    assert facts["Avec"] == (
        Word("t@x.org", str({"agent": "t@x.org", "related_agents": "true"}), "t@x.org"),
    )


def test_a_moment_beyond_what_can_be_reckoned_with_is_shown_as_it_was_sent() -> None:
    assert entry(timestamp="9999-12-31T23:59:60Z").at == "9999-12-31T23:59:60Z"
    assert entry(timestamp="2026-11-23T18:05:00Z").at == "23/11/2026 18:05"
    assert entry().at == ""
