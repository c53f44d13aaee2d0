"""`collectif forward …`: destinations from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.cli.forwarding import WORDS
from collectif.course.web import forwarding_words
from tests.actors import Learner
from tests.conftest import make_app
from tests.lrs.peers import Said, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from tests.lrs.peers import Scripted


@pytest.fixture
def app(database_url: str, sample_folder: Path, tmp_path: Path, clock: Any) -> Iterator[Flask]:
    """The sample course on each engine, which may forward to this machine."""
    made = make_app(database_url, sample_folder, tmp_path, clock, COLLECTIF_FORWARD_INSIDE="yes")
    yield made
    made.extensions["collectif"].house.database.engine.dispose()


@pytest.fixture
def odd() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


def runs(app: Flask, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["collectif", "forward", *words], input=typed)


def test_a_destination_from_its_first_day_to_its_last(
    app: Flask, odd: Scripted, tmp_path: Path
) -> None:
    assert runs(app, "list").output == "no destination\n"
    Learner(app).signs_up()
    done = runs(app, "add", "Peer", odd.address, "--key", "we", typed="s3cret\n")
    assert done.exit_code == 0, done.output
    assert "s3cret" not in done.output
    listed = runs(app, "list").output
    assert f"Peer: active, {odd.address} (1.0.3)" in listed
    assert " waiting, the oldest for " in listed
    assert "last success never; 0 failures" in listed
    assert runs(app, "pause", "Peer").output == "Peer is paused\n"
    assert "Peer: paused (by_hand)" in runs(app, "list").output
    assert runs(app, "run", "--once").output == ""
    assert runs(app, "resume", "Peer").output == "Peer is active\n"
    assert "Peer: 1 delivered" in runs(app, "run", "--once").output
    assert "0 waiting; 0 set aside" in runs(app, "list").output
    assert runs(app, "replay", "Peer").output == "1 statements wait for Peer\n"
    assert runs(app, "replay", "Peer", "--since", "2200-01-01").output.startswith("0 statements")
    assert runs(app, "retry", "Peer").output.startswith("0 statements")
    assert runs(app, "remove", "Peer", typed="n\n").exit_code == 1
    assert runs(app, "remove", "Peer", "--yes").exit_code == 0
    assert runs(app, "list").output == "no destination\n"


def test_what_was_not_taken_is_counted_with_its_reason(app: Flask, odd: Scripted) -> None:
    Learner(app).signs_up()
    runs(app, "add", "Peer", odd.address, "--secret", "token")
    odd.answers = lambda _: Said(422, b"too new")
    assert "Peer: 0 delivered, 1 set aside" in runs(app, "run", "--once").output
    assert "1 set aside" in runs(app, "list").output
    assert runs(app, "retry", "Peer").output == "1 statements will be tried again\n"
    odd.answers = lambda _: Said(500, b"not now")
    assert "Peer: 0 delivered: active, HTTP 500 not now" in runs(app, "run", "--once").output
    assert "HTTP 500 not now" in runs(app, "list").output


def test_rules_come_from_files_and_faults_are_named(
    app: Flask, odd: Scripted, tmp_path: Path
) -> None:
    rules, hidden, broken = (tmp_path / name for name in ("rules.json", "hide.json", "no.json"))
    rules.write_text(json.dumps({"include": {"verbs": ["https://a.b/c", "no iri"]}}))
    hidden.write_text(json.dumps({"home_page": "https://study.example.org"}))
    broken.write_text("{")
    add = ("add", "Peer", odd.address, "--secret", "s", "--pseudonyms", str(hidden), "--rules")
    refused = runs(app, *add, str(rules))
    assert refused.exit_code == 1
    assert "$.rules.include.verbs[1]" in refused.output
    assert "no.json" in runs(app, *add, str(broken)).output
    rules.write_text(json.dumps({"include": {"verbs": ["https://a.b/c"]}}))
    assert runs(app, *add, str(rules)).exit_code == 0
    assert "a destination is called Peer already" in runs(app, *add, str(rules)).output
    own = runs(app, "add", "Us", "ftp://example.org", "--secret", "s")
    assert "$.endpoint" in own.output


def test_a_test_speaks_in_words_and_its_exit_code_tells(app: Flask, odd: Scripted) -> None:
    runs(app, "add", "Peer", odd.address, "--secret", "s")
    odd.answers = lambda _: Said(200, b'{"version": ["1.0.3"]}')
    done = runs(app, "test", "Peer")
    assert (done.exit_code, done.output) == (0, "all is well: an LRS answers and knows us\n")
    odd.answers = lambda _: Said(200, b"hello")
    done = runs(app, "test", "Peer")
    assert (done.exit_code, done.output) == (1, "what answers there is no LRS (HTTP 200 hello)\n")


def test_everything_a_test_can_find_has_words_in_the_terminal_and_on_the_page() -> None:
    unknown = forwarding_words.finding("none such")
    for code in WORDS:
        assert forwarding_words.finding(code) != unknown


@pytest.mark.parametrize("command", ["test", "pause", "resume", "replay", "retry"])
def test_a_name_that_is_none_is_said_so(app: Flask, command: str) -> None:
    done = runs(app, command, "Nobody")
    assert done.exit_code == 1
    assert "no destination is called Nobody" in done.output
