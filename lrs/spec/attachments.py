"""Attachments: what a Statement says of them, and the data that comes along (Data 2.4.11,
Communication 1.5, LRS 4.2.2.6 and 4.1.3).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import Invalid
from . import media_types, rules
from .languages import check_language_map
from .media_types import check_media_type
from .multipart import Part
from .scalars import check_iri, check_length, check_sha2
from .structure import check_object, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .structure import Check

SIGNATURE_USAGE = "http://adlnet.gov/expapi/attachments/signature"
HASH_HEADER = "X-Experience-API-Hash"
ENCODING_HEADER = "Content-Transfer-Encoding"

_REQUIRED = ("usageType", "display", "contentType", "length", "sha2")
_HASHES = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """The data of an attachment. `sha2` is in lower case, `length` in octets."""

    sha2: str
    content_type: str
    length: int
    content: bytes


def validate_attachment(value: object, path: str) -> None:
    """An Attachment object. One that holds a signature is of type octet-stream (Data 2.6).

    Raises `Invalid`.
    """
    attachment = check_object(value, path, _ATTACHMENT, _REQUIRED)
    if attachment["usageType"] != SIGNATURE_USAGE:
        return
    if media_types.essence(attachment["contentType"]) != media_types.OCTETS:
        found = shown(attachment["contentType"])
        raise Invalid(f"{path}.contentType", rules.SIGNATURE, found)


def sha2_of(content: bytes, like: str = "") -> str:
    """The hash of some data, by the member of the SHA-2 family that makes hashes as long as `like`.

    SHA-256 where nothing else is asked for.
    """
    return hashlib.new(_HASHES.get(len(like), "sha256"), content).hexdigest()


def described(
    statement: Mapping[str, Any], path: str = "$"
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The Attachment objects of a Statement and of its SubStatement, each with its JSON path."""
    for index, attachment in enumerate(statement.get("attachments", ())):
        yield f"{path}.attachments[{index}]", attachment
    if statement["object"].get("objectType") == "SubStatement":
        yield from described(statement["object"], f"{path}.object")


def match(
    statements: Sequence[Mapping[str, Any]], parts: Sequence[Part], *, path: str | None = None
) -> dict[str, Attachment]:
    """The data of each attachment by its hash, when `parts` and valid `statements` fit together.

    `parts` are those of a multipart body after the first, or none for a body of JSON. Refused:
    an attachment with neither data nor `fileUrl`, data that no attachment speaks of, a missing or
    wrong hash, another encoding than binary, headers that contradict the Attachment object.
    `length` is not held against the data, the hash is: the standard's own example has it wrong.
    Statements stand at `$[0]`, `$[1]` …, or a single one at `path`. Raises `Invalid`.
    """
    wanted = list(_described_in(statements, path))
    by_hash: dict[str, list[dict[str, Any]]] = {}
    for _, claim in wanted:
        by_hash.setdefault(claim["sha2"].lower(), []).append(claim)
    found: dict[str, Attachment] = {}
    for index, part in enumerate(parts, start=1):
        where = f"part[{index}]"
        sha2 = _verified_hash(part, where)
        claims = by_hash.get(sha2, [])
        _check_agreement(part, claims, where)
        found[sha2] = Attachment(sha2, claims[0]["contentType"], len(part.content), part.content)
    for where, claim in wanted:
        if "fileUrl" not in claim and claim["sha2"].lower() not in found:
            raise Invalid(where, rules.ATTACHMENT_DATA, "neither fileUrl nor data")
    return found


def as_part(attachment: Attachment) -> Part:
    """The part of a multipart answer that carries this attachment."""
    return Part(part_headers(attachment.sha2, attachment.content_type), attachment.content)


def part_headers(sha2: str, content_type: str) -> dict[str, str]:
    """The headers of the part that carries the data of this hash."""
    return {
        "content-type": content_type,
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": sha2,
    }


def _described_in(
    statements: Iterable[Mapping[str, Any]], path: str | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, statement in enumerate(statements):
        yield from described(statement, f"$[{index}]" if path is None else path)


def _verified_hash(part: Part, where: str) -> str:
    """The hash that a part claims in its headers, in lower case, when it is that of its data."""
    claimed = part.headers.get(HASH_HEADER.lower(), "").lower()
    if not claimed:
        raise Invalid(f"{where}.{HASH_HEADER}", rules.ATTACHMENT_HEADER, "missing")
    if part.headers.get(ENCODING_HEADER.lower(), "").lower() != "binary":
        raise Invalid(f"{where}.{ENCODING_HEADER}", rules.ATTACHMENT_HEADER, "expected binary")
    if sha2_of(part.content, claimed) != claimed:
        raise Invalid(f"{where}.{HASH_HEADER}", rules.ATTACHMENT_HEADER, "not the hash of the data")
    return claimed


def _check_agreement(part: Part, claims: Sequence[Mapping[str, Any]], where: str) -> None:
    """Some Attachment object speaks of this part, and its headers do not contradict them all."""
    if not claims:
        raise Invalid(where, rules.EXCESS_PART)
    length = part.headers.get("content-length")
    if length is not None and length not in {str(claim["length"]) for claim in claims}:
        raise Invalid(f"{where}.Content-Length", rules.ATTACHMENT_HEADER, shown(length))
    declared = part.headers.get("content-type")
    # Parameters are not compared: the standard's own example gives a charset in one place only.
    essences = {media_types.essence(claim["contentType"]) for claim in claims}
    if declared is not None and media_types.essence(declared) not in essences:
        raise Invalid(f"{where}.Content-Type", rules.ATTACHMENT_HEADER, shown(declared))


_ATTACHMENT: dict[str, Check] = {
    "usageType": check_iri,
    "display": check_language_map,
    "description": check_language_map,
    "contentType": check_media_type,
    "length": check_length,
    "sha2": check_sha2,
    "fileUrl": check_iri,
}
