"""The trainer's forms: fields → values or messages. The rules themselves are in the services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wtforms import BooleanField, Form, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from ..errors import BadInput
from ..i18n import gettext as _
from . import account_forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def _is_date(_form: Form, field: StringField) -> None:
    try:
        read_date(field.data)
    except ValueError as refusal:
        raise ValidationError("not_a_date") from refusal


class CohortForm(Form):  # type: ignore[misc]  # wtforms has no types
    """Name and dates of a cohort, and whether it is open to new members."""

    name = StringField(validators=[InputRequired("missing"), Length(max=120, message="too_long")])
    starts = StringField(validators=[_is_date])
    ends = StringField(validators=[_is_date])
    open = BooleanField()


class WaiverForm(Form):  # type: ignore[misc]
    """What a learner is let off, and why."""

    module = StringField(validators=[InputRequired("missing")])
    reason = StringField(validators=[InputRequired("missing"), Length(max=500, message="too_long")])


def check(form: Form) -> None:
    """Raises BadInput when a field is not good."""
    if not form.validate():
        raise BadInput({name: str(keys[0]) for name, keys in form.errors.items()})


def dates_of(form: CohortForm) -> tuple[date | None, date | None]:
    """First and last day, once the form is checked."""
    return read_date(form.starts.data), read_date(form.ends.data)


def read_date(text: str | None) -> date | None:
    """The day in an ISO date, None for an empty text; raises ValueError."""
    return date.fromisoformat(text.strip()) if text and text.strip() else None


def values_of(form: Form) -> dict[str, str]:
    """What was typed; a ticked box is `1`, one that is not is empty."""
    return {field.name: _typed(field.data) for field in form}


def _typed(data: Any) -> str:
    if isinstance(data, bool):
        return "1" if data else ""
    return data or ""


def refused(refusal: BadInput) -> dict[str, str]:
    """Field → what the form or the service found wrong, in the page's language."""
    return {name: sentence(name, key) for name, key in refusal.problems.items()}


def sentence(name: str, key: str) -> str:
    """What to say about a field that has the fault `key`."""
    return _sentences().get((name, key)) or account_forms.sentence(name, key)


def _sentences() -> Mapping[tuple[str, str], str]:
    return {
        ("name", "missing"): _("Donnez un nom au groupe : vos apprenants le verront."),
        ("name", "too_long"): _("Ce nom dépasse 120 caractères."),
        ("module", "missing"): _("Choisissez de quoi dispenser."),
        ("module", "already"): _("Cette dispense est déjà donnée."),
        ("reason", "too_long"): _("La raison dépasse 500 caractères."),
    }
