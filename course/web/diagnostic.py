"""The self-diagnostic."""

from __future__ import annotations

from ..errors import NotFound
from .access import signed_in


@signed_in
def diagnostic(**_values: object) -> str:
    raise NotFound("diagnostic")


@signed_in
def diagnosis(**_values: object) -> str:
    raise NotFound("diagnosis")


@signed_in
def dimension(**_values: object) -> str:
    raise NotFound("dimension")


@signed_in
def diagnosis_result(**_values: object) -> str:
    raise NotFound("diagnosis_result")


@signed_in
def finish_diagnosis(**_values: object) -> str:
    raise NotFound("finish_diagnosis")


@signed_in
def remove_diagnosis(**_values: object) -> str:
    raise NotFound("remove_diagnosis")
