"""What a learner answered and did, in words: the course's texts in the page's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..content.catalogue import AGAIN
from ..content.questions import BadResponse, parse_response
from ..i18n import current_language
from ..i18n import gettext as _
from ..learning.facts import microseconds
from ..learning.record import COURSE
from ..xapi import vocabulary as say
from .cohort_table import in_words, minute
from .pages_trainer import AnswerGroup, AnswerLine, StatementLine
from .quantities import with_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collectif.lrs import Recorded

    from ..content.catalogue import Catalogue, Place
    from ..content.model import Choice, Item, Module, Question, Scene, Screen, Text
    from ..learning.facts import AnswerFact

_LONGEST = 1_000
"""Characters of an unknown response that are shown; what is known is shown whole."""


# -- answers ----------------------------------------------------------------------


def answer_groups(catalogue: Catalogue, facts: Sequence[AnswerFact]) -> tuple[AnswerGroup, ...]:
    """Every answer in words, module by module in the order of the course, the entry check first and
    its second asking last."""
    by_module: dict[str, list[AnswerFact]] = {}
    for fact in facts:
        by_module.setdefault(fact.module, []).append(fact)
    order = {module.id: place for place, module in enumerate(catalogue.modules)}
    order[AGAIN] = len(order)
    names = sorted(by_module, key=lambda name: order.get(name, -1))
    return tuple(_group(catalogue, name, by_module[name]) for name in names)


def _group(catalogue: Catalogue, name: str, facts: Sequence[AnswerFact]) -> AnswerGroup:
    module = catalogue.find_module(name)
    session = catalogue.session(module.session).title if module else None
    title = in_words(module.title) if module else _checks().get(name, name)
    return AnswerGroup(
        title=title,
        number=number_of(catalogue, module) if module else "",
        lines=tuple(
            _line(fact, question_of(catalogue, name, fact.question), title, session)
            for fact in facts
        ),
        wrong=sum(fact.correct is False for fact in facts),
    )


def _checks() -> dict[str, str]:
    """What the two askings of the entry check are called."""
    return {COURSE: _("Bilan de départ"), AGAIN: _("Bilan d’arrivée")}


def answer_heads() -> list[str]:
    """What the columns of an answer's cells are called."""
    return [
        _("Séance"),
        _("Module"),
        _("Question"),
        _("Réponse"),
        _("Résultat"),
        _("Note (%)"),
        _("Certitude (%)"),
        _("Quand (UTC)"),
    ]


def cells_of(line: AnswerLine) -> list[str | int]:
    """An answer's cells, as the export writes them."""
    return [
        line.session,
        line.module,
        line.question,
        line.response,
        line.verdict,
        line.percent,
        line.certainty,
        line.at,
    ]


def number_of(catalogue: Catalogue, module: Module) -> str:
    """A module's place in the course: session and place in it, both from 1."""
    for number, session in enumerate(catalogue.course.sessions, start=1):
        if session.id == module.session:
            return f"{number}.{session.modules.index(module) + 1}"
    return ""


def question_of(catalogue: Catalogue, module: str, question: str) -> Question | None:
    """A question of a module or of the entry check; None when the course has it no more."""
    if module not in (COURSE, AGAIN):
        return catalogue.find_question(module, question)
    known = {one.id: one for one in catalogue.course.entry_check}
    return known.get(question)


def _line(
    fact: AnswerFact, question: Question | None, module: str, session: Text | None
) -> AnswerLine:
    return AnswerLine(
        session=in_words(session) if session else "",
        module=module,
        question=in_words(question.prompt) if question else fact.question,
        response=response_in_words(question, fact.response),
        correct=fact.correct,
        verdict=verdict_name(fact.correct),
        percent="" if fact.score is None else int(fact.score * 100 + 1e-6),
        certainty="" if fact.certainty is None else fact.certainty,
        at=minute(fact.at),
    )


def verdict_name(correct: bool | None) -> str:  # noqa: FBT001 -- a verdict, not a switch
    """Right, wrong, or not marked."""
    if correct is None:
        return _("Sans note")
    return _("Juste") if correct else _("Faux")


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
            right = {pair.id: in_words(pair.right) for pair in question.pairs}
            couples = ((names.get(one, one), right.get(two, two)) for one, two in value.items())
            return " · ".join(f"{one} → {two}" for one, two in couples)
        case "numeric":
            return _number(question, value)
        case "open":
            met = ", ".join(names[one] for one in value["met"]) or _("aucun")
            return _("%(text)s — critères cochés : %(met)s", text=value["text"], met=met)
        case _:
            return str(value)


