"""Our profile as a document: what the xAPI Profiles specification (part two) asks of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collectif.course.xapi import profile
from collectif.course.xapi import vocabulary as say

DOCUMENT = profile.document()
CONCEPTS: list[dict[str, Any]] = DOCUMENT["concepts"]
TEMPLATES: list[dict[str, Any]] = DOCUMENT["templates"]
PATTERNS: list[dict[str, Any]] = DOCUMENT["patterns"]
PARTS = [*CONCEPTS, *TEMPLATES, *PATTERNS]


def test_it_says_what_it_is_and_whose() -> None:
    assert DOCUMENT["conformsTo"] == "https://w3id.org/xapi/profiles#1.0"
    assert (DOCUMENT["type"], DOCUMENT["id"]) == ("Profile", say.PROFILE)
    assert [one["id"] for one in DOCUMENT["versions"]] == [say.PROFILE_VERSION]
    assert DOCUMENT["author"]["name"]
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_every_part_has_an_id_of_its_own_in_this_version() -> None:
    ids = [one["id"] for one in PARTS]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith(f"{say.PROFILE}/") for one in ids)
    assert {one["inScheme"] for one in PARTS} == {say.PROFILE_VERSION}


@pytest.mark.parametrize(
    "part", [one for one in PARTS if one["type"] != "Pattern"], ids=lambda p: p["id"]
)
def test_every_concept_and_template_is_said_in_both_languages(part: dict[str, Any]) -> None:
    for label in ("prefLabel", "definition"):
        assert set(part[label]) == {"fr", "en"}
        assert all(part[label].values())


def test_what_others_published_is_not_coined_again() -> None:
    coined = {one["id"] for one in CONCEPTS}
    ours = {value for value in vars(say).values() if str(value).startswith(f"{say.PROFILE}/")}
    assert coined == ours - {say.PROFILE_VERSION}


def test_extensions_have_a_schema() -> None:
    extensions = [one for one in CONCEPTS if one["type"].endswith("Extension")]
    assert len(extensions) == 5
    for one in extensions:
        assert json.loads(one["inlineSchema"])["type"]


def test_every_verb_that_we_say_has_its_template() -> None:
    assert {one["verb"] for one in TEMPLATES} == set(say.VERB_NAMES) - {say.VOIDED}


def test_rules_say_something_about_a_place() -> None:
    for template in TEMPLATES:
        for rule in template["rules"]:
            assert rule["location"].startswith("$.")
            assert {"presence", "any"} & rule.keys()


def test_patterns_lead_to_templates_and_never_to_themselves() -> None:
    known = {one["id"]: one for one in [*TEMPLATES, *PATTERNS]}

    def follow(name: str, above: tuple[str, ...]) -> None:
        assert name not in above
        one = known[name]
        if one["type"] == "Pattern":
            kinds = {"sequence", "zeroOrMore", "alternates", "oneOrMore", "optional"} & one.keys()
            assert len(kinds) == 1
            parts = one[kinds.pop()]
            assert isinstance(parts, str) or len(parts) >= 2
            for part in [parts] if isinstance(parts, str) else parts:
                follow(part, (*above, name))

    (primary,) = [one for one in PATTERNS if one["primary"]]
    assert primary["prefLabel"] and primary["definition"]
    follow(primary["id"], ())


def test_repetition_is_never_one_of_several_ways() -> None:
    by_id = {one["id"]: one for one in PATTERNS}
    for pattern in PATTERNS:
        for part in pattern.get("alternates", ()):
            assert not {"optional", "zeroOrMore"} & by_id.get(part, {}).keys()
