"""The synthesis and the worksheets: pages that are used for a while and save as one goes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.dates import format_time
from flask import jsonify, redirect, request, url_for

from ..errors import BadInput, NotFound
from ..i18n import current_language, date_locale, written_day
from ..i18n import gettext as _
from ..learning import segments
from ..services import answering, playing, worksheets
from ..services.reading import Opened
from . import forms
from .access import house, me, signed_in
from .glossary import linked_terms
from .marking import marked_second, marked_storyboard
from .module import around, ask, completion_of
from .pages_module import FragmentPage, SynthesisPage, WorksheetPage, WorksheetPrintPage
from .presenting import follow, frame, remember
from .rendering import is_fragment, render
from .sources import cited
from .worksheet_words import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..services.worksheets import Sheet


@signed_in
def synthesis(module_id: str) -> Response:
    """The synthesis video, at the second where one left it."""
    return render(synthesis_page(module_id, {}))


def synthesis_page(module_id: str, errors: Mapping[str, str]) -> SynthesisPage:
    """The synthesis with its questions, and with what is wrong with their answers."""
    found, played = playing.open_video(house(), me(), module_id)
    remember(found.progress)
    module = found.step.module
    assert module.storyboard is not None
    given = answering.latest_answers(house(), found.step)
    return SynthesisPage(
        **around(found),  # type: ignore[arg-type]  # the fields all module pages share
        storyboard=marked_storyboard(module.storyboard),
        questions={
            scene.id: tuple(
                ask(module, name, given.get(name), errors.get(name, "")) for name in scene.questions
            )
            for scene in module.storyboard.scenes
        },
        terms=linked_terms(*module.storyboard.scenes),
        position=marked_second(module.storyboard, _position(played, module.storyboard.seconds)),
        segments=segments.write(played),
    )


def _position(played: segments.Segments, length: float) -> float:
    """The second to go on at: the end of what was played from the start; the start once it is over."""
    furthest = max((end for _start, end in played), default=0.0)
    return furthest if furthest < length - 1 else 0.0


@signed_in
def played(module_id: str) -> Response:
    """What the player tells, as JSON."""
    told = playing.read_event(forms.told())
    outcome = playing.play(house(), me(), module_id, told)
    return jsonify(completed=outcome.completed, ticks={t.test: t.met for t in outcome.ticks})


@signed_in
def watched(module_id: str) -> Answer:
    """All scenes were read without the player."""
    playing.watch_all(house(), me(), module_id, str(uuid.uuid4()))
    return redirect(url_for("collectif.synthesis", module_id=module_id), 303)


# -- worksheets ---------------------------------------------------------------


@signed_in
def worksheet(module_id: str) -> Answer | Response:
    """A practical tool; a POST keeps what is typed, finished or not."""
    if request.method == "GET":
        return render(_sheet_page(worksheets.open_sheet(house(), me(), module_id)))
    before = worksheets.open_sheet(house(), me(), module_id)
    values = forms.worksheet_values(worksheets.worksheet_of(before), request.form)
    try:
        sheet, _outcome = worksheets.save(house(), me(), module_id, values)
    except BadInput as refusal:
        return render(_sheet_page(before, values, _faults(refusal)), 422)
    if is_fragment():
        return _saved_fragment(sheet)
    if extra := request.form.get("add"):
        values.setdefault(extra, []).append({})
        return render(_sheet_page(sheet, values))
    return redirect(url_for("collectif.worksheet", module_id=module_id), 303)


def _sheet_page(
    sheet: Sheet, values: dict[str, object] | None = None, errors: dict[str, str] | None = None
) -> WorksheetPage:
    found = Opened.after(house(), sheet.step)
    remember(found.progress)
    one = worksheets.worksheet_of(sheet)
    return WorksheetPage(
        **around(found),  # type: ignore[arg-type]  # the fields all module pages share
        worksheet=one,
        values=forms.shown_values(one, sheet.values if values is None else values),
        errors=errors or {},
        saved=clock_time(sheet.saved) if sheet.saved else "",
    )


def _saved_fragment(sheet: Sheet) -> Response:
    found = Opened.after(house(), sheet.step)
    remember(found.progress)
    page = FragmentPage(
        frame=frame("sessions"),
        module=sheet.step.module,
        completion=completion_of(found),
        follow=follow(sheet.step.module, found.progress),
        saved=clock_time(sheet.saved or 0),
    )
    return render(page)


def _faults(refusal: BadInput) -> dict[str, str]:
    sentences = {
        "too_long": _("Ce texte est trop long : raccourcissez-le, rien n’a été effacé."),
        "too_many_rows": _("Ce tableau a trop de lignes."),
        "unknown_option": _("Choisissez une des réponses proposées."),
    }
    other = _("Cette valeur n’a pas pu être lue.")
    return {name: sentences.get(key, other) for name, key in refusal.problems.items()}


def clock_time(at: int) -> str:
    """Microseconds UTC as the hour and minute of the page's language, UTC."""
    moment = datetime.fromtimestamp(at / 1_000_000, UTC)
    return format_time(moment, "short", locale=date_locale())


@signed_in
def worksheet_document(module_id: str) -> Response:
    """The worksheet as a document: one's own, the filled example, or a blank."""
    sheet = worksheets.open_sheet(house(), me(), module_id)
    remember(Opened.after(house(), sheet.step).progress)
    version = request.args.get("version", "mine")
    if version not in ("mine", "example", "blank"):
        raise NotFound(version)
    one = worksheets.worksheet_of(sheet)
    language = current_language()
    values = {
        "mine": sheet.values,
        "example": worksheets.example_values(one, language),
        "blank": {},
    }[version]
    page = WorksheetPrintPage(
        frame=frame("sessions"),
        module=sheet.step.module,
        worksheet=one,
        values=read_values(one, values),
        version=version,  # type: ignore[arg-type]  # one of the three, checked above
        day=written_day(house().today()),
        sources=cited(part.intro for part in one.sections),
    )
    return render(page)
