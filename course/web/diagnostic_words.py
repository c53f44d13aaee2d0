"""The diagnostic's numbers and faults in words: one function for each key of an `Explanation`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from babel.numbers import format_decimal

from ..diagnostics.parsing import LONGEST_NOTE
from ..i18n import date_locale, ngettext
from ..i18n import gettext as _
from .rendering import texts_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..content.model import Text
    from ..diagnostics.model import Variant
    from ..diagnostics.result import Explanation, Overall

    Values = Mapping[str, Any]


def words(text: Text) -> str:
    """A plain course text in the page's language."""
    return str(texts_for(None)(text))


def number(value: float, pattern: str = "0.0") -> str:
    """A number as the page's language writes it; `0.0` is how scores are shown."""
    return str(format_decimal(value, format=pattern, locale=date_locale()))


def score(value: float | None) -> str:
    """A score as shown, empty without one."""
    return "" if value is None else number(value)


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence: “a, b and c”."""
    return str(format_list(list(parts), locale=date_locale()))


def quoted(text: str) -> str:
    """A text in the quotation marks of the page's language."""
    return _("« %(text)s »", text=text)


# -- the result in a line ------------------------------------------------------


def verdict(variant: Variant, overall: Overall) -> str:
    """The whole result in one line, with its level."""
    if overall.score is None or overall.level is None:
        return _("Un profil par dimension, sans score global")
    return _(
        "Niveau %(level)s sur 5, %(name)s : score global %(score)s",
        level=overall.level,
        name=level_name(variant, overall.level),
        score=number(overall.score),
    )


def limited(variant: Variant, overall: Overall) -> str:
    """Which dimensions hold the overall level; empty when none does."""
    if not overall.limited_by:
        return ""
    return _(
        "Ce qui retient le niveau : %(names)s.", names=_dimensions(variant, overall.limited_by)
    )


def level_name(variant: Variant, level: int) -> str:
    """The name of a level from 1 to 5."""
    return words(variant.scale[level - 1].name)


def described(variant: Variant, figures: Mapping[str, str]) -> str:
    """A profile as one text: each dimension with its score."""
    parts = [
        _("%(name)s : %(score)s", name=words(one.title), score=figures[one.id] or _("sans score"))
        for one in variant.dimensions
    ]
    return _("Score sur 5 de chaque dimension. %(parts)s.", parts=_(" ; ").join(parts))


# -- how a number was reached ---------------------------------------------------


def explain(variant: Variant, steps: Iterable[Explanation]) -> tuple[str, ...]:
    """The steps of a calculation, each a sentence in the page's language."""
    return tuple(SENTENCES[step.key](variant, step.values) for step in steps)


def _mean(_variant: Variant, values: Values) -> str:
    return ngettext(
        "Moyenne d’une réponse : %(sum)s ÷ 1 = %(mean)s.",
        "Moyenne de %(num)s réponses : %(sum)s ÷ %(num)s = %(mean)s.",
        values["count"],
        sum=_short(values["sum"]),
        mean=_short(values["mean"]),
    )


def _too_few(_variant: Variant, values: Values) -> str:
    return ngettext(
        "%(num)s réponse porte un niveau ; il en faut au moins %(needed)s : pas de score.",
        "%(num)s réponses portent un niveau ; il en faut au moins %(needed)s : pas de score.",
        values["count"],
        needed=values["needed"],
    )


def _not_applicable(variant: Variant, values: Values) -> str:
    return _("Hors du calcul, car ne s’applique pas : %(items)s.", items=_items(variant, values))


def _unknown(variant: Variant, values: Values) -> str:
    return _("Hors du calcul, car vous ne savez pas : %(items)s.", items=_items(variant, values))


def _unanswered(variant: Variant, values: Values) -> str:
    return _("Encore sans réponse : %(items)s.", items=_items(variant, values))


def _evidence(variant: Variant, values: Values) -> str:
    return _("Preuve retenue : %(grade)s.", grade=quoted(words(variant.evidence[values["grade"]])))


def _evidence_cap(_variant: Variant, values: Values) -> str:
    return _(
        "Sans preuve, un score ne dépasse pas %(cap)s : %(mean)s est ramené à %(cap)s.",
        cap=_short(values["cap"]),
        mean=_short(values["mean"]),
    )


def _level(variant: Variant, values: Values) -> str:
    return _(
        "%(score)s se place entre %(low)s et %(high)s : niveau %(level)s, %(name)s.",
        score=number(values["score"]),
        low=number(values["low"]),
        high=number(values["high"]),
        level=values["level"],
        name=level_name(variant, values["level"]),
    )


def _overall_mean(_variant: Variant, values: Values) -> str:
    return _(
        "Moyenne des %(count)s dimensions, toutes du même poids, avant arrondi : "
        "%(sum)s ÷ %(count)s = %(mean)s.",
        count=values["count"],
        sum=_short(values["sum"]),
        mean=_short(values["mean"]),
    )


