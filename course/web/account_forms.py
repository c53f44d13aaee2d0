"""The forms of accounts: fields → values or messages. The rules themselves are in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from ..i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..errors import BadInput


class SignInForm(Form):  # type: ignore[misc]  # wtforms has no types
    """Address and password."""

    email = StringField(validators=[InputRequired("missing"), Length(max=254, message="too_long")])
    password = PasswordField(validators=[InputRequired("missing")])


class SignUpForm(Form):  # type: ignore[misc]
    """Name, address and password."""

    name = StringField(validators=[InputRequired("missing"), Length(max=120, message="too_long")])
    email = StringField(validators=[InputRequired("missing"), Length(max=254, message="too_long")])
    password = PasswordField(validators=[InputRequired("missing")])


class AddressForm(Form):  # type: ignore[misc]
    """An address alone."""

    email = StringField(validators=[InputRequired("missing"), Length(max=254, message="too_long")])


class NewPasswordForm(Form):  # type: ignore[misc]
    """A new password."""

    new = PasswordField(validators=[InputRequired("missing")])


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = PasswordField(validators=[InputRequired("missing")])


def values_of(form: Form) -> dict[str, str]:
    """What was typed, passwords left out: they are never sent back."""
    return {field.name: field.data or "" for field in form if not isinstance(field, PasswordField)}


def errors_of(form: Form) -> dict[str, str]:
    """Field → the first thing that is wrong, in the page's language."""
    return {name: sentence(name, keys[0]) for name, keys in form.errors.items()}


def refused(refusal: BadInput) -> dict[str, str]:
    """Field → what the service found wrong, in the page's language."""
    return {name: sentence(name, key) for name, key in refusal.problems.items()}


def sentence(name: str, key: str) -> str:
    """What to say about a field that has the fault `key`."""
    return _sentences(name).get(key) or _("Cette valeur n’a pas pu être acceptée.")


def _sentences(name: str) -> Mapping[str, str]:
    missing = {
        "name": _("Écrivez votre nom : il sera visible de votre formateur."),
        "email": _("Écrivez votre adresse électronique."),
        "password": _("Écrivez votre mot de passe."),
        "new": _("Écrivez le nouveau mot de passe."),
        "old": _("Écrivez votre mot de passe actuel."),
        "code": _("Écrivez le code que l’on vous a donné."),
        "reason": _("Donnez une raison : elle sera gardée avec la dispense."),
    }
    return {
        "missing": missing.get(name, _("Ce champ est nécessaire.")),
        "not_an_address": _("Cette adresse n’a pas la forme nom@domaine.fr."),
        "taken": _(
            "Un compte existe déjà avec cette adresse. Connectez-vous, ou demandez un nouveau mot de passe."
        ),
        "too_short": _("Choisissez au moins 10 caractères : une phrase courte convient très bien."),
        "too_long": _("C’est trop long."),
        "too_simple": _("Ce mot de passe se devine : variez les caractères."),
        "wrong": _("L’adresse ou le mot de passe ne convient pas.")
        if name == "password"
        else _("Ce n’est pas votre mot de passe actuel."),
        "unknown": _("Ce code n’ouvre aucun groupe. Vérifiez-le auprès de votre formateur."),
        "before_start": _("La fin vient avant le début."),
        "not_a_date": _("Écrivez une date, par exemple 2026-11-23."),
        "scopes": _("Choisissez au moins un droit."),
    }
