"""Requests to one destination: bringing statements, looking one up, seeing who is there."""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from ..errors import BadRequest
from ..spec import media_types, multipart
from ..spec.attachments import as_part
from ..spec.comparison import equivalent
from ..spec.multipart import Part
from ..spec.statements import validate
from ..spec.versions import HEADER, V2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..forwarding.answers import Answer
    from ..outside.client import Visit
    from ..store.destinations import Charter
    from .preparing import Leaving, Parcel


@dataclass(frozen=True)
class Courier:
    """Speaks to one endpoint with its credentials. `secret` is that of the charter, opened."""

    visit: Visit
    charter: Charter
    secret: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown, in every form in which it is sent."""
        return (self._authorization.partition(" ")[2], self.secret)

    def bring(self, parcel: Parcel) -> Answer:
        """POST the statements with their attachments. Raises Unreachable."""
        body, content_type = written(parcel)
        headers = {**self._headers, "Content-Type": content_type}
        return self.visit.ask("POST", "statements", headers, body)

    def look_up(self, statement_id: str) -> Answer:
        """GET a statement, voided there or not. Raises Unreachable."""
        found = self._get({"statementId": statement_id})
        return self._get({"voidedStatementId": statement_id}) if found.status == 404 else found

    def about(self) -> Answer:
        """What the endpoint says of itself to anybody. Raises Unreachable."""
        return self.visit.ask("GET", "about", {HEADER: self.charter.version})

    def newest(self) -> Answer:
        """One statement, any: whether the credentials open the door. Raises Unreachable."""
        return self._get({"limit": "1"})

    def _get(self, query: Mapping[str, str]) -> Answer:
        return self.visit.ask("GET", f"statements?{urlencode(query)}", self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": self._authorization, HEADER: self.charter.version}

    @property
    def _authorization(self) -> str:
        if self.charter.scheme == "bearer":
            return f"Bearer {self.secret}"
        pair = f"{self.charter.key}:{self.secret}".encode()
        return f"Basic {b64encode(pair).decode()}"


def written(parcel: Parcel) -> tuple[bytes, str]:
    """The body of a request and its Content-Type: multipart/mixed where attachments go along."""
    array = b"[" + b",".join(one.text for one in parcel.leaving) + b"]"
    if not parcel.attachments:
        return array, media_types.JSON
    boundary = secrets.token_hex(24)
    parts = [Part({"content-type": media_types.JSON}, array), *map(as_part, parcel.attachments)]
    return b"".join(multipart.write(boundary, parts)), multipart.content_type(boundary)


def is_same(leaving: Leaving, body: bytes) -> bool:
    """Is this, as the destination returned it, the statement that we bring?"""
    try:
        found: dict[str, Any] = msgspec.json.decode(body)
        validate(found, V2)
    except (msgspec.MsgspecError, UnicodeDecodeError, BadRequest):
        return False
    return equivalent(leaving.statement, found)