def _names(question: Question) -> dict[str, str]:
    """Id → words of all that can be chosen, ordered, matched (the left sides) or ticked."""
    parts: tuple[Choice | Item, ...] = (
        *question.choices,
        *question.items,
        *question.criteria,
    )
    left = {pair.id: in_words(pair.left) for pair in question.pairs}
    return {part.id: in_words(part.text) for part in parts} | left


def _number(question: Question, value: str) -> str:
    text = value.replace(".", ",") if current_language() == "fr" else value
    return with_unit(text, in_words(question.unit), current_language()) if question.unit else text


# -- statements -------------------------------------------------------------------


def statement_line(catalogue: Catalogue, recorded: Recorded, name: str) -> StatementLine:
    """A statement as a sentence whose subject is `name`, with its result and the JSON itself."""
    statement = recorded.statement
    target = statement["object"]
    place = catalogue.locate(target["id"]) if _is_activity(target) else None
    return StatementLine(
        at=minute(microseconds(statement["timestamp"])),
        sentence=_(
            "%(who)s %(did)s « %(what)s »",
            who=name,
            did=verb_in_words(statement["verb"]),
            what=_object(catalogue, place, target),
        ),
        details=tuple(_details(catalogue, place, statement)),
        json=json.dumps(statement, ensure_ascii=False, indent=2),
    )


def _is_activity(target: Mapping[str, Any]) -> bool:
    return bool(target.get("objectType", "Activity") == "Activity")


def verb_in_words(verb: Mapping[str, Any]) -> str:
    """A verb as our vocabulary, the statement itself, or at least its IRI calls it."""
    names = say.VERB_NAMES.get(verb["id"]) or verb.get("display") or {}
    return _in_language(names) or str(verb["id"]).rstrip("/#").rpartition("/")[2]


def _in_language(names: Mapping[str, str]) -> str:
    """The value of a language map that suits the page: `fr` takes `fr-FR` too, then any."""
    wanted = current_language()
    near = [name for tag, name in names.items() if tag.partition("-")[0].lower() == wanted]
    return next(iter((*near, *names.values())), "")


def _object(catalogue: Catalogue, place: Place | None, target: Mapping[str, Any]) -> str:
    if place is not None:
        return _place(catalogue, place)
    definition = target.get("definition") or {}
    known = _in_language(definition.get("name") or {}) or str(target.get("name", ""))
    return known or str(target.get("id", target.get("objectType", "")))


def _place(catalogue: Catalogue, place: Place) -> str:
    if place.kind == "course":
        return in_words(catalogue.course.title)
    if place.kind == "session":
        return in_words(catalogue.session(place.session or "").title)
    if place.kind == "entry-check":
        return _("Bilan de départ")
    if place.kind == "question":
        asked = question_of(catalogue, place.module or COURSE, place.part or "")
        return in_words(asked.prompt) if asked else place.part or ""
    module = catalogue.module(place.module or "")
    scenes = module.storyboard.scenes if module.storyboard else ()
    parts: tuple[Screen | Scene, ...] = (*module.screens, *scenes)
    screen = next((one for one in parts if one.id == place.part), None)
    title = in_words(module.title)
    return f"{in_words(screen.title)} ({title})" if screen and place.kind == "screen" else title


def _details(
    catalogue: Catalogue, place: Place | None, statement: Mapping[str, Any]
) -> Iterator[str]:
    result = statement.get("result") or {}
    if "response" in result:
        question = None
        if place is not None and place.kind == "question":
            question = question_of(catalogue, place.module or COURSE, place.part or "")
        said = response_in_words(question, str(result["response"]))
        yield _("réponse : %(said)s", said=said)
    if "success" in result and statement["verb"]["id"] == say.ANSWERED:
        yield verdict_name(result["success"]).lower()
    scaled = (result.get("score") or {}).get("scaled")
    if scaled is not None:
        yield _("%(percent)s %%", percent=int(scaled * 100 + 1e-6))
    reason = (result.get("extensions") or {}).get(say.REASON)
    if reason:
        yield _("raison : %(reason)s", reason=reason)
