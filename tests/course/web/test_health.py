"""Is it alive, is it ready: for supervisors and load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def test_a_good_process_is_alive_and_ready(app_on_each: Flask) -> None:
    client = app_on_each.test_client()
    assert client.get("/health/live").get_json() == {"status": "live"}
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.get_json()) == (200, {"status": "ready", "problems": []})


@pytest.mark.parametrize("table", ["collectif_version", "lrs_version"])
def test_a_schema_that_lags_behind_is_not_ready(app: Flask, table: str) -> None:
    with app.extensions["collectif"].house.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET version_num = 'older'")
    ready = app.test_client().get("/health/ready")
    assert (ready.status_code, ready.get_json()["problems"]) == (503, ["schema_outdated"])
    assert app.test_client().get("/health/live").status_code == 200


@pytest.mark.parametrize("table", ["collectif_version", "lrs_version"])
def test_neither_half_of_the_schema_may_be_missing(app: Flask, table: str) -> None:
    with app.extensions["collectif"].house.database.writing() as connection:
        connection.exec_driver_sql(f"DROP TABLE {table}")
    assert app.test_client().get("/health/ready").status_code == 503


def test_a_database_that_cannot_be_reached_is_not_ready(
    sample_folder: Path, tmp_path: Path
) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    app = make_app(url, sample_folder, tmp_path, COLLECTIF_AUTO_MIGRATE=False)
    client = app.test_client()
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.get_json()["problems"]) == (503, ["database_unreachable"])
    assert "127.0.0.1" not in ready.get_data(as_text=True)
    assert client.get("/health/live").status_code == 200


def test_nobody_needs_to_sign_in_for_it(shared_app: Flask) -> None:
    answer = shared_app.test_client().head("/health/ready")
    assert answer.status_code == 200
