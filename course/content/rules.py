"""Rules of unlocking and completion: from YAML to values, and what a rule speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields import Fields
from .model import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Completed,
    Completion,
    CompletionTest,
    FromDate,
    Module,
    ModuleKind,
    Not,
    Passed,
    Rule,
    ScoreAtLeast,
)
from .problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .yaml_files import Node

FORMS = ("all", "any", "at_least", "not", "completed", "passed", "score", "from")
_EXAMPLE = "a rule is one of: " + ", ".join(f"`{form}: …`" for form in FORMS)
_MOST = 200

DEFAULT_COMPLETION: Mapping[ModuleKind, Completion] = {
    "opening": Completion("all", ("seen",)),
    "testimony": Completion("all", ("seen", "answered")),
    "expert": Completion("all", ("seen", "answered")),
    "lesson": Completion("all", ("seen", "answered")),
    "synthesis": Completion("all", ("played", "answered")),
    "tool": Completion("all", ("filled",)),
    "quiz": Completion("all", ("passed",)),
}
_ALL_TESTS: tuple[CompletionTest, ...] = ("seen", "answered", "marked")
POSSIBLE_TESTS: Mapping[ModuleKind, tuple[CompletionTest, ...]] = {
    "opening": _ALL_TESTS,
    "testimony": _ALL_TESTS,
    "expert": _ALL_TESTS,
    "lesson": _ALL_TESTS,
    "synthesis": ("played", "answered", "marked"),
    "tool": (*_ALL_TESTS, "filled"),
    "quiz": (*_ALL_TESTS, "passed"),
}
"""What each kind of module can fulfil; a test that nobody can pass would lock the course."""


# -- reading ------------------------------------------------------------------


def read_unlock(fields: Fields, key: str = "unlock") -> Rule:
    """The rule under a key; always open when the key is not there."""
    node = fields.get(key)
    return ALWAYS if node is None else read_rule(node, fields)


def read_rule(node: Node, fields: Fields) -> Rule:
    """One rule; `fields` is the mapping it stands in, for its surroundings."""
    if node.kind != "mapping" or len(node.entries) != 1:
        fields.error(node.line, f"this rule is {_count(node)}", _EXAMPLE)
        return ALWAYS
    (form, value), *_ = node.entries.items()
    if form in ("all", "any"):
        rules = _several(value, fields)
        return All(rules) if form == "all" else Any(rules)
    if form == "at_least":
        return _at_least(value, fields)
    if form == "not":
        return Not(read_rule(value, fields))
    if form == "completed":
        return Completed(_module(value, fields))
    if form == "passed":
        return Passed(_module(value, fields))
    if form == "score":
        return _score(value, fields)
    if form == "from":
        return FromDate(fields.day(value))
    fields.error(node.line, f"`{form}` is no rule", nearest(form, FORMS))
    return ALWAYS


def _count(node: Node) -> str:
    return node.named if node.kind != "mapping" else f"a group of {len(node.entries)} keys"


def _several(node: Node, fields: Fields) -> tuple[Rule, ...]:
    if node.kind != "list" or not node.items:
        fields.error(node.line, "a rule over several has no list", "write a rule after each -")
        return ()
    return tuple(read_rule(item, fields) for item in node.items)


def _at_least(node: Node, fields: Fields) -> Rule:
    group = Fields(node, fields.context, "`at_least`")
    of = _several(group.need("of", "[…]") or node, group) if group.has("of") else ()
    if not group.has("of"):
        group.need("of", "[…]")
    count = group.whole("count", 1, _MOST)
    if of and count > len(of):
        what = f"at least {count} of only {len(of)} can never hold"
        group.error(group.line("count"), what, f"write {len(of)} or less")
    group.close()
    return AtLeast(count, of)


def _score(node: Node, fields: Fields) -> Rule:
    group = Fields(node, fields.context, "`score`")
    target = group.need("module", "s1-quiz")
    module = _module(target, group) if target is not None else ""
    least = group.number("least", 0, 1)
    group.close()
    return ScoreAtLeast(module, least)


def _module(node: Node, fields: Fields) -> str:
    name = fields.scalar(node, "the module of a rule")
    known = fields.context.modules
    if name and known is not None and name not in known:
        fields.error(node.line, dead_reference(name), nearest(name, known))
    return name


def dead_reference(module: str) -> str:
    """What is wrong with a rule on a module that does not exist."""
    return f"a rule speaks of `{module}`, which does not exist"


def read_completion(fields: Fields, kind: ModuleKind) -> Completion:
    """What completes a module; the default of its kind when nothing is said."""
    group = fields.group("completion", needed=False)
    if group is None:
        return DEFAULT_COMPLETION[kind]
    group.what = "`completion`"
    mode = "any" if group.has("any") else "all"
    if group.has("any") and group.has("all"):
        group.error(group.line("any"), "both `all` and `any`", "keep one of the two")
    known = POSSIBLE_TESTS[kind]
    tests: list[CompletionTest] = []
    for node in group.nodes(mode, 1):
        name = group.scalar(node, "a test of `completion`")
        test = next((one for one in known if one == name), None)
        if test is None:
            what = f"a module of kind {kind} can never be `{name}`"
            group.error(node.line, what, nearest(name, known))
        else:
            tests.append(test)
    group.close()
    return Completion("any" if mode == "any" else "all", tuple(tests))


# -- what a rule speaks of ----------------------------------------------------


def parts(rule: Rule) -> Iterator[Rule]:
    """The rule itself and every rule inside it."""
    yield rule
    if isinstance(rule, All | Any | AtLeast):
        for inner in rule.of:
            yield from parts(inner)
    elif isinstance(rule, Not):
        yield from parts(rule.rule)


def module_of(rule: Rule) -> str | None:
    """The module that one simple rule is about."""
    return rule.module if isinstance(rule, Completed | Passed | ScoreAtLeast) else None


def modules_of(rule: Rule) -> tuple[str, ...]:
    """Every module a rule speaks of, in the order written, each once."""
    names = (module_of(part) for part in parts(rule))
    return tuple(dict.fromkeys(name for name in names if name))


def default_course_rule(required: Iterable[Module]) -> Rule:
    """What completes a course that does not say: every required module, and its quizzes passed."""
    required = tuple(required)
    completed = tuple(Completed(module.id) for module in required)
    return All((*completed, *(Passed(module.id) for module in required if module.quiz)))
