from __future__ import annotations

import base64
import datetime as dt
import functools
import json
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from collectif.lrs.errors import Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.attachments import SIGNATURE_USAGE
from collectif.lrs.spec.signatures import check, signatures_of

from .examples import ANNA, BEN, COURSE, ID, attachment, statement, substatement

REGISTRY = jws.JWSRegistry(algorithms=["RS256", "RS384", "RS512", "HS256", "PS256"])
REGISTRY.max_header_length = 10**6
SIGNED = statement(id=ID, timestamp="2020-01-01T00:00:00Z")


@functools.cache
def key(name: str) -> RSAPrivateKey:
    """The key of a person; 2048 bits are slow to make, so each has one only."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def certificate(name: str, issuer: str, signer: Any = None) -> str:
    """The certificate of `name`'s key in `issuer`'s name, as x5c carries it."""
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key(name).public_key() if name != "curve" else curve().public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
        .sign(signer or key(issuer), hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


@functools.cache
def curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def sign(payload: Any, alg: str = "RS256", **header: Any) -> bytes:
    """A JWS of a Statement (or of raw bytes) with Anna's key."""
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    made = RSAKey(key("anna"), key("anna"))
    return jws.serialize_compact({"alg": alg, **header}, raw, made, registry=REGISTRY).encode()


def refusal(signature: bytes, value: dict[str, Any] = SIGNED) -> Invalid:
    with pytest.raises(Invalid) as caught:
        check(value, signature, "$[0].attachments[1]")
    assert caught.value.path == "$[0].attachments[1]"
    assert caught.value.rule == rules.SIGNATURE
    return caught.value


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512"])
def test_three_algorithms_are_accepted(alg: str) -> None:
    check(SIGNED, sign(SIGNED, alg))


def test_other_algorithms_are_refused() -> None:
    octets = OctKey.import_key(b"secret of at least thirty-two bytes")
    payload = json.dumps(SIGNED).encode()
    token = jws.serialize_compact({"alg": "HS256"}, payload, octets, registry=REGISTRY)
    assert "HS256" in refusal(token.encode()).detail
    assert "PS256" in refusal(sign(SIGNED, "PS256")).detail
    unsigned = b".".join(
        [
            base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"="),
            token.encode().split(b".")[1],
            b"",
        ]
    )
    refusal(unsigned)


def test_the_payload_is_the_statement_before_it_was_signed() -> None:
    received = {
        **SIGNED,
        "attachments": [attachment(usageType=SIGNATURE_USAGE)],
        "stored": "2020-01-01T00:00:01Z",
        "authority": BEN,
        "version": "2.0.0",
        "timestamp": "2020-01-01T01:00:00+01:00",
    }
    check(received, sign(SIGNED))


def test_durations_are_compared_to_the_hundredth_of_a_second() -> None:
    check(
        {**SIGNED, "result": {"duration": "PT1.239S"}},
        sign({**SIGNED, "result": {"duration": "PT1.23S"}}),
    )


@pytest.mark.parametrize(
    "payload",
    [
        {**SIGNED, "actor": BEN},
        {**SIGNED, "result": {"success": True}},
        {"actor": ANNA, "object": COURSE},
        [SIGNED],
        "statement",
        b"not json",
        json.dumps(SIGNED).replace('"', "'", 1).encode(),
        b"\xff",
        b"",
    ],
)
def test_a_signature_of_something_else_is_refused(payload: Any) -> None:
    refusal(sign(payload))


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"signature",
        b"a.b",
        b"a.b.c.d",
        b"..",
        b"\xff.\xff.\xff",
        b'{"payload": "", "signatures": []}',
        base64.urlsafe_b64encode(b"[]").rstrip(b"=") + b".e30.AAAA",
        base64.urlsafe_b64encode(b"null").rstrip(b"=") + b".e30.AAAA",
        base64.urlsafe_b64encode(b'{"alg": 5}').rstrip(b"=") + b".e30.AAAA",
        base64.urlsafe_b64encode(b'{"alg": ["RS256"]}').rstrip(b"=") + b".e30.AAAA",
        b"e30.e30.AAAA",
    ],
)
def test_what_is_no_compact_jws_is_refused(signature: bytes) -> None:
    refusal(signature)


