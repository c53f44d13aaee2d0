"""The parameters of each resource, read as strictly as Statements (Communication 2 and 3.2,
LRS 4.1.6): unknown ones, known ones in another case, and doubled ones are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..errors import Invalid
from . import rules
from .agents import identifier, parse_agent_parameter, validate_agent
from .scalars import check_iri, check_name, check_timestamp, check_uuid, microseconds
from .structure import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

DocumentResource: TypeAlias = Literal["state", "agent_profile", "activity_profile"]
Format: TypeAlias = Literal["ids", "exact", "canonical"]
Arguments: TypeAlias = "Iterable[tuple[str, str]]"
_Reader: TypeAlias = "Callable[[str, str], Any]"

NO_LIMIT: Final = 0

_FORMATS: Final[dict[str, Format]] = {"ids": "ids", "exact": "exact", "canonical": "canonical"}
_BOOLEANS = {"true": True, "false": False}
_DIGITS = re.compile(r"[0-9]+")
_LIMIT_DIGITS = 9
_LARGEST_LIMIT = 10**_LIMIT_DIGITS


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """What GET on the Statement Resource asks for.

    UUIDs are in lower case, `agent` is an identifier (`agents.identifier`), `since` and `until` are
    microseconds UTC (exclusive, inclusive), `limit` 0 is as many as the server gives.
    """

    statement_id: str | None = None
    voided_statement_id: str | None = None
    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_activities: bool = False
    related_agents: bool = False
    since: int | None = None
    until: int | None = None
    limit: int = NO_LIMIT
    format: Format = "exact"
    attachments: bool = False
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which document, or which list of documents, a request is about.

    `id` is the stateId or profileId, None for a list; `agent` is an identifier; `since` is in
    microseconds UTC, exclusive, for lists only.
    """

    resource: DocumentResource
    activity: str | None = None
    agent: str | None = None
    registration: str | None = None
    id: str | None = None
    since: int | None = None


def statement_query(args: Arguments) -> StatementQuery:
    """The query of GET /statements. Raises `Invalid`, whose path is the parameter's name.

    A `statementId` or `voidedStatementId` stands alone, but for `format` and `attachments`.
    """
    given = _read(args, _STATEMENT)
    wanted = [name for name in _IDS if name in given]
    if wanted and given.keys() - {wanted[0], *_WITH_ID}:
        others = ", ".join(sorted(given.keys() - {wanted[0], *_WITH_ID}))
        raise Invalid(wanted[0], rules.ID_ALONE, others)
    return StatementQuery(**{_FIELDS.get(name, name): value for name, value in given.items()})


def put_statement(args: Arguments) -> str:
    """The `statementId` of PUT /statements, in lower case. Raises `Invalid`."""
    found: str = _read(args, {"statementId": _uuid}, ("statementId",))["statementId"]
    return found


def no_parameters(args: Arguments) -> None:
    """For what takes none: POST /statements and GET /about. Raises `Invalid`."""
    _read(args, {})


def document_query(resource: DocumentResource, method: str, args: Arguments) -> DocumentQuery:
    """The documents that a request on a document resource is about. Raises `Invalid`.

    Lists are what GET without an id asks for, and on the State Resource what DELETE without an id
    empties; everything else names one document.
    """
    id_name, required, optional = _DOCUMENTS[resource]
    lists = method in _READING or (method == "DELETE" and resource == "state")
    readers = {**required, **optional, id_name: _text}
    if method in _READING:
        readers["since"] = _instant
    given = _read(args, readers, (*required, *(() if lists else (id_name,))))
    if id_name in given and "since" in given:
        raise Invalid("since", rules.STATE_SINCE, f"with {id_name}")
    return DocumentQuery(
        resource=resource,
        activity=given.get("activityId"),
        agent=given.get("agent"),
        registration=given.get("registration"),
        id=given.get(id_name),
        since=given.get("since"),
    )


