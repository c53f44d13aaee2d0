from __future__ import annotations

import pytest

from collectif.lrs.errors import Invalid
from collectif.lrs.forwarding.addresses import check_endpoint, is_public, same_as


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://lrs.example.org/xapi", "https://lrs.example.org/xapi"),
        (" https://lrs.example.org/xapi/ ", "https://lrs.example.org/xapi"),
        ("https://lrs.example.org:8443", "https://lrs.example.org:8443"),
        ("https://lrs.example.org/data/xAPI/statements", "https://lrs.example.org/data/xAPI"),
        ("https://lrs.example.org/xapi/about/", "https://lrs.example.org/xapi"),
        ("http://localhost:5000/xapi", "http://localhost:5000/xapi"),
        ("http://127.0.0.1/xapi", "http://127.0.0.1/xapi"),
        ("http://[::1]:80/xapi", "http://[::1]:80/xapi"),
    ],
)
def test_an_endpoint_is_kept_in_one_form(given: str, kept: str) -> None:
    assert check_endpoint(given, "$.endpoint") == kept


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("", "address-of-an-endpoint"),
        (None, "address-of-an-endpoint"),
        ("lrs.example.org", "address-of-an-endpoint"),
        ("ftp://lrs.example.org", "address-of-an-endpoint"),
        ("file:///etc/passwd", "address-of-an-endpoint"),
        ("https://", "address-of-an-endpoint"),
        ("https://lrs.example.org:port/", "address-of-an-endpoint"),
        ("https://[::1/xapi", "address-of-an-endpoint"),
        ("https://key:secret@lrs.example.org/", "address-of-an-endpoint"),
        ("https://lrs.example.org/?a=b", "address-of-an-endpoint"),
        ("https://lrs.example.org/#a", "address-of-an-endpoint"),
        ("https://lrs.example.org/\r\nX: y", "address-of-an-endpoint"),
        ("https://lrs.example.org/a b", "address-of-an-endpoint"),
        ("https://" + "a" * 600, "address-of-an-endpoint"),
        ("http://lrs.example.org/xapi", "https-or-loopback"),
        ("http://10.0.0.1/xapi", "https-or-loopback"),
        ("http://127.0.0.1.example.org/xapi", "https-or-loopback"),
        ("http://localhost.example.org/xapi", "https-or-loopback"),
        ("https://us.example.org/xapi", "not-our-own-endpoint"),
        ("https://US.example.org:443/xapi/", "not-our-own-endpoint"),
        ("https://us.example.org./xapi/statements", "not-our-own-endpoint"),
    ],
)
def test_what_is_no_destination_is_refused(given: object, rule: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_endpoint(given, "$.endpoint", own=["https://us.example.org/xapi"])
    assert (caught.value.path, caught.value.rule) == ("$.endpoint", rule)


def test_addresses_of_one_endpoint_are_the_same() -> None:
    assert same_as("https://a.example.org/x/") == same_as("https://A.example.org:443/x")
    assert same_as("https://a.example.org/x") != same_as("https://a.example.org/X")
    assert same_as("https://a.example.org/x") != same_as("http://a.example.org/x")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_addresses_of_the_open_internet_are_told_from_those_inside(
    address: str, public: bool
) -> None:
    assert is_public(address) is public
