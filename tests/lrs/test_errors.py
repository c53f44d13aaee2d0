from __future__ import annotations

import pytest

from collectif.lrs import errors
from collectif.lrs.errors import BadRequest, Invalid, LRSError, Malformed, Refusal, Rule, TooLarge

STATUSES = {
    "Malformed": 400,
    "Invalid": 400,
    "Unauthorized": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "MethodNotSupported": 405,
    "Conflict": 409,
    "PreconditionFailed": 412,
    "TooLarge": 413,
    "TooMany": 429,
}


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_each_error_has_the_status_that_fits(name: str, status: int) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, LRSError)
    assert kind.status == status


def test_the_picture_of_the_tree_shows_every_error_with_its_status() -> None:
    picture = (errors.__doc__ or "").split("Errors carry data")[0]
    for name, status in STATUSES.items():
        line = next(line for line in picture.splitlines() if f"── {name} " in line)
        assert status == 400 or str(status) in line


def test_an_invalid_thing_says_where_which_rule_and_where_the_rule_is_written() -> None:
    error = Invalid("$[3].actor.mbox", Rule("mailto", "Data 2.4.2.3"), '"anna"')
    assert (error.path, error.rule, error.detail) == ("$[3].actor.mbox", "mailto", '"anna"')
    assert error.citation == "Data 2.4.2.3"
    assert str(error) == '$[3].actor.mbox: mailto (Data 2.4.2.3): "anna"'


def test_a_rule_of_our_own_needs_no_citation() -> None:
    error = Invalid("$", "house rule")
    assert error.citation == ""
    assert str(error) == "$: house rule"


def test_a_malformed_thing_says_where_reading_stopped() -> None:
    error = Malformed("trailing comma", position=7, path="$[1]")
    assert (error.what, error.position, error.path) == ("trailing comma", 7, "$[1]")
    assert str(error) == "$[1]: trailing comma (position 7)"
    assert str(Malformed("not UTF-8")) == "$: not UTF-8"


def test_what_is_told_by_one_detail_keeps_it() -> None:
    assert errors.NotFound("7a117b9d").detail == "7a117b9d"
    assert str(errors.Forbidden("statements/write")) == "statements/write"
    assert errors.Conflict().detail == ""


def test_limits_and_methods_travel_with_their_errors() -> None:
    assert TooLarge("statement", limit=10).limit == 10
    assert errors.TooMany("caller", retry_after=30).retry_after == 30
    error = errors.MethodNotSupported("PATCH", ("GET", "PUT"))
    assert (error.method, error.allowed) == ("PATCH", ("GET", "PUT"))


def test_errors_can_be_caught_at_the_level_one_chooses() -> None:
    assert issubclass(Invalid, BadRequest)
    assert issubclass(Malformed, BadRequest)
    assert issubclass(TooLarge, Refusal)
    assert not issubclass(Refusal, BadRequest)