def agents_query(args: Arguments) -> dict[str, Any]:
    """The Agent whose Person GET /agents asks for. Raises `Invalid` or `Malformed`."""
    found: dict[str, Any] = _read(args, {"agent": _whole_agent}, ("agent",))["agent"]
    return found


def activities_query(args: Arguments) -> str:
    """The id of the Activity that GET /activities asks for. Raises `Invalid`."""
    found: str = _read(args, {"activityId": _iri}, ("activityId",))["activityId"]
    return found


def _read(
    args: Arguments, readers: Mapping[str, _Reader], required: Collection[str] = ()
) -> dict[str, Any]:
    """Every argument read by its reader; each known, given once, and none missing."""
    values: dict[str, Any] = {}
    for name, text in args:
        reader = readers.get(name)
        if reader is None:
            raise _unknown(name, readers)
        if name in values:
            raise Invalid(name, rules.REPEATED_PARAMETER)
        values[name] = reader(text, name)
    for name in required:
        if name not in values:
            raise Invalid(name, rules.REQUIRED_PARAMETER)
    return values


def _unknown(name: str, readers: Collection[str]) -> Invalid:
    for known in readers:
        if known.lower() == name.lower():
            return Invalid(name, rules.PARAMETER_CASE, f"expected {known}")
    return Invalid(name, rules.UNKNOWN_PARAMETER)


def _uuid(text: str, name: str) -> str:
    check_uuid(text, name)
    return text.lower()


def _iri(text: str, name: str) -> str:
    check_iri(text, name)
    return text


def _text(text: str, name: str) -> str:
    check_name(text, name)
    if not text:
        raise Invalid(name, rules.REQUIRED_PARAMETER, "empty")
    return text


def _instant(text: str, name: str) -> int:
    check_timestamp(text, name)
    return microseconds(text)


def _boolean(text: str, name: str) -> bool:
    if text not in _BOOLEANS:
        raise Invalid(name, rules.BOOLEAN_PARAMETER, shown(text))
    return _BOOLEANS[text]


def _format(text: str, name: str) -> Format:
    if text not in _FORMATS:
        raise Invalid(name, rules.VALUE, shown(text))
    return _FORMATS[text]


def _limit(text: str, name: str) -> int:
    if _DIGITS.fullmatch(text) is None:
        raise Invalid(name, rules.LIMIT, shown(text))
    digits = text.lstrip("0")
    return _LARGEST_LIMIT if len(digits) > _LIMIT_DIGITS else int(digits or "0")


def _agent(text: str, name: str) -> str:
    return identifier(parse_agent_parameter(text, name))


def _whole_agent(text: str, name: str) -> dict[str, Any]:
    return validate_agent(parse_agent_parameter(text, name), name)


_READING = ("GET", "HEAD")
_IDS = ("statementId", "voidedStatementId")
_WITH_ID = ("format", "attachments")
_FIELDS = {"statementId": "statement_id", "voidedStatementId": "voided_statement_id"}
_STATEMENT: dict[str, _Reader] = {
    "statementId": _uuid,
    "voidedStatementId": _uuid,
    "agent": _agent,
    "verb": _iri,
    "activity": _iri,
    "registration": _uuid,
    "related_activities": _boolean,
    "related_agents": _boolean,
    "since": _instant,
    "until": _instant,
    "limit": _limit,
    "format": _format,
    "attachments": _boolean,
    "ascending": _boolean,
}
# The name of the document's id, the parameters that are always required, those that never are.
_DOCUMENTS: dict[DocumentResource, tuple[str, dict[str, _Reader], dict[str, _Reader]]] = {
    "state": ("stateId", {"activityId": _iri, "agent": _agent}, {"registration": _uuid}),
    "agent_profile": ("profileId", {"agent": _agent}, {}),
    "activity_profile": ("profileId", {"activityId": _iri}, {}),
}
