"""What a learner answered and did, in words: the course's texts in the page's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..content.links import plain
from ..content.questions import BadResponse, parse_response
from ..i18n import current_language
from ..i18n import gettext as _
from ..learning.record import COURSE
from .cohort_table import in_words, minute
from .pages_trainer import AnswerGroup, AnswerLine, StatementLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectif.lrs import Recorded

    from ..content.catalogue import Catalogue
    from ..content.model import Module, Question, Text
    from ..learning.facts import AnswerFact

_LONGEST = 1_000
"""Characters of an unknown response that are shown; what is known is shown whole."""


# -- answers ----------------------------------------------------------------------


def answer_groups(catalogue: Catalogue, facts: Sequence[AnswerFact]) -> tuple[AnswerGroup, ...]:
    """Every answer in words, module by module in the order of the course, the entry check first."""
    by_module: dict[str, list[AnswerFact]] = {}
    for fact in facts:
        by_module.setdefault(fact.module, []).append(fact)
    order = {module.id: place for place, module in enumerate(catalogue.modules)}
    names = sorted(by_module, key=lambda name: order.get(name, -1))
    return tuple(_group(catalogue, name, by_module[name]) for name in names)


def _group(catalogue: Catalogue, name: str, facts: Sequence[AnswerFact]) -> AnswerGroup:
    module = catalogue.find_module(name)
    session = catalogue.session(module.session) if module else None
    title = in_words(module.title) if module else (_("Bilan de départ") if name == COURSE else name)
    return AnswerGroup(
        title=title,
        number=number_of(catalogue, module) if module else "",
        lines=tuple(
            _line(fact, question_of(catalogue, name, fact.question), title, session and session.title)
            for fact in facts
        ),
        wrong=sum(fact.correct is False for fact in facts),
    )


def number_of(catalogue: Catalogue, module: Module) -> str:
    """A module's place in the course: session and place in it, both from 1."""
    for number, session in enumerate(catalogue.course.sessions, start=1):
        if session.id == module.session:
            return f"{number}.{session.modules.index(module) + 1}"
    return ""


def question_of(catalogue: Catalogue, module: str, question: str) -> Question | None:
    """A question of a module or of the entry check; None when the course has it no more."""
    if module != COURSE:
        return catalogue.find_question(module, question)
    known = {one.id: one for one in catalogue.course.entry_check}
    return known.get(question)


def _line(
    fact: AnswerFact, question: Question | None, module: str, session: Text | None
) -> AnswerLine:
    return AnswerLine(
        session=in_words(session) if session else "",
        module=module,
        question=plain(in_words_of(question.prompt)) if question else fact.question,
        response=response_in_words(question, fact.response),
        correct=fact.correct,
        verdict=verdict_name(fact.correct),
        percent="" if fact.score is None else int(fact.score * 100 + 1e-6),
        certainty="" if fact.certainty is None else fact.certainty,
        at=minute(fact.at),
    )


def verdict_name(correct: bool | None) -> str:
    """Right, wrong, or not marked."""
    if correct is None:
        return _("Sans note")
    return _("Juste") if correct else _("Faux")


def in_words_of(text: Text) -> str:
    """As `in_words`, the markup kept so that `plain` can take it away."""
    return text.get(current_language()) or next(iter(text.values()), "")


def response_in_words(question: Question | None, response: str) -> str:
    """A response of xAPI as the learner saw it; one that cannot be read is shown as it came."""
    if question is None:
        return _as_it_came(response)
    try:
        value = parse_response(question, response)
    except BadResponse:
        return _as_it_came(response)
    return _said(question, value)


def _as_it_came(response: str) -> str:
    text = response.replace("[,]", " · ").replace("[.]", " → ").replace("[:]", " – ")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(question: Question, value: Any) -> str:
    names = _names(question)
    match question.kind:
        case "single" | "true_false" | "likert":
            return names[value]
        case "multiple":
            return " · ".join(names[one] for one in value)
        case "ordering":
            return " → ".join(names.get(one, one) for one in value)
        case "matching":
            right = {pair.id: _plain(pair.right) for pair in question.pairs}
            couples = ((names.get(one, one), right.get(two, two)) for one, two in value.items())
            return " · ".join(f"{one} → {two}" for one, two in couples)
        case "numeric":
            return _number(question, value)
        case "open":
            met = ", ".join(names[one] for one in value["met"]) or _("aucun")
            return _("%(text)s — critères cochés : %(met)s", text=value["text"], met=met)
        case _:
            return str(value)


def _names(question: Question) -> dict[str, str]:
    """Id → words of all that can be chosen, ordered, matched (the left sides) or ticked."""
    parts = (*question.choices, *question.items, *question.criteria)
    left = {pair.id: _plain(pair.left) for pair in question.pairs}
    return {part.id: _plain(part.text) for part in parts} | left


def _number(question: Question, value: str) -> str:
    text = value.replace(".", ",") if current_language() == "fr" else value
    return f"{text} {_plain(question.unit)}" if question.unit else text


def _plain(text: Text) -> str:
    return plain(in_words_of(text))


# -- statements -------------------------------------------------------------------


def statement_line(catalogue: Catalogue, recorded: Recorded, name: str) -> StatementLine:
    """A statement as a sentence whose subject is `name`, with its result and the JSON itself."""
    statement = recorded.statement
    target = statement["object"]
    place = catalogue.locate(target["id"]) if _is_activity(target) else None
    return StatementLine(
        at=_moment(statement, recorded),
        sentence=_(
            "%(who)s %(did)s « %(what)s »",
            who=name,
            did=verb_in_words(statement["verb"]),
            what=_object(catalogue, place, target),
        ),
        details=tuple(_details(catalogue, place, statement)),
        json=json.dumps(statement, ensure_ascii=False, indent=2),
    )


def _is_activity(target: Mapping[str, Any]) -> bool:
    return target.get("objectType", "Activity") == "Activity"


def _moment(statement: Mapping[str, Any], recorded: Recorded) -> str:
    told = statement.get("timestamp")
    return str(told)[:16].replace("T", " ") if told else minute(recorded.stored)
