"""What is counted when something is erased, in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ..i18n import gettext as _
from ..i18n import ngettext
from ..services.erasing import COMMAND_LINE, PERSON
from .pages_upkeep import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectif.lrs import Counts

    from ..services.erasing import Age


def counted(counts: Counts, rows: Mapping[str, int] | None = None) -> tuple[Count, ...]:
    """Every count that is not nothing: of the LRS, then of our own tables."""
    labels = {
        "statements": _("traces supprimées"),
        "mentions": _("traces d’autres personnes rendues anonymes"),
        "documents": _("documents (fiches, brouillons, profils)"),
        "attachments": _("pièces jointes"),
        "isolated": _("traces mises de côté lors d’un transfert"),
        "actors": _("identités connues du LRS"),
        "credentials": _("clés xAPI qui la nommaient"),
    }
    tables = {
        "collectif_people": _("comptes"),
        "collectif_identities": _("identités du compte"),
        "collectif_memberships": _("appartenances à un groupe"),
        "collectif_diagnoses": _("autodiagnostics"),
        "collectif_mails": _("courriels à cette personne ou à son sujet"),
        "collectif_tokens": _("liens secrets envoyés"),
        "collectif_tries": _("essais de connexion comptés"),
        "collectif_audit": _("lignes du journal où son nom est ôté"),
    }
    found = [Count(labels[name], number) for name, number in asdict(counts).items() if number]
    for table, number in (rows or {}).items():
        found.append(Count(tables.get(table, table.removeprefix("collectif_")), number))
    return tuple(found)


def rule(age: Age) -> str:
    """A rule of retention as a sentence."""
    number, unit = int(age.older_than.strip()[:-1]), age.older_than.strip()[-1].lower()
    lengths = {
        "y": ngettext("%(num)s an", "%(num)s ans", number),
        "m": ngettext("%(num)s mois", "%(num)s mois", number),
        "d": ngettext("%(num)s jour", "%(num)s jours", number),
    }
    parts = [_("Traces et documents de plus de %(age)s", age=lengths[unit])]
    if age.silent:
        parts.append(_("des personnes dont plus rien n’est venu depuis"))
    if age.activities:
        parts.append(_("sur l’activité %(iri)s", iri=", ".join(age.activities)))
    if age.verbs:
        parts.append(_("avec le verbe %(iri)s", iri=", ".join(age.verbs)))
    return ", ".join(parts)


def action(name: str) -> str:
    """What a run of the log did."""
    return _("Effacement d’une personne") if name == "erase" else _("Fin de conservation")


def who(name: str) -> str:
    """Who did it: an admin's number, or the command line."""
    if name == COMMAND_LINE:
        return _("ligne de commande")
    number = name.removeprefix(PERSON)
    return _("personne n° %(number)s", number=number) if number.isdecimal() else name


def wrong(problems: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with it."""
    sentences = {
        "missing": _("Dites qui : une adresse, un identifiant ou un Agent xAPI."),
        "not_an_address": _("Cette adresse n’a pas la forme nom@domaine.fr."),
        "not_an_agent": _("Ce n’est ni une adresse, ni un identifiant xAPI, ni un Agent en JSON."),
        "not_an_age": _("Écrivez un nombre entier, à partir de 1."),
        "word": _("Écrivez ce mot exactement pour confirmer."),
    }
    return {name: sentences[key] for name, key in problems.items()}
