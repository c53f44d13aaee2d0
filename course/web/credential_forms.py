"""The forms of keys and tokens: fields → values or messages. The rules themselves are in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ..errors import BadInput
from ..i18n import gettext as _
from ..services.granting import Wish, authority_of
from . import account_forms
from .trainer_forms import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Literal

    from werkzeug.datastructures import MultiDict

FIELDS = ("name", "kind", "mbox", "home", "account", "expires", "limit")


def wish_of(form: MultiDict[str, str]) -> Wish:
    """The credentials that are asked for. Raises BadInput for what cannot be read."""
    expires, limit = terms_of(form)
    return Wish(
        name=form.get("name", ""),
        scopes=frozenset(form.getlist("scopes")),
        kind=cast("Literal['key', 'token']", form.get("kind", "")),  # checked by the service
        authority=authority_of(*(form.get(field, "") for field in ("mbox", "home", "account"))),
        expires=expires,
        limit=limit,
    )


def terms_of(form: MultiDict[str, str]) -> tuple[date | None, int | None]:
    """Last day and requests a minute; None for each that is left empty. Raises BadInput."""
    try:
        expires = read_date(form.get("expires"))
    except ValueError as refusal:
        raise BadInput({"expires": "not_a_date"}) from refusal
    text = form.get("limit", "").strip()
    try:
        return expires, int(text) if text else None
    except ValueError as refusal:
        raise BadInput({"limit": "not_a_number"}) from refusal


def values_of(form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed."""
    return {field: form.get(field, "") for field in FIELDS}


def refused(refusal: BadInput) -> dict[str, str]:
    """Field → what was found wrong, in the page's language."""
    return {
        name: _sentences().get((name, key)) or account_forms.sentence(name, key)
        for name, key in refusal.problems.items()
    }


def _sentences() -> Mapping[tuple[str, str], str]:
    return {
        ("name", "missing"): _("Dites pour quel outil : vous le retrouverez sous ce nom."),
        ("kind", "missing"): _("Choisissez une clé ou un jeton."),
        ("mbox", "one_of_both"): _("Donnez une adresse ou un compte, pas les deux."),
        ("mbox", "invalid"): account_forms.sentence("email", "not_an_address"),
        ("home", "missing"): _("Donnez aussi le site du compte."),
        ("home", "invalid"): _(
            "Cette adresse de site n’est pas complète : elle commence par https."
        ),
        ("account", "missing"): _("Donnez aussi le nom du compte."),
        ("expires", "past"): _("Ce jour est passé."),
        ("limit", "not_a_number"): _("Écrivez un nombre entier, de 0 à un million."),
    }
