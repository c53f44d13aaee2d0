"""Hypothesis strategies for everything that may stand in a valid Statement.

`statements()` gives Statements of every shape, `agents()`, `groups()`, `activities()` … the parts.
`places()` walks through a Statement, for tests that break it somewhere.
"""

from __future__ import annotations

import copy
import hashlib
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from collectif.lrs.spec.activities import COMPONENT_LISTS, INTERACTION_TYPES
from collectif.lrs.spec.scalars import timestamp
from collectif.lrs.spec.structure import child
from collectif.lrs.spec.versions import V2

if TYPE_CHECKING:
    from collections.abc import Iterator

Strategy = st.SearchStrategy[Any]
JSON = dict[str, Any]

# For tests over whole Statements: each is large, so fewer of them say as much.
whole_statements = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

MICROSECONDS = st.integers(-62_000_000_000_000_000, 250_000_000_000_000_000)

texts = st.text(max_size=12)
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False)
uuids = st.uuids().map(str) | st.uuids().map(lambda value: str(value).upper())
language_tags = st.sampled_from(
    ["fr", "en", "en-US", "fr-CA", "zh-Hant", "sr-Latn-RS", "cmn", "ase", "es-419", "de-1996"]
)
language_maps = st.dictionaries(language_tags, texts, max_size=3)
_segments = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789-._~%éßш學", min_size=1, max_size=8)
iris = st.builds(
    "{}{}/{}".format,
    st.sampled_from(["http://example.org/", "https://exämple.org/", "urn:x:", "tag:a.b,2026:"]),
    _segments,
    _segments,
)
mailtos = st.builds("mailto:{}@{}.org".format, st.from_regex(r"\A[a-z.+]{1,8}\Z"), _segments)
sha1s = st.binary(max_size=4).map(lambda octets: hashlib.sha1(octets).hexdigest())
sha2s = st.binary(max_size=4).map(lambda octets: hashlib.sha256(octets).hexdigest())
media_types = st.sampled_from(
    ["text/plain", "application/json", "text/plain; charset=utf-8", 'a/b; c="d;e"', "image/svg+xml"]
)
_offsets = st.sampled_from(["Z", "+00:00", "+02:00", "-05:30", "+1400", "+09", ""])
timestamps = st.builds(lambda at, zone: timestamp(at)[:-1] + zone, MICROSECONDS, _offsets)
durations = st.from_regex(r"\AP[1-9]Y[1-9]M[1-9]DT[1-9]H[1-9]M[0-9]{1,2}\.[0-9]{1,4}S\Z") | (
    st.sampled_from(["P4W", "P3Y", "PT16559.14S", "PT0S", "P1DT12H", "PT1.5H", "PT1,5S"])
)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extensions = st.dictionaries(iris, json_values, max_size=2)


def an_object(required: dict[str, Strategy], optional: dict[str, Strategy]) -> Strategy:
    """An object with all of the required properties and some of the optional ones, in any order."""
    fixed = st.fixed_dictionaries(required, optional=optional)
    return fixed.flatmap(lambda made: st.permutations(list(made.items()))).map(dict)


accounts = st.fixed_dictionaries({"homePage": iris, "name": names})
identifiers = st.one_of(
    st.fixed_dictionaries({"mbox": mailtos}),
    st.fixed_dictionaries({"mbox_sha1sum": sha1s}),
    st.fixed_dictionaries({"openid": iris}),
    st.fixed_dictionaries({"account": accounts}),
)


def agents(*, typed: bool = False) -> Strategy:
    """Agents; `typed` ones say so, as they have to where they are the Object."""
    kind = {"objectType": st.just("Agent")}
    described = an_object(kind if typed else {}, {"name": names} | ({} if typed else kind))
    return st.builds(lambda who, what: {**what, **who}, identifiers, described)


def anonymous_groups(*, least: int = 0, most: int = 3) -> Strategy:
    """Groups known by their members only."""
    members = st.lists(agents(), min_size=least, max_size=most)
    return an_object({"objectType": st.just("Group"), "member": members}, {"name": names})


def identified_groups() -> Strategy:
    """Groups with an identifier of their own, and perhaps members."""
    optional = {"name": names, "member": st.lists(agents(), max_size=2)}
    described = an_object({"objectType": st.just("Group")}, optional)
    return st.builds(lambda who, what: {**what, **who}, identifiers, described)


def groups() -> Strategy:
    """Groups of both sorts."""
    return anonymous_groups() | identified_groups()


def actors() -> Strategy:
    """Agents and Groups."""
    return agents() | groups()


def authorities() -> Strategy:
    """Those who may vouch for a Statement."""
    return agents() | anonymous_groups(least=2, most=2)


def verbs() -> Strategy:
    """Verbs, none of them the voiding one."""
    return an_object({"id": iris}, {"display": language_maps})


_components = st.lists(
    an_object({"id": texts}, {"description": language_maps}),
    max_size=3,
    unique_by=lambda component: component["id"],
)


def definitions() -> Strategy:
    """Activity definitions, interactions among them."""
    plain = {
        "name": language_maps,
        "description": language_maps,
        "type": iris,
        "moreInfo": iris,
        "extensions": extensions,
    }
    interaction = {
        "correctResponsesPattern": st.lists(texts, max_size=2),
        **dict.fromkeys(COMPONENT_LISTS, _components),
    }
    kind = {"interactionType": st.sampled_from(sorted(INTERACTION_TYPES))}
    return an_object({}, plain) | an_object(kind, {**plain, **interaction})


def activities() -> Strategy:
    """Activities, with and without a definition."""
    optional = {"objectType": st.just("Activity"), "definition": definitions()}
    return an_object({"id": iris}, optional)


