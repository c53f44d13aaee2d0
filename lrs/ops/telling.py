"""What statements tell, ready to be written: the keys they are found by, and whom and what they name.

Most statements say again what others have said: the same learner, the same verbs, the same
activities. So what a part of a statement tells is worked out once for the same bytes, and so is
whether it is valid; nothing else of a statement comes again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

import msgspec

from ..errors import Invalid
from ..spec.references import References, references_of
from ..spec.statements import validate_part
from ..store.keys import Role, key
from .targeting import keys_of

Meaning: TypeAlias = tuple[str, Mapping[str, Any], bytes]
"""IRI of an activity or a verb, its definition or display, and a digest of that."""

Pieces: TypeAlias = Mapping[str, msgspec.Raw]

_LARGEST = 2048  # bytes of a part that is remembered
_PARTS = ("actor", "verb", "object")
_PEOPLE = frozenset({"instructor", "team", "contextAgents", "contextGroups"})

_pieces = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode = msgspec.json.decode
_encode = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement, or a part of one, tells.

    `keys` are what it is found by, `facts` pairs of a kind (`actor`, `activity`, `verb`, `name`) and
    what is known by it; definitions of activities and displays of verbs are in the order sent.
    """

    keys: frozenset[int] = frozenset()
    facts: frozenset[tuple[str, Hashable]] = frozenset()
    definitions: tuple[Meaning, ...] = ()
    displays: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """A statement taken apart: the bytes of its properties, and what those that come again tell."""

    pieces: Pieces
    told: tuple[Told, ...]


def told(found: References) -> Told:
    """What these references tell."""
    return Told(
        frozenset(keys_of(found)),
        frozenset(_facts(found)),
        tuple((iri, said, _digest(said)) for iri, said in found.definitions),
        tuple((iri, said, _digest(said)) for iri, said in found.displays),
    )


def joined(parts: Iterable[Told]) -> Told:
    """What several parts tell together."""
    parts = tuple(parts)
    return Told(
        frozenset().union(*[part.keys for part in parts]),
        frozenset().union(*[part.facts for part in parts]),
        tuple([meaning for part in parts for meaning in part.definitions]),
        tuple([meaning for part in parts for meaning in part.displays]),
    )


def take_apart(raw: bytes) -> Parts | None:
    """The parts of a statement in JSON, when actor, verb, object and context activities are valid.

    None for one that is no such thing, and for those that name people elsewhere, too: in the context
    or within a SubStatement. They are looked at as a whole.
    """
    try:
        pieces = _pieces(raw)
        found = [_part(name, pieces[name]) for name in _PARTS]
        if "context" in pieces:
            context = _pieces(pieces["context"])
            if not _PEOPLE.isdisjoint(context):
                return None
            if "contextActivities" in context:
                found.append(_part("contextActivities", context["contextActivities"]))
    except (Invalid, msgspec.MsgspecError, KeyError):
        return None
    parts = tuple(part for part in found if part is not None)
    return Parts(pieces, parts) if len(parts) == len(found) else None


def of_authority(authority: Mapping[str, Any]) -> Told:
    """What an authority tells."""
    return _of_authority(_encode(authority))


@lru_cache(maxsize=64)
def _of_authority(raw: bytes) -> Told:
    return told(references_of("authority", _decode(raw)))


def of_registration(registration: str) -> Told:
    """What a registration tells."""
    return Told(frozenset((key(Role.REGISTRATION, registration.lower()),)))


def forget() -> None:
    """Remember nobody: somebody is erased."""
    _of_actor.cache_clear()
    _of_activity.cache_clear()
    _of_authority.cache_clear()


def _part(name: str, raw: msgspec.Raw) -> Told | None:
    known = bytes(raw)
    if len(known) > _LARGEST:
        return _read(name, known)
    return (_of_actor if name == "actor" else _of_activity)(name, known)


def _read(name: str, raw: bytes) -> Told | None:
    """What a part tells; None for a SubStatement. Raises Invalid."""
    value = _decode(raw)
    if name == "object" and isinstance(value, dict) and value.get("objectType") == "SubStatement":
        return None
    validate_part(name, value)
    return told(references_of(name, value))


_of_actor = lru_cache(maxsize=4096)(_read)
_of_activity = lru_cache(maxsize=2048)(_read)


def _facts(found: References) -> Iterable[tuple[str, Hashable]]:
    if found.verb:
        yield "verb", found.verb
    for verb, _ in found.displays:
        yield "verb", verb
    for identifier in found.related_agents:
        yield "actor", identifier
    for activity in found.related_activities:
        yield "activity", activity
    for agent in found.named_agents:
        yield "name", (agent.identifier, agent.name)


def _digest(said: Mapping[str, Any]) -> bytes:
    return blake2b(_encode(said), digest_size=16).digest()
