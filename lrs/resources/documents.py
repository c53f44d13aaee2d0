"""The document resources: State, Agent Profile, Activity Profile (Communication 2.3, 2.6, 2.7)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from flask import Response

from ..errors import TooLarge
from ..ops import documents
from ..ops.documents import Conditions
from ..spec import concurrency, media_types, parameters
from .headers import set_last_modified

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..spec.parameters import DocumentResource
    from .asked import Asked
    from .service import Service


def methods(kind: DocumentResource) -> Mapping[str, Callable[[Service, Asked], Response]]:
    """The views of one of the three resources, by method."""
    views = {"GET": _get, "PUT": _put, "POST": _post, "DELETE": _delete}
    return {method: partial(view, kind) for method, view in views.items()}


def _get(kind: DocumentResource, service: Service, asked: Asked) -> Response:
    query = parameters.document_query(kind, "GET", asked.args)
    with service.database.glancing() as connection:
        if query.id is None:
            names, newest = documents.names(connection, query, asked.caller)
            response = Response(msgspec.json.encode(names), content_type=media_types.JSON)
            set_last_modified(response, newest)
            return response
        document = documents.get(connection, query, asked.caller)
    response = Response(document.content, content_type=document.content_type)
    response.headers["ETag"] = f'"{document.etag}"'
    set_last_modified(response, document.updated)
    return response


def _put(kind: DocumentResource, service: Service, asked: Asked) -> Response:
    query = parameters.document_query(kind, "PUT", asked.args)
    content, content_type = _sent(service, asked)
    with service.database.writing() as connection:
        documents.put(connection, query, asked.caller, content, content_type, _conditions(asked))
    return Response(status=204)


def _post(kind: DocumentResource, service: Service, asked: Asked) -> Response:
    query = parameters.document_query(kind, "POST", asked.args)
    content, content_type = _sent(service, asked)
    with service.database.writing() as connection:
        documents.post(connection, query, asked.caller, content, content_type, _conditions(asked))
    return Response(status=204)


def _delete(kind: DocumentResource, service: Service, asked: Asked) -> Response:
    query = parameters.document_query(kind, "DELETE", asked.args)
    with service.database.writing() as connection:
        documents.delete(connection, query, asked.caller, _conditions(asked))
    return Response(status=204)


def _sent(service: Service, asked: Asked) -> tuple[bytes, str]:
    """The document and its type; what has no type is just bytes."""
    if len(asked.body) > service.settings.largest_document:
        raise TooLarge("document", limit=service.settings.largest_document)
    return asked.body, asked.headers.get("Content-Type") or media_types.OCTETS


def _conditions(asked: Asked) -> Conditions:
    return Conditions(
        asked.version,
        asked.headers.get(concurrency.IF_MATCH),
        asked.headers.get(concurrency.IF_NONE_MATCH),
    )
