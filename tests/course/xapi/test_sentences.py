"""Any statement reads as a sentence."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.sentences import Known, Mention, Sentence, sentence
from collectif.course.xapi.wording import LONGEST
from tests.lrs.spec import strategies as xapi

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "https://collectif.example"
ADA = {"objectType": "Agent", "account": {"homePage": HOME, "name": "p-1"}}
UNIT: dict[str, Any] = {
    "id": "https://x.org/units/one",
    "definition": {"name": {"fr": "Unité", "en": "Unit"}},
}


def told(known: Known | None = None, **changed: Any) -> Sentence:
    one = {"actor": ADA, "verb": {"id": say.ANSWERED}, "object": UNIT, **changed}
    return sentence(one, known or Known())


def texts(value: Any) -> Iterator[str]:
    """Every text of a sentence, but for identifiers, which are kept as they are."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("id", "verb", "agent", "at"):
                yield from texts(getattr(value, one.name))


def mentions(one: Sentence) -> Iterator[Mention]:
    for found in (one.who, one.what, *one.inside):
        yield found
        if found.inner is not None:
            yield from mentions(found.inner)


# -- whatever is valid ----------------------------------------------------------------


@xapi.whole_statements
@given(st.data(), st.sampled_from(["fr", "en"]))
def test_every_valid_statement_is_a_sentence(data: st.DataObject, language: str) -> None:
    one, other = data.draw(xapi.statements()), data.draw(xapi.statements())
    reached = {one["object"]["id"].lower(): other} if "id" in one["object"] else {}
    found = sentence(one, Known(language, statements=reached))
    assert found.did
    assert found.verb == one["verb"]["id"]
    for text in texts(found):
        assert not isinstance(text, Markup)
        assert len(text) <= 1_000
        assert "\n" not in text
    for mention in mentions(found):
        assert mention.name or mention.inner or mention.kind == "group"


def test_statements_that_refer_to_each_other_end_somewhere() -> None:
    first, second = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
    about = {
        name: {
            "actor": ADA,
            "verb": {"id": "x:said"},
            "object": {"objectType": "StatementRef", "id": other.upper()},
        }
        for name, other in ((first, second), (second, first))
    }
    found = sentence(about[first], Known(statements=about))
    assert found.what.id == second
    assert found.what.inner is not None
    assert found.what.inner.what == Mention("statement", first, first)


# -- who --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ({"mbox": "mailto:ada@x.org"}, "ada@x.org"),
        ({"mbox": "mailto:ada@x.org", "name": "Ada"}, "Ada"),
        ({"openid": "https://x.org/ada"}, "https://x.org/ada"),
        ({"mbox_sha1sum": "ab" * 20}, "ab" * 20),
        ({"account": {"homePage": "https://lms.org", "name": "u7"}}, "u7"),
        ({"account": {"homePage": "https://lms.org", "name": ""}}, "https://lms.org"),
        (ADA, "Ada Martin"),
        ({**ADA, "name": "said elsewhere"}, "Ada Martin"),
        ({"mbox": "mailto:ada@x.org", "name": "A\u202ed\na" + "a" * 999}, None),
    ],
)
def test_somebody_is_called_by_their_name_or_what_identifies_them(
    actor: dict[str, Any], name: str | None
) -> None:
    who = told(Known(people={(HOME, "p-1"): "Ada Martin"}), actor=actor).who
    if name is None:
        assert (len(who.name), who.name[:5]) == (LONGEST, "Ad aa")
    else:
        assert who.name == name
    assert who.agent
    assert next(iter(who.agent)) in actor


def test_a_group_without_a_name_is_its_first_members() -> None:
    members = [{"mbox": f"mailto:m{number}@x.org"} for number in range(9)]
    who = told(actor={"objectType": "Group", "member": members}).who
    assert (who.kind, who.name, who.agent) == ("group", "", None)
    assert [one.name for one in who.members] == [f"m{number}@x.org" for number in range(5)]


# -- did what ---------------------------------------------------------------------------


