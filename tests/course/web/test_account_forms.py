"""The forms of accounts: fields → values or sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import g
from werkzeug.datastructures import MultiDict

from collectif.course.errors import BadInput
from collectif.course.web import account_forms as forms

if TYPE_CHECKING:
    from flask import Flask

OTHER = "Cette valeur n’a pas pu être acceptée."


def filled(kind: type, **values: str) -> Any:
    return kind(MultiDict(values))


@pytest.mark.parametrize(
    ("kind", "values", "keys"),
    [
        (forms.SignInForm, {}, {"email": "missing", "password": "missing"}),
        (forms.SignInForm, {"email": "e" * 255, "password": "p"}, {"email": "too_long"}),
        (forms.SignInForm, {"email": "x", "password": "p"}, {}),
        (forms.SignUpForm, {"email": "x"}, {"name": "missing", "password": "missing"}),
        (
            forms.SignUpForm,
            {"name": "n" * 121, "email": "x", "password": "p"},
            {"name": "too_long"},
        ),
        (forms.AddressForm, {"email": ""}, {"email": "missing"}),
        (forms.NewPasswordForm, {}, {"new": "missing"}),
        (forms.ChangePasswordForm, {"new": "n"}, {"old": "missing"}),
    ],
)
def test_each_form_says_what_is_missing_or_too_long(
    kind: type, values: dict[str, str], keys: dict[str, str]
) -> None:
    form = filled(kind, **values)
    assert form.validate() is (not keys)
    assert {name: found[0] for name, found in form.errors.items()} == keys


def test_values_are_kept_but_for_passwords() -> None:
    form = filled(forms.SignUpForm, name="Zoé", email="z", password="secret")
    assert forms.values_of(form) == {"name": "Zoé", "email": "z"}
    assert forms.values_of(filled(forms.SignUpForm)) == {"name": "", "email": ""}


def test_faults_become_sentences_in_the_language_of_the_page(shared_app: Flask) -> None:
    refusal = BadInput({"email": "taken", "name": "no_such_key"})
    said = {}
    for language in ("fr", "en"):
        with shared_app.test_request_context():
            g.collectif_language = language
            said[language] = forms.refused(refusal)
    assert said["fr"]["email"].startswith("Un compte existe déjà")
    assert said["fr"]["name"] == OTHER
    assert said["en"].keys() == said["fr"].keys()


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("password", "wrong", "L’adresse ou le mot de passe ne convient pas."),
        ("old", "wrong", "Ce n’est pas votre mot de passe actuel."),
        ("name", "missing", "Écrivez votre nom"),
        ("reason", "missing", "Donnez une raison"),
        ("anything", "missing", "Ce champ est nécessaire."),
        ("code", "unknown", "Ce code n’ouvre aucun groupe."),
        ("scopes", "scopes", "Choisissez au moins un droit."),
        ("ends", "before_start", "La fin vient avant le début."),
    ],
)
def test_a_fault_is_said_for_its_field(shared_app: Flask, name: str, key: str, said: str) -> None:
    with shared_app.test_request_context():
        assert said in forms.sentence(name, key)


def test_every_fault_a_service_of_accounts_knows_has_a_sentence(shared_app: Flask) -> None:
    with shared_app.test_request_context():
        for key in ("not_an_address", "taken", "too_short", "too_long", "too_simple", "missing"):
            for name in ("name", "email", "password", "new"):
                assert forms.sentence(name, key) != OTHER, (name, key)
