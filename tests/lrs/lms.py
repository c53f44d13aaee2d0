"""Who speaks xAPI in our stories: an LMS with credentials, and the values it sends."""

from __future__ import annotations

import hashlib
import itertools
import json
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from flask import Flask

from collectif.lrs import LRS, Caller, Database, Recorder, Unauthorized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection
    from werkzeug.test import TestResponse

    from collectif.lrs import Recorded

HOME = "https://lrs.example.org"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"

JSON = dict[str, Any]

_numbers = itertools.count(1)


def agent(name: str = "ada") -> JSON:
    return {"objectType": "Agent", "mbox": f"mailto:{name}@example.org"}


def activity(name: str = "module", /, **definition: Any) -> JSON:
    found: JSON = {"objectType": "Activity", "id": f"https://example.org/{name}"}
    return {**found, "definition": definition} if definition else found


def verb(name: str = "answered") -> JSON:
    return {"id": f"http://adlnet.gov/expapi/verbs/{name}"}


def statement(**changed: Any) -> JSON:
    """A small statement; keywords replace its properties."""
    return {"actor": agent(), "verb": verb(), "object": activity(), **changed}


def reference(to: str) -> JSON:
    return {"objectType": "StatementRef", "id": to}


def voiding(target: str, **changed: Any) -> JSON:
    return statement(verb={"id": VOIDED}, object=reference(target), **changed)


def new_id() -> str:
    return str(uuid.uuid4())


def attachment(content: bytes, **changed: Any) -> JSON:
    return {
        "usageType": "https://example.org/usage/proof",
        "display": {"en": "proof"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **changed,
    }


def multipart(
    statements: Any, contents: Sequence[bytes] = (), boundary: str = "limit", **headers: str
) -> tuple[bytes, str]:
    """A multipart/mixed body and its Content-Type; `headers` replace those of the attachments."""
    parts = [b"Content-Type: application/json\r\n\r\n" + json.dumps(statements).encode()]
    for content in contents:
        lines = {
            "Content-Type": "text/plain",
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        parts.append(head.encode() + b"\r\n" + content)
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return body, f"multipart/mixed; boundary={boundary}"


@dataclass
class Heard:
    """A listener that remembers what it was told."""

    recorded_ids: list[str] = field(default_factory=list)
    voided_ids: list[str] = field(default_factory=list)

    def recorded(self, _connection: Connection, statements: Sequence[Recorded]) -> None:
        self.recorded_ids += [one.id for one in statements]

    def voided(self, _connection: Connection, statements: Sequence[Recorded]) -> None:
        self.voided_ids += [one.id for one in statements]


def caller(name: str = "lms", *scopes: str, **options: Any) -> Caller:
    """A caller whose authority is an account of its name; allowed everything unless told otherwise."""
    authority = {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}
    return Caller(name, authority, frozenset(scopes or ("all",)), **options)


@dataclass(frozen=True)
class LMS:
    """A client of the LRS: every call sends version and credentials, and answers a response."""

    app: Flask
    version: str = "1.0.3"
    name: str = "lms"

    def speaking(self, version: str) -> LMS:
        return replace(self, version=version)

    def named(self, name: str) -> LMS:
        """Another caller: see `Mounted.callers`."""
        return replace(self, name=name)

    def asks(
        self,
        method: str,
        path: str,
        params: JSON | None = None,
        *,
        body: bytes | str | None = None,
        headers: dict[str, str | None] | None = None,
        **options: Any,
    ) -> TestResponse:
        sent = {
            "X-Experience-API-Version": self.version,
            "Authorization": f"Bearer {self.name}",
            **(headers or {}),
        }
        return self.app.test_client().open(
            path if path.startswith("/xapi") else f"/xapi/{path}",
            method=method,
            query_string={name: _text(value) for name, value in params.items()} if params else None,
            data=body,
            headers={name: value for name, value in sent.items() if value is not None},
            **options,
        )

    def posts(self, statements: Any, **headers: str) -> TestResponse:
        return self.asks("POST", "statements", body=json.dumps(statements), headers=_json(headers))

    def puts(self, statement_id: str, sent: JSON, **headers: str) -> TestResponse:
        params = {"statementId": statement_id}
        return self.asks("PUT", "statements", params, body=json.dumps(sent), headers=_json(headers))

    def stores(self, *statements: JSON) -> list[str]:
        """Post statements that have to be accepted; their ids."""
        response = self.posts(list(statements))
        assert response.status_code == 200, response.text
        ids: list[str] = response.json
        return ids

    def gets(self, **params: Any) -> TestResponse:
        return self.asks("GET", "statements", params)

    def finds(self, **params: Any) -> list[JSON]:
        """The statements of all pages of a query that has to be accepted."""
        response = self.gets(**params)
        found: list[JSON] = []
        while True:
            assert response.status_code == 200, response.text
            found += response.json["statements"]
            if not response.json["more"]:
                return found
            response = self.asks("GET", response.json["more"])

    def sees(self, **params: Any) -> list[str]:
        return [found["id"] for found in self.finds(**params)]


@dataclass(frozen=True)
class Mounted:
    """An LRS in an empty host, with everything a test looks at."""

    app: Flask
    database: Database
    recorder: Recorder
    heard: Heard
    callers: dict[str, Caller]
    lms: LMS


def mount(database: Database, **options: Any) -> Mounted:
    """An LRS on fresh tables, whose callers are known by `Bearer <name>`, `lms` at first."""
    app = Flask("host")
    heard = Heard()
    callers = {"lms": caller()}

    def resolver(authorization: str | None) -> Caller | None:
        scheme, _, name = (authorization or "").partition(" ")
        if scheme != "Bearer":
            return None
        if name not in callers:
            raise Unauthorized("unknown token")
        return callers[name]

    lrs = LRS()
    defaults = {"homepage": HOME, "listener": heard, "resolver": resolver}
    lrs.init_app(app, database=database, **{**defaults, **options})
    lrs.upgrade(database)
    return Mounted(app, database, lrs.recorder, heard, callers, LMS(app))


@contextmanager
def failing(database: Database) -> Iterator[Connection]:
    """A writing transaction that is undone at its end."""
    with suppress(ZeroDivisionError), database.writing() as connection:
        yield connection
        raise ZeroDivisionError


def _json(headers: dict[str, str]) -> dict[str, str | None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"Content-Type": "application/json", **named}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict) else str(value)
