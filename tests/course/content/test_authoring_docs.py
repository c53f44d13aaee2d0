"""The examples of docs/authoring.md are a course that loads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from collectif.course.content import questions
from collectif.course.content.fields import Fields
from collectif.course.content.load import load
from collectif.course.content.model import MODULE_KINDS, Course, QuestionKind
from collectif.course.content.rules import FORMS, parts, read_unlock

from .reading import context, fields, node, said

PAGE = Path(__file__).parents[3] / "docs" / "authoring.md"
FILE = re.compile(r"^File `([^`]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(r"^```yaml question\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULE = re.compile(r"^```yaml rule\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def course(page: str, tmp_path: Path) -> Course:
    for name, text in FILE.findall(page):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(tmp_path)


def test_the_examples_make_a_sound_course_with_a_module_of_each_kind(course):
    kinds = [module.kind for session in course.sessions for module in session.modules]
    assert sorted(kinds) == sorted(MODULE_KINDS)


def test_there_is_a_sound_question_of_each_kind(page, tmp_path):
    kinds = []
    for text in QUESTION.findall(page):
        tree = node(text, tmp_path)
        assert tree is not None
        one = Fields(tree.items[0], context(), "a question")
        kinds.append(questions.parse(one).kind)
        assert said(one) == []
    assert sorted(kinds) == sorted(get_args(QuestionKind))


def test_there_is_a_sound_rule_of_each_form(page, tmp_path, course):
    modules = {module.id: frozenset() for session in course.sessions for module in session.modules}
    forms: set[str] = set()
    for text in RULE.findall(page):
        indented = "".join(f"  {line}" for line in text.splitlines(keepends=True))
        one = fields(f"unlock:\n{indented}", tmp_path, modules=modules)
        forms |= {type(part).__name__ for part in parts(read_unlock(one))}
        assert said(one) == []
    assert len(forms) == len(FORMS)


def test_links_inside_the_page_lead_somewhere(page):
    heads = re.findall(r"^##+ (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors
