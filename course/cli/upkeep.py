"""Upkeep from the command line: statements out and in, erasing, retention, backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask import current_app
from flask.cli import with_appcontext

from collectif.lrs import BackupFailed

from ..errors import BadInput, CollectifError
from ..services import erasing
from . import lines

if TYPE_CHECKING:
    from typing import IO

    from collectif.lrs import Swept

    from ..services.erasing import Outcome, Subject
    from ..services.house import Rooms

_WRONG = {
    "not_an_address": "this is no mail address",
    "not_an_agent": "this is no Agent: give JSON, mbox|mailto:…, account|homePage|name or an address",
    "missing": "say who: an Agent, or --email",
    "not_an_age": "an age is a number and y, m or d: 3y, 18m, 400d",
}


def _rooms() -> Rooms:
    return cast("Rooms", current_app.extensions["collectif"])


@click.command("erase")
@click.argument("agent", required=False, default="")
@click.option("--email", default="", help="The person with this address.")
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--reference", default="", help="A file number for the audit; it must name nobody.")
@click.option("--ids", type=click.File("w"), help="Write the ids of all statements concerned here.")
@with_appcontext
def erase(
    *, agent: str, email: str, dry_run: bool, yes: bool, reference: str, ids: IO[str] | None
) -> None:
    """Erase a person everywhere: AGENT is JSON, a canonical identifier or an address.

    Statements about them are removed; where others speak of them stands nobody. The ids that --ids
    writes are what to ask the owners of other stores about, to whom statements were forwarded.
    """
    rooms = _rooms()
    try:
        find = erasing.by_email if email else erasing.by_agent
        subject = find(rooms.house, rooms.lrs.upkeep, email or agent)
        _say_who(subject)
        found = erasing.look(rooms.house, rooms.lrs.upkeep, subject)
        if dry_run:
            _say(found, "would be erased")
            return
        if not yes:
            _say(found, "would be erased")
            click.confirm("Erase all of this for good?", abort=True)
        done = erasing.erase(
            rooms.house, rooms.lrs.upkeep, subject, detail=reference, hear=_Hearing(ids)
        )
    except (CollectifError, ValueError) as refusal:
        raise click.ClickException(_why(refusal)) from refusal
    _say(done, "erased")


@click.command("retain")
@click.option("--older-than", required=True, metavar="AGE", help="Such as 3y, 18m or 400d.")
@click.option("--activity", "activities", multiple=True, help="Only with this activity as object.")
@click.option("--verb", "verbs", multiple=True, help="Only with this verb.")
@click.option("--silent", is_flag=True, help="Only of those who have done nothing since.")
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--ids", type=click.File("w"), help="Write the ids of all statements concerned here.")
@with_appcontext
def retain(
    *,
    older_than: str,
    activities: tuple[str, ...],
    verbs: tuple[str, ...],
    silent: bool,
    dry_run: bool,
    yes: bool,
    ids: IO[str] | None,
) -> None:
    """Remove statements, and documents about persons, that are older than AGE."""
    rooms = _rooms()
    age = erasing.Age(older_than, activities, verbs, silent)
    try:
        before = erasing.moment_of(rooms.house, age)
        if dry_run or not yes:
            act = erasing.retain
            found = act(rooms.house, rooms.lrs.upkeep, age, before=before, dry_run=True)
            _say(found, "would be removed")
            if dry_run:
                return
            click.confirm("Remove all of this for good?", abort=True)
        done = erasing.retain(rooms.house, rooms.lrs.upkeep, age, before=before, hear=_Hearing(ids))
    except CollectifError as refusal:
        raise click.ClickException(_why(refusal)) from refusal
    _say(done, "removed")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE.")
@with_appcontext
def backup(*, file: Path, force: bool) -> None:
    """Copy the whole database into FILE while it is used; and the folder of attachments beside it."""
    upkeep = _rooms().lrs.upkeep
    try:
        upkeep.back_up(file, over=force)
    except FileExistsError as there:
        raise click.ClickException(f"{file} is there already; --force writes over it") from there
    except BackupFailed as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{file}: {file.stat().st_size} bytes")


def _say_who(subject: Subject) -> None:
    for person in subject.people:
        click.echo(f"person {person.id} of the course ({person.role})")
    for identifier in sorted(subject.identifiers):
        click.echo(f"known as {identifier}")


def _say(found: Outcome, what: str) -> None:
    counted = {**asdict(found.counts), **found.rows}
    for name, count in counted.items():
        if count:
            click.echo(f"{name}: {count}")
    if found.lasting:
        click.echo(f"entries of the audit log that stay, by number only: {found.lasting}")
    click.echo(f"{what}: {'all of this' if any(counted.values()) else 'nothing'}")


class _Hearing:
    """Writes ids as they come, and says on a terminal how far a run is."""

    def __init__(self, ids: IO[str] | None) -> None:
        self._ids = ids

    def __call__(self, step: Swept) -> None:
        if self._ids is not None:
            self._ids.writelines(f"{one}\n" for one in step.ids)
            self._ids.flush()
        if lines.shows_progress():
            click.echo(f"\r{step.counts.statements} statements", nl=step.finished, err=True)


def _why(refusal: Exception) -> str:
    if isinstance(refusal, BadInput):
        return "; ".join(_WRONG.get(key, key) for key in refusal.problems.values())
    return str(refusal)
