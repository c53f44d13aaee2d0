"""The trainer."""

from __future__ import annotations

from ..errors import NotFound
from .access import signed_in


@signed_in
def trainer(**_values: object) -> str:
    raise NotFound("trainer")


@signed_in
def create_cohort(**_values: object) -> str:
    raise NotFound("create_cohort")


@signed_in
def cohort(**_values: object) -> str:
    raise NotFound("cohort")


@signed_in
def cohort_csv(**_values: object) -> str:
    raise NotFound("cohort_csv")


@signed_in
def edit_cohort(**_values: object) -> str:
    raise NotFound("edit_cohort")


@signed_in
def renew_code(**_values: object) -> str:
    raise NotFound("renew_code")


@signed_in
def cohort_learner(**_values: object) -> str:
    raise NotFound("cohort_learner")


@signed_in
def learner_csv(**_values: object) -> str:
    raise NotFound("learner_csv")


@signed_in
def waive(**_values: object) -> str:
    raise NotFound("waive")


@signed_in
def take_back_waiver(**_values: object) -> str:
    raise NotFound("take_back_waiver")


@signed_in
def remove_member(**_values: object) -> str:
    raise NotFound("remove_member")
