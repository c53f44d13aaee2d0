"""The form of a destination: fields → what the service takes, and what is wrong in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectif.lrs import DestinationWish

from ..i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from ..errors import BadInput

LISTS = ("verbs", "activities", "activity_prefixes", "registrations", "home_pages")
SECTIONS = ("include", "exclude")
_TEXTS = ("name", "endpoint", "version", "scheme", "key", "peer", "start")
_NUMBERS = ("batch_statements", "batch_kilobytes")
_KILOBYTE = 1024
_FLAGS = ("pseudonyms", "drop_responses", "keep_attachments")
_LONG = ("home_page", "drop_extensions")
NEW: Mapping[str, str] = {
    "version": "1.0.3",
    "scheme": "basic",
    "start": "past",
    "batch_statements": "50",
    "batch_kilobytes": "1024",
}


def typed(form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, to be shown again; never the secret."""
    names = (*_TEXTS, *_NUMBERS, *_FLAGS, *_LONG)
    listed = (f"{section}_{name}" for section in SECTIONS for name in LISTS)
    return {name: form.get(name, "") for name in (*names, *listed)}


def wish_of(form: MultiDict[str, str]) -> DestinationWish:
    """What was typed, as data; the LRS judges it. An empty secret keeps the one there is."""
    values = typed(form)
    kilobytes = _number(values["batch_kilobytes"])
    return DestinationWish(
        name=values["name"],
        endpoint=values["endpoint"].strip(),
        version=values["version"],
        scheme=values["scheme"],
        key=values["key"].strip(),
        secret=form.get("secret") or None,
        rules=_rules(values),
        pseudonyms=_pseudonyms(values),
        batch_statements=_number(values["batch_statements"]),
        batch_bytes=kilobytes * _KILOBYTE,
        peer=values["peer"] or None,
    )


def values_of(wish: DestinationWish) -> dict[str, str]:
    """The fields of a destination that is there already."""
    hidden = wish.pseudonyms
    values = {
        "name": wish.name,
        "endpoint": wish.endpoint,
        "version": wish.version,
        "scheme": wish.scheme,
        "key": wish.key,
        "peer": wish.peer or "",
        "batch_statements": str(wish.batch_statements),
        "batch_kilobytes": str(max(1, wish.batch_bytes // _KILOBYTE)),
        "pseudonyms": "1" if hidden is not None else "",
    }
    if hidden is not None:
        values["home_page"] = hidden["home_page"]
        values["drop_extensions"] = "\n".join(hidden.get("drop_extensions", ()))
        for flag in ("drop_responses", "keep_attachments"):
            values[flag] = "1" if hidden.get(flag) else ""
    for section in SECTIONS:
        for name, lines in wish.rules.get(section, {}).items():
            values[f"{section}_{name}"] = "\n".join(lines)
    return values


def refused(refusal: BadInput) -> dict[str, str]:
    """Field → what is wrong with it, in the page's language."""
    fields = {"batch_bytes": "batch_kilobytes"}
    return {fields.get(name, name): sentence(name, key) for name, key in refusal.problems.items()}


def sentence(name: str, key: str) -> str:
    """What to say about a field; `key@3` speaks of its third line."""
    key, _at, line = key.partition("@")
    said = _sentences().get((name, key)) or _sentences().get(("", key))
    if said is None:
        said = _("Cette valeur n’a pas pu être acceptée.")
    return _("Ligne %(line)s : %(problem)s", line=line, problem=said) if line else said


def _rules(values: Mapping[str, str]) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    for section in SECTIONS:
        found = {name: _lines(values[f"{section}_{name}"]) for name in LISTS}
        kept = {name: lines for name, lines in found.items() if lines}
        if kept:
            rules[section] = kept
    return rules


def _pseudonyms(values: Mapping[str, str]) -> dict[str, Any] | None:
    if not values["pseudonyms"]:
        return None
    return {
        "home_page": values["home_page"].strip(),
        "drop_responses": bool(values["drop_responses"]),
        "drop_extensions": _lines(values["drop_extensions"]),
        "keep_attachments": bool(values["keep_attachments"]),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str) -> int:
    """What was typed; 0, which no limit is, for what is no number."""
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 10 else 0


def _sentences() -> Mapping[tuple[str, str], str]:
    return {
        ("", "iri"): _("ce n’est pas un IRI complet, schéma compris."),
        ("", "uuid"): _("ce n’est pas un identifiant (UUID)."),
        ("", "missing"): _("Ce champ est nécessaire."),
        ("name", "value"): _("Donnez un nom de 100 caractères au plus."),
        ("name", "taken"): _("Une autre destination porte déjà ce nom."),
        ("endpoint", "address"): _("Donnez l’adresse complète du LRS, schéma compris."),
        ("endpoint", "https"): _("L’adresse doit commencer par https, sauf sur cette machine."),
        ("endpoint", "own"): _("C’est notre propre adresse\u00a0: les traces y sont déjà."),
        ("key", "missing"): _("Écrivez la clé que le LRS vous a donnée."),
        ("key", "value"): _("Une clé ne contient ni deux-points ni caractère invisible."),
        ("secret", "missing"): _(
            "Écrivez le secret. Il est à redonner quand l’adresse ou la forme d’accès change."
        ),
        ("secret", "value"): _(
            "Ce secret contient des caractères qui ne peuvent pas être envoyés."
        ),
        ("home_page", "iri"): _("Donnez l’IRI sous lequel les pseudonymes seront des comptes."),
        ("peer", "value"): _("Cette clé n’existe plus."),
        ("batch_statements", "size"): _("Choisissez un nombre de 1 à 1000."),
        ("batch_bytes", "size"): _("Choisissez un nombre de 1 à 16384."),
    }
