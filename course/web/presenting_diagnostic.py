"""The diagnostic as its pages show it: sheets and outcomes → the values of `pages_diagnostic.py`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_time
from flask import url_for
from markupsafe import Markup

from ..diagnostics.parsing import field_name, from_json
from ..diagnostics.priorities import target_of
from ..i18n import date_locale, written_day
from ..i18n import gettext as _
from ..learning.progress import progress as progress_of
from . import diagnostic_words as words
from . import pages_diagnostic as pages
from .access import house
from .presenting import frame, remember
from .radar import radar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..content.model import Text
    from ..diagnostics.answers import Answers
    from ..diagnostics.model import DimensionSpec, Item, Link, Variant
    from ..diagnostics.plan import Action, Message
    from ..diagnostics.result import DimensionScore, Result
    from ..services.diagnosing import Outcome, Saved, Sheet
    from ..store.diagnoses import Diagnosis
    from .pages import Frame


# -- days -----------------------------------------------------------------------


def day_of(at: int) -> date:
    """The day of a moment in microseconds, by UTC."""
    return datetime.fromtimestamp(at / 1_000_000, UTC).date()


def long_day(day: date) -> str:
    """A day in the page's language."""
    return written_day(day)


def _saved_at(diagnosis: Diagnosis) -> str:
    """When answers were last kept: the hour, and the day when it is another one."""
    if diagnosis.updated == diagnosis.started:
        return ""
    moment = datetime.fromtimestamp(diagnosis.updated / 1_000_000, UTC)
    time = format_time(moment, "short", locale=date_locale())
    if moment.date() == house().today():
        return _("Enregistré à %(time)s", time=time)
    return _("Enregistré le %(day)s à %(time)s", day=long_day(moment.date()), time=time)


def _frame(sheet: Sheet) -> Frame:
    """What surrounds the page, by the progress that was read on the way in."""
    catalogue = house().catalogue
    remember(progress_of(catalogue, sheet.record, house().today()))
    return frame("diagnostic")


# -- the list --------------------------------------------------------------------


def home_page(
    known: Sequence[Diagnosis],
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> pages.DiagnosticPage:
    """The diagnostic's first page, with what was typed and what is wrong with it, if anything."""
    return pages.DiagnosticPage(
        frame=frame("diagnostic"),
        variants=tuple(house().variants.values()),
        begun=tuple(_past(one) for one in known if one.finished is None),
        past=tuple(_past(one) for one in known if one.finished is not None),
        values=values or {},
        errors=errors or {},
    )


def _past(diagnosis: Diagnosis, *, breaks: bool = False) -> pages.Past:
    finished = diagnosis.finished
    variant = house().variants.get(diagnosis.variant)
    return pages.Past(
        id=diagnosis.id,
        variant=variant,
        organisation=diagnosis.organisation,
        started=long_day(day_of(diagnosis.started)),
        finished="" if finished is None else long_day(day_of(finished)),
        overall=words.score(diagnosis.overall),
        version=diagnosis.version,
        answered=_answered(variant, diagnosis) if variant and finished is None else 0,
        breaks=breaks,
    )


def _answered(variant: Variant, diagnosis: Diagnosis) -> int:
    answers = from_json(diagnosis.answers)
    return sum(answers.level(item.id) is not None for item in variant.items)


# -- one dimension ---------------------------------------------------------------


def dimension_page(
    sheet: Sheet,
    spec: DimensionSpec,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> pages.DimensionPage:
    """The page of one dimension; what was typed is shown where it could not be taken."""
    return pages.DimensionPage(**_dimension_values(sheet, spec, typed or {}, problems or {}))  # type: ignore[arg-type]  # the fields named below


def saved_page(saved: Saved, spec: DimensionSpec, typed: Mapping[str, str]) -> pages.SavedPage:
    """What changes on that page once something was kept."""
    values = _dimension_values(saved.sheet, spec, typed, saved.problems)
    return pages.SavedPage(**values, sent=tuple(typed))  # type: ignore[arg-type]


def _dimension_values(
    sheet: Sheet, spec: DimensionSpec, typed: Mapping[str, str], problems: Mapping[str, str]
) -> dict[str, object]:
    kept = form_values(spec, sheet.answers)
    diagnosis = sheet.diagnosis
    return {
        "frame": _frame(sheet),
        "id": diagnosis.id,
        "variant": sheet.variant,
        "organisation": diagnosis.organisation,
        "dimension": spec,
        "index": sheet.variant.dimensions.index(spec),
        "stages": tuple(_stage(sheet, one) for one in sheet.variant.dimensions),
        "complete": not sheet.missing.items,
        "values": {name: typed[name] if name in problems else kept[name] for name in kept},
        "errors": words.faults(sheet.variant, problems),
        "saved": _saved_at(diagnosis),
        "changed": diagnosis.version if sheet.changed else "",
    }


def _stage(sheet: Sheet, spec: DimensionSpec) -> pages.Stage:
    answered = sum(sheet.answers.level(item.id) is not None for item in spec.items)
    complete = answered == len(spec.items) and spec.id not in sheet.missing.evidence
    return pages.Stage(spec, answered, complete)


def form_values(spec: DimensionSpec, answers: Answers) -> dict[str, str]:
    """A dimension's answers as the fields of its form; empty where nothing was said."""
    found: dict[str, str | int | None] = {}
    for item in spec.items:
        said = answers.items.get(item.id)
        for part in ("level", "note"):
            found[field_name("items", item.id, part)] = getattr(said, part, None)
    evidence = answers.evidence.get(spec.id)
    for part in ("grade", "note", "link", "day"):
        found[field_name("evidence", spec.id, part)] = getattr(evidence, part, None)
    found[field_name("importance", spec.id)] = answers.importance.get(spec.id)
    found[field_name("targets", spec.id)] = answers.targets.get(spec.id)
    return {name: "" if value is None else str(value) for name, value in found.items()}


# -- the result -------------------------------------------------------------------


def result_page(outcome: Outcome) -> pages.ResultPage:
    """The whole result of a diagnostic, finished or as its answers stand."""
    sheet, result = outcome.sheet, outcome.result
    variant, diagnosis = sheet.variant, sheet.diagnosis
    day = house().today() if diagnosis.finished is None else day_of(diagnosis.finished)
    told = {one.dimension: _told(one) for one in outcome.messages}
    before = outcome.before
    profile = {
        one.id: _profile(sheet, one, result.dimensions[one.id], told.get(one.id), before)
        for one in variant.dimensions
    }
    overall = result.overall
    return pages.ResultPage(
        frame=_frame(sheet),
        id=diagnosis.id,
        variant=variant,
        organisation=diagnosis.organisation,
        day=long_day(day),
        finished=diagnosis.finished is not None,
        waiting=len(sheet.missing.items),
        ungraded=tuple(variant.dimension(name) for name in sheet.missing.evidence),
        result=result,
        verdict=words.verdict(variant, overall),
        landmark=None if overall.level is None else variant.scale[overall.level - 1],
        overall=words.explain(variant, overall.explanation),
        limited=words.limited(variant, overall),
        radar=_radar(variant, profile),
        profile=tuple(profile.values()),
        strengths=tuple(profile[name] for name in result.strengths),
        plan=_plan(outcome, told, day),
        signals=tuple(variant.item(name) for name in result.signals),
        last=long_day(day_of(outcome.earlier[0].finished or 0)) if before else "",
        kept=words.score(diagnosis.overall),
        changed=diagnosis.version if sheet.changed else "",
        history=_history(outcome),
    )


def _radar(variant: Variant, profile: Mapping[str, pages.Profile]) -> Markup:
    """The picture; none where fewer than three dimensions make no shape: the table says it all."""
    if len(profile) < 3:
        return Markup("")
    figures = {name: one.figure for name, one in profile.items()}
    own = [one.target if one.aimed else None for one in profile.values()]
    return radar(
        [one.score.score for one in profile.values()],
        [words.words(one.title) for one in variant.dimensions],
        title=_("Profil de l’organisation sur huit dimensions")
        if len(profile) == 8
        else _("Profil de l’organisation"),
        description=words.described(variant, figures),
        targets=own if any(own) else (),
        figures=[figure or "–" for figure in figures.values()],
        legend=(_("aujourd’hui"), _("niveau visé")),
    )


def _profile(
    sheet: Sheet,
    spec: DimensionSpec,
    score: DimensionScore,
    told: pages.Told | None,
    before: Result | None,
) -> pages.Profile:
    answers, level = sheet.answers, score.level
    evidence = answers.evidence.get(spec.id)
    shown_by = evidence.day if evidence else None
    return pages.Profile(
        dimension=spec,
        score=score,
        figure=words.score(score.score),
        landmark=None if level is None else sheet.variant.scale[level - 1],
        target=None if level is None else target_of(spec, level, answers),
        aimed=spec.id in answers.targets,
        before=words.score(before.dimensions[spec.id].score) if before else "",
        lines=words.explain(sheet.variant, score.explanation),
        said=tuple(_said(sheet, item) for item in spec.items),
        evidence=evidence,
        day=long_day(date.fromisoformat(shown_by)) if shown_by else "",
        told=told,
    )


def _said(sheet: Sheet, item: Item) -> pages.Said:
    answer = sheet.answers.items.get(item.id)
    choice = answer.level if answer else None
    text: Text | None = None
    if isinstance(choice, int):
        text = item.levels[choice - 1]
    elif choice is not None:
        variant = sheet.variant
        text = variant.unknown if choice == "unknown" else variant.not_applicable
    level = choice if isinstance(choice, int) else None
    return pages.Said(item, level, text, (answer.note if answer else None) or "")


# -- the plan ---------------------------------------------------------------------


def _plan(outcome: Outcome, told: Mapping[str, pages.Told], day: date) -> tuple[pages.Step, ...]:
    reasons = {one.dimension: one.explanation for one in outcome.result.priorities}
    variant = outcome.sheet.variant

    def step(action: Action) -> pages.Step:
        name = action.message.dimension
        due = long_day(day + timedelta(days=action.days))
        return pages.Step(action, told[name], due, words.explain(variant, reasons[name]))

    return tuple(step(action) for action in outcome.plan)


def _told(message: Message) -> pages.Told:
    return pages.Told(
        message=message,
        lessons=tuple(lead for link in message.lessons if (lead := _lead(link))),
        testimony=_lead(message.testimony),
        tool=_lead(message.tool),
    )


def _lead(link: Link) -> pages.Lead | None:
    """Where a link leads; None when the course has that module no more."""
    module = house().catalogue.find_module(link.module)
    if module is None:
        return None
    if link.screen:
        url = url_for("collectif.screen", module_id=module.id, screen_id=link.screen)
    else:
        url = url_for("collectif.module", module_id=module.id)
    return pages.Lead(module, url)


# -- history ----------------------------------------------------------------------


def _history(outcome: Outcome) -> tuple[pages.Past, ...]:
    above = outcome.sheet.variant.version
    if outcome.sheet.diagnosis.finished is not None:
        above = outcome.sheet.diagnosis.version
    lines = []
    for one in outcome.earlier:
        lines.append(_past(one, breaks=one.version != above))
        above = one.version
    return tuple(lines)
