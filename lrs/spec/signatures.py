"""Signed Statements (Data 2.6, LRS 4.2.6): a JSON Web Signature as an attachment.

What is checked is that the signature was made of this Statement, and, when it brings certificates,
that the first one's key made it and each next one vouches for the one before. Whether anybody
should trust the last of them is outside the standard.
"""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from ..errors import BadRequest, Invalid
from . import rules, strict_json
from .attachments import SIGNATURE_USAGE
from .statements import equivalent, validate
from .structure import shown
from .versions import V2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALGORITHMS: Final = ("RS256", "RS384", "RS512")

_KIBIBYTE = 1024


class _Registry(jws.JWSRegistry):
    """joserfc's own limits leave no room for a certificate chain or a long Statement."""

    max_header_length = 64 * _KIBIBYTE
    max_payload_length = 2 * strict_json.MAX_BYTES
    max_signature_length = 4 * _KIBIBYTE


_registry = _Registry(algorithms=ALGORITHMS, strict_check_header=False)


def signatures_of(statement: Mapping[str, Any], path: str = "$") -> Iterator[tuple[str, str]]:
    """The attachments of a Statement that are signatures: JSON path, and hash in lower case."""
    for index, attachment in enumerate(statement.get("attachments", ())):
        if attachment["usageType"] == SIGNATURE_USAGE:
            yield f"{path}.attachments[{index}]", attachment["sha2"].lower()


def check(statement: Mapping[str, Any], signature: bytes, path: str = "$.attachments") -> None:
    """Is `signature` (a JWS in compact form) one of this Statement?

    RS256, RS384 or RS512; the payload is an equivalent Statement; certificates in `x5c` hold.
    Raises `Invalid` at `path`, the attachment's.
    """
    token = _read(signature, path)
    if token.protected.get("alg") not in ALGORITHMS:
        raise Invalid(path, rules.SIGNATURE, f"alg {shown(token.protected.get('alg'))}")
    if not _is_of(statement, token.payload):
        raise Invalid(path, rules.SIGNATURE, "not a signature of this statement")
    if "x5c" in token.protected:
        _check_certificates(token, path)


def _read(signature: bytes, path: str) -> jws.CompactSignature:
    try:
        token = jws.extract_compact(signature, registry=_registry)
    except (JoseError, ValueError) as error:
        raise Invalid(path, rules.SIGNATURE, f"no JWS in compact form: {error}") from None
    if not isinstance(token.protected, dict) or not token.segments["signature"]:
        raise Invalid(path, rules.SIGNATURE, "no JWS in compact form")
    return token


def _is_of(statement: Mapping[str, Any], payload: bytes) -> bool:
    try:
        signed = strict_json.loads(payload)
        validate(signed, V2)
    except BadRequest:
        return False
    return equivalent(signed, statement)


def _check_certificates(token: jws.CompactSignature, path: str) -> None:
    chain = _chain(token.protected["x5c"], path)
    key = chain[0].public_key()
    if not isinstance(key, RSAPublicKey):
        raise Invalid(path, rules.SIGNATURE, "x5c[0] holds no RSA key")
    try:
        signed = jws.validate_compact(token, RSAKey(key, key), registry=_registry)
    except (JoseError, ValueError) as error:
        raise Invalid(path, rules.SIGNATURE, str(error)) from None
    if not signed:
        raise Invalid(path, rules.SIGNATURE, "not made with the key of x5c[0]")
    for index, (certificate, issuer) in enumerate(pairwise(chain), start=1):
        if not _vouches(issuer, certificate):
            raise Invalid(path, rules.SIGNATURE, f"x5c[{index}] does not certify the one before")


def _chain(x5c: object, path: str) -> list[x509.Certificate]:
    try:
        if not isinstance(x5c, list) or not x5c:
            raise TypeError("x5c")
        return [
            x509.load_der_x509_certificate(base64.b64decode(certificate, validate=True))
            for certificate in x5c
        ]
    except (TypeError, ValueError):
        raise Invalid(path, rules.SIGNATURE, "x5c is no list of certificates") from None


def _vouches(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Did the issuer sign it? Hashes too old to be computed are not held against a certificate."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except ValueError:
        return True  # SHA-1, as in the example of Data Appendix D
    except (TypeError, InvalidSignature):
        return False
    return True
