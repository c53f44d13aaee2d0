"""Taking a person out of what others said: the mention becomes that of nobody, the rest stays.

The standard knows no erasing. It says who may be named where (Data 2.4.2, 2.4.6; LRS 4.2.2), so it
is known where to look; beyond that, the very texts by which a person can be told are looked for.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .agents import IDENTIFYING, identifier, own_identifier
from .attachments import SIGNATURE_USAGE
from .scalars import is_uuid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOBODY = "anonymous"
"""Name of the account that stands where somebody was erased: one and the same for all."""

NO_UUID = "00000000-0000-4000-8000-000000000000"
"""What stands where a UUID told somebody and a UUID has to be."""

_FIXED = frozenset({"id", "stored", "timestamp", "version"})
_LONGEST_AMBIGUOUS = 19  # a shorter account name may be anybody's word
_MAILTO = "mailto:"
_BEFORE, _AFTER = r"(?<![\w.%+-])", r"(?![\w-]|\.\w)"


def nobody(homepage: str) -> dict[str, Any]:
    """The Agent that stands for everybody who was erased."""
    return {"objectType": "Agent", "account": {"homePage": homepage, "name": NOBODY}}


def aliases(identifiers: Iterable[str]) -> frozenset[str]:
    """These identifiers, and the hash of each address among them: it tells the same mailbox."""
    found = set(identifiers)
    for known in list(found):
        kind, _, value = known.partition("|")
        if kind == "mbox":
            # SHA-1 is what the standard asks for here.
            digest = hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()
            found.add(f"mbox_sha1sum|{digest}")
    return frozenset(found)


def telling(known: str) -> str | None:
    """The text that tells this person wherever it stands; None where only the whole account does."""
    kind, _, value = known.partition("|")
    if kind == "account":
        name = value.partition("|")[2]
        return name if "@" in name or len(name) > _LONGEST_AMBIGUOUS else None
    return value.removeprefix(_MAILTO) if kind == "mbox" else value


def is_theirs(actor: Mapping[str, Any], identifiers: frozenset[str]) -> bool:
    """Is this Agent or Group one of them, or an anonymous Group with no other member?"""
    own = own_identifier(actor)
    if own is not None:
        return own in identifiers
    members = [identifier(member) for member in actor.get("member", ())]
    return bool(members) and identifiers.issuperset(members)


@dataclass(frozen=True)
class Eraser:
    """Who is to be taken out, and the account (an Agent's property) that takes the place."""

    identifiers: frozenset[str]
    homepage: str

    def is_of_nobody(self) -> bool:
        """Is one of them the account that stands for everybody who was erased?"""
        return f"account|{self.homepage}|{NOBODY}" in self.identifiers

    def texts(self) -> tuple[str, ...]:
        """The texts that tell one of them by themselves, longest first."""
        found = {text for known in self.identifiers if (text := telling(known))}
        return tuple(sorted(found, key=lambda text: (-len(text), text)))

    def signs(self) -> tuple[str, ...]:
        """What tells them where whole identifiers stand, as in our own logs: those texts, and each
        account whose name alone tells nobody."""
        return (*self.texts(), *self._accounts())

    def statement(self, statement: Mapping[str, Any]) -> dict[str, Any]:
        """The statement without them; parts that did not speak of them are the very same objects.

        A signature holds a copy of what was signed, so those of a changed statement go.
        """
        pattern = self._pattern()
        changed = {
            key: value if key in _FIXED else self._value(value, pattern)
            for key, value in statement.items()
        }
        if all(changed[key] is value for key, value in statement.items()):
            return changed
        kept = [
            one for one in changed.get("attachments", ()) if one.get("usageType") != SIGNATURE_USAGE
        ]
        if len(kept) < len(changed.get("attachments", ())):
            changed.pop("attachments")
            return {**changed, "attachments": kept} if kept else changed
        return changed

    def value(self, value: Any) -> Any:
        """Any JSON value without them; the very same object where it does not speak of them."""
        return self._value(value, self._pattern())

    def text(self, text: str) -> str:
        """The text without what tells them."""
        return self._text(text, self._pattern())

    def entry(self, text: str) -> str:
        """What we wrote down ourselves without them: whole identifiers too, up to a space."""
        if accounts := "|".join(map(re.escape, self._accounts())):
            instead = f"account|{self.homepage}|{NOBODY}"
            text = re.sub(rf"(?<![^\s=])(?:{accounts})(?!\S)", lambda _: instead, text)
        return self.text(text)

    def _accounts(self) -> list[str]:
        """The identifiers of which no part tells them by itself."""
        return sorted(known for known in self.identifiers if telling(known) is None)

    def _pattern(self) -> re.Pattern[str] | None:
        found = "|".join(re.escape(text) for text in self.texts())
        return re.compile(f"{_BEFORE}(?:{found}){_AFTER}", re.IGNORECASE) if found else None

    def _text(self, text: str, pattern: re.Pattern[str] | None) -> str:
        if pattern is None or not pattern.search(text):
            return text
        if is_uuid(text):
            return NO_UUID
        return pattern.sub(self._instead, text)

    def _instead(self, found: re.Match[str]) -> str:
        """What stands for a text: an IRI for an IRI, so that what had to be one stays one."""
        return f"{self.homepage}#{NOBODY}" if ":" in found[0] else NOBODY

    def _value(self, value: Any, pattern: re.Pattern[str] | None) -> Any:
        if isinstance(value, str):
            return self._text(value, pattern)
        if isinstance(value, list):
            items = [self._value(item, pattern) for item in value]
            return value if all(map(_same, items, value)) else items
        if isinstance(value, dict):
            return self._object(value, pattern)
        return value

    def _object(self, value: dict[str, Any], pattern: re.Pattern[str] | None) -> dict[str, Any]:
        if value.get("objectType") == "StatementRef":
            return value
        if self._is_one(value):
            rest = {key: one for key, one in value.items() if key not in (*IDENTIFYING, "name")}
            account = {"homePage": self.homepage, "name": NOBODY}
            return {**self._object(rest, pattern), "account": account}
        if self._is_account(value):
            return {"homePage": self.homepage, "name": NOBODY}
        found = {self._text(key, pattern): self._value(one, pattern) for key, one in value.items()}
        same = found.keys() == value.keys() and all(_same(found[key], value[key]) for key in value)
        return value if same else found

    def _is_one(self, value: Mapping[str, Any]) -> bool:
        """Is this an Agent or Group, here or in an extension, that has one of their identifiers?"""
        if not any(key in value for key in IDENTIFYING):
            return False
        try:
            return own_identifier(value) in self.identifiers
        except (AttributeError, KeyError, TypeError):  # an extension may hold anything
            return False

    def _is_account(self, value: Mapping[str, Any]) -> bool:
        """Is this the bare account of one of them, as extensions may have it?"""
        return f"account|{value.get('homePage')}|{value.get('name')}" in self.identifiers


def _same(a: object, b: object) -> bool:
    return a is b