def _overall_missing(variant: Variant, values: Values) -> str:
    return _(
        "Pas de score global tant qu’une dimension n’en a pas : %(names)s.",
        names=_dimensions(variant, values["dimensions"]),
    )


def _weakest_link(variant: Variant, values: Values) -> str:
    return _(
        "Maillon faible : le niveau global dépasse d’un niveau au plus le plus bas de %(watched)s. "
        "Le plus bas est %(lowest)s (%(names)s) : niveau %(limit)s au lieu de %(level)s.",
        watched=_dimensions(variant, variant.weakest_link),
        names=_dimensions(variant, values["dimensions"]),
        lowest=values["lowest"],
        limit=values["limit"],
        level=values["level"],
    )


def _target_next(_variant: Variant, values: Values) -> str:
    return _(
        "Vous n’avez pas fixé de niveau visé : le suivant compte, %(target)s.",
        target=values["target"],
    )


def _importance_default(_variant: Variant, values: Values) -> str:
    return _(
        "Vous n’avez pas dit l’importance : celle du questionnaire compte, %(importance)s sur 3.",
        importance=values["importance"],
    )


def _priority(_variant: Variant, values: Values) -> str:
    return _(
        "Priorité = (niveau visé %(target)s − niveau %(level)s) × importance %(importance)s "
        "= %(weight)s.",
        target=values["target"],
        level=values["level"],
        importance=values["importance"],
        weight=values["weight"],
    )


SENTENCES: Mapping[str, Callable[[Variant, Values], str]] = {
    "mean": _mean,
    "too_few": _too_few,
    "not_applicable": _not_applicable,
    "unknown": _unknown,
    "unanswered": _unanswered,
    "evidence": _evidence,
    "evidence_cap": _evidence_cap,
    "level": _level,
    "overall_mean": _overall_mean,
    "overall_missing": _overall_missing,
    "weakest_link": _weakest_link,
    "target_next": _target_next,
    "importance_default": _importance_default,
    "priority": _priority,
}
"""Every key of `diagnostics.result.EXPLANATIONS` → its sentence."""


def _short(value: float) -> str:
    """A number inside a formula: two decimals at most."""
    return number(value, "0.##")


def _items(variant: Variant, values: Values) -> str:
    return listed(
        quoted(words(variant.item(name).statement).rstrip(".")) for name in values["items"]
    )


def _dimensions(variant: Variant, names: Iterable[str]) -> str:
    return listed(quoted(words(variant.dimension(name).title)) for name in names)


# -- what is wrong with a field --------------------------------------------------


def faults(variant: Variant, problems: Mapping[str, str]) -> dict[str, str]:
    """Form field → a sentence that names it and says what would be right."""
    return {
        name: _("%(field)s : %(fault)s", field=_field_label(variant, name), fault=_fault_words(key))
        for name, key in problems.items()
    }


def _field_label(variant: Variant, name: str) -> str:
    prefix, _dot, key = name.partition(".")
    if prefix in ("item", "note"):
        place = _place(variant, key)
        asked = _("Énoncé %(place)s", place=place) if place else _("Énoncé inconnu")
        return asked if prefix == "item" else _("%(item)s, note", item=asked)
    labels = {
        "grade": _("Preuve"),
        "proof": _("Document ou fait"),
        "link": _("Lien"),
        "day": _("Date"),
        "importance": _("Importance"),
        "target": _("Niveau visé"),
    }
    return labels.get(prefix, name)


def _place(variant: Variant, item: str) -> int:
    """An item's place in its dimension, from 1; 0 for one that the questionnaire does not have."""
    for dimension in variant.dimensions:
        for place, one in enumerate(dimension.items, 1):
            if one.id == item:
                return place
    return 0


def _fault_words(key: str) -> str:
    sentences = {
        "not_a_level": _("choisissez une des réponses proposées."),
        "not_a_grade": _("choisissez une des réponses proposées."),
        "not_an_importance": _("choisissez une des réponses proposées."),
        "not_a_target": _("choisissez une des réponses proposées."),
        "not_a_link": _("écrivez l’adresse entière, qui commence par https://."),
        "not_a_day": _("choisissez un jour du calendrier, par exemple 2026-11-23."),
        "too_long": _(
            "ce texte est trop long (%(most)s signes au plus, 500 pour un lien). "
            "Raccourcissez-le, rien n’a été effacé.",
            most=LONGEST_NOTE,
        ),
        "no_such_item": _("le questionnaire ne le connaît pas."),
        "no_such_dimension": _("le questionnaire ne le connaît pas."),
    }
    return sentences.get(key) or _("cette valeur n’a pas pu être lue.")
