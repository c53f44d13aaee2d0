"""A statement → what a person reads: who did what, with which result, where. Values, no wording.

Whatever is valid can be read: what a statement does not name is called by its identifier.
Texts are plain, on one line and of bounded length, and hold no sign that turns a line around.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from .responses import said
from .vocabulary import VERB_NAMES
from .wording import amount, lasting, one_line, share, tail, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .wording import Part

Kind = Literal["agent", "group", "activity", "statement", "told"]
"""What a mention is of; `told` is a SubStatement: an intention, nothing that happened."""


@dataclass(frozen=True)
class Known:
    """What is known beyond the statement itself.

    `language` is the reader's; `people` are names by home page and account name; `definitions` and
    `displays` canonical ones by IRI; `statements` are those that a StatementRef may lead to, by id.
    """

    language: str = "fr"
    people: Mapping[tuple[str, str], str] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    displays: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    statements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mention:
    """Somebody or something that a sentence speaks of.

    `name` is empty for a Group that has none, whose `members` say who it is. `id` is the IRI of an
    activity or the id of a statement; `agent` what identifies an agent; `inner` the sentence of the
    statement that is mentioned.
    """

    kind: Kind
    name: str
    id: str = ""
    agent: Mapping[str, Any] | None = None
    members: tuple[Mention, ...] = ()
    inner: Sentence | None = None


@dataclass(frozen=True)
class Outcome:
    """How it went: `percent` is the scaled score, `raw` the other one with its bounds, all of them
    numbers as texts; `response` is in words; `duration` goes from the largest unit to the smallest."""

    success: bool | None = None
    completion: bool | None = None
    percent: str = ""
    raw: str = ""
    low: str = ""
    high: str = ""
    response: str = ""
    duration: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """Who did what. `verb` is the IRI of what they `did`; `inside` are the activities it was a part
    of, the nearest first; `at` the timestamp as it was sent, empty without one."""

    who: Mention
    did: str
    verb: str
    what: Mention
    outcome: Outcome
    inside: tuple[Mention, ...] = ()
    instructor: Mention | None = None
    team: Mention | None = None
    registration: str = ""
    at: str = ""


def sentence(statement: Mapping[str, Any], known: Known) -> Sentence:
    """A valid Statement, or the inside of a SubStatement, as a sentence."""
    context = statement.get("context") or {}
    verb, target = statement["verb"], statement["object"]
    instructor, team = context.get("instructor"), context.get("team")
    return Sentence(
        who=mention(statement["actor"], known),
        did=verb_words(verb["id"], verb.get("display") or {}, known),
        verb=verb["id"],
        what=mention(target, known),
        outcome=_outcome(statement.get("result") or {}, target, known),
        inside=tuple(_inside(context, known)),
        instructor=mention(instructor, known) if instructor else None,
        team=mention(team, known) if team else None,
        registration=context.get("registration", "").lower(),
        at=statement.get("timestamp", ""),
    )


def mention(target: Mapping[str, Any], known: Known) -> Mention:
    """An actor or an Object of any type."""
    kind = target.get("objectType", "Agent" if "id" not in target else "Activity")
    match kind:
        case "Activity":
            return Mention("activity", _title(target, known), target["id"])
        case "Group":
            return _group(target, known)
        case "StatementRef":
            return _reference(target["id"].lower(), known)
        case "SubStatement":
            return Mention("told", "", inner=sentence(target, replace(known, statements={})))
        case _:
            return Mention("agent", _name(target, known), agent=identifying(target))


def identifying(actor: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The one property that identifies an Agent or Group; None for an anonymous Group."""
    found = {key: actor[key] for key in _IDENTIFYING if key in actor}
    return found or None


def verb_words(iri: str, display: Mapping[str, str], known: Known) -> str:
    """A verb as our vocabulary, the statement, the store, or at least its IRI calls it."""
    for names in (VERB_NAMES.get(iri), display, known.displays.get(iri)):
        if names and (text := words(names, known.language)):
            return text
    return tail(iri)


def _reference(identifier: str, known: Known) -> Mention:
    """A statement, told when it is known; what that one refers to in turn is only named."""
    target = known.statements.get(identifier)
    inner = sentence(target, replace(known, statements={})) if target else None
    return Mention("statement", identifier, identifier, inner=inner)


def _group(group: Mapping[str, Any], known: Known) -> Mention:
    """A Group by its name, or else by who is in it."""
    members = tuple(mention(member, known) for member in group.get("member", ())[:_MOST_MEMBERS])
    return Mention("group", _name(group, known), agent=identifying(group), members=members)


def _name(actor: Mapping[str, Any], known: Known) -> str:
    """What somebody is called, or else what identifies them."""
    account = actor.get("account") or {}
    ours = known.people.get((account.get("homePage", ""), account.get("name", "")), "")
    texts = (
        *(ours, actor.get("name", ""), account.get("name", ""), account.get("homePage", "")),
        *(actor.get("mbox", "").removeprefix("mailto:"), actor.get("openid", "")),
        actor.get("mbox_sha1sum", ""),
    )
    return next(filter(None, map(one_line, texts)), "")


def _title(activity: Mapping[str, Any], known: Known) -> str:
    own = activity.get("definition") or {}
    canonical = known.definitions.get(activity["id"]) or {}
    for names in (
        *(own.get("name"), canonical.get("name")),
        *(own.get("description"), canonical.get("description")),
    ):
        if names and (text := words(names, known.language)):
            return text
    return tail(activity["id"])


def _inside(context: Mapping[str, Any], known: Known) -> Iterator[Mention]:
    """The parents and groupings, each once. Categories say of what kind, not where."""
    found = context.get("contextActivities") or {}
    seen = set()
    for role in ("parent", "grouping"):
        given = found.get(role, ())
        for activity in (given,) if "id" in given else given:
            if activity["id"] not in seen:
                seen.add(activity["id"])
                yield mention({"objectType": "Activity", **activity}, known)


def _outcome(result: Mapping[str, Any], target: Mapping[str, Any], known: Known) -> Outcome:
    score = result.get("score") or {}
    definition = target.get("definition") or known.definitions.get(target.get("id", "")) or {}
    response = result.get("response", "")
    return Outcome(
        success=result.get("success"),
        completion=result.get("completion"),
        percent=share(score["scaled"]) if "scaled" in score else "",
        raw=amount(score["raw"]) if "raw" in score else "",
        low=amount(score["min"]) if "min" in score else "",
        high=amount(score["max"]) if "max" in score else "",
        response=said(response, definition, known.language) if response else "",
        duration=lasting(result["duration"]) if "duration" in result else (),
    )


_IDENTIFYING = ("mbox", "mbox_sha1sum", "openid", "account")
_MOST_MEMBERS = 5
