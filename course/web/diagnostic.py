"""The self-diagnostic: begin, answer a dimension at a time, come to a result, take it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from ..errors import BadInput
from ..i18n import gettext as _
from ..i18n import ngettext
from ..services import diagnosing
from .access import house, me, signed_in
from .presenting import say_next
from .presenting_diagnostic import dimension_page, home_page, result_page, saved_page
from .rendering import is_fragment, render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..diagnostics.model import DimensionSpec
    from ..services.diagnosing import Sheet


@signed_in
def diagnostic() -> Answer | Response:
    """What it is, one's own diagnostics, and the form that begins one."""
    known = diagnosing.enter(house(), me())
    if request.method == "GET":
        return render(home_page(known))
    typed = {name: request.form.get(name, "") for name in ("variant", "organisation")}
    try:
        begun = diagnosing.begin(house(), me(), typed["variant"], typed["organisation"])
    except BadInput as refusal:
        return render(home_page(known, typed, _begin_faults(refusal)), 422)
    return redirect(url_for("collectif.diagnosis", diagnosis_id=begun), 303)


def _begin_faults(refusal: BadInput) -> dict[str, str]:
    sentences = {
        "variant": _("Choisissez le questionnaire fait pour votre organisation."),
        "organisation": _("Le nom de l’organisation est trop long : 200 signes au plus."),
    }
    return {name: sentences[name] for name in refusal.problems}


@signed_in
def diagnosis(diagnosis_id: str) -> Answer:
    """Go on where one left: the first dimension with something missing, else the result."""
    sheet = diagnosing.open_sheet(house(), me(), diagnosis_id)
    place = None if sheet.diagnosis.finished is not None else sheet.resume
    return redirect(_address(sheet, place), 303)


def _address(sheet: Sheet, dimension: str | None) -> str:
    """The page of a dimension, or of the result when none is named."""
    name = sheet.diagnosis.id
    if dimension is None:
        return url_for("collectif.diagnosis_result", diagnosis_id=name)
    return url_for("collectif.dimension", diagnosis_id=name, dimension_id=dimension)


# -- one dimension ---------------------------------------------------------------


@signed_in
def dimension(diagnosis_id: str, dimension_id: str) -> Answer | Response:
    """The items of one dimension; a POST keeps what can be taken, whatever else is wrong."""
    if request.method == "GET":
        return _shown(diagnosing.open_sheet(house(), me(), diagnosis_id), dimension_id)
    typed = {name: value for name, value in request.form.items() if "." in name}
    saved = diagnosing.save(house(), me(), diagnosis_id, dimension_id, typed)
    spec = saved.sheet.dimension(dimension_id)
    if is_fragment():
        return render(saved_page(saved, spec, typed), 422 if saved.problems else 200)
    if saved.problems:
        return render(dimension_page(saved.sheet, spec, typed, saved.problems), 422)
    return redirect(_onward(saved.sheet, spec, request.form.get("go", "next")), 303)


def _shown(sheet: Sheet, dimension_id: str) -> Answer | Response:
    """The page of a dimension; of one that is finished, the result."""
    spec = sheet.dimension(dimension_id)
    if sheet.diagnosis.finished is not None:
        return redirect(_address(sheet, None), 303)
    return render(dimension_page(sheet, spec))


def _onward(sheet: Sheet, spec: DimensionSpec, go: str) -> str:
    """Where a button leads: `next`, `previous`, `stay`, `result`, or a dimension by its id."""
    names = [one.id for one in sheet.variant.dimensions]
    place = names.index(spec.id)
    if go == "stay":
        say_next(_("Vos réponses sont enregistrées."), "good")
        return _address(sheet, spec.id)
    if go in names:
        return _address(sheet, go)
    if go == "previous":
        return _address(sheet, names[max(place - 1, 0)])
    last = place == len(names) - 1
    return _address(sheet, None if last or go == "result" else names[place + 1])


# -- the result -------------------------------------------------------------------


@signed_in
def diagnosis_result(diagnosis_id: str) -> Response:
    """The picture, the strengths and the plan, as the answers stand."""
    return render(result_page(diagnosing.result(house(), me(), diagnosis_id)))


@signed_in
def finish_diagnosis(diagnosis_id: str) -> Answer:
    """Close the diagnostic; while items wait for an answer, go to the first of them."""
    try:
        outcome = diagnosing.finish(house(), me(), diagnosis_id)
    except BadInput:
        return _back_to_waiting(diagnosis_id)
    if outcome.closed:
        say_next(_("Votre autodiagnostic est terminé : son résultat est gardé."), "good")
    return redirect(_address(outcome.sheet, None), 303)


def _back_to_waiting(diagnosis_id: str) -> Answer:
    sheet = diagnosing.open_sheet(house(), me(), diagnosis_id)
    count = len(sheet.missing.items)
    say_next(
        ngettext(
            "Avant de terminer, il reste un énoncé sans réponse.",
            "Avant de terminer, il reste %(num)s énoncés sans réponse.",
            count,
        ),
        "warning",
    )
    waiting = sheet.variant.item(sheet.missing.items[0]).dimension if count else None
    return redirect(_address(sheet, waiting), 303)


@signed_in
def remove_diagnosis(diagnosis_id: str) -> Answer:
    """Forget a diagnostic."""
    diagnosing.remove(house(), me(), diagnosis_id)
    say_next(_("L’autodiagnostic est supprimé."))
    return redirect(url_for("collectif.diagnostic"), 303)
