"""Forms → values. What a question's fields say becomes a response; no rule of learning is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from ..content.questions import as_typed
from ..errors import BadInput
from ..i18n import current_language
from ..services.answering import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from ..content.model import Field, Question, Worksheet

    Form = MultiDict[str, str]

_CERTAINTY = {"1": 33, "2": 66, "3": 100}


def given(question: Question, form: Form, prefix: str = "") -> Given:
    """The answer in a form; raises BadInput({"response": "missing"}) when nothing was chosen."""
    response = _response(question, form, prefix)
    if response in ("", [], {}) or response is None:
        raise BadInput({"response": "missing"})
    certainty = _CERTAINTY.get(form.get(f"{prefix}certainty", ""))
    return Given(form.get(f"{prefix}answer_id", form.get("answer_id", "")), response, certainty)


def _response(question: Question, form: Form, prefix: str) -> Any:
    name = f"{prefix}response"
    match question.kind:
        case "multiple":
            return sorted(set(form.getlist(name)))
        case "matching":
            return _matched(question, form, prefix)
        case "ordering":
            return _ordered(question, form, prefix)
        case "open":
            text = form.get(name, "").strip()
            return {"text": text, "met": form.getlist(f"{prefix}criterion")} if text else ""
        case _:
            return form.get(name, "").strip()


def _matched(question: Question, form: Form, prefix: str) -> dict[str, str]:
    found = {pair.id: form.get(f"{prefix}match.{pair.id}", "") for pair in question.pairs}
    if any(found.values()) and not all(found.values()):
        raise BadInput({"response": "incomplete"})
    return found if all(found.values()) else {}


def _ordered(question: Question, form: Form, prefix: str) -> list[str]:
    places = {item.id: form.get(f"{prefix}place.{item.id}", "") for item in question.items}
    if not any(places.values()):
        return []
    if not all(place.isdecimal() for place in places.values()):
        raise BadInput({"response": "incomplete"})
    if len(set(places.values())) < len(places):
        raise BadInput({"response": "same_place"})
    return sorted(places, key=lambda item: int(places[item]))


def typed(
    question: Question, response: Any, certainty: int | None = None
) -> dict[str, tuple[str, ...]]:
    """A response as the fields of its form would have it, for showing it again; a number as it is
    typed in the language of the page."""
    fields: dict[str, tuple[str, ...]] = {}
    match question.kind:
        case "matching":
            fields = {f"match.{left}": (right,) for left, right in dict(response).items()}
        case "ordering":
            fields = {f"place.{item}": (str(place),) for place, item in enumerate(response, 1)}
        case "open":
            fields = {"response": (response["text"],), "criterion": tuple(response["met"])}
        case "multiple":
            fields = {"response": tuple(sorted(response))}
        case "numeric":
            fields = {"response": (as_typed(str(response), current_language()),)}
        case _:
            fields = {"response": (str(response),)}
    if certainty is not None:
        fields["certainty"] = tuple(k for k, v in _CERTAINTY.items() if v == certainty)
    return fields


def typed_in(form: Form, prefix: str = "") -> dict[str, tuple[str, ...]]:
    """What was typed in a form, kept for showing it again beside what was wrong with it."""
    return {
        name.removeprefix(prefix): tuple(form.getlist(name))
        for name in form
        if name.startswith(prefix) and name not in ("csrf_token", "answer_id")
    }


def told() -> object:
    """The JSON that a script of ours sends; None when it cannot be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets in brackets in brackets
        return None


# -- worksheets ---------------------------------------------------------------


def worksheet_values(worksheet: Worksheet, form: Form) -> dict[str, Any]:
    """What a worksheet's form says: inputs are named `f.<field>`, cells `f.<field>.<row>.<column>`."""
    return {
        field.id: _field_value(field, form) for part in worksheet.sections for field in part.fields
    }


def _field_value(field: Field, form: Form) -> Any:
    match field.kind:
        case "multiple":
            return form.getlist(f"f.{field.id}")
        case "check":
            return "1" if form.get(f"f.{field.id}") else ""
        case "table":
            return _table(field, form)
        case _:
            return form.get(f"f.{field.id}", "")


def _table(field: Field, form: Form) -> list[dict[str, str]]:
    start = f"f.{field.id}."
    rows: dict[int, dict[str, str]] = {}
    for name, value in form.items(multi=True):
        row, dot, column = name.removeprefix(start).partition(".")
        if name.startswith(start) and dot and row.isdecimal() and len(row) < 5:
            rows.setdefault(int(row), {})[column] = value
    return [rows[row] for row in sorted(rows)]


def shown_values(worksheet: Worksheet, values: Mapping[str, Any]) -> dict[str, object]:
    """Kept values in the forms that the worksheet's template shows."""
    shown: dict[str, object] = {}
    for part in worksheet.sections:
        for field in part.fields:
            value = values.get(field.id)
            if field.kind == "check":
                shown[field.id] = bool(value)
            elif field.kind in ("multiple", "table"):
                shown[field.id] = tuple(value or ())
            else:
                shown[field.id] = value or ""
    return shown
