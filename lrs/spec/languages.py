"""Language tags (RFC 5646), language maps (Data 4.2, LRS 4.2.7), the language to answer in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from ..errors import Invalid
from . import rules
from .structure import child, shown, wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TAG = re.compile(
    r"""
    (?:[a-z]{2,3}(?:-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8})  # language, extended language
    (?:-[a-z]{4})?                                            # script
    (?:-(?:[a-z]{2}|[0-9]{3}))?                               # region
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?                                # private use
    | x(?:-[a-z0-9]{1,8})+
    | en-gb-oed | sgn-be-fr | sgn-be-nl | sgn-ch-de           # older than the grammar
    | i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SINGLETON = re.compile(r"-([0-9a-wy-z])(?=-)", re.ASCII)
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_RANGE = re.compile(r"\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)

Value = TypeVar("Value")


def is_language_tag(text: str) -> bool:
    """Is this a tag of RFC 5646, with no variant and no extension given twice?"""
    return _is_usual_tag(text) if len(text) <= _USUAL else _is_tag(text)


def _is_tag(text: str) -> bool:
    found = _TAG.fullmatch(text)
    if found is None:
        return False
    lowered = text.lower().partition("-x-")[0]
    variants = (found["variants"] or "").lower().split("-")[1:]
    singletons = _SINGLETON.findall(lowered) if found["extensions"] else []
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


# The same few tags come again and again; long ones, which nobody means, must not fill the memory.
_USUAL = 35
_is_usual_tag = lru_cache(maxsize=1024)(_is_tag)


def check_language(value: object, path: str) -> None:
    """A language tag."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if not is_language_tag(value):
        raise Invalid(path, rules.LANGUAGE, shown(value))


def check_language_map(value: object, path: str) -> None:
    """A map from language tags to strings; it may be empty."""
    if not isinstance(value, dict):
        raise wrong_type(path, value, "object")
    for tag, text in value.items():
        if not isinstance(tag, str) or not is_language_tag(tag):
            raise Invalid(child(path, tag), rules.LANGUAGE, shown(tag))
        if not isinstance(text, str):
            raise wrong_type(child(path, tag), text, "string")


def accept_languages(header: str | None) -> list[str]:
    """The ranges of an Accept-Language header, the dearest first; those refused by q=0 left out.

    What cannot be read is passed over: the header asks for a kindness, it is no reason to refuse.
    """
    weighed: list[tuple[float, str]] = []
    for item in (header or "").split(","):
        language, _, parameter = (part.strip() for part in item.partition(";"))
        weight = _WEIGHT.fullmatch(parameter.replace(" ", "").lower()) if parameter else None
        quality = 1.0 if weight is None else float(weight[1])
        if quality > 0 and _RANGE.fullmatch(language):
            weighed.append((quality, language))
    return [language for _, language in sorted(weighed, key=lambda pair: -pair[0])]


def one_language(texts: Mapping[str, Value], languages: Sequence[str]) -> dict[str, Value]:
    """The map reduced to its one entry that suits `languages` best; an empty one stays empty.

    Each wanted range is tried exactly, then as a prefix of a tag (RFC 2616 14.4), then with its
    last subtags cut off (RFC 4647 3.4). Where nothing suits, the first entry as it was sent.
    """
    if len(texts) < 2:
        return dict(texts)
    tags: dict[str, str] = {}
    for tag in texts:
        tags.setdefault(tag.lower(), tag)
    for wanted in languages:
        for tag in _suitable(wanted.lower(), tags):
            return {tags[tag]: texts[tags[tag]]}
    first = next(iter(texts))
    return {first: texts[first]}


def _suitable(wanted: str, tags: Mapping[str, str]) -> Iterator[str]:
    if wanted == "*":
        yield from tags
        return
    if wanted in tags:
        yield wanted
    yield from (tag for tag in tags if tag.startswith(f"{wanted}-"))
    while "-" in wanted:
        wanted = re.sub(r"(?:-.)?-[^-]*$", "", wanted)
        if wanted in tags:
            yield wanted
