"""Every address of ours on one page; views are plain functions that this file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

from ..paths import STATIC, TEMPLATES
from . import (
    account,
    admin,
    admin_credentials,
    admin_forwarding,
    admin_statements,
    admin_upkeep,
    answering,
    diagnostic,
    entry_check,
    errors,
    health,
    home,
    module,
    play,
    profile,
    quiz,
    resources,
    review,
    searching,
    sources,
    trainer,
)
from .access import choose_language
from .assets import Pages
from .security import add_headers, check_csrf, limit_size, refuse_nul

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from flask import Blueprint

    from ..config import Settings

Route = tuple[str, "Callable[..., Any]", "Sequence[str]"]

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")

_ID = f"int(max={2**63 - 1})"  # what a database's key can be; a longer number is no page

LEARNING: tuple[Route, ...] = (
    ("/", home.home, _GET),
    ("/about", home.about, _GET),
    ("/sources", sources.sources, _GET),
    ("/resources", resources.resources, _GET),
    ("/resources/search", searching.search, _GET),
    ("/resources/testimonies", resources.testimonies, _GET),
    ("/resources/kit/<sheet_id>", resources.kit_sheet, _GET),
    ("/language", home.language, _POST),
    ("/entry-check", entry_check.entry_check, _BOTH),
    ("/entry-check/again", entry_check.entry_check_again, _BOTH),
    ("/session/<session_id>", home.session_page, _GET),
    ("/session/<session_id>/sheet", home.sheet, _GET),
    ("/module/<module_id>", module.module, _GET),
    ("/module/<module_id>/screen/<screen_id>", module.screen, _GET),
    ("/module/<module_id>/screen/<screen_id>/seen", module.seen, _POST),
    ("/module/<module_id>/question/<question_id>", answering.answer, _POST),
    ("/module/<module_id>/done", module.mark, _POST),
    ("/module/<module_id>/media/<name>", module.media, _GET),
    ("/module/<module_id>/synthesis", play.synthesis, _GET),
    ("/module/<module_id>/played", play.played, _POST),
    ("/module/<module_id>/watched", play.watched, _POST),
    ("/module/<module_id>/worksheet", play.worksheet, _BOTH),
    ("/module/<module_id>/worksheet/document", play.worksheet_document, _GET),
    ("/module/<module_id>/quiz", quiz.quiz, _GET),
    ("/module/<module_id>/quiz/start", quiz.quiz_start, _POST),
    ("/module/<module_id>/quiz/<int:position>", quiz.quiz_question, _GET),
    ("/module/<module_id>/quiz/<int:position>/answer", quiz.quiz_answer, _POST),
    ("/module/<module_id>/quiz/result", quiz.quiz_result, _GET),
    ("/review", review.review, _GET),
    ("/review/switch", review.review_switch, _POST),
    ("/review/question/<card>", review.review_question, _GET),
    ("/review/question/<card>/answer", review.review_answer, _POST),
)

ACCOUNT: tuple[Route, ...] = (
    ("/account/sign-in", account.sign_in, _BOTH),
    ("/account/sign-up", account.sign_up, _BOTH),
    ("/account/sign-out", account.sign_out, _POST),
    ("/account/forgotten", account.forgotten, _BOTH),
    ("/account/reset/<token>", account.reset, _BOTH),
    ("/account/name", account.rename, _POST),
    ("/account/password", account.change_password, _POST),
    ("/account/devices", account.revoke, _POST),
    ("/demo/<token>", account.demo_sign_in, _GET),
)
"""Only where people have accounts of ours, not a host's."""

_DESTINATION = f"/admin/forwarding/<{_ID}:destination_id>"

