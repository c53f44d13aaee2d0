from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.alternate import FORM, Rewritten, is_alternate, rewrite

HEADERS = {"Content-Type": FORM, "X-Experience-API-Version": "1.0.3"}


def refusal(*args: Any) -> Invalid:
    with pytest.raises(Invalid) as caught:
        rewrite(*args)
    return caught.value


def test_the_syntax_is_known_by_its_parameter() -> None:
    assert is_alternate([("method", "GET")])
    assert is_alternate([("a", "b"), ("method", "")])
    assert not is_alternate([("Method", "GET"), ("limit", "1")])


def test_a_form_becomes_the_request_it_stands_for() -> None:
    form = [
        ("statementId", "7a117b9d-8f54-4153-887e-ec1b8afdc320"),
        ("content", '{"é": 1}'),
        ("Authorization", "Basic abc"),
        ("X-Experience-API-Version", "1.0.2"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("if-match", '"1234"'),
    ]
    assert rewrite("POST", [("method", "PUT")], {"Content-Type": FORM}, form) == Rewritten(
        "PUT",
        {
            "Authorization": "Basic abc",
            "X-Experience-API-Version": "1.0.2",
            "Content-Type": "application/json; charset=utf-8",
            "If-Match": '"1234"',
        },
        (("statementId", "7a117b9d-8f54-4153-887e-ec1b8afdc320"),),
        '{"é": 1}'.encode(),
    )


def test_all_other_fields_are_parameters_in_their_order() -> None:
    form = [("verb", "http://a.b"), ("limit", "1"), ("verb", "http://a.c")]
    made = rewrite("POST", [("method", "GET")], HEADERS, form)
    assert made == Rewritten("GET", {}, tuple(form), b"")


def test_content_without_a_type_is_json() -> None:
    made = rewrite("POST", [("method", "POST")], HEADERS, [("content", "[]")])
    assert made.headers == {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("http_method", "query", "headers", "form", "path"),
    [
        ("PUT", [("method", "PUT")], {}, [("content", "{}")], "method"),
        ("GET", [("method", "GET")], {}, [], "method"),
        ("POST", [("method", "GET"), ("limit", "1")], {}, [], "method"),
        ("POST", [("method", "GET"), ("method", "GET")], {}, [], "method"),
        ("POST", [("method", "PATCH")], {}, [], "method"),
        ("POST", [("method", "get")], {}, [], "method"),
        ("POST", [("method", "")], {}, [], "method"),
        ("POST", [("method", "PUT")], {}, [], "content"),
        ("POST", [("method", "POST")], {}, [("limit", "1")], "content"),
        ("POST", [("method", "PUT")], {}, [("content", "{}"), ("content", "{}")], "content"),
        ("POST", [("method", "GET")], {"Content-Type": "application/json"}, [], "Content-Type"),
    ],
)
def test_a_request_that_breaks_the_syntax_is_refused(
    http_method: str, query: Any, headers: dict[str, str], form: Any, path: str
) -> None:
    error = refusal(http_method, query, {**HEADERS, **headers}, form)
    assert (error.path, error.rule) == (path, rules.ALTERNATE)


def test_a_request_has_to_say_that_it_is_a_form() -> None:
    assert refusal("POST", [("method", "GET")], {}, []).path == "Content-Type"


@pytest.mark.parametrize(
    ("header", "field", "rule"),
    [
        ("1.0.3", "0.8", rules.VERSION_HEADER),
        ("1.0.3", "2.0.0", rules.ALTERNATE),
        ("2.0.0", None, rules.ALTERNATE),
        (None, None, rules.VERSION_HEADER),
    ],
)
def test_only_requests_of_1_may_be_written_so(
    header: str | None, field: str | None, rule: str
) -> None:
    headers = {"Content-Type": FORM} | ({"X-Experience-API-Version": header} if header else {})
    form = [("X-Experience-API-Version", field)] if field else []
    assert refusal("POST", [("method", "GET")], headers, form).rule == rule


def test_the_version_in_the_form_counts_before_the_header() -> None:
    headers = {"Content-Type": FORM, "X-Experience-API-Version": "2.0.0"}
    form = [("X-Experience-API-Version", "1.0.3")]
    assert rewrite("POST", [("method", "GET")], headers, form).method == "GET"


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3))
def test_any_form_is_rewritten_or_refused(form: list[tuple[str, str]]) -> None:
    try:
        made = rewrite("POST", [("method", "GET")], HEADERS, form)
    except BadRequest:
        return
    assert len(made.args) + len(made.headers) <= len(form) + 1
