"""Every address of ours on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectif.course.config import HostLearner, Settings, read_settings
from collectif.course.web import blueprint

if TYPE_CHECKING:
    from flask import Flask

SETTINGS = read_settings({})


def hosts(settings: Settings) -> Settings:
    return replace(settings, current_learner=lambda: HostLearner("1", "Zoé"))


def test_every_row_of_the_table_is_a_route(shared_app: Flask) -> None:
    known = {rule.rule: rule for rule in shared_app.url_map.iter_rules()}
    for rule, _view, methods in blueprint.routes(SETTINGS):
        assert set(methods) <= set(known[rule].methods or ()), rule


def test_no_row_is_given_twice() -> None:
    rules = [rule for rule, _view, _methods in blueprint.routes(SETTINGS)]
    assert len(rules) == len(set(rules))


def test_accounts_are_ours_only_where_the_host_has_none() -> None:
    own = {rule for rule, _view, _methods in blueprint.routes(SETTINGS)}
    theirs = {rule for rule, _view, _methods in blueprint.routes(hosts(SETTINGS))}
    assert own - theirs == {rule for rule, _view, _methods in blueprint.ACCOUNT}
    assert theirs < own
    assert "/account" in theirs


def test_every_view_says_what_it_is_for() -> None:
    for rule, view, _methods in blueprint.routes(SETTINGS):
        assert view.__doc__, rule


def test_changes_are_never_made_by_following_a_link() -> None:
    """What changes something is a POST: browsers and search engines follow links by themselves."""
    for rule, view, methods in blueprint.routes(SETTINGS):
        if "GET" not in methods:
            continue
        assert not rule.endswith(
            ("/start", "/answer", "/seen", "/done", "/watched", "/revoke", "/remove", "/finish")
        ), (rule, view)


@pytest.mark.parametrize("address", ["/about/", "//about", "/ABOUT", "/module/s1-lesson/"])
def test_an_address_is_what_it_is(shared_app: Flask, address: str) -> None:
    assert shared_app.test_client().get(address).status_code in (308, 404)


def test_one_extension_makes_a_blueprint_for_each_application() -> None:
    one, two = blueprint.blueprint(SETTINGS), blueprint.blueprint(hosts(SETTINGS))
    assert one is not two
    assert one.name == two.name == "collectif"
