"""The settings: every key, from Python and from the environment; bad values are named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from collectif.course.config import PREFIX, HostLearner, Settings, read_settings
from collectif.course.errors import SettingError
from collectif.course.paths import MODULES


def nobody() -> None:
    """A hook of a host where nobody is signed in."""


GOOD: dict[str, list[tuple[Any, Any]]] = {
    "database": [("sqlite:///a.db", "sqlite:///a.db")],
    "prefix": [("", ""), ("/course", "/course"), ("/a/b", "/a/b")],
    "content": [(str(MODULES), MODULES), (MODULES, MODULES)],
    "base_url": [("", ""), ("https://cours.exemple.fr", "https://cours.exemple.fr")],
    "homepage": [("https://exemple.fr/", "https://exemple.fr/"), ("urn:x:y", "urn:x:y")],
    "languages": [("en, fr", ("en", "fr")), (["fr"], ("fr",)), (("fr", "en"), ("fr", "en"))],
    "sign_up": [("no", False), ("1", True), (False, False)],
    "session_days": [("7", 7), (3650, 3650)],
    "mail": [("smtp://a.example", "smtp://a.example")],
    "mail_from": [("a@exemple.fr", "a@exemple.fr"), ("Zoé <z@a.fr>", "Zoé <z@a.fr>")],
    "demo": [("true", True), ("", False)],
    "watch": [("ON", True)],
    "auto_migrate": [("yes", True), ("off", False), (None, None)],
    "worker": [("1", True)],
    "preloaded": [("true", True), ("no", False)],
    "max_upload": [("1000", 1000), (10**9, 10**9)],
    "attachments_folder": [("", None), (str(MODULES), MODULES), (MODULES / "x", MODULES / "x")],
    "xapi_version": [("2.0.0", "2.0.0"), ("1.0.3", "1.0.3")],
    "requests_a_minute": [("600", 600), (0, 0)],
    "failures_a_minute": [("0", 0), (30, 30)],
    "forward_inside": [("yes", True), (False, False)],
    "current_learner": [(nobody, nobody), (None, None)],
}
BAD: dict[str, list[Any]] = {
    "database": [5, None],
    "prefix": ["course", "/course/", "/", 5],
    "content": [str(MODULES / "no-such-folder"), 5],
    "base_url": ["exemple.fr", "https://exemple.fr/", "ftp://exemple.fr", "http://[", "https://"],
    "homepage": ["", "exemple", "https://a b.fr"],
    "languages": ["", [], [5], 5],
    "sign_up": ["maybe", 1, None],
    "session_days": ["0", "-1", "--5", "²", "a week", 0, 4000, True, 1.5],
    "mail": [None],
    "mail_from": ["Collectif", "", "a@exemple.fr\nBcc: b@exemple.fr"],
    "demo": ["perhaps", 1],
    "watch": ["perhaps"],
    "auto_migrate": ["perhaps", 0],
    "worker": ["perhaps"],
    "preloaded": ["perhaps"],
    "max_upload": ["2MB", 999, -1],
    "attachments_folder": ["attachments", __file__, 5],
    "xapi_version": ["2.0", "1.0.2", "", 2, None],
    "requests_a_minute": ["-1", "many", -1, None],
    "failures_a_minute": ["-1", "many", -1, None],
    "forward_inside": ["perhaps", 1],
    "current_learner": ["package.function", 5],
}


def read(name: str, value: Any) -> Any:
    return getattr(read_settings({PREFIX + name.upper(): value, "SECRET_KEY": "x"}), name)


def test_every_setting_is_tried_here_and_documented() -> None:
    names = [field.name for field in fields(Settings)]
    assert names == list(GOOD) == list(BAD)
    assert all(field.metadata["doc"].endswith(".") for field in fields(Settings))


@pytest.mark.parametrize(
    ("name", "given", "meant"),
    [(name, given, meant) for name, values in GOOD.items() for given, meant in values],
)
def test_a_good_value_is_understood(name: str, given: Any, meant: Any) -> None:
    assert read(name, given) == meant


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_a_bad_value_is_refused_at_start_and_its_key_named(name: str, value: Any) -> None:
    with pytest.raises(SettingError) as refusal:
        read(name, value)
    assert refusal.value.key == PREFIX + name.upper()
    assert refusal.value.why


def test_a_key_that_does_not_exist_is_no_slip_to_overlook() -> None:
    with pytest.raises(SettingError, match="COLLECTIF_PREFFIX: no such setting"):
        read_settings({"COLLECTIF_PREFFIX": "/course"})
    assert read_settings({"SOMEBODY_ELSES": 5}) == Settings()


def test_nothing_set_is_the_course_alone() -> None:
    settings = read_settings({})
    assert (settings.prefix, settings.languages, settings.mail) == ("", ("fr", "en"), "console")
    assert not (settings.demo or settings.watch or settings.worker)
    assert Path(settings.content) == MODULES


def test_actors_live_where_the_site_does() -> None:
    assert read_settings({}).actor_home == "https://collectif.invalid"
    site = {"COLLECTIF_BASE_URL": "https://cours.exemple.fr"}
    assert read_settings(site).actor_home == "https://cours.exemple.fr"


def test_a_host_names_roles_that_exist() -> None:
    assert HostLearner("7", "Ada").role == "learner"
    with pytest.raises(ValueError, match="owner"):
        HostLearner("7", "Ada", role="owner")