def test_our_words_come_before_those_of_the_statement_and_of_the_store() -> None:
    display = {"en": "responded"}
    known = Known("en", displays={"x:walked": {"en": "walked to"}})
    assert told(known, verb={"id": say.ANSWERED, "display": display}).did == "answered"
    assert told(known, verb={"id": "x:walked", "display": display}).did == "responded"
    assert told(known, verb={"id": "x:walked", "display": {"en": ""}}).did == "walked to"
    assert told(known, verb={"id": "x:ran"}).did == "ran"
    assert told(verb={"id": say.PASSED}).did == "a réussi"


@pytest.mark.parametrize(
    ("definition", "canonical", "title"),
    [
        ({"name": {"fr": "Unité", "en": "Unit"}}, {"name": {"fr": "Autre"}}, "Unité"),
        ({}, {"name": {"fr": "Autre"}}, "Autre"),
        ({"description": {"fr": "Une question ?"}}, {}, "Une question ?"),
        ({"description": {"fr": "Une question ?"}}, {"name": {"de": "Name"}}, "Name"),
        ({}, {}, "one"),
    ],
)
def test_an_activity_is_called_by_the_best_name_there_is(
    definition: dict[str, Any], canonical: dict[str, Any], title: str
) -> None:
    known = Known(definitions={UNIT["id"]: canonical})
    what = told(known, object={"id": UNIT["id"], "definition": definition}).what
    assert (what.kind, what.name, what.id) == ("activity", title, UNIT["id"])


def test_an_intention_is_a_sentence_inside() -> None:
    inner = {"objectType": "SubStatement", "actor": ADA, "verb": {"id": "x:go"}, "object": UNIT}
    what = told(object=inner).what
    assert what.kind == "told"
    assert what.inner is not None
    assert (what.inner.did, what.inner.what.name) == ("go", "Unité")


def test_somebody_may_be_what_it_is_about() -> None:
    assert told(object={"objectType": "Agent", "mbox": "mailto:b@x.org"}).what.name == "b@x.org"


# -- how and where ----------------------------------------------------------------------


def test_the_outcome_is_told_whole() -> None:
    result = {
        "score": {"scaled": 0.75, "raw": 15, "min": 0, "max": 20.5},
        "success": True,
        "completion": False,
        "response": "a[,]b",
        "duration": "PT61S",
    }
    definition = {
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"fr": "La mairie"}}],
    }
    found = told(object={**UNIT, "definition": definition}, result=result).outcome
    assert (found.percent, found.raw, found.low, found.high) == ("75", "15", "0", "20.5")
    assert (found.success, found.completion) == (True, False)
    assert found.response == "La mairie · b"
    assert found.duration == (("1", "minutes"), ("1", "seconds"))


def test_a_response_is_read_with_the_definition_that_the_store_keeps() -> None:
    kept = {"interactionType": "likert", "scale": [{"id": "1", "description": {"fr": "Jamais"}}]}
    known = Known(definitions={UNIT["id"]: kept})
    found = told(known, object={"id": UNIT["id"]}, result={"response": "1"})
    assert found.outcome.response == "Jamais"


def test_where_it_happened_is_told_once_and_without_categories() -> None:
    places = {
        "parent": {"id": "x:module"},
        "grouping": [{"id": "x:course"}, {"id": "x:module"}],
        "category": [{"id": "x:profile"}],
    }
    context = {
        "contextActivities": places,
        "registration": "ABCDEF00-0000-4000-8000-000000000000",
        "instructor": {"mbox": "mailto:t@x.org"},
        "team": {"objectType": "Group", "mbox": "mailto:team@x.org"},
    }
    found = told(context=context, timestamp="2026-11-23T18:00:00Z")
    assert [one.id for one in found.inside] == ["x:module", "x:course"]
    assert found.registration == "abcdef00-0000-4000-8000-000000000000"
    assert found.instructor is not None
    assert found.team is not None
    assert (found.instructor.name, found.team.name) == ("t@x.org", "team@x.org")
    assert found.at == "2026-11-23T18:00:00Z"
