"""The settings of the LRS."""

from __future__ import annotations

import dataclasses

import pytest

from collectif.lrs.config import Settings


def test_only_the_homepage_has_to_be_given() -> None:
    settings = Settings(homepage="https://x.org")
    assert settings.prefix == "/xapi"
    assert settings.default_version == "1.0.3"


def test_settings_are_fixed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings(homepage="https://x.org").prefix = "/other"  # type: ignore[misc]