def references() -> Strategy:
    """StatementRefs."""
    return an_object({"objectType": st.just("StatementRef"), "id": uuids}, {})


@st.composite
def scores(draw: st.DrawFn) -> JSON:
    """Scores whose numbers keep their order."""
    low, raw, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    whole = {"scaled": draw(st.floats(-1, 1)), "raw": raw}
    whole |= {"min": low, "max": high} if low < high else {}
    return {key: value for key, value in whole.items() if draw(st.booleans())}


def results() -> Strategy:
    """Results."""
    optional = {
        "score": scores(),
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": texts,
        "duration": durations,
        "extensions": extensions,
    }
    return an_object({}, optional)


def contexts(version: str = V2, *, activity: bool = True) -> Strategy:
    """Contexts; `activity` says whether they may speak of the Object as an Activity."""
    one_or_more = activities() | st.lists(activities(), max_size=2)
    roles = dict.fromkeys(("parent", "grouping", "category", "other"), one_or_more)
    optional = {
        "registration": uuids,
        "instructor": actors(),
        "team": groups(),
        "contextActivities": an_object({}, roles),
        "language": language_tags,
        "statement": references(),
        "extensions": extensions,
    }
    if activity:
        optional |= {"revision": texts, "platform": texts}
    if version == V2:
        optional |= {
            "contextAgents": st.lists(_related("contextAgent", "agent", agents()), max_size=2),
            "contextGroups": st.lists(_related("contextGroup", "group", groups()), max_size=2),
        }
    return an_object({}, optional)


def _related(kind: str, key: str, whom: Strategy) -> Strategy:
    types = st.lists(iris, min_size=1, max_size=2)
    return an_object({"objectType": st.just(kind), key: whom}, {"relevantTypes": types})


def attachments() -> Strategy:
    """Attachment objects whose data lies elsewhere."""
    required = {
        "usageType": iris,
        "display": language_maps,
        "contentType": media_types,
        "length": st.integers(0, 10**9),
        "sha2": sha2s,
        "fileUrl": iris,
    }
    return an_object(required, {"description": language_maps})


@st.composite
def substatements(draw: st.DrawFn, version: str = V2) -> JSON:
    """SubStatements."""
    inner = activities() | agents(typed=True) | groups() | references()
    made: JSON = draw(_parts(version, draw(inner), {}))
    return {"objectType": "SubStatement", **made}


@st.composite
def statements(draw: st.DrawFn, version: str = V2) -> JSON:
    """Statements as clients may send them in a request of `version`."""
    inner = activities() | agents(typed=True) | groups() | references() | substatements(version)
    extra = {
        "id": uuids,
        "stored": timestamps,
        "authority": authorities(),
        "version": st.sampled_from(["1.0", "1.0.0", "1.0.9"] + ["2.0.0"] * (version == V2)),
    }
    made: JSON = draw(_parts(version, draw(inner), extra))
    return made


def _parts(version: str, target: JSON, extra: dict[str, Strategy]) -> Strategy:
    activity = target.get("objectType", "Activity") == "Activity"
    optional = {
        "result": results(),
        "context": contexts(version, activity=activity),
        "timestamp": timestamps,
        "attachments": st.lists(attachments(), max_size=2),
    }
    required = {"actor": actors(), "verb": verbs(), "object": st.just(target)}
    return an_object(required, {**optional, **extra})


_FREE = ("extensions",)
_MAPS = ("display", "name", "description")


def places(value: Any, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """Every property and array element of a Statement outside extensions: path, owner, key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield child(path, key), value, key
            if key not in _FREE:
                yield from places(inner, child(path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield f"{path}[{index}]", value, index
            yield from places(inner, f"{path}[{index}]")


def objects(value: Any, path: str = "$") -> Iterator[tuple[str, JSON]]:
    """Every object of a Statement whose properties the standard fixes, with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            if key not in _FREE and not (key in _MAPS and isinstance(inner, dict)):
                yield from objects(inner, child(path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, f"{path}[{index}]")


@st.composite
def nulled(draw: st.DrawFn, version: str = V2) -> tuple[JSON, str]:
    """A Statement with a null somewhere outside extensions, and the path of the null."""
    broken = copy.deepcopy(draw(statements(version)))
    path, owner, key = draw(st.sampled_from(list(places(broken))))
    owner[key] = None
    return broken, path


@st.composite
def disturbed(draw: st.DrawFn, version: str = V2) -> JSON:
    """A Statement with any JSON at all somewhere, most often an invalid one."""
    broken: JSON = copy.deepcopy(draw(statements(version)))
    _, owner, key = draw(st.sampled_from(list(places(broken))))
    owner[key] = draw(json_values | actors() | activities() | references() | texts)
    return broken


@st.composite
def with_stranger(draw: st.DrawFn, version: str = V2) -> tuple[JSON, str]:
    """A Statement with an unknown property in one of its objects, and that property's path."""
    broken = copy.deepcopy(draw(statements(version)))
    path, owner = draw(st.sampled_from(list(objects(broken))))
    owner["unexpected"] = 1
    return broken, child(path, "unexpected")


@st.composite
def wrongly_cased(draw: st.DrawFn, version: str = V2) -> tuple[JSON, str]:
    """A Statement with one property's name in capitals, and its path.

    Not `objectType`: without it the whole object is read as another kind of thing.
    """
    broken = copy.deepcopy(draw(statements(version)))
    keys = [(path, owner, key) for path, owner in objects(broken) for key in owner]
    path, owner, key = draw(st.sampled_from([found for found in keys if found[2] != "objectType"]))
    owner[key.upper()] = owner.pop(key)
    return broken, child(path, key.upper())
