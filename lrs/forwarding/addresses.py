"""Where a destination may be: an endpoint's address, and the network addresses behind its name."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESS = Rule("address-of-an-endpoint", "docs/forwarding.md")
_ENCRYPTED = Rule("https-or-loopback", "docs/forwarding.md")
_OWN = Rule("not-our-own-endpoint", "docs/forwarding.md")

_PORTS = {"http": 80, "https": 443}
_LONGEST = 500


def check_endpoint(text: object, path: str, own: Iterable[str] = ()) -> str:
    """The address without slash at its end: https, or http on this machine; not one of `own`.

    Raises `Invalid`.
    """
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST or not text.isprintable():
        raise Invalid(path, _ADDRESS, "expected the address of an xAPI endpoint")
    address = text.strip().rstrip("/")
    for suffix in ("/statements", "/about"):
        address = address.removesuffix(suffix)
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise Invalid(path, _ADDRESS, str(error)) from None
    if parts.scheme not in _PORTS or not parts.hostname or not address.isascii() or " " in address:
        raise Invalid(path, _ADDRESS, "expected https://…")
    if parts.username is not None or parts.query or parts.fragment:
        raise Invalid(path, _ADDRESS, "no user, query or fragment")
    if parts.scheme == "http" and not is_loopback_name(parts.hostname):
        raise Invalid(path, _ENCRYPTED, "http is for this machine only")
    if same_as(address) in {same_as(one) for one in own}:
        raise Invalid(path, _OWN)
    return address


def same_as(address: str) -> tuple[str, str, int, str]:
    """What two addresses of one endpoint have in common."""
    parts = urlsplit(address)
    port = parts.port or _PORTS.get(parts.scheme, 0)
    return parts.scheme, (parts.hostname or "").rstrip("."), port, parts.path.rstrip("/")


def is_loopback_name(host: str) -> bool:
    """Does the name in an address mean this machine?"""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Is this numeric network address one of the open internet?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast
