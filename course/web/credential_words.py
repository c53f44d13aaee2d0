"""Keys and tokens in words: scopes as sentences, the authority, a line for a terminal that tries one."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..i18n import gettext as _
from ..i18n import written_day
from ..services import granting
from . import pages_credentials as pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collectif.lrs import ListedCredentials

_READING = frozenset(("all", "all/read", "statements/read", "statements/read/mine"))
_KNOWING = frozenset(("state", "profile", "define"))


def scopes_in_words(scopes: Iterable[str] = granting.SCOPES) -> tuple[tuple[str, str], ...]:
    """Each scope with a sentence, in the order of `SCOPES`; those of a later version by their names."""
    known = {
        "all": _("Tout faire : lire, écrire, annuler, définir."),
        "all/read": _("Tout lire : traces, documents, activités et personnes."),
        "statements/write": _("Écrire des traces."),
        "statements/read": _("Lire toutes les traces."),
        "statements/read/mine": _("Lire les traces écrites sous sa propre autorité."),
        "state": _("Lire et écrire les documents d’état : où chacun en est."),
        "define": _("Définir des activités et des verbes par ses traces."),
        "profile": _("Lire et écrire les documents de profil des personnes et des activités."),
    }
    wanted = set(scopes)
    ordered = [*(one for one in known if one in wanted), *sorted(wanted - known.keys())]
    return tuple((scope, known.get(scope, scope)) for scope in ordered)


def line(one: ListedCredentials, now: int) -> pages.CredentialLine:
    """One key or token as a list shows it."""
    last = granting.last_day(one.expires)
    return pages.CredentialLine(
        key=one.key,
        name=one.name,
        kind=one.kind,
        scopes=scopes_in_words(one.scopes),
        authority=authority(one.authority),
        created=_day(one.created),
        expires="" if last is None else written_day(last),
        last_used="" if one.last_used is None else _day(one.last_used),
        limit=one.limit,
        concern=granting.concern(one, now),
    )


def authority(agent: Mapping[str, Any]) -> str:
    """Who vouches, in one line: a mail address, or an account and where it is."""
    if "account" in agent:
        account = agent["account"]
        return f"{account['name']} ({account['homePage']})"
    if "member" in agent:
        return ", ".join(authority(member) for member in agent["member"])
    known = next((agent[key] for key in ("mbox", "mbox_sha1sum", "openid") if key in agent), "")
    return str(known).removeprefix("mailto:")


def curl(endpoint: str, kind: str, key: str, secret: str, scopes: Iterable[str]) -> str:
    """A line for a terminal that tries a key or token and changes nothing."""
    shown = (
        ["-H", f"Authorization: Bearer {secret}"] if kind == "token" else ["-u", f"{key}:{secret}"]
    )
    granted = set(scopes)
    asked = [f"{endpoint}/statements?limit=1"]
    if granted & _KNOWING and not granted & _READING:
        asked = [f"{endpoint}/activities?activityId=urn:x-test:activity"]
    elif not granted & _READING:  # it may write, and nothing else: no statement at all is written
        asked = ["-H", "Content-Type: application/json", "-d", "[]", f"{endpoint}/statements"]
    return shlex.join(["curl", *shown, "-H", "X-Experience-API-Version: 1.0.3", *asked])


def _day(at: int) -> str:
    day = datetime.fromtimestamp(at / 1_000_000, UTC)
    return written_day(day)
