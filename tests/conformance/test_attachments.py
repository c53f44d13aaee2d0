"""Sections 9 and 10: attachments and signatures."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from collectif.lrs.spec.multipart import parse

from ..lrs.lms import LMS, Mounted, agent, attachment, mount, multipart, new_id, statement

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from collectif.lrs import Database

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
PROOF = b"proof \x00\r\n--limi"


@pytest.fixture(params=["rows", "files"])
def lrs(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Mounted:
    """An LRS that keeps attachments in its database, then one that keeps them in a folder."""
    return mount(database, attachments_folder=tmp_path if request.param == "files" else None)


def _post(lms: LMS, body: bytes, content_type: str) -> TestResponse:
    return lms.asks("POST", "statements", body=body, headers={"Content-Type": content_type})


def test_data_comes_back_with_attachments_true(lms: LMS) -> None:
    """7.18, 9.2, 9.3: multipart/mixed in and out, matched by hash."""
    sent = statement(attachments=[attachment(PROOF)])
    assert _post(lms, *multipart(sent, [PROOF])).status_code == 200
    back = lms.gets(attachments=True)
    first, part = parse(back.content_type, back.data)
    assert back.content_type.startswith("multipart/mixed; boundary=")
    assert first.headers["content-type"] == "application/json"
    assert json.loads(first.content)["statements"][0]["attachments"] == [attachment(PROOF)]
    assert part.content == PROOF
    assert part.headers["x-experience-api-hash"] == hashlib.sha256(PROOF).hexdigest()
    for without in ({}, {"attachments": False}):
        assert lms.gets(**without).content_type == "application/json"


def test_put_takes_attachments_too(lms: LMS) -> None:
    """9.2: PUT by multipart/mixed."""
    one = new_id()
    body, content_type = multipart(statement(attachments=[attachment(PROOF)]), [PROOF])
    headers: dict[str, str | None] = {"Content-Type": content_type}
    response = lms.asks("PUT", "statements", {"statementId": one}, body=body, headers=headers)
    assert response.status_code == 204
    back = lms.gets(statementId=one, attachments=True)
    assert parse(back.content_type, back.data)[1].content == PROOF


@pytest.mark.parametrize("hashing", ["sha256", "sha384", "sha512"])
def test_hashes_of_the_family_are_accepted(lms: LMS, hashing: str) -> None:
    """9.9: sha2 is SHA-256, 384 or 512."""
    sha2 = hashlib.new(hashing, PROOF).hexdigest()
    sent = statement(attachments=[attachment(PROOF, sha2=sha2)])
    response = _post(lms, *multipart(sent, [PROOF], X_Experience_API_Hash=sha2))
    assert response.status_code == 200


def test_json_carries_attachments_that_lie_elsewhere(lms: LMS) -> None:
    """9.1, 9.6: application/json only with fileUrl (C 1.5.1); 2M: multipart without data."""
    elsewhere = statement(attachments=[attachment(PROOF, fileUrl="https://x.org/proof")])
    assert lms.posts(elsewhere).status_code == 200
    assert lms.posts(statement(attachments=[attachment(PROOF)])).status_code == 400
    assert _post(lms, *multipart(elsewhere)).status_code == 200
    assert _post(lms, *multipart([statement(), statement()])).status_code == 200


def test_messages_that_do_not_fit_together_are_refused(lms: LMS) -> None:
    """9.2, 9.3, 9.4, 9.5, 9.7: missing, excess or contradicting parts: 400, nothing stored."""
    sent = statement(attachments=[attachment(PROOF)])
    body, content_type = multipart(sent, [PROOF])
    wrong = [
        multipart(sent),
        multipart(sent, [PROOF, b"excess"]),
        multipart(sent, [b"other"]),
        multipart(sent, [PROOF], X_Experience_API_Hash=""),
        multipart(sent, [PROOF], X_Experience_API_Hash="00" * 32),
        multipart(sent, [PROOF], Content_Transfer_Encoding=""),
        multipart(sent, [PROOF], Content_Transfer_Encoding="base64"),
        multipart(sent, [PROOF], Content_Type="image/png"),
        (body, "multipart/mixed"),
        (body, "multipart/mixed; boundary=other"),
        (body, content_type.replace("mixed", "form-data")),
        (body, "text/plain"),
        (body.replace(b"application/json", b"text/plain", 1), content_type),
        (body[:-10], content_type),
        (b"", content_type),
    ]
    for broken in wrong:
        response = _post(lms, *broken)
        assert response.status_code == 400, broken
        assert response.json["error"]
    assert lms.sees() == []


@pytest.mark.parametrize(
    "changed",
    [
        *({name: None} for name in ("usageType", "display", "contentType", "length", "sha2")),
        {"usageType": "proof"},
        {"display": "proof"},
        {"contentType": 1},
        {"contentType": "should fail"},
        {"length": "5"},
        {"sha2": "should fail"},
        {"sha2": 5},
        {"fileUrl": "proof.txt"},
        {"description": {"a12345678": "x"}},
        {"other": 1},
    ],
)
def test_attachment_objects_are_checked(lms: LMS, changed: dict[str, Any]) -> None:
    """9.9: usageType, display, contentType, length, sha2 required, each of its form."""
    described = {**attachment(PROOF, fileUrl="https://x.org/p"), **changed}
    described = {name: value for name, value in described.items() if value is not None}
    assert lms.posts(statement(attachments=[described])).status_code == 400


def _sign(payload: Any, alg: str = "RS256", key: Any = None) -> bytes:
    if key is None:
        key = RSAKey(_private(), _private())
    registry = jws.JWSRegistry(algorithms=[alg])
    return jws.serialize_compact({"alg": alg}, json.dumps(payload), key, registry=registry).encode()


def _private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _signed(lms: LMS, sent: dict[str, Any], signature: bytes, **changed: Any) -> int:
    octets = {"contentType": "application/octet-stream", **changed}
    described = attachment(signature, usageType=SIGNATURE, **octets)
    kind = str(described["contentType"])
    body = multipart({**sent, "attachments": [described]}, [signature], Content_Type=kind)
    return _post(lms, *body).status_code


def test_signed_statements_are_checked(lms: LMS) -> None:
    """10.1, 10.2, 10.3, 10.5: a JWS whose payload is the Statement; RS256, RS384, RS512 only."""
    sent = statement(id=new_id(), timestamp="2026-01-01T00:00:00Z")
    for alg in ("RS256", "RS384", "RS512"):
        assert _signed(lms, {**sent, "id": new_id()}, _sign(sent, alg)) == 200
    other = {**sent, "actor": agent("mallory")}
    secret = OctKey.import_key("a-secret-of-some-length-for-hs256-tests")
    for signature in (
        _sign(other),
        _sign(sent, "HS256", secret),
        b"no.jws.atall",
        b"",
        json.dumps(sent).encode(),
    ):
        assert _signed(lms, {**sent, "id": new_id()}, signature) == 400
    assert _signed(lms, sent, _sign(sent), contentType="application/json") == 400