PEOPLE: tuple[Route, ...] = (
    ("/account", account.account, _GET),
    ("/join", account.join, _BOTH),
    ("/join/<code>", account.join_by_link, _GET),
    ("/admin", admin.admin, _GET),
    (f"/admin/people/<{_ID}:person_id>/role", admin.change_role, _POST),
    ("/admin/statements", admin_statements.statements, _GET),
    ("/admin/upkeep", admin_upkeep.upkeep, _GET),
    ("/admin/upkeep/erase", admin_upkeep.erase_person, _POST),
    ("/admin/upkeep/retain", admin_upkeep.retain_records, _POST),
    ("/admin/forwarding", admin_forwarding.destinations, _GET),
    ("/admin/forwarding/new", admin_forwarding.add_destination, _BOTH),
    (_DESTINATION, admin_forwarding.destination, _GET),
    (f"{_DESTINATION}/edit", admin_forwarding.change_destination, _BOTH),
    (f"{_DESTINATION}/test", admin_forwarding.test_destination, _POST),
    (f"{_DESTINATION}/pause", admin_forwarding.pause_destination, _POST),
    (f"{_DESTINATION}/resume", admin_forwarding.resume_destination, _POST),
    (f"{_DESTINATION}/replay", admin_forwarding.replay_destination, _BOTH),
    (f"{_DESTINATION}/retry", admin_forwarding.retry_isolated, _POST),
    (f"{_DESTINATION}/dismiss", admin_forwarding.dismiss_isolated, _POST),
    (f"{_DESTINATION}/removal", admin_forwarding.remove_destination, _BOTH),
    ("/admin/credentials", admin_credentials.credentials, _GET),
    ("/admin/credentials/new", admin_credentials.create_credentials, _POST),
    ("/admin/credentials/change", admin_credentials.change_credentials, _BOTH),
    ("/admin/credentials/rotate", admin_credentials.rotate_credentials, _POST),
    ("/admin/credentials/revocation", admin_credentials.revoke_credentials, _BOTH),
)

DIAGNOSTIC: tuple[Route, ...] = (
    ("/diagnostic", diagnostic.diagnostic, _BOTH),
    ("/diagnostic/<diagnosis_id>", diagnostic.diagnosis, _GET),
    ("/diagnostic/<diagnosis_id>/dimension/<dimension_id>", diagnostic.dimension, _BOTH),
    ("/diagnostic/<diagnosis_id>/result", diagnostic.diagnosis_result, _GET),
    ("/diagnostic/<diagnosis_id>/finish", diagnostic.finish_diagnosis, _POST),
    ("/diagnostic/<diagnosis_id>/remove", diagnostic.remove_diagnosis, _POST),
)

_COHORT = f"/trainer/cohort/<{_ID}:cohort_id>"
_LEARNER = f"{_COHORT}/learner/<{_ID}:person_id>"

TRAINER: tuple[Route, ...] = (
    ("/trainer", trainer.trainer, _GET),
    ("/trainer/cohort", trainer.create_cohort, _BOTH),
    (_COHORT, trainer.cohort, _GET),
    (f"{_COHORT}.csv", trainer.cohort_csv, _GET),
    (f"{_COHORT}/edit", trainer.edit_cohort, _BOTH),
    (f"{_COHORT}/code", trainer.renew_code, _POST),
    (_LEARNER, trainer.cohort_learner, _GET),
    (f"{_LEARNER}/answers.csv", trainer.learner_csv, _GET),
    (f"{_LEARNER}/waive", trainer.waive, _POST),
    (f"{_LEARNER}/unwaive", trainer.take_back_waiver, _POST),
    (f"{_LEARNER}/remove", trainer.remove_member, _POST),
)

SERVICE: tuple[Route, ...] = (
    ("/xapi-profile.jsonld", profile.profile, _GET),
    ("/health/live", health.live, _GET),
    ("/health/ready", health.ready, _GET),
)

_NAMES = {home.session_page: "session"}


def blueprint(settings: Settings) -> Blueprint:
    """The pages of one application. Those of our own accounts are left out when the host has users."""
    pages = Pages(
        "collectif",
        __name__,
        static_folder=str(STATIC),
        static_url_path="/assets",
        template_folder=str(TEMPLATES),
    )
    for rule, view, methods in routes(settings):
        name = _NAMES.get(view, view.__name__)
        pages.add_url_rule(rule, name, view, methods=list(methods))
    _declare(pages, settings)
    for step in (limit_size, choose_language, refuse_nul, check_csrf):
        pages.before_request(step)
    pages.after_request(add_headers)
    errors.register(pages)
    return pages


def routes(settings: Settings) -> tuple[Route, ...]:
    """The routes that these settings open."""
    own = ACCOUNT if settings.current_learner is None else ()
    return (*LEARNING, *DIAGNOSTIC, *TRAINER, *own, *PEOPLE, *SERVICE)


def _declare(pages: Blueprint, settings: Settings) -> None:
    """Tell the CSRF check which rule of access the route has, before anything else runs."""
    rules = {
        f"collectif.{_NAMES.get(view, view.__name__)}": getattr(view, "access", None)
        for _rule, view, _methods in routes(settings)
    }

    @pages.before_request
    def _know_access() -> None:
        g.collectif_access = rules.get(request.endpoint or "", "public")
