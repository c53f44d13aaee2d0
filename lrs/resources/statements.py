"""The Statement Resource (Communication 2.1, LRS 4.1.6.1)."""

from __future__ import annotations

import itertools
import uuid
from typing import TYPE_CHECKING

import msgspec
from flask import Response, url_for

from ..errors import Invalid, Rule
from ..ops import drafts, listing
from ..ops.callers import WRITE_STATEMENTS
from ..ops.listing import Listing, Wish
from ..ops.querying import filter_of, range_of
from ..ops.recording import Sending
from ..spec import formats, media_types, multipart, parameters, strict_json
from ..spec.multipart import Part
from . import continuations
from .headers import THROUGH, set_last_modified, set_through

if TYPE_CHECKING:
    from ..ops.drafts import Batch
    from ..ops.listing import Page
    from ..spec.parameters import StatementQuery
    from .asked import Asked
    from .service import Service

MORE = "collectif_lrs.more"

_TYPE = Rule("statements-are-json-or-multipart", "Communication 1.5, LRS 4.1.3")


def post(service: Service, asked: Asked) -> Response:
    """Store one statement or several; the answer is the array of their ids."""
    parameters.no_parameters(asked.args)
    asked.caller.require(WRITE_STATEMENTS)
    body, parts = _body(asked)
    sent = strict_json.split_array(body, max_bytes=service.settings.largest_statements)
    single = not strict_json.is_array(body)
    batch = drafts.check(sent, parts, version=asked.version, single=single)
    response = _record(service, asked, batch)
    response.data = msgspec.json.encode(drafts.sent_ids(batch))
    return response


def put(service: Service, asked: Asked) -> Response:
    """Store the statement of the id in `statementId`."""
    wanted_id = parameters.put_statement(asked.args)
    asked.caller.require(WRITE_STATEMENTS)
    body, parts = _body(asked)
    sent = [(body, strict_json.loads(body, max_bytes=service.settings.largest_statements))]
    batch = drafts.check(sent, parts, version=asked.version, single=True, wanted_id=wanted_id)
    response = _record(service, asked, batch)
    response.status_code = 204
    return response


def get(service: Service, asked: Asked) -> Response:
    """One statement by its id, or the first page of those that match."""
    query = parameters.statement_query(asked.args)
    languages = formats.accept_languages(asked.headers.get("Accept-Language"))
    wish = Wish(query.format, tuple(languages), query.attachments)
    if query.statement_id is None and query.voided_statement_id is None:
        return _answer_page(service, asked, _listing(service, query, wish))
    page = listing.one(
        service.database,
        query.voided_statement_id or query.statement_id or "",
        wish,
        asked.caller,
        voided=query.voided_statement_id is not None,
    )
    return _response(service, page.texts[0], page, wish)


def get_more(service: Service, asked: Asked, rest: str) -> Response:
    """The next page of a query, by the text that the page before gave."""
    parameters.no_parameters(asked.args)
    return _answer_page(service, asked, continuations.read(rest))


def ensure_through(service: Service, response: Response) -> None:
    """Tell with any answer of this resource, refusals too, up to when statements can be read."""
    if THROUGH not in response.headers:
        set_through(response, listing.through(service.database))


def _body(asked: Asked) -> tuple[bytes, tuple[Part, ...]]:
    """The JSON of the statements, and the parts that carry attachments."""
    content_type = asked.headers.get("Content-Type")
    if content_type is not None and multipart.is_multipart(content_type):
        parts = multipart.parse(content_type, asked.body)
        return multipart.statements_of(parts), parts[1:]
    if not media_types.is_json(content_type):
        raise Invalid("Content-Type", _TYPE, content_type or "missing")
    return asked.body, ()


def _record(service: Service, asked: Asked, batch: Batch) -> Response:
    through = service.grouping.record(Sending(batch, asked.caller))
    response = Response(content_type=media_types.JSON)
    if through is not None:
        set_through(response, through)
    return response


def _listing(service: Service, query: StatementQuery, wish: Wish) -> Listing:
    settings = service.settings
    limit = min(query.limit or settings.largest_page, settings.largest_page)
    return Listing(range_of(filter_of(query)), limit, wish)


def _answer_page(service: Service, asked: Asked, wanted: Listing) -> Response:
    page = listing.page(service.database, wanted, asked.caller)
    more = "" if page.rest is None else url_for(MORE, rest=continuations.write(page.rest))
    text = f'{{"statements":[{",".join(page.texts)}],"more":"{more}"}}'
    return _response(service, text, page, wanted.wish)


def _response(service: Service, text: str, page: Page, wish: Wish) -> Response:
    if wish.attachments:
        boundary = uuid.uuid4().hex
        first = Part({"content-type": media_types.JSON}, text.encode())
        others = listing.carried(service.database, page, service.folder)
        response = Response(
            multipart.write(boundary, itertools.chain([first], others)),
            content_type=multipart.content_type(boundary),
        )
    else:
        response = Response(text, content_type=media_types.JSON)
    set_last_modified(response, page.latest)
    set_through(response, page.through)
    return response
