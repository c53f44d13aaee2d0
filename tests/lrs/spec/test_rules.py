from __future__ import annotations

import re

from collectif.lrs.errors import Rule
from collectif.lrs.spec import rules

RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len(set(RULES.values())) == len(RULES)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule) for rule in RULES.values())


def test_every_rule_says_where_the_standard_states_it() -> None:
    section = r"(?:Data|Communication|LRS) \d+(?:\.\d+)*"
    for rule in RULES.values():
        assert re.fullmatch(f"{section}(?:, {section})?", rule.citation), rule


def test_a_rule_is_a_string_that_is_found_by_its_name() -> None:
    assert {"uuid": 1}[rules.UUID] == 1
    assert rules.UUID == "uuid"
