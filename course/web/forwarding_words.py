"""Destinations of forwarding in words: how each stands, why it waits, what a test found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import gettext as _
from ..i18n import ngettext
from . import pages_forwarding as pages
from .account import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectif.lrs import Destination, DestinationWish, Isolated

MOST_COUNTED = 100_000
_LATE = 900_000_000
_MANY_FAILURES = 3


def line(one: Destination, now: int) -> pages.DestinationLine:
    """A destination as pages show it."""
    paused = one.state == "paused"
    late = one.oldest is not None and now - one.oldest > _LATE
    stuck = late and one.failures >= _MANY_FAILURES
    return pages.DestinationLine(
        id=one.id,
        name=one.wish.name,
        endpoint=one.wish.endpoint,
        version=one.wish.version,
        paused=paused,
        trouble=stuck or one.isolated > 0 or (paused and one.reason != "by_hand"),
        state=_state(one),
        detail=one.detail,
        waiting=_waiting(one),
        last_success=moment(one.last_success) if one.last_success else "",
        isolated=one.isolated,
        facts=_facts(one.wish),
    )


def isolated_line(one: Isolated) -> pages.IsolatedLine:
    """A statement that was not taken."""
    return pages.IsolatedLine(one.stored, one.id, moment(one.at), one.reason, one.tries, one.again)


def finding(code: str) -> str:
    """What a test of the connection found."""
    return _findings().get(code) or _("La connexion n’a pas pu être testée.")


def _state(one: Destination) -> str:
    if one.state == "paused":
        return _reasons().get(one.reason) or _("En pause.")
    if one.failures:
        when = moment(one.next_attempt)
        return ngettext(
            "En difficulté\u00a0: %(num)s essai sans succès, le suivant à cette date\u00a0: %(when)s.",
            "En difficulté\u00a0: %(num)s essais sans succès, le suivant à cette date\u00a0: %(when)s.",
            one.failures,
            when=when,
        )
    if one.waiting:
        return _("En cours d’envoi.")
    return _("À jour, sauf ce qui a été refusé.") if one.isolated else _("À jour.")


def _waiting(one: Destination) -> str:
    if one.oldest is None:
        return _("Aucune trace en attente.")
    since = moment(one.oldest)
    if one.waiting >= MOST_COUNTED:
        return _(
            "Plus de 100\u00a0000 traces en attente, la plus ancienne du %(since)s.", since=since
        )
    return ngettext(
        "%(num)s trace en attente, du %(since)s.",
        "%(num)s traces en attente, la plus ancienne du %(since)s.",
        one.waiting,
        since=since,
    )


def _facts(wish: DestinationWish) -> tuple[tuple[str, str], ...]:
    ways = {"basic": _("clé et secret"), "bearer": _("jeton")}
    chosen = sum(len(values) for part in wish.rules.values() for values in part.values())
    some = ngettext("%(num)s critère", "%(num)s critères", chosen)
    hidden = _("remplacées par des pseudonymes") if wish.pseudonyms else _("telles quelles")
    facts = [
        (_("Version de xAPI"), wish.version),
        (_("Accès"), ways[wish.scheme]),
        (_("Traces"), some if chosen else _("toutes")),
        (_("Personnes"), hidden),
        (_("Par requête"), ngettext("%(num)s trace", "%(num)s traces", wish.batch_statements)),
    ]
    if wish.peer:
        facts.append((_("Nous écrit avec la clé"), wish.peer))
    return tuple(facts)


def _reasons() -> Mapping[str, str]:
    return {
        "by_hand": _("En pause, à la demande d’un administrateur."),
        "key_refused": _("En pause\u00a0: le LRS a refusé nos identifiants. Donnez-en d’autres."),
        "refuses_all": _(
            "En pause\u00a0: le LRS a refusé vingt traces de suite. Rien n’est perdu, elles repartiront."
        ),
        "unreadable_secret": _(
            "En pause\u00a0: le secret ne peut plus être lu, car la clé de l’application a changé. Redonnez-le."
        ),
    }


def _findings() -> Mapping[str, str]:
    return {
        "good": _("Tout va bien\u00a0: un LRS répond et nous reconnaît."),
        "good_writing_untried": _(
            "Un LRS répond et nous reconnaît. Nous ne pouvons pas y lire, donc pas vérifier ce qui y est déjà."
        ),
        "dns": _("Aucune machine ne porte ce nom."),
        "tls": _("Le certificat ou le chiffrement n’est pas bon."),
        "connection": _("Personne ne répond à cette adresse."),
        "timeout": _("Pas de réponse à temps."),
        "inside": _(
            "Cette adresse est sur cette machine ou dans un réseau privé, ce que les réglages n’autorisent pas."
        ),
        "garbage": _("Ce qui répond ne parle pas HTTP."),
        "redirected": _("L’adresse renvoie ailleurs\u00a0: donnez celle à laquelle elle renvoie."),
        "no_lrs": _("Ce qui répond n’est pas un LRS."),
        "version": _("Ce LRS ne parle pas la version choisie."),
        "credentials": _("Ce LRS ne reconnaît pas nos identifiants."),
        "refused": _("Ce LRS répond par une erreur."),
        "unreadable_secret": _(
            "Le secret ne peut plus être lu, car la clé de l’application a changé. Redonnez-le."
        ),
    }