def test_a_signature_without_its_last_part_is_refused() -> None:
    refusal(sign(SIGNED).rpartition(b".")[0] + b".")


def test_a_certificate_has_to_be_of_the_key_that_signed() -> None:
    check(SIGNED, sign(SIGNED, x5c=[certificate("anna", "anna")]))
    assert "key of x5c[0]" in refusal(sign(SIGNED, x5c=[certificate("ben", "ben")])).detail


def test_without_certificate_there_is_nothing_to_check_the_key_against() -> None:
    head, payload, _ = sign(SIGNED).split(b".")
    check(SIGNED, b".".join([head, payload, b"AAAA"]))


def test_with_a_certificate_a_changed_signature_is_refused() -> None:
    head, payload, made = sign(SIGNED, x5c=[certificate("anna", "anna")]).split(b".")
    refusal(b".".join([head, payload, made[:-8] + b"AAAAAAAA"]))
    refusal(b".".join([head, payload, b"AAAA"]))


def test_each_certificate_of_a_chain_vouches_for_the_one_before() -> None:
    chain = [
        certificate("anna", "school"),
        certificate("school", "state"),
        certificate("state", "state"),
    ]
    check(SIGNED, sign(SIGNED, x5c=chain))
    assert "x5c[1]" in refusal(sign(SIGNED, x5c=[chain[0], chain[2]])).detail
    forged = certificate("school", "state", signer=key("ben"))
    assert "x5c[2]" in refusal(sign(SIGNED, x5c=[chain[0], forged, chain[2]])).detail


def test_a_chain_is_not_refused_for_hashes_that_are_too_old_to_be_computed() -> None:
    with_sha256, with_sha1 = (
        bytes.fromhex("2a864886f70d01010b"),
        bytes.fromhex("2a864886f70d010105"),
    )
    made = base64.b64decode(certificate("anna", "school")).replace(with_sha256, with_sha1)
    chain = [base64.b64encode(made).decode(), certificate("school", "school")]
    check(SIGNED, sign(SIGNED, x5c=chain))


def test_a_header_that_demands_what_nobody_knows_is_refused() -> None:
    header = {"alg": "RS256", "crit": ["x"], "x": 1, "x5c": [certificate("anna", "anna")]}
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=")
    _, payload, made = sign(SIGNED).split(b".")
    refusal(b".".join([head, payload, made]))


def test_a_certificate_of_another_kind_of_key_is_refused() -> None:
    assert "RSA" in refusal(sign(SIGNED, x5c=[certificate("curve", "ben")])).detail


@pytest.mark.parametrize("x5c", [[], ["AAAA"], ["!"], [5], "text", None, {"a": 1}])
def test_what_is_no_list_of_certificates_is_refused(x5c: Any) -> None:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "RS256", "x5c": x5c}).encode()).rstrip(
        b"="
    )
    _, payload, made = sign(SIGNED).split(b".")
    refusal(b".".join([header, payload, made]))


def test_a_long_statement_can_be_signed() -> None:
    long = {**SIGNED, "result": {"response": "x" * 300_000}}
    large = jws.JWSRegistry(algorithms=["RS256"])
    large.max_payload_length = 10**6
    made = RSAKey(key("anna"), key("anna"))
    token = jws.serialize_compact({"alg": "RS256"}, json.dumps(long), made, registry=large)
    check(long, token.encode())


def test_signatures_are_found_among_the_attachments_of_the_statement_itself() -> None:
    seal = attachment(usageType=SIGNATURE_USAGE, sha2="A" * 64)
    inner = substatement(attachments=[seal])
    value = statement(attachments=[attachment(), seal], object=inner)
    assert list(signatures_of(value, "$[2]")) == [("$[2].attachments[1]", "a" * 64)]
    assert list(signatures_of(statement())) == []
