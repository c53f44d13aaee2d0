"""The colours of the style sheet: both ways into the dark theme are one, and paper has none of it."""

from __future__ import annotations

import re

from collectif.course.paths import STATIC

TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")


def colours(selector: str) -> dict[str, str]:
    """What the first rule with exactly this selector sets: custom property → value."""
    rule = re.search(rf"^\s*{re.escape(selector)} \{{(.*?)\}}", TOKENS, re.MULTILINE | re.DOTALL)
    assert rule, selector
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", rule[1]))


def test_the_dark_theme_is_the_same_chosen_or_followed() -> None:
    chosen = colours(':root[data-theme="dark"]')
    assert chosen
    assert chosen == colours(':root:not([data-theme="light"])')


def test_what_is_printed_keeps_no_colour_of_the_dark_theme() -> None:
    """A background that is printed as it is shown would be dark under black letters."""
    dark = colours(':root[data-theme="dark"]')
    paper = colours(':root, :root[data-theme], :root:not([data-theme="light"])')
    assert set(dark) <= set(paper)
    assert not {name for name in dark if dark[name] == paper[name]}
